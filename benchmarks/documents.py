"""How long the files of a large document take and what memory they need; one process a measurement.

    python -m benchmarks.documents          all parts, written to docs/benchmarks.md
    python -m benchmarks.documents docx     one part, printed

The document: 60 figures in prose and tables, six charts, 3,000 rows behind them; another text every time, for
whatever remembers what it set. Memory is that of the process and of the child it starts, each.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from benchmarks import machine
from lantoa.core.documents.rules.statement import Chart, Section, Statement
from tests.core.documents.statements import large

TIMES = 5
_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def docx() -> Callable[[int], bytes]:
    """Prepares, and returns what is measured."""
    from lantoa.core.documents.rendering import docx as rendering  # leaf: after django.setup()
    from tests.core.documents.sheets import ND30

    return lambda time_of: rendering.render(_large(time_of), ND30)


def pdf() -> Callable[[int], bytes]:
    from lantoa.core.documents.rendering import pdf as rendering  # leaf: after django.setup()
    from tests.core.documents.sheets import ND30

    return lambda time_of: rendering.render(_large(time_of), ND30)


def xlsx() -> Callable[[int], bytes]:
    from lantoa.core.documents.rendering import sheets  # leaf

    return lambda time_of: sheets.render(_large(time_of))


def json() -> Callable[[int], bytes]:
    from lantoa.core.documents.rendering import plain  # leaf

    return lambda time_of: plain.whole_json(_large(time_of))


def chart() -> Callable[[int], bytes]:
    from lantoa.core.documents.rendering import charts  # leaf

    drawn = next(block for block in _large(0).sections[0].blocks if isinstance(block, Chart))
    return lambda time_of: charts.png(replace(drawn, title=str(time_of)), language="vi")


PARTS: dict[str, Callable[[], Callable[[int], bytes]]] = {
    "docx": docx, "pdf": pdf, "xlsx": xlsx, "json": json, "chart": chart,
}  # fmt: skip


def main(names: list[str]) -> None:
    if names:
        print(_measured(names[0]))
        return
    lines = [
        subprocess.run([sys.executable, "-m", "benchmarks.documents", name], check=True, capture_output=True, text=True)
        .stdout.strip() for name in PARTS
    ]  # fmt: skip
    head = (
        "| file | first (s) | best of the next five (s) | processor, first and least (s) | size (KB) | memory (MB) |\n"
        "|---|---|---|---|---|---|"
    )
    machine.write_down("documents", "\n".join([f"{machine.described()}.", "", head, *lines]))


def _measured(name: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    import django

    django.setup()
    make = PARTS[name]()
    taken, worked = [], []
    for time_of in range(TIMES + 1):
        begun, work = time.perf_counter(), _worked()
        content = make(time_of)
        taken.append(time.perf_counter() - begun)
        worked.append(_worked() - work)
    memory = " + ".join(f"{peak:.0f}" for who in _PROCESSES if (peak := resource.getrusage(who).ru_maxrss / 1024))
    times = f"{taken[0]:.2f} | {min(taken[1:]):.2f} | {worked[0]:.2f}, {min(worked[1:]):.2f}"
    return f"| {name} | {times} | {len(content) / 1024:,.0f} | {memory} |"


def _worked() -> float:
    """Seconds of processor time, here and in children that have ended."""
    used = [resource.getrusage(who) for who in _PROCESSES]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _large(time_of: int) -> Statement:
    """Six different charts: equal ones could be drawn once."""
    statement = large()
    (section,) = statement.sections
    blocks = [
        replace(block, title=f"{block.title} {place}") if isinstance(block, Chart) else block
        for place, block in enumerate(section.blocks)
    ]
    title = f"{statement.title}, lần {time_of}"
    rows = tuple(replace(row, quantity=str(time_of), agency=f"{row.agency} {time_of}") for row in statement.rows)
    return replace(statement, title=title, rows=rows, sections=(Section(section.heading, tuple(blocks)),))


if __name__ == "__main__":
    main(sys.argv[1:])
