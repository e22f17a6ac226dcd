"""Installations that backups are made of and restored into."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import installations
from tests.installations import Installation

NewPlace = Callable[[], Installation]


def everything(place: Installation) -> set[str]:
    """What lies in its folder, but for caches and locks."""
    return {
        path.relative_to(place.folder).as_posix()
        for path in place.folder.rglob("*")
        if "cache" not in path.parts and path.suffix not in {".lock", ".sqlite3-wal", ".sqlite3-shm"}
    }


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[NewPlace]:
    """`new_place()`: an empty installation."""
    made: list[Installation] = []

    def new() -> Installation:
        made.append(_in_english(installations.empty(tmp_path / f"place-{len(made)}")))
        return made[-1]

    yield new
    for place in made:
        place.remove()


@pytest.fixture
def worked_in(tmp_path: Path) -> Iterator[Installation]:
    """A copy of the sample, of this test alone."""
    place = _in_english(installations.sample().copy(tmp_path / "worked-in"))
    yield place
    place.remove()


@pytest.fixture(scope="session")
def source() -> Installation:
    """The sample province. Tests read it alone."""
    return _in_english(installations.sample())


@pytest.fixture(scope="session")
def backup(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the secret key."""
    file = tmp_path_factory.mktemp("safe") / "lantoa.zip"
    source.lantoa("backup", str(file), "--with-secret-key")
    return file


def _in_english(place: Installation) -> Installation:
    return replace(place, environment={**place.environment, "LANTOA_LANG": "en"})
