"""What a section and the search may be narrowed by: only what has something, at the price of one question."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client

from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import Event, Publication
from tests.desks.content import AT
from tests.doors.items import publish, withdraw

pytestmark = pytest.mark.django_db
Counting = Callable[[], Any]


@pytest.mark.parametrize("query", ["", "?year=2024", "?year=2024&month=10"])
def test_a_long_section_asks_nine_questions(khach: Client, count_queries: Counting, query: str) -> None:
    for number in range(13):
        publish(f"Bài {number}", at=AT - timedelta(days=500))
    khach.get("/vi/tin-tuc/")
    with count_queries() as queries:
        assert khach.get(f"/vi/tin-tuc/{query}").status_code == 200
    assert len(queries) == 9
    publish("Bài rất cũ", at=AT - timedelta(days=5000))
    with count_queries() as queries:
        khach.get(f"/vi/tin-tuc/{query}")
    assert len(queries) == 9


def test_only_years_and_months_with_something_are_offered(khach: Client) -> None:
    for number, days in enumerate([*([0] * 13), 400, 5000]):
        publish(f"Bài {number}", at=AT - timedelta(days=days))
    publish("Hội cũ", model=Event, at=AT, starts_at=AT - timedelta(days=800), ends_at=AT - timedelta(days=799))
    offered = re.compile(r'href="\?year=(\d+)"')
    assert offered.findall(khach.get("/vi/tin-tuc/").text) == ["2026", "2025", "2012"]
    months = re.findall(r'href="\?year=2025&amp;month=(\d+)"', khach.get("/vi/tin-tuc/?year=2025").text)
    assert months == ["1"]
    # Of events by when they took place.
    assert set(offered.findall(khach.get("/vi/su-kien/?year=2023").text)) == {"2023"}
    chosen = khach.get("/vi/search/?q=bai").text
    assert re.findall(r'<option value="(\d{4})"', chosen) == ["2026", "2025", "2012"]


def _topics(text: str) -> list[str]:
    return re.findall(r'href="\?topic=([a-z_]+)(?:&[^"]*)?"', text)


def test_only_topics_with_something_here_are_offered(khach: Client) -> None:
    for number in range(13):
        publish(f"Bài {number}", topic="border" if number else "")
    publish("Bài tiếng Anh", language="en", topic="image")
    publish("Chợ đêm", model=Publication, topic="policy")
    gone = publish("Rút rồi", topic="skills")
    withdraw(gone, "Nhầm số")
    assert _topics(khach.get("/vi/tin-tuc/").text) == ["border"]
    # What was asked for stays, so that a reader sees it and can leave it.
    empty = khach.get("/vi/tin-tuc/?topic=image").text
    assert 'href="?topic=image" aria-current="true"' in empty
    assert set(_topics(empty)) == {"border", "image"}

    def in_search(query: str) -> set[str]:
        chosen = re.search(r'<select name="topic">(.*?)</select>', khach.get(f"/vi/search/?{query}").text)
        assert chosen
        return set(re.findall(r'value="([a-z_]+)"', chosen[1]))

    assert in_search("q=bai") == {"border", "policy"}
    assert in_search("q=bai&topic=image") == {"border", "policy", "image"}
    assert in_search("q=bai&language=all") == {"border", "policy", "image"}


@pytest.mark.parametrize("shelf", [False, True])
def test_an_index_answers_which_topics_a_section_has(shelf: bool) -> None:
    item = publish("Bài", topic="border")
    rows = newsroom.listed("vi", shelf=item.get_parent()) if shelf else newsroom.listed("vi", kind=item.kind)
    plan = rows.filter(topic="border").order_by().values_list(Value(1))[:1].explain()
    if connection.vendor == "sqlite":  # the other weighs a table of one row as it likes
        assert f"content_by_{'shelf' if shelf else 'kind'}_and_topic" in plan
