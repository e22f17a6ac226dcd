"""A list for other sites' frames: theirs to frame, nothing of ours to run."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lantoa.desks.newsroom.models import Event
from tests.desks.content import AT
from tests.doors.items import publish

pytestmark = pytest.mark.django_db


def test_any_site_may_frame_it_and_no_other_page(khach: Client) -> None:
    answer = khach.get("/vi/embed/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert "X-Frame-Options" not in answer.headers
    assert (policy["frame-ancestors"], policy["script-src"], policy["default-src"]) == ("*", "'none'", "'none'")
    assert answer.cookies == {}

    ordinary = khach.get("/heads/")
    assert ordinary.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in ordinary.headers["Content-Security-Policy"]


def test_it_shows_the_newest_eight_of_what_was_asked(khach: Client) -> None:
    for number in range(9):
        publish(f"Tin {number} <x>", at=AT + timedelta(hours=number))
    publish("Hội chợ", model=Event)
    page = khach.get("/vi/embed/?kind=article").content.decode()

    assert [number for number in range(9) if f"Tin {number} &lt;x&gt;" in page] == list(range(1, 9))
    assert "Hội chợ" not in page
    assert page.index("Tin 8") < page.index("Tin 1")
    assert 'href="http://localhost:8000/vi/tin-tuc/tin-8-x/" target="_blank" rel="noopener"' in page
    assert "01/03/2026" in page
    assert "<script" not in page


def test_an_empty_list_says_so_and_one_that_is_none_is_not_there(khach: Client) -> None:
    page = khach.get("/en/embed/?kind=event")
    assert "Nothing has been published in this section yet." in page.content.decode()
    for query in ("?kind=x", "?agency=x", "?topic=" + "x" * 10_000):
        assert khach.get(f"/en/embed/{query}").status_code == 404
    assert khach.get("/ja/embed/").status_code == 404


def test_the_questions_do_not_grow_with_the_list(khach: Client, count_queries: Callable[[], Any]) -> None:
    publish("Một")
    with count_queries() as one:
        khach.get("/vi/embed/")
    publish("Hai")
    publish("Ba")
    with count_queries() as three:
        khach.get("/vi/embed/")
    assert (len(one), len(three)) == (5, 5)
