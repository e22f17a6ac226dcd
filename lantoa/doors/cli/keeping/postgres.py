"""PostgreSQL in a backup: every table as COPY writes it, from one REPEATABLE READ transaction.

It needs no program of PostgreSQL's (pg_dump refuses a server newer than itself, and many machines have none), and no
definition of a table: restoring migrates an empty schema to where the backup was, and fills it.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from lantoa.base import database
from lantoa.doors.cli.keeping import archive, facts

_CHUNK = 1024 * 1024
_COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables
USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position
"""
_NUMBERED = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
AND (is_identity = 'YES' OR column_default LIKE 'nextval(%') ORDER BY table_name
"""
_END_SESSIONS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND starts_with(application_name, %s) AND pid <> pg_backend_pid()
"""


def save(writer: archive.Writer) -> dict[str, Any]:
    """Put all tables into a backup. returns: what the database says of itself, with the columns of each table"""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables: dict[str, list[str]] = {}
        for table, column in _rows(cursor, _COLUMNS):
            tables.setdefault(table, []).append(column)
        for table, columns in tables.items():
            with (
                writer.member(f"tables/{table}.copy") as write,
                cursor.copy(_copy(table, columns, "TO STDOUT")) as rows,
            ):
                for data in rows:
                    write(data)
        return {**facts.of(lambda question: _rows(cursor, question)), "tables": tables}


def make_schema(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)).as_string(None))


def drop_schemas(beginning: str) -> None:
    """What a restoring prepared and did not use.

    If it was killed, the process that fills the schema goes on without it: its session is ended first, or the two
    would wait for each other's locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(_END_SESSIONS, [beginning])
    with transaction.atomic(), connection.cursor() as cursor:
        for (name,) in _rows(cursor, "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [beginning]):
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)).as_string(None))


def url_in(schema: str, url: str) -> str:
    """The same database with `schema` in the place of the usual one; the session says so by its name."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["application_name"] = schema
    query["options"] = f"{query.get('options', '-c lock_timeout=20s')} -c search_path={schema}"
    return urlunsplit(parts._replace(query=urlencode(query)))


def load(folder: Path, manifest: dict[str, Any]) -> None:
    """Bring the empty schema of this connection to where a backup was, and fill it from its unpacked tables."""
    applied = {(app, name) for app, _, name in map(_parted, manifest["migrations"])}
    if database.begun_with() <= applied:
        database.begin()
    executor = MigrationExecutor(connection)
    with database.few_collections():
        executor.migrate(_targets(executor, applied))
    with transaction.atomic(), connection.cursor() as cursor:
        made = sorted({table for table, _ in _rows(cursor, _COLUMNS)})
        if not made:
            raise ImproperlyConfigured("the migrations made no table")
        # What migrations write themselves stands in the backup too. No trigger of ours is there before the end.
        names = sql.SQL(", ").join(map(sql.Identifier, made))
        cursor.execute(sql.SQL("TRUNCATE {}").format(names).as_string(None))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, columns in manifest["tables"].items():
            with (
                (folder / "tables" / f"{table}.copy").open("rb") as source,
                cursor.copy(_copy(table, columns, "FROM STDIN")) as rows,
            ):
                while chunk := source.read(_CHUNK):
                    rows.write(chunk)
        for table, column in _rows(cursor, _NUMBERED):
            cursor.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), max({column}), true) FROM {table}").format(
                    sql.Literal(f'"{table}"'), sql.Literal(column), column=sql.Identifier(column),
                    table=sql.Identifier(table),
                ).as_string(None)
            )  # fmt: skip


def exchange(staged: str, *, keep_as: str | None) -> None:
    """Let the schema `staged` take the place of the one in use, both in one transaction; twice does no harm.

    keep_as: the name under which the old one stays; None: it is dropped
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not _rows(cursor, "SELECT 1 FROM pg_namespace WHERE nspname = %s", [staged]):
            return
        (current,) = _rows(cursor, "SELECT current_schema()")[0]
        old = keep_as or f"{staged}_old"
        for name, new_name in ((current, old), (staged, current)):
            cursor.execute(
                sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(*map(sql.Identifier, (name, new_name))).as_string(None)
            )
        if keep_as is None:
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(old)).as_string(None))


def _targets(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last steps of each app of what was applied there; one that stands for several replaces them.

    Only the last ones: a target that others reached before would be taken for a way back.
    """
    graph = executor.loader.graph
    together = {key for key, step in executor.loader.replacements.items() if applied >= set(step.replaces)}
    wanted = set(graph.nodes) & (applied | together)
    return sorted(
        key
        for key in wanted
        if not any(child.key in wanted and child.key[0] == key[0] for child in graph.node_map[key].children)
    )


def _parted(told: str) -> tuple[str, str, str]:
    return told.partition(".")


def _copy(table: str, columns: list[str], direction: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), listed, sql.SQL(direction))


def _rows(cursor: Any, question: Any, values: Any = None) -> list[tuple[Any, ...]]:
    cursor.execute(question, values)
    return list(cursor.fetchall())
