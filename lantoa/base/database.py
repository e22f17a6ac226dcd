"""The database before anything is in it: made from a migrated template, brought up to date when the code is newer.

Two hundred and fifty migrations take thirteen seconds, so a new database begins with what they made
(`migrated/sqlite.sql`, `migrated/postgresql.sql`). The seeding after them takes one more, so the whole of SQLite is
kept as a template in `DATA/cache`, under a key made of everything that decides its content, and copied in
milliseconds. A number from that key also stands in the database itself, so that one look tells whether it is up to
date.
"""

import fcntl
import gc
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import django
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

_KEPT_TEMPLATES = 3
_POSTGRES_LOCK = 0x1A27_0A
_MIGRATED = Path(__file__).parent / "migrated"
_APPLIED = re.compile(r"^INSERT INTO django_migrations.*VALUES\('(\w+)','(\w+)'", re.MULTILINE)


class CannotPrepare(RuntimeError):
    """The database could not be made or brought up to date; the message carries the last lines of why."""


def ensure_database() -> bool:
    """Make the database if there is none, bring it up to date if the code is newer; safe when two processes start.

    returns: True if it was made just now and so holds the vocabulary and nothing else
    raises:  CannotPrepare
    """
    if connection.vendor == "postgresql":
        return _ensure_postgres()
    file = Path(connection.settings_dict["NAME"])
    with _lock(file.with_suffix(".lock")):
        # An empty file is what any command leaves that only looked.
        if not file.exists() or not connection.introspection.table_names():
            connection.close()
            copy_template(file)
            return True
        if _stamp() != _wanted_stamp():
            migrate()
            # A migration that makes a table anew leaves SQLite without a word about its rows.
            keep_statistics()
    return False


def is_up_to_date() -> bool:
    """Whether this code's migrations are applied; one query."""
    return _stamp() == _wanted_stamp()


def migrate() -> None:
    """Bring the database of the settings up to date and stamp it with the key."""
    with few_collections():
        call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"COMMENT ON TABLE django_migrations IS '{_wanted_stamp()}'")
        else:
            cursor.execute(f"PRAGMA user_version = {_wanted_stamp()}")


def keep_statistics() -> None:
    """Let SQLite look at its tables, so that it picks the right index; some milliseconds. A server does so itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def migrate_new() -> None:
    """As `migrate`, for an empty database that is thrown away if anything fails: the disk is not waited for."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    begin()
    migrate()


def begin() -> None:
    """Make in an empty database, or an empty schema, what the migrations of `begun_with` make: all or nothing."""
    script = _beginning().read_text(encoding="utf-8")
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        # In the script functions stand before the tables that they read.
        connection.connection.execute("SET check_function_bodies = off")
        connection.connection.execute(script)
        connection.connection.execute("RESET check_function_bodies")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        if cursor.fetchone()[0]:  # as almost everywhere; Wagtail's migrations make other tables without it
            connection.connection.executescript(script)


def begun_with() -> set[tuple[str, str]]:
    """The migrations, as (app, name), that an empty database need not run."""
    return set(_APPLIED.findall(_beginning().read_text(encoding="utf-8")))


def _beginning() -> Path:
    return _MIGRATED / f"{connection.vendor}.sql"


def copy_template(file: Path, *, cache: Path | None = None) -> None:
    """Put a fresh migrated database at `file`, complete or not at all."""
    source = template(cache or settings.DATA / "cache")
    file.parent.mkdir(parents=True, exist_ok=True)
    # What a vanished database left behind would be played into the new one.
    for suffix in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    shutil.copyfile(source, part)
    _put(part, file)


def template(cache: Path) -> Path:
    """The file of a migrated SQLite database without WAL; made on the first call (about 3 s)."""
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / f"template-{template_key()}.sqlite3"
    with _lock(cache / "template.lock"):
        if not file.exists():
            _build_template(file)
            for old in sorted(cache.glob("template-*.sqlite3"), key=_age_seconds)[_KEPT_TEMPLATES:]:
                old.unlink(missing_ok=True)
    return file


def template_key() -> str:
    """What decides the content of a fresh database: our migrations and seeds to the letter, the libraries' by name."""
    digest = hashlib.sha256(django.get_version().encode())
    # Its version decides whether the index of the search is built anew after migrating.
    analysis = Path(__file__).parent / "search" / "analysis.py"
    for own in (*sorted(_MIGRATED.glob("*.sql")), Path(__file__).parent / "append_only.py", analysis):
        digest.update(own.read_bytes())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        for file in _deciding_files(config):
            digest.update(f"{config.name}/{file.name}".encode())
            if config.name.startswith("lantoa."):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _deciding_files(config: AppConfig) -> list[Path]:
    folder = Path(config.path)
    files = [*folder.glob("migrations/*.py")]
    if config.name.startswith("lantoa."):
        files += folder.glob("apps.py")
        files += folder.glob("seed/*")
        if (folder / "seed").is_dir():
            files += [*folder.glob("actions.py"), *folder.glob("actions/*.py")]
    return sorted(file for file in files if file.is_file())


def _build_template(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        migrate_elsewhere({"LANTOA_DATA": folder, "DATABASE_URL": ""})
        part = Path(folder) / "template"
        with closing(sqlite3.connect(Path(folder) / "lantoa.sqlite3")) as made:
            made.execute("VACUUM INTO ?", (str(part),))
        _put(part, file)


def _put(part: Path, file: Path) -> None:
    """Move a file into its place once all of it is on the disk."""
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(file)


def migrate_elsewhere(environment: dict[str, str]) -> None:
    """`migrate` the database that `environment` names; in another process, since this one's settings point elsewhere.

    raises: CannotPrepare
    """
    code = "import django; django.setup(); from lantoa.base import database; database.migrate_new()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", **environment},
        cwd=settings.PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotPrepare("The database could not be migrated:\n" + "\n".join(done.stderr.splitlines()[-8:]))


def _ensure_postgres() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_POSTGRES_LOCK])
        try:
            cursor.execute("SELECT to_regclass('django_migrations')")
            is_new = cursor.fetchone()[0] is None
            if is_new:
                begin()
            if is_new or _stamp() != _wanted_stamp():
                migrate()
            return is_new
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_POSTGRES_LOCK])


def _stamp() -> int:
    """What `migrate` left in the database: on SQLite in its header, on PostgreSQL as a comment; 0 where nothing is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT obj_description('django_migrations'::regclass)")
        else:
            cursor.execute("PRAGMA user_version")
        return int(cursor.fetchone()[0] or 0)


@cache
def _wanted_stamp() -> int:
    return int(template_key()[:7], 16)  # SQLite keeps 32 bits


def _age_seconds(file: Path) -> float:
    return time.time() - file.stat().st_mtime


@contextmanager
def few_collections() -> Iterator[None]:
    """Migrations build thousands of model classes; looking through them for garbage takes two fifths of the time.

    Only the youngest are looked through: 200 MB at the most, against 140 with all, and 460 with none.
    """
    usual = gc.get_threshold()
    gc.set_threshold(500_000, 100_000, 100_000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _lock(file: Path) -> Iterator[None]:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
