"""How long a workbook takes to import: `python -m benchmarks.import_rows [--rows 10000] [--database ...] [--write]`.

What is timed is the whole command `lantoa import`, its start included; then the same workbook once more, recognised.
Once it is our template, once an agency's own table (`--table template own`): other headings, a title above them.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks import databases, machine

PROJECT = Path(__file__).resolve().parent.parent
MARK = "import of a workbook"
_OWN_HEADINGS = {
    "title": "Nội dung", "occurred_on": "Ngày tháng", "direction": "Vào hay ra", "purpose": "Mục đích",
    "country": "Nước", "delegations": "Số đoàn", "members": "Số người", "source": "Nguồn",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.import_rows", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000])
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--table", choices=["template", "own"], nargs="+", default=["template", "own"])
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    args = parser.parse_args()
    results = []
    for row_count in args.rows:
        for kind, table in product(args.database, args.table):
            with databases.throw_away(kind) as environment:
                results.append(_measured(environment, row_count, is_own=table == "own"))
            print(json.dumps(results[-1]), flush=True)
    table = _table(results)
    print(table)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{table}")


def _measured(environment: dict[str, str], row_count: int, *, is_own: bool) -> dict[str, Any]:
    environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    path = Path(environment["LANTOA_DATA"]) / "rows.xlsx"
    prepare = f"from benchmarks import import_rows; import_rows.prepare({str(path)!r}, {row_count}, is_own={is_own})"
    done = subprocess.run(
        [sys.executable, "-c", prepare], env=environment, cwd=PROJECT, capture_output=True, check=True
    )
    how = ["--as", "delegation"] if is_own else []
    first, again = (_import(environment, path, *how) for _ in range(2))
    if (first["code"], again["code"]) != (0, 2):
        raise SystemExit(f"The import did not go as expected: {first} {again}")
    return {
        "database": done.stdout.decode().strip(),
        "rows": row_count,
        "table": "an agency's own" if is_own else "template",
        "file_kb": path.stat().st_size // 1024,
        "import_s": first["seconds"],
        "again_s": again["seconds"],
        "cpu_s": first["cpu"],
        "memory_mb": first["memory_mb"],
    }


def _import(environment: dict[str, str], path: Path, *how: str) -> dict[str, Any]:
    """One run of the command: its exit code, seconds by the clock and of the processor, and its largest memory.

    Of the processor: the command's own, without a database server's.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "lantoa", "import", str(path), "--agency", "agency-1", *how],
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": round(time.perf_counter() - started, 1),
        "cpu": round(usage.ru_utime + usage.ru_stime, 1),
        "memory_mb": usage.ru_maxrss // 1024,
    }


def prepare(path: str, row_count: int, *, is_own: bool) -> None:
    """Make the database, an agency and the workbook; prints what the database is."""
    import django  # leaf: the settings are read here

    django.setup()
    import openpyxl

    from lantoa.base import database
    from lantoa.core.ledger import workbooks
    from lantoa.core.ledger.drafts import Words
    from lantoa.core.people import actions as people
    from lantoa.core.people.models import Agency

    database.ensure_database()
    for number in (1, 2):
        people.add_agency(f"agency-{number}", f"Cơ quan {number}", f"Agency {number}", level=Agency.Level.DEPARTMENT)
    if is_own:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.append(["THỐNG KÊ CÁC ĐOÀN CỦA CƠ QUAN"])
        sheet.append([])
        sheet.append(list(_OWN_HEADINGS.values()))
        columns = list(_OWN_HEADINGS)
    else:
        with Path(path).open("wb") as file:
            workbooks.write_template("delegation", Words.load(), file)
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        columns = [str(cell.value).rpartition(":")[2] for cell in sheet[1]]
    for number in range(row_count):
        row = _row(number)
        sheet.append([row.get(code) for code in columns])
    book.save(path)
    print(machine.database_described())


def _row(number: int) -> dict[str, Any]:
    """A delegation as agencies write it: half of the days as text, names instead of codes, some qualifiers."""
    day = date(2016, 1, 1) + timedelta(days=number % 3650)
    return {
        "title": f"Đoàn doanh nghiệp số {number} đến tìm hiểu cơ hội hợp tác",
        "occurred_on": day if number % 2 else f"{day.day}/{day.month}/{day.year}",
        "direction": "Đoàn vào",
        "purpose": ["Du lịch", "Xúc tiến thương mại", "giao lưu hữu nghị"][number % 3],
        "country": ["Lào", "Campuchia", "Nhật Bản"][number % 3],
        "delegations": 1,
        "members": f"hơn {number % 40 + 1}" if number % 10 == 0 else number % 40 + 1,
        "coordinating": "Cơ quan 2" if number % 5 == 0 else None,
        "source": "Sổ theo dõi đoàn",
    }


def _table(results: list[dict[str, Any]]) -> str:
    head = "| database | rows | table | import | processor | same file again | memory |\n"
    head += "|---|---:|---|---:|---:|---:|---:|\n"
    return head + "\n".join(
        f"| {row['database']} | {row['rows']:,} | {row['table']} | {row['import_s']} s | {row['cpu_s']} s "
        f"| {row['again_s']} s | {row['memory_mb']} MB |"
        for row in results
    )


if __name__ == "__main__":
    main()
