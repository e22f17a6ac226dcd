"""A database that is locked or full gives a page that says so, and nothing is written."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry
from tests import databases, factories
from tests.factories import Province
from tests.pdfs import pdf

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def _submitted(province: Province) -> Activity:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (120000, "")},
    )  # fmt: skip
    return ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)


def _accept(client: Client, activity: Activity) -> Any:
    client.raise_request_exception = False
    return client.post(f"/office/activities/{activity.pk}/accept/", headers={"accept-language": "vi"})


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """Somebody else holds what a writer needs, longer than this connection waits."""
    if databases.is_postgres():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with psycopg.connect(databases.url_of(name)) as other:
            other.execute("LOCK TABLE ledger_head IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")


def test_a_locked_database_is_said_and_nothing_is_written(
    committed_database: str, client_of: Callable[..., Client]
) -> None:
    province = factories.province()
    activity = _submitted(province)
    client = client_of(province.lan)

    with _locked(committed_database):
        response = _accept(client, activity)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "Cơ sở dữ liệu đang bận" in response.content.decode()
    assert not Entry.objects.exists()
    assert _accept(client, activity).status_code == 302
    assert queries.verify().entry_count == 1


@pytest.mark.skipif(databases.is_postgres(), reason="a limit of pages is SQLite's own way to be full")
def test_a_full_disk_is_said_and_nothing_is_written(committed_database: str, client_of: Callable[..., Client]) -> None:
    province = factories.province()
    _submitted(province)
    client = client_of(province.lan)
    form = {
        "title": "Nói chuyện", "occurred_on": "2026-02-03", "attendances": "40", "topic": "sea_islands",
        "agency": province.commune_a.code, "note": "Ghi chú. " * 200,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    client.raise_request_exception = False

    answers: list[int] = []
    while 503 not in answers:
        assert len(answers) < 50
        response = client.post("/office/activities/new/talk/", form)
        answers.append(response.status_code)

    assert "Đĩa đã đầy" in response.content.decode()
    assert Activity.objects.count() == 1 + answers.count(302)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 4294967294")
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchall() == [("ok",)]
    assert client.post("/office/activities/new/talk/", form).status_code == 302


@pytest.mark.django_db
def test_a_full_disk_for_files_is_said(
    province: Province, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = _submitted(province)
    client = client_of(province.lan)
    client.raise_request_exception = False

    def full(*_: Any, **__: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.filesystem.FileSystemStorage._save", full)
    file = SimpleUploadedFile("a.pdf", pdf(), content_type="application/pdf")

    response = client.post(f"/office/activities/{activity.pk}/evidence/", {"evidence": file})

    assert response.status_code == 503
    assert "Đĩa đã đầy" in response.content.decode()
    assert not activity.evidence.exists()
