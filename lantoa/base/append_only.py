"""Database triggers that refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL) on a table, or on rows in use.

Installed after every migrate: Django rebuilds SQLite tables on ALTER and drops their triggers without a word.
"""

from collections.abc import Iterable

from django.db import connections, models

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION lantoa_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {level} EXECUTE FUNCTION lantoa_append_only()
"""
_SQLITE_ONCE = """
CREATE TRIGGER {table}_fixed_{verb} BEFORE {verb} ON {table} WHEN OLD.{once} AND ({changes})
BEGIN SELECT RAISE(ABORT, '{table} is fixed once it is used: {verb} refused'); END
"""
_POSTGRES_ONCE = """
CREATE OR REPLACE TRIGGER {table}_fixed_{verb} BEFORE {verb} ON {table}
FOR EACH ROW WHEN (OLD.{once} AND ({changes})) EXECUTE FUNCTION lantoa_append_only()
"""


def install(tables: Iterable[type[models.Model]], *, using: str) -> None:
    """Make the models' tables append-only on the database `using`; twice does no harm."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for model in tables:
            for verb in ("UPDATE", "DELETE") if connection.vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE"):
                template = _SQLITE if connection.vendor == "sqlite" else _POSTGRES
                level = "STATEMENT" if verb == "TRUNCATE" else "ROW"
                cursor.execute(template.format(table=model._meta.db_table, verb=verb, level=level))


def install_once(model: type[models.Model], *, once: str, columns: Iterable[str], using: str) -> None:
    """Refuse to delete a row of the model whose boolean `once` is set, and to change these columns of it."""
    connection = connections[using]
    sqlite = connection.vendor == "sqlite"
    table, differs = model._meta.db_table, "IS NOT" if sqlite else "IS DISTINCT FROM"
    names = [model._meta.get_field(name).column for name in columns]  # type: ignore[union-attr] # our own columns
    changes = {"UPDATE": " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in names), "DELETE": "TRUE"}
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute(_POSTGRES_FUNCTION)
        for verb, condition in changes.items():
            if sqlite:  # its columns may be others than those of an earlier version
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_fixed_{verb}")
            template = _SQLITE_ONCE if sqlite else _POSTGRES_ONCE
            cursor.execute(template.format(table=table, verb=verb, once=once, changes=condition))


def missing(tables: Iterable[type[models.Model]], *, using: str) -> list[str]:
    """The names of triggers that should be there and are not; empty when all is well."""
    connection = connections[using]
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
            " AND pg_table_is_visible(tgrelid)"
        )
        present = {row[0].lower() for row in cursor.fetchall()}
    verbs = ("update", "delete") if sqlite else ("update", "delete", "truncate")
    wanted = [f"{model._meta.db_table}_no_{verb}" for model in tables for verb in verbs]
    return [name for name in wanted if name not in present]
