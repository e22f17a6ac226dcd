"""Whole installations: a folder, on PostgreSQL a database beside it, and the commands as a person runs them."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests import databases
from tests.databases import CACHE, PROJECT

Done = subprocess.CompletedProcess[str]
Running = subprocess.Popen[str]


@dataclass(frozen=True)
class Installation:
    """`place.run("ledger", "head")` as a person runs it; `place.lantoa(...)` for a command that must go well."""

    folder: Path
    environment: dict[str, str]

    def run(self, *words: str) -> Done:
        return self._run("-m", "lantoa", *words)

    def python(self, *words: str) -> str:
        """`place.python("-m", "tests.journeys.many_agencies", "open")`. returns: what it printed"""
        done = self._run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def lantoa(self, *words: str) -> Any:
        """What it prints with `--json`."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _run(self, *words: str) -> Done:
        return subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False,
            timeout=600,
        )  # fmt: skip

    def start(self, *words: str) -> Running:
        """A Python program that goes on until it is killed or its output is read; what it complains of is lost."""
        return subprocess.Popen(
            [sys.executable, *words], env=self.environment, cwd=PROJECT, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    @property
    def head(self) -> tuple[int, str]:
        """The ledger's, read without a command: from the file or the server."""
        question = "SELECT head_seq, head_hash FROM ledger_head"
        if databases.is_postgres():
            with psycopg.connect(self.environment["DATABASE_URL"]) as server:
                found = server.execute(question).fetchone()
        else:
            with closing(sqlite3.connect(self.folder / "lantoa.sqlite3")) as file:
                found = file.execute(question).fetchone()
        return found or (0, "0" * 64)

    def files(self) -> dict[str, bytes]:
        """The media folder, whole."""
        media = self.folder / "media"
        return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}

    def copy(self, folder: Path, *, database: str = "") -> "Installation":
        """The same in another folder; nobody may be writing in it. database: its name on PostgreSQL, else any"""
        shutil.copytree(self.folder, folder, symlinks=True)
        return _at(folder, template=self.database, name=database)

    def remove(self) -> None:
        if databases.is_postgres():
            databases.drop(self.database)
        shutil.rmtree(self.folder)

    @property
    def database(self) -> str:
        return urlsplit(self.environment.get("DATABASE_URL", "")).path.strip("/")


def empty(folder: Path) -> Installation:
    """One that nobody ever used: on PostgreSQL with a migrated database, on SQLite the first command copies one."""
    return _at(folder, template="")


def sample() -> Installation:
    """The sample province, made once for all processes of a test run. Nobody writes in it: take a `copy`."""
    return _made_once(databases.SHARED / "sample", empty, "demo")


def sample_with_portal() -> Installation:
    """The same with its portal, as the ticker fills it after the first page. Nobody writes in it either."""
    return _made_once(databases.SHARED / "portal", sample().copy, "tick", "--once")


def _made_once(folder: Path, begin: Callable[[Path], Installation], *words: str) -> Installation:
    """`begin` gives an installation in `folder`, the command of `words` fills it."""
    known = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not known.exists():
            made = begin(folder)
            done = made.run(*words)
            assert done.returncode == 0, done.stderr
            known.write_text(json.dumps(made.environment))
            if databases.is_postgres():
                (databases.SHARED / f"{made.database}.database").touch()
    return Installation(folder, json.loads(known.read_text()))


def _at(folder: Path, *, template: str, name: str = "") -> Installation:
    CACHE.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "cache").exists():
        (folder / "cache").symlink_to(CACHE)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", "LANTOA_DATA": str(folder), "LANTOA_LANG": "vi",
    }  # fmt: skip
    if databases.is_postgres():
        name = name or f"lantoa_test_{os.urandom(6).hex()}"
        databases.make(name, template=template)
        environment["DATABASE_URL"] = databases.url_of(name)
    return Installation(folder, environment)
