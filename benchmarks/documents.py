"""How long the files of a large document take and what memory they need; one process a measurement.

    python -m benchmarks.documents          all parts, written to docs/benchmarks.md
    python -m benchmarks.documents docx     one part, printed

The document: 60 figures in prose and tables, six charts, 3,000 rows behind them.
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


def docx() -> Callable[[], bytes]:
    """Prepares, and returns what is measured."""
    from lantoa.core.documents.rendering import docx as rendering  # leaf: after django.setup()
    from tests.core.documents.sheets import ND30

    statement = _large()
    return lambda: rendering.render(statement, ND30)


def pdf() -> Callable[[], bytes]:
    from lantoa.core.documents.rendering import pdf as rendering  # leaf: after django.setup()
    from tests.core.documents.sheets import ND30

    statement = _large()
    return lambda: rendering.render(statement, ND30)


def xlsx() -> Callable[[], bytes]:
    from lantoa.core.documents.rendering import sheets  # leaf

    statement = _large()
    return lambda: sheets.render(statement)


def json() -> Callable[[], bytes]:
    from lantoa.core.documents.rendering import plain  # leaf

    statement = _large()
    return lambda: plain.whole_json(statement)


def chart() -> Callable[[], bytes]:
    from lantoa.core.documents.rendering import charts  # leaf

    drawn = next(block for block in _large().sections[0].blocks if isinstance(block, Chart))
    return lambda: charts.png(drawn, language="vi")


PARTS: dict[str, Callable[[], Callable[[], bytes]]] = {
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
    head = "| file | first (s) | best of the next five (s) | size (KB) | memory (MB) |\n|---|---|---|---|---|"
    machine.write_down("documents", "\n".join([f"{machine.described()}.", "", head, *lines]))


def _measured(name: str) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
    import django

    django.setup()
    make = PARTS[name]()
    taken = []
    for _time in range(TIMES + 1):
        begun = time.perf_counter()
        content = make()
        taken.append(time.perf_counter() - begun)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {name} | {taken[0]:.2f} | {min(taken[1:]):.2f} | {len(content) / 1024:,.0f} | {memory_mb:.0f} |"


def _large() -> Statement:
    """Six different charts: equal ones could be drawn once."""

    statement = large()
    (section,) = statement.sections
    blocks = [
        replace(block, title=f"{block.title} {place}") if isinstance(block, Chart) else block
        for place, block in enumerate(section.blocks)
    ]
    return replace(statement, sections=(Section(section.heading, tuple(blocks)),))


if __name__ == "__main__":
    main(sys.argv[1:])
