"""`/healthz`: what a watcher is told, and that it is told no more."""

import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from lantoa import __version__
from lantoa.base import actions, database

pytestmark = pytest.mark.django_db
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def ticking() -> None:
    actions.beat("ticker", at=timezone.now())


@pytest.mark.usefixtures("ticking")
def test_all_is_well_while_the_ticker_lives(khach: Client, count_queries: Callable[[], Any]) -> None:
    with count_queries() as queries:
        response = khach.get("/healthz")

    told = response.json()
    assert (response.status_code, told["status"], told["version"]) == (200, "well", __version__)
    assert {name: check["well"] for name, check in told["checks"].items()} == {
        "migrations": True, "disk": True, "search": True, "ticker": True, "database": True, "ledger": True,
    }  # fmt: skip
    assert len(queries) == 4
    assert response.cookies == {}
    assert "no-store" in response.headers["Cache-Control"]


def test_a_ticker_that_was_never_seen_or_is_silent_is_not_well(khach: Client) -> None:
    never = khach.get("/healthz")
    actions.beat("ticker", at=timezone.now() - timedelta(minutes=11))
    silent = khach.get("/healthz")

    assert (never.status_code, never.json()["checks"]["ticker"]["said"]) == (503, "never seen")
    assert (silent.status_code, silent.json()["checks"]["ticker"]["well"]) == (503, False)


@pytest.mark.usefixtures("ticking")
def test_a_worker_is_asked_for_where_tasks_are_queued(khach: Client, settings: Any) -> None:
    assert "worker" not in khach.get("/healthz").json()["checks"]
    settings.TASKS = QUEUE
    assert khach.get("/healthz").status_code == 503
    actions.beat("worker", at=timezone.now())
    assert khach.get("/healthz").status_code == 200


@pytest.mark.usefixtures("ticking")
def test_migrations_that_are_not_applied_are_not_well(khach: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_wanted_stamp", lambda: 1)
    response = khach.get("/healthz")
    assert (response.status_code, response.json()["checks"]["migrations"]["well"]) == (503, False)


@pytest.mark.usefixtures("ticking")
def test_a_full_disk_is_not_well(khach: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 0))
    response = khach.get("/healthz")
    assert (response.status_code, response.json()["checks"]["disk"]["said"]) == (503, "nearly full")


def test_a_database_that_does_not_answer_is_said_and_nothing_else(khach: Client) -> None:
    def refuse(*_: Any) -> Any:
        raise OperationalError("could not connect to server: password of lantoa at 10.0.0.7")

    with connection.execute_wrapper(refuse):
        response = khach.get("/healthz")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": {"well": False, "said": "does not answer"}}
    assert "10.0.0.7" not in response.content.decode()
