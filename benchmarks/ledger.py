"""How long sixty figures take: `python -m benchmarks.ledger [--entries 500000] [--database sqlite|postgres] [--write]`.

Each database is filled by one process (benchmarks.fill) and asked by another, so that the memory is that of asking.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import databases, fill, machine

PROJECT = Path(__file__).resolve().parent.parent
REPEATS = 7
MARK = "ledger figures"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[50_000, 500_000])
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, help="where the databases go, emptied by nobody; else a temporary one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    args = parser.parse_args()
    results = []
    for entry_count in args.entries:
        for kind in args.database:
            folder = args.folder / f"{kind}-{entry_count}" if args.folder else None
            with databases.throw_away(kind, folder) as environment:
                results.append(_measured_elsewhere(environment, entry_count))
            print(json.dumps(results[-1]), flush=True)
    table = _table(results)
    print(table)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{table}")


def _measured_elsewhere(environment: dict[str, str], entry_count: int) -> dict[str, Any]:
    environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    loaded = 0.0
    if not (Path(environment["LANTOA_DATA"]) / "filled").exists():
        _python(environment, "-m", "lantoa", "ledger", "head")  # makes the database
        started = time.perf_counter()
        _python(environment, "-m", "benchmarks.fill", str(entry_count))
        loaded = time.perf_counter() - started
        if not environment["DATABASE_URL"]:
            (Path(environment["LANTOA_DATA"]) / "filled").touch()
    measured = json.loads(_python(environment, "-c", "from benchmarks import ledger; ledger.measure()"))
    return {"entries": entry_count, "load_s": round(loaded, 1), **measured}


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def measure() -> None:
    """Print one JSON object of seconds and megabytes; called in the process that only asks."""
    import django  # leaf: the settings are read here

    django.setup()
    from lantoa.base import periods
    from lantoa.core.ledger import queries as ledger
    from lantoa.core.ledger.models import Line
    from lantoa.core.vocabulary.models import IndicatorVersion

    definitions = _sixty(IndicatorVersion)
    year, five = periods.parse("2024"), periods.parse("2021..2025")
    targets = _targets(definitions)
    one = [ledger.Ask(item, period) for item in definitions for period in (year, year.year_before())]
    many = [ledger.Ask(item, period) for item in definitions for period in (five, five.before())]
    own = [ledger.Ask(item, year, frozenset({"agency-7"})) for item in definitions]
    head = ledger.head().head_seq
    delegations = next(item for item in definitions if item.indicator_id == "delegations_in")

    def drill() -> int:
        rows = ledger.entries(delegations, year)
        return len(list(rows.prefetch_related("lines")[:50])) + rows.count()

    answer = {
        "database": machine.database_described(),
        "lines": Line.objects.count(),
        "figures": len(one),
        "year_s": _seconds(lambda: (targets(year), ledger.figures(one))),
        "as_of_s": _seconds(lambda: (targets(year), ledger.figures(one, as_of_seq=head * 95 // 100))),
        "five_years_s": _seconds(lambda: (targets(five), ledger.figures(many))),
        "one_agency_s": _seconds(lambda: ledger.figures(own)),
        "one_figure_s": _seconds(lambda: ledger.figures(one[:1])),
        "drill_s": _seconds(drill),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(answer))


def _seconds(act: Callable[[], object]) -> float:
    """The median of several runs after one that warms up."""
    act()
    took = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        act()
        took.append(time.perf_counter() - started)
    return round(sorted(took)[REPEATS // 2], 3)


def _sixty(version: Any) -> list[Any]:
    """The indicators of the vocabulary over the kinds that are filled, and narrower ones up to sixty, not saved."""
    known = [item for item in version.objects.order_by("indicator__position") if _is_filled(item.spec)]
    inbound = {"agg": "sum", "kind": "delegation", "measure": "delegations"}
    specs: list[dict[str, Any]] = [
        {"agg": "count", "kind": "talk", "where": {"pillar": "people"}},
        {"agg": "distinct", "kind": "talk", "of": "place"},
        {"agg": "last", "kind": "training_conference", "measure": "delegates"},
    ]
    for code in fill.PURPOSES:
        specs.append({**inbound, "where": {"direction": "in", "purpose": code}})
        specs.append({**inbound, "measure": "members", "where": {"direction": "in", "purpose": code}})
    for code in fill.TOPICS:
        specs.append({"agg": "sum", "kind": "talk", "measure": "attendances", "where": {"topic": code}})
        specs.append({"agg": "sum", "kind": "training_class", "measure": "trainees", "where": {"topic": code}})
    specs += [{**inbound, "where": {"direction": "in", "country": code}} for code in fill.COUNTRIES]
    sixty = [*known, *(version(spec=spec, unit_vi="", unit_en="") for spec in specs)][:60]
    assert len(known) < 20
    assert len(sixty) == 60
    return sixty


def _is_filled(spec: dict[str, Any]) -> bool:
    parts = [spec["num"], spec["den"]] if spec["agg"] == "ratio" else [spec]
    kinds = [kind for part in parts for kind in _kinds(part)]
    return set(kinds) <= set(fill.KINDS)


def _kinds(part: dict[str, Any]) -> list[str]:
    named = part.get("kind", [])
    return [named] if isinstance(named, str) else list(named)


def _targets(definitions: list[Any]) -> Callable[[Any], object]:
    from lantoa.core.programme import queries as programme  # leaf: after django.setup()

    codes = [item.indicator_id for item in definitions if item.indicator_id]
    return lambda period: programme.targets(codes, period)


def _table(results: list[dict[str, Any]]) -> str:
    columns = {
        "database": "database",
        "entries": "entries",
        "lines": "lines",
        "year_s": "60 indicators, a year and the one before (s)",
        "as_of_s": "same, as of an earlier entry (s)",
        "five_years_s": "five years and the five before (s)",
        "one_agency_s": "60 for one agency (s)",
        "one_figure_s": "one figure (s)",
        "drill_s": "50 rows and their number (s)",
        "memory_mb": "memory (MB)",
    }
    lines = ["| " + " | ".join(columns.values()) + " |", "|" + "---|" * len(columns)]
    for row in sorted(results, key=lambda row: (row["database"], row["entries"])):
        cells = [f"{row[key]:,}" if isinstance(row[key], int) else str(row[key]) for key in columns]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
