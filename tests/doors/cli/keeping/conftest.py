"""Installations in folders of their own, each with the commands as a person runs them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import databases


@dataclass(frozen=True)
class Place:
    """An installation: `place.run("ledger", "head")`; `place.json(...)` for one that must go well."""

    folder: Path
    environment: dict[str, str]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "lantoa", *words]
        return subprocess.run(
            command, env=self.environment, cwd=databases.PROJECT, capture_output=True, text=True, check=False
        )

    def json(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, *words]
        return subprocess.Popen(
            command, env=self.environment, cwd=databases.PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True,
        )  # fmt: skip

    @property
    def head(self) -> tuple[int, str]:
        told = self.json("ledger", "head")
        return told["head_seq"], told["head_hash"]

    def files(self) -> dict[str, bytes]:
        media = self.folder / "media"
        return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}

    def everything(self) -> set[str]:
        """What lies in the folder, but for caches and locks."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if "cache" not in path.parts and path.suffix not in {".lock", ".sqlite3-wal", ".sqlite3-shm"}
        }


NewPlace = Callable[[str], Place]


@pytest.fixture(scope="module")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPlace]:
    """`new_place("there")`: an empty installation."""
    from lantoa.base import database  # leaf: needs the settings

    made: list[str] = []
    cache = tmp_path_factory.mktemp("cache")
    template = database.template(databases.CACHE)
    shutil.copyfile(template, cache / template.name)

    def new(name: str) -> Place:
        folder = tmp_path_factory.mktemp(name)
        (folder / "cache").symlink_to(cache)
        environment = {
            **os.environ,
            "LANTOA_DATA": str(folder),
            "LANTOA_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "lantoa.settings",
        }
        if databases.is_postgres():
            database_name = f"lantoa_{folder.name}_{os.urandom(3).hex()}".lower()
            databases.make(database_name)
            made.append(database_name)
            environment["DATABASE_URL"] = databases.url_of(database_name)
        return Place(folder, environment)

    yield new
    for name in made:
        databases.drop(name)


@pytest.fixture(scope="module")
def source(new_place: NewPlace) -> Place:
    """The sample province. Tests read it alone."""
    place = new_place("here")
    place.json("demo")
    return place


@pytest.fixture(scope="module")
def backup(source: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("safe") / "lantoa.zip"
    source.json("backup", str(file))
    return file
