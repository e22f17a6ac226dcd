"""Databases for tests: copies of one migrated template, because nothing append-only can be flushed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

PROJECT = Path(__file__).resolve().parent.parent
CACHE = PROJECT / "var" / "cache"
_RUN = "LANTOA_TEST_RUN"
_IS_FIRST = _RUN not in os.environ
if _IS_FIRST:
    os.environ[_RUN] = tempfile.mkdtemp(prefix="lantoa-run-")
# A folder for what the processes of one test run share: workers inherit its name from the first.
SHARED = Path(os.environ[_RUN])
# `make test-all`: also what stands for itself in `make test`, see docs/decisions/0046.
ALL = os.environ.get("LANTOA_TESTS") == "all"


def is_postgres() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


def use_own_names() -> Path:
    """Point the settings, before they are read, at a folder and a database that are this process's alone.

    returns: the folder; on PostgreSQL only the server of DATABASE_URL is used, never the database it names
    """
    folder = Path(tempfile.mkdtemp(prefix="lantoa-test-"))
    os.environ["LANTOA_DATA"] = str(folder)
    os.environ["LANTOA_TASKS"] = "inline"
    os.environ.pop("LANTOA_DEBUG", None)
    if is_postgres():
        os.environ["LANTOA_SECRET_KEY"] = "only for tests " * 4
        os.environ["DATABASE_URL"] = url_of(folder.name.replace("-", "_").lower())
    return folder


def url_of(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def make(name: str, *, template: str = "") -> None:
    """A PostgreSQL database copied from `template`, else from the migrated one, which is made when it is missing."""
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(20261122)")
        source = template or _migrated(server)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, source))))


def _migrated(server: psycopg.Connection) -> str:
    from lantoa.base import database  # leaf: needs the settings

    name = f"lantoa_template_{database.template_key()}"
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        # Under another name until it is complete: a broken run must not leave half a template.
        part = f"{name}_part"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(part)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(part)))
        database.migrate_elsewhere({"DATABASE_URL": url_of(part)})
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (part, name))))
    return name


def drop(name: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def remove_folder(folder: Path) -> None:
    """At the end of a process its own; the first one, which ends last, takes away what all of them shared."""
    shutil.rmtree(folder, ignore_errors=True)
    if _IS_FIRST:
        for name in SHARED.glob("*.database"):
            drop(name.stem)
        shutil.rmtree(SHARED, ignore_errors=True)


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        yield server
