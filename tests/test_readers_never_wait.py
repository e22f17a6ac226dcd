"""A reader waits for no writer: a public GET writes nothing, and begins no transaction, on any public address."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from lantoa.base.search import actions as search
from lantoa.base.search.models import SearchMiss
from lantoa.desks.media import tasks as media
from lantoa.desks.media.models import MediaRendition
from lantoa.desks.newsroom.models import (
    Article,
    Event,
    InvestmentProject,
    LandingPage,
    Partner,
    PressRelease,
    ProvinceProfile,
    Publication,
)
from lantoa.doors.portal.models import HomePage, SectionPage
from tests import databases, test_access
from tests.desks import content
from tests.factories import Province
from tests.test_access import World
from tests.write_guard import raw_writes

# A SAVEPOINT would be BEGIN outside a test: SQLite gives it to one at a time.
_READS = ("SELECT", "WITH", "EXPLAIN", "DECLARE", "FETCH", "CLOSE", "PRAGMA")
# Only of a person is it noted what was looked for in vain.
_PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
KINDS = (Article, Event, InvestmentProject, LandingPage, Partner, PressRelease, ProvinceProfile, Publication)
# Where nothing is drawn and nothing is found.
ADDRESSES = [
    "/vi/search/?q=khong+co+gi", "/vi/search/?q=tin", "/vi/search/suggest/?q=ti", "/vi/news/?page=2", "/vi/khong-co/",
    "/", "/vi", "/feeds/rss.xml", "/vi/feeds/rss.xml", "/vi/feeds/atom.xml", "/vi/feeds/feed.json", "/sitemap.xml",
    "/robots.txt", "/api/v1/items?lang=vi", "/api/v1/search?q=khong-co", "/health", "/documents/1/khong-co.pdf",
]  # fmt: skip


class _Wrote(AssertionError):
    pass


def _only_reads(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not sql.lstrip(" (\n").upper().startswith(_READS):
        raise _Wrote(sql[:200])
    return execute(sql, params, many, context)


@contextmanager
def _no_writes() -> Iterator[None]:
    with connection.execute_wrapper(_only_reads):
        yield


def _read(client: Client, address: str) -> int:
    with _no_writes():
        response = client.get(address, headers=_PERSON)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined] # it streams
    return response.status_code


@pytest.mark.django_db
def test_a_public_page_writes_nothing(province: Province, khach: Client, nothing_noted: None) -> None:
    cache.clear()
    photo = content.picture()
    body = [{"type": "picture", "value": {"picture": photo.pk, "caption": "", "alternative_text": ""}}]
    pages = [
        content.add(kind, province.committee, title=f"Tin {kind.KIND}", picture=photo, body=body) for kind in KINDS
    ]
    everywhere = [*HomePage.objects.live(), *SectionPage.objects.live(), *pages]
    addresses = [*ADDRESSES, *(page.url_path for page in everywhere)]

    codes = {address: _read(khach, address) for address in addresses}

    assert {page.url_path: codes[page.url_path] for page in everywhere} == {page.url_path: 200 for page in everywhere}
    assert {code for code in codes.values() if code >= 500} <= {503}
    assert not MediaRendition.objects.exists()
    assert search.count_misses() > 0
    assert media.take_up_missing() > 0


@pytest.mark.django_db
def test_what_the_table_calls_public_writes_nothing(province: Province, khach: Client) -> None:
    world = World(province)
    rows = [(name, given) for name, given, get, _ in test_access.ROWS if name in test_access.PUBLIC and get != "-"]
    paths = {test_access._path(name, given, world) for name, given in rows}
    assert len(paths) > 25

    assert {code for path in paths if (code := _read(khach, path)) >= 400} <= {400, 404}


@pytest.mark.django_db
def test_the_wrapper_refuses_what_writes() -> None:
    with pytest.raises(_Wrote), _no_writes(), transaction.atomic():
        pass
    with raw_writes("shows the way"), pytest.raises(_Wrote), _no_writes():
        SearchMiss.objects.update(ask_count=1)


@pytest.mark.skipif(databases.is_postgres(), reason="there, one writer does not hold the whole database")
def test_a_search_in_vain_is_answered_while_somebody_writes(
    committed_database: str, khach: Client, nothing_noted: None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    with closing(sqlite3.connect(committed_database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        answer = khach.get("/vi/search/", {"q": "khong co gi"}, headers=_PERSON)
        assert answer.status_code == 200
        with pytest.raises(Exception, match="locked"):
            search.count_misses()
        writer.execute("ROLLBACK")

    assert search.count_misses() == 1
    assert [(miss.folded, miss.ask_count) for miss in SearchMiss.objects.all()] == [("khong co gi", 1)]
