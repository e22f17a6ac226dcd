"""Installations that backups are made of and restored into."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from lantoa.base.database import copy_template
from tests import databases, installations
from tests.installations import Installation
from tests.journeys.resident import Resident


@dataclass(frozen=True)
class Place(Installation):
    """`place.run(...)` and `place.lantoa(...)` start what is tested; `place.asked` answers what stands there."""

    @cached_property
    def asked(self) -> Resident:
        return Resident(self.environment)

    def end(self) -> None:
        if "asked" in self.__dict__:
            self.asked.end()


NewPlace = Callable[[], Place]


def everything(place: Installation) -> set[str]:
    """What lies in its folder, but for caches and locks."""
    return {
        path.relative_to(place.folder).as_posix()
        for path in place.folder.rglob("*")
        if "cache" not in path.parts and path.suffix not in {".lock", ".sqlite3-wal", ".sqlite3-shm"}
    }


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[NewPlace]:
    """`new_place()`: an empty installation, after its first command."""
    made: list[Place] = []

    def new() -> Place:
        made.append(_in_english(installations.empty(tmp_path / f"place-{len(made)}")))
        if not databases.is_postgres():
            copy_template(made[-1].folder / "lantoa.sqlite3", cache=databases.CACHE)
        return made[-1]

    yield new
    for place in made:
        place.end()
        place.remove()


@pytest.fixture
def worked_in(tmp_path: Path) -> Iterator[Place]:
    """A copy of the sample, of this test alone."""
    place = _in_english(installations.sample().copy(tmp_path / "worked-in"))
    yield place
    place.end()
    place.remove()


@pytest.fixture(scope="session")
def source() -> Iterator[Place]:
    """The sample province. Tests read it alone."""
    place = _in_english(installations.sample())
    yield place
    place.end()


@pytest.fixture(scope="session")
def backup(source: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With the secret key."""
    file = tmp_path_factory.mktemp("safe") / "lantoa.zip"
    source.lantoa("backup", str(file), "--with-secret-key")
    return file


def _in_english(place: Installation) -> Place:
    return Place(place.folder, {**place.environment, "LANTOA_LANG": "en"})
