"""Writes lantoa/base/migrated/*.sql, with which new databases begin: `make migrated`, before a release.

They hold what the migrations make of an empty database, and none of the rows that are seeded after them. Migrations
that are younger than a file run on top of it, as in an office that updates: an old file is slow, never wrong.
PostgreSQL's is what pg_dump says without its settings: words that servers of every version in use know.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tools import postgres

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "lantoa/base/migrated"

_HEAD = "-- What the migrations make of an empty database, see docs/decisions/0031. Written by `make migrated`.\n"
# Applied when an office begins, not when the file was written.
_APPLIED = "INSERT INTO django_migrations(app, name, applied) VALUES('{}','{}',CURRENT_TIMESTAMP)"
_DUMP = ["--inserts", "--rows-per-insert=500", "--no-owner", "--no-acl", "--exclude-table-data=django_migrations"]
# Of pg_dump's settings and remarks none is wanted: the names are to mean whatever schema is in use.
_REMARK = re.compile(r"^(--|SET |\\|SELECT pg_catalog.set_config|SELECT .*, 1, false\);$)")
# Tables that a virtual table keeps for itself (FTS5).
_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")


def migrate() -> None:
    """Run all migrations on the database of the settings, and nothing of what otherwise follows them."""
    # leaf: needs the settings
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def script(database: sqlite3.Connection) -> Iterator[str]:
    """The statements that make the same tables, rows, indexes and triggers in an empty file, in one transaction."""
    parts = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql > '' ORDER BY name").fetchall()
    virtual = {name for _, name, sql in parts if sql.startswith("CREATE VIRTUAL")}
    # SQLite counts for itself.
    others = {"sqlite_sequence"} | {name + shadow for name in virtual for shadow in _SHADOWS}
    tables = {name: sql for kind, name, sql in parts if kind == "table" and name not in others}
    yield "BEGIN"
    yield from tables.values()
    for app, name in database.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
        yield _APPLIED.format(app, name)
    for table in sorted(tables.keys() - virtual - {"django_migrations"}):
        yield from _rows(database, table)
    yield from (sql for kind, _name, sql in parts if kind != "table")
    yield "COMMIT"


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = ", ".join(f'quote("{row[1]}")' for row in database.execute(f'PRAGMA table_info("{table}")'))
    for row in database.execute(f'SELECT {columns} FROM "{table}" ORDER BY rowid'):
        yield f'INSERT INTO "{table}" VALUES({",".join(row)})'


def write_sqlite() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _migrate_in(folder, "")
        with closing(sqlite3.connect(Path(folder) / "lantoa.sqlite3")) as database:
            (FOLDER / "sqlite.sql").write_text(
                _HEAD + "".join(f"{sql};\n" for sql in script(database)), encoding="utf-8"
            )


def write_postgres(binaries: Path) -> None:
    import psycopg  # leaf: only here

    with postgres.server(binaries) as url, tempfile.TemporaryDirectory() as folder:
        _migrate_in(folder, url)
        dumped = subprocess.run([binaries / "pg_dump", *_DUMP, url], check=True, capture_output=True, text=True).stdout
        with psycopg.connect(url) as server:
            applied = server.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    lines = [line for line in dumped.splitlines() if line.strip() and not _REMARK.match(line)]
    statements = re.sub(r"\n +|\n(?=\))", " ", re.sub(r"\bpublic\.", "", "\n".join(lines)))
    recorded = "".join(f"{_APPLIED.format(*each)};\n" for each in applied)
    # Functions stand before the tables that they read.
    begin = "BEGIN;\nSET LOCAL check_function_bodies = off;\n"
    (FOLDER / "postgresql.sql").write_text(f"{_HEAD}{begin}{statements}\n{recorded}COMMIT;\n", encoding="utf-8")


def _migrate_in(folder: str, url: str) -> None:
    """In a process of its own: the settings are read once."""
    environment = {
        "LANTOA_DATA": folder, "DATABASE_URL": url, "LANTOA_SECRET_KEY": "only for this " * 4,
        "DJANGO_SETTINGS_MODULE": "lantoa.settings",
    }  # fmt: skip
    code = "from tools import migrated; migrated.migrate()"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **environment}, cwd=PROJECT, check=True)


def main() -> int:
    write_sqlite()
    binaries = postgres.find_binaries()
    if binaries is None:
        print("PostgreSQL: no server binary was found on this machine; postgresql.sql stays as it is.")
        return 0
    write_postgres(binaries)
    return 0


if __name__ == "__main__":
    sys.exit(main())
