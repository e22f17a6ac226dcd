"""The last steps of a restoring: killed before any of them, the next command ends in the same place."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest
from django.conf import settings as live
from django.db import connection, connections

from lantoa.doors.cli.keeping import postgres, switch
from tests import databases

_PLACE = ("dbname", "user", "password", "host", "port")
_STEPS = ("rename", "replace", "unlink", "rmdir", "hardlink_to")


class Killed(BaseException):
    """What kill -9 looks like from inside."""


@pytest.fixture
def place(committed_database: str, tmp_path: Path, settings: Any) -> Path:
    settings.DATA, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "media"
    settings.DATABASE_FILE = settings.DATA / "lantoa.sqlite3"
    return tmp_path / "data"


def prepare(number: int) -> switch.Plan:
    """An installation whose database and files are named "old", and one beside it whose are named "new"."""
    data, folder = live.DATA, live.DATA / f"restoring-{number}"
    for media, name in ((live.MEDIA_ROOT, "old"), (folder / "media", "new")):
        media.mkdir(parents=True, exist_ok=True)
        for file in media.iterdir():
            file.unlink()
        (media / name).touch()
    (folder / "secret_key").write_text("new")
    schema = ""
    if databases.is_postgres():
        schema = f"restoring_{number}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
            cursor.execute("CREATE TABLE IF NOT EXISTS said (word text)")
            cursor.execute("DELETE FROM said")
            cursor.execute("INSERT INTO said VALUES ('old')")
            cursor.execute(f"CREATE TABLE {schema}.said (word text)")
            cursor.execute(f"INSERT INTO {schema}.said VALUES ('new')")
    else:
        for file, word in ((live.DATABASE_FILE, "old"), (folder / live.DATABASE_FILE.name, "new")):
            file.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as made, made:
                made.execute("PRAGMA journal_mode = WAL" if word == "old" else "PRAGMA user_version = 1")
                made.execute("CREATE TABLE said (word text)")
                made.execute("INSERT INTO said VALUES (?)", (word,))
    assert data.exists()
    return switch.Plan(folder.name, f"replaced-{number}", schema, keeps_old=True)


def said(kept: str = "") -> str:
    """What the database says, or the one that was kept under a name."""
    if databases.is_postgres():
        table = f"{kept.replace('-', '_')}.said" if kept else "said"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT word FROM {table}")
            return str(cursor.fetchone()[0])
    file = live.DATA / f"{kept}.sqlite3" if kept else live.DATABASE_FILE
    with closing(sqlite3.connect(file)) as opened:
        return str(opened.execute("SELECT word FROM said").fetchone()[0])


def test_killed_before_any_step_the_next_command_ends_in_the_same_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = 0
    for number in range(40):
        switch.begin(prepare(number))
        try:
            with monkeypatch.context() as patch:
                _kill_before(number, patch)
                switch.finish()
        except Killed:
            kills += 1
            connections.close_all()
            assert switch.is_begun()
            assert said() in {"old", "new"}
            switch.finish()

        assert (said(), said(f"replaced-{number}")) == ("new", "old")
        assert [file.name for file in live.MEDIA_ROOT.iterdir()] == ["new"]
        assert [file.name for file in (place / f"replaced-{number}-files").iterdir()] == ["old"]
        assert (place / "secret_key").read_text() == "new"
        assert not switch.is_begun()
        assert not list(place.glob("restoring*"))
        if kills <= number:
            break
    assert 4 <= kills < 40


def _kill_before(step: int, patch: pytest.MonkeyPatch) -> None:
    """Let `step` changes of the folder be made, and end before the next one."""
    left = [step]

    def counted(real: Any) -> Any:
        def change(self: Path, *args: Any, **kwargs: Any) -> Any:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(self, *args, **kwargs)

        return change

    for name in _STEPS:
        patch.setattr(Path, name, counted(getattr(Path, name)))


def test_an_empty_installation_keeps_nothing_behind(place: Path) -> None:
    plan = prepare(0)
    switch.begin(switch.Plan(plan.folder, plan.kept, plan.schema, keeps_old=False))
    switch.finish()

    assert said() == "new"
    assert not list(place.glob("replaced*.sqlite3"))
    if databases.is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'replaced%' OR nspname LIKE '%_old'")
            assert cursor.fetchone() == (0,)


def test_a_file_that_is_no_database_gives_way_with_its_log(place: Path) -> None:
    if databases.is_postgres():
        pytest.skip("a file on SQLite alone")
    plan = prepare(0)
    live.DATABASE_FILE.write_bytes(b"not a database at all" * 400)
    live.DATABASE_FILE.with_name("lantoa.sqlite3-wal").write_bytes(b"old log")

    switch.begin(plan)
    switch.finish()

    assert said() == "new"
    assert (place / "replaced-0.sqlite3").read_bytes().startswith(b"not a database")


def test_what_a_killed_preparation_left_is_tidied_away(place: Path) -> None:
    plan = prepare(0)
    switch.tidy()

    assert not (place / plan.folder).exists()
    assert said() == "old"
    if plan.schema:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [plan.schema])
            assert cursor.fetchone() == (0,)


@pytest.mark.skipif(not databases.is_postgres(), reason="on SQLite a preparation writes into its own folder alone")
def test_a_preparation_that_outlives_its_restoring_is_ended_and_tidied_away(place: Path) -> None:
    prepare(0)
    named = dict(parse_qsl(urlsplit(postgres.url_in("restoring_0", os.environ["DATABASE_URL"])).query))
    here = {name: value for name, value in connection.get_connection_params().items() if name in _PLACE}
    orphan = psycopg.connect(**here, application_name=named["application_name"], options="-c search_path=restoring_0")
    assert orphan.execute("SELECT word FROM said").fetchone() == ("new",)  # and holds its lock

    switch.tidy()

    assert said() == "old"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'restoring_0'")
        assert cursor.fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        orphan.execute("SELECT word FROM said")
