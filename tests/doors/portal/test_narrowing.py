"""What a section and the search may be narrowed by: only what has something, at the price of one question."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lantoa.desks.newsroom.models import Event
from tests.desks.content import AT
from tests.doors.items import publish

pytestmark = pytest.mark.django_db
Counting = Callable[[], Any]


@pytest.mark.parametrize("query", ["", "?year=2024", "?year=2024&month=10"])
def test_a_long_section_asks_eight_questions(khach: Client, count_queries: Counting, query: str) -> None:
    for number in range(13):
        publish(f"Bài {number}", at=AT - timedelta(days=500))
    khach.get("/vi/tin-tuc/")
    with count_queries() as queries:
        assert khach.get(f"/vi/tin-tuc/{query}").status_code == 200
    assert len(queries) == 8
    publish("Bài rất cũ", at=AT - timedelta(days=5000))
    with count_queries() as queries:
        khach.get(f"/vi/tin-tuc/{query}")
    assert len(queries) == 8


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
