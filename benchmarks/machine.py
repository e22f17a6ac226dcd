"""What the figures were measured on, and where they are written down."""

import os
import platform
import re
import sqlite3
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def described() -> str:
    """One line: processor, cores, memory, system, Python."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory_gb:.0f} GB memory, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def database_described() -> str:
    from django.db import connection  # leaf: after django.setup()

    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def write_down(name: str, text: str, *, page: Path = PAGE) -> None:
    """Replace the part of the page between `<!-- NAME -->` and `<!-- end of NAME -->`."""
    before = page.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not part.search(before):
        raise SystemExit(f"{page.name} has no part named {name}.")
    page.write_text(part.sub(lambda match: f"{match[1]}{text.strip()}\n{match[2]}", before), encoding="utf-8")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists() and (found := re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8"))):
        return found[1].strip()
    return platform.processor() or platform.machine()
