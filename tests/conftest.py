"""What every test stands on: a real database copied from a template, four fixed people, no network, house rules."""

import gc
import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import databases

# Before anything reads the settings: pytest-django takes them from here.
FOLDER = databases.use_own_names()

import django
from django.conf import settings

assert not settings.configured, "Start pytest without DJANGO_SETTINGS_MODULE, --ds and plugins that read it."
os.environ["DJANGO_SETTINGS_MODULE"] = "lantoa.settings"
settings.DATABASES  # noqa: B018 loads them
# A worker that inherited the name would read the settings before it has a folder of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]
django.setup()

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from whitenoise.middleware import WhiteNoiseMiddleware

from lantoa.base import database, spools
from lantoa.core.people.models import Agency, User
from tests import signing_in, standing, write_guard
from tests.factories import Province

# No deadline: speed is measured in benchmarks. In CI always the same examples, at home new ones every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction") or mark.kwargs.get("serialized_rollback"):
                raise pytest.UsageError(f"{item.nodeid}: nothing is ever flushed; use the fixture committed_database.")
    alone = [item for item in items if not _is_asked(item)]
    config.hook.pytest_deselected(items=alone)
    items[:] = [item for item in items if item not in set(alone)]


# Rooms with SQL of their own. Of the others, what a server may not understand is found by every page of the sample and
# by every form, which are asked on both.
_SPEAK_TO_SERVERS = {"base", "base/search", "core/ledger"}
_OF_ALL_ROOMS = {"test_questions", "test_random_requests", "test_readers_never_wait", "test_real_input"}
# It stands for all journeys: a browser sees no database.
_WALKED_ON_BOTH = "test_walk"
_WALKED_ON_BOTH_IN_TEST_ALL = {
    "test_walk", "test_kill", "test_closing", "test_up", "test_periods", "test_old_workbook", "test_signed_review",
}  # fmt: skip


def _is_asked(item: pytest.Item) -> bool:
    """Of this database, in this run; docs/decisions/0046 says what stands for what."""
    if item.get_closest_marker("before_release") and not databases.ALL:
        return False
    return not databases.is_postgres() or _asks_a_server(item)


def _asks_a_server(item: pytest.Item) -> bool:
    """What asks no database answers the same on each, so it is asked on SQLite alone. Commands always ask one."""
    folder = item.path.relative_to(databases.PROJECT / "tests").parent.as_posix().strip(".")
    name = item.path.stem
    if folder == "journeys":
        return name in _WALKED_ON_BOTH_IN_TEST_ALL if databases.ALL else name == _WALKED_ON_BOTH
    commits = "committed_database" in getattr(item, "fixturenames", ())
    asks = commits or item.get_closest_marker("django_db") is not None
    if databases.ALL:
        return asks or folder.startswith("doors")
    if item.get_closest_marker("on_both") or (commits and not folder.startswith("doors/cli")):
        return True
    # What a page says of the rows that it was given, and in which words, is the same on both.
    is_of_words = name.endswith(("views", "screens"))
    return asks and (folder in _SPEAK_TO_SERVERS or name in _OF_ALL_ROOMS) and not is_of_words


def pytest_collection_finish() -> None:
    """What is imported by now stays for ever; to look through it for garbage takes a seventh of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_unconfigure() -> None:
    databases.remove_folder(FOLDER)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Around the transaction of a test, which this fixture of pytest-django begins, stands what it shares."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock():
            standing.prepare(wanted="province" in request.fixturenames)


# -- database --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The database of the settings, copied from the template; every test is rolled back."""
    write_guard.install()
    config = connection.settings_dict
    with django_db_blocker.unblock():
        if databases.is_postgres():
            databases.make(config["NAME"])
        else:
            database.copy_template(Path(config["NAME"]), cache=databases.CACHE)
    yield
    with django_db_blocker.unblock():
        standing.leave()
        connections.close_all()
        if databases.is_postgres():
            databases.drop(config["NAME"])


@pytest.fixture
def committed_database(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """A database of this test alone in which commits are real, for threads, processes and triggers.

    Use it instead of the mark django_db. returns: its name (a file on SQLite)
    """
    config = connections.settings["default"]
    name_before = config["NAME"]
    name = f"{name_before}_{os.urandom(4).hex()}" if databases.is_postgres() else str(tmp_path / "lantoa.sqlite3")
    with django_db_blocker.unblock():
        standing.leave()
        connection.close()
        if databases.is_postgres():
            databases.make(name)
        else:
            database.copy_template(Path(name), cache=databases.CACHE)
        config["NAME"] = connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            config["NAME"] = connection.settings_dict["NAME"] = name_before
            if databases.is_postgres():
                databases.drop(name)


@pytest.fixture
def count_queries() -> Callable[[], Any]:
    """`with count_queries() as queries: ...` then `len(queries)`; compare 1 item with 3 items, same number."""

    @contextmanager
    def counting() -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as queries:
            yield queries

    return counting


@pytest.fixture
def nothing_noted() -> None:
    """What readers of earlier tests left in files for the ticker is gone: no rollback takes it back."""
    shutil.rmtree(spools.FOLDER, ignore_errors=True)


# -- people ----------------------------------------------------------------------------------------
# They need the mark django_db, or committed_database named before them.


@pytest.fixture
def province() -> Province:
    return standing.province()


@pytest.fixture
def lan(province: Province) -> User:
    """Secretariat."""
    return province.lan


@pytest.fixture
def an(province: Province) -> User:
    """Focal point of commune_a."""
    return province.an


@pytest.fixture
def binh(province: Province) -> User:
    """Focal point of commune_b: sees nothing of commune_a."""
    return province.binh


@pytest.fixture
def commune_a(province: Province) -> Agency:
    return province.commune_a


@pytest.fixture
def commune_b(province: Province) -> Agency:
    return province.commune_b


@pytest.fixture
def khach() -> Client:
    """A visitor (khách) who is not signed in."""
    return Client()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """`client_of(an).get(...)`: a browser in which that person is signed in."""
    return signing_in.signed_in


@pytest.fixture(autouse=True, scope="session")
def static_files() -> Iterator[None]:
    """Looked up once a process, as a server does; every test client makes middleware of its own, with the same files.

    Without this, to look for a hundred and fifty files takes longer than what most tests ask.
    """
    real = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def add_files_from_finders(self: WhiteNoiseMiddleware) -> None:
        if not found:
            real(self)
            found.update(self.files)
        self.files.update(found)

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hashed as ever, a thousand times instead of a million: a quarter of a second each otherwise.

    The processes that tests start, such as the server of a journey, take the million.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Rows of different tests have the same numbers: what one left in the cache would answer the next."""
    cache.clear()


# -- no network ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Only this machine can be reached; a test that asks for more fails with the address it asked for."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(str(address[0])):
            raise RuntimeError(f"A test tried to reach {address}: tests have no network.")
        real(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
