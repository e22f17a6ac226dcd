"""The public page and feed of daily heads: one for everybody, in two languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lantoa.core.people.models import User
from lantoa.core.reports.models import DailyHead
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 17, 5, tzinfo=UTC)


def state(count: int) -> None:
    """`count` days up to 1 December 2026."""
    with raw_writes("a year of lines at once"):
        DailyHead.objects.bulk_create(
            DailyHead(
                day=date(2026, 12, 1) - timedelta(days=number), head_seq=1000 - number, head_hash=f"{number:064x}",
                pages=["ab" * 32] if number == 0 else [], stated_at=AT - timedelta(days=number),
            )
            for number in range(count)
        )  # fmt: skip


def test_the_page_without_a_line_says_when_the_first_comes(khach: Client) -> None:
    assert "Chưa có dòng nào" in khach.get("/heads/").content.decode()
    assert "No line yet" in khach.get("/en/heads/").content.decode()


def test_the_page_is_in_the_language_of_its_address_whatever_the_cookie_says(khach: Client) -> None:
    state(1)
    khach.cookies["lantoa_language"] = "en"
    vietnamese, english = khach.get("/heads/"), khach.get("/en/heads/")

    assert "01/12/2026" in vietnamese.content.decode()
    assert "1 Dec 2026" in english.content.decode()
    assert [page.headers["Content-Language"] for page in (vietnamese, english)] == ["vi", "en"]
    assert 'lang="en"' in english.content.decode()
    for page in (vietnamese, english):
        assert page.headers["Cache-Control"] == "public, max-age=600"
        assert "Cookie" not in page.headers.get("Vary", "")


def test_who_is_signed_in_sees_what_everybody_sees(
    khach: Client, client_of: Callable[[User], Client], lan: User
) -> None:
    state(2)
    assert client_of(lan).get("/heads/").content == khach.get("/heads/").content
    assert "Vary" not in client_of(lan).get("/heads.json").headers or "Cookie" not in client_of(lan).get(
        "/heads.json"
    ).headers.get("Vary", "")


def test_older_lines_are_reached_page_by_page_and_none_is_lost(khach: Client) -> None:
    state(40)
    first = khach.get("/heads/").content.decode()
    assert 'href="/heads/?before=2026-11-01"' in first
    second = khach.get("/heads/?before=2026-11-01").content.decode()

    shown = first.count('<li id="d') + second.count('<li id="d')
    assert (shown, "d2026-11-01" in first, "d2026-11-01" in second, "d2026-10-31" in second) == (40, True, False, True)
    assert "?before=" not in second


def test_the_feed_carries_each_line_and_leads_to_what_is_older(khach: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://lantoa.example"
    state(367)
    feed = khach.get("/heads.json").json()

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) == 366
    assert feed["items"][0] == {
        "id": "2026-12-01", "title": "2026-12-01", "url": "https://lantoa.example/heads/#d2026-12-01",
        "content_text": f"2026-12-01 1000 {'0' * 64}\n{'ab' * 32}", "date_published": "2026-12-01T17:05:00+00:00",
        "_lantoa": {"day": "2026-12-01", "seq": 1000, "hash": "0" * 64, "pages": ["ab" * 32]},
    }  # fmt: skip
    assert feed["next_url"] == "https://lantoa.example/heads.json?before=2025-12-01"
    older = khach.get("/heads.json?before=2025-12-01").json()
    assert [item["id"] for item in older["items"]] == ["2025-11-30"]
    assert "next_url" not in older


@pytest.mark.parametrize("address", ["/heads/?before=x", "/heads/?before=", "/heads.json?before=2026-13-01"])
def test_a_day_that_is_none_is_not_found(address: str, khach: Client) -> None:
    assert khach.get(address).status_code == 404


def test_the_list_costs_the_same_with_one_line_and_with_three(khach: Client, count_queries: Callable[[], Any]) -> None:
    counts = []
    for lines in (1, 2):
        state_more(lines)
        for address in ("/heads/", "/heads.json"):
            with count_queries() as queries:
                khach.get(address)
            counts.append(len(queries))
    assert counts == [2, 2, 2, 2]


def state_more(count: int) -> None:
    have = DailyHead.objects.count()
    with raw_writes("a few lines"):
        for number in range(have, have + count):
            day = date(2026, 12, 1) + timedelta(days=number)
            DailyHead.objects.create(day=day, head_seq=number + 1, head_hash="0" * 64, stated_at=AT)


def test_each_of_its_pages_names_both_in_full(khach: Client) -> None:
    for path in ("/heads/", "/en/heads/"):
        page = khach.get(path).text
        for code, own in (("vi", "/heads/"), ("en", "/en/heads/"), ("x-default", "/en/heads/")):
            assert f'<link rel="alternate" hreflang="{code}" href="http://localhost:8000{own}">' in page
