"""Writes lantoa/base/migrated.sql, with which a new SQLite database begins: `make migrated`, before a release.

It holds what the migrations make of an empty file, and none of the rows that are seeded after them. Migrations that
are younger than the file run on top of it, as in an office that updates: an old file is slow, never wrong.
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "lantoa/base/migrated.sql"

_HEAD = "-- What the migrations make of an empty file, see docs/decisions/0031. Written by `make migrated`.\n"
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
        # Applied when an office begins, not when this file was written.
        yield f"INSERT INTO django_migrations(app, name, applied) VALUES('{app}','{name}',CURRENT_TIMESTAMP)"
    for table in sorted(tables.keys() - virtual - {"django_migrations"}):
        yield from _rows(database, table)
    yield from (sql for kind, _name, sql in parts if kind != "table")
    yield "COMMIT"


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = ", ".join(f'quote("{row[1]}")' for row in database.execute(f'PRAGMA table_info("{table}")'))
    for row in database.execute(f'SELECT {columns} FROM "{table}" ORDER BY rowid'):
        yield f'INSERT INTO "{table}" VALUES({",".join(row)})'


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LANTOA_DATA": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
        migrate()
        with closing(sqlite3.connect(Path(folder) / "lantoa.sqlite3")) as database:
            FILE.write_text(_HEAD + "".join(f"{sql};\n" for sql in script(database)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
