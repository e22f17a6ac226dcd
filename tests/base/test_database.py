"""The tests themselves run on what this module makes, so here stand only the ways that they do not take."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from lantoa.base import database
from tests import databases
from tests.databases import CACHE, PROJECT, is_postgres

# In which order and when migrations ran, and the keys by which Wagtail knows a page in other languages.
_BY_CHANCE = {
    "django_migrations.id", "django_migrations.applied", "wagtailcore_page.translation_key",
    "wagtailcore_pagelogentry.timestamp", "wagtailcore_pagelogentry.uuid",
    # In the language of who migrates.
    "auth_permission.name",
    # A number that a deleted row had is not given again; a file that never had that row gives it.
    "wagtailcore_task.id", "wagtailcore_workflow.id", "newsroom_review.task_ptr_id", "wagtailcore_workflowtask.id",
    "wagtailcore_workflowtask.task_id", "wagtailcore_workflowtask.workflow_id", "wagtailcore_workflowpage.workflow_id",
}  # fmt: skip

_ENSURE = (
    "import django; django.setup(); from lantoa.base import database; print(database.ensure_database());"
    "from lantoa.core.vocabulary.models import Kind; print(Kind.objects.count() > 0)"
)


def _start(environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _ENSURE],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", **environment},
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """A data folder without a database, in which the template is ready (it is made once for all tests)."""
    (tmp_path / "cache").symlink_to(CACHE)
    return tmp_path


def test_ensure_database_when_two_start_at_once_makes_one(empty_folder: Path) -> None:
    started = [_start({"LANTOA_DATA": str(empty_folder), "DATABASE_URL": ""}) for _ in range(2)]

    said = sorted(process.communicate(timeout=120) for process in started)

    assert said == [("False\nTrue\n", ""), ("True\nTrue\n", "")]


def test_ensure_database_when_the_code_is_newer_migrates(empty_folder: Path) -> None:
    file = empty_folder / "lantoa.sqlite3"
    database.copy_template(file, cache=CACHE)
    with closing(sqlite3.connect(file)) as older:
        stamp = older.execute("PRAGMA user_version").fetchone()[0]
        older.execute("DELETE FROM vocabulary_kindmeasure")
        older.execute("DELETE FROM vocabulary_kind")
        older.execute("DELETE FROM vocabulary_seeded")  # the older code had seeded none of them
        older.execute("DROP TABLE IF EXISTS sqlite_stat1")
        older.execute("PRAGMA user_version = 1")
        older.commit()

    said = _start({"LANTOA_DATA": str(empty_folder), "DATABASE_URL": ""}).communicate(timeout=120)

    assert said == ("False\nTrue\n", "")
    with closing(sqlite3.connect(file)) as newer:
        assert newer.execute("PRAGMA user_version").fetchone()[0] == stamp != 1
        assert newer.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'vocabulary_kind'").fetchone()[0] >= 1


def test_ensure_database_when_the_file_is_empty_counts_it_as_none(empty_folder: Path) -> None:
    (empty_folder / "lantoa.sqlite3").touch()

    said = _start({"LANTOA_DATA": str(empty_folder), "DATABASE_URL": ""}).communicate(timeout=120)

    assert said == ("True\nTrue\n", "")


def test_copy_template_when_an_old_wal_lies_there_removes_it(tmp_path: Path) -> None:
    file = tmp_path / "lantoa.sqlite3"
    file.with_name("lantoa.sqlite3-wal").write_bytes(b"of a database that is gone")

    database.copy_template(file, cache=CACHE)

    assert [path.name for path in tmp_path.iterdir()] == ["lantoa.sqlite3"]
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.django_db
def test_ensure_database_when_it_is_up_to_date_does_nothing() -> None:
    if is_postgres():
        assert database.ensure_database() is False
    else:
        before = Path(connection.settings_dict["NAME"]).stat().st_mtime_ns
        assert database.ensure_database() is False
        assert Path(connection.settings_dict["NAME"]).stat().st_mtime_ns == before


def test_migrate_elsewhere_when_it_cannot_says_why(tmp_path: Path) -> None:
    (tmp_path / "lantoa.sqlite3").write_bytes(b"no database at all" * 100)

    with pytest.raises(database.CannotPrepare, match="not a database"):
        database.migrate_elsewhere({"LANTOA_DATA": str(tmp_path), "DATABASE_URL": ""})


@pytest.mark.skipif(is_postgres(), reason="a server keeps its own statistics")
@pytest.mark.django_db
def test_statistics_are_kept_of_the_tables_that_hold_something() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
    database.keep_statistics()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'vocabulary_kind'")
        assert cursor.fetchone()[0] >= 1


def _content(file: Path) -> dict[str, Any]:
    """Tables, indexes and triggers to the letter, and all rows, but for what is drawn by lot or from the clock."""
    with closing(sqlite3.connect(file)) as found:
        parts = found.execute("SELECT name, sql FROM sqlite_master").fetchall()
        tables = [name for name, sql in parts if str(sql).startswith("CREATE TABLE") and name != "sqlite_sequence"]
        rows = {}
        for table in tables:
            columns = [row[1] for row in found.execute(f'PRAGMA table_info("{table}")')]
            names = ", ".join(f'"{column}"' for column in columns if f"{table}.{column}" not in _BY_CHANCE)
            rows[f"rows of {table}"] = sorted(map(repr, found.execute(f'SELECT {names or "count(*)"} FROM "{table}"')))
    return dict(parts) | rows


# A server that reads its own words says some casts in other places, and counts columns without those once dropped.
_PLAIN = r"to_jsonb(regexp_replace({}, '[()]|::(text|character varying)(\[\])?', '', 'g'))"
_PARTS = f"""
SELECT 'column ' || table_name || '.' || column_name,
    to_jsonb(columns) - '{{table_catalog,udt_catalog,ordinal_position,dtd_identifier}}'::text[] || jsonb_build_object(
        'position', row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position))
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname, {_PLAIN.format("pg_get_constraintdef(oid)")}
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index ' || indexname, {_PLAIN.format("indexdef")} FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'sequence ' || sequencename, to_jsonb(pg_sequences)
    FROM pg_sequences WHERE sequencename <> 'django_migrations_id_seq'
UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname, to_jsonb(pg_get_triggerdef(oid))
    FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname, to_jsonb(pg_get_functiondef(oid))
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _content_of(name: str) -> dict[str, Any]:
    """The same of a database on a server."""
    with psycopg.connect(databases.url_of(name)) as server:
        parts: dict[str, Any] = dict(server.execute(_PARTS).fetchall())
        for table in {name.split()[1].split(".")[0] for name in parts if name.startswith("column ")}:
            chance = [each.split(".")[1] for each in _BY_CHANCE if each.startswith(f"{table}.")]
            question = sql.SQL("SELECT to_jsonb(found) - %s::text[] FROM {} AS found").format(sql.Identifier(table))
            parts[f"rows of {table}"] = sorted(str(row) for row in server.execute(question, [chance]))
    return parts


@pytest.mark.before_release("every test begins with the file and what is younger")
@pytest.mark.django_db  # asked of both, though in databases of its own
def test_a_new_database_is_what_all_migrations_make_of_an_empty_one(tmp_path: Path) -> None:
    """The one place where all of them run still; thirteen seconds."""
    name = f"lantoa_test_{os.urandom(6).hex()}"
    url = ""
    if is_postgres():
        databases.make(name, template="template1")
        url = databases.url_of(name)
    code = "import django; django.setup(); from lantoa.base import database; database.migrate()"
    environment = {"LANTOA_DATA": str(tmp_path), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **environment}, cwd=PROJECT, check=True)

    if is_postgres():
        migrated = _content_of(name)
        databases.drop(name)
        databases.make(name)
        begun = _content_of(name)
        databases.drop(name)
    else:
        migrated, begun = _content(tmp_path / "lantoa.sqlite3"), _content(database.template(CACHE))

    assert sorted(name for name in migrated.keys() | begun.keys() if migrated.get(name) != begun.get(name)) == []
    assert len(begun["rows of django_migrations"]) >= 280
