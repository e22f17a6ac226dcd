"""Searching from other machines: the same index, in the same order, never what is not listed."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from lantoa.base.search import actions as index
from lantoa.base.search.documents import Document
from lantoa.desks.newsroom.models import ContentPage
from tests.doors.items import publish, withdraw

pytestmark = pytest.mark.django_db


def indexed(item: ContentPage) -> ContentPage:
    published_at = item.listed_at
    assert isinstance(published_at, datetime)
    index.put(
        Document(
            key=item.pk, language=item.language, kind=item.kind, topic=item.topic, published_at=published_at,
            title=item.title, summary=item.standfirst,
        )
    )  # fmt: skip
    return item


def titles(khach: Client, **query: Any) -> list[str]:
    answer = khach.get("/api/v1/search", query)
    assert answer.status_code == 200, answer.content
    assert answer.json()["count"] == len(answer.json()["results"])
    return [row["title"] for row in answer.json()["results"]]


def test_words_without_accents_find_their_accented_forms(khach: Client) -> None:
    indexed(publish("Mở cửa khẩu quốc tế", topic="border"))
    indexed(publish("Cua khau spelt plainly", language="en"))
    indexed(publish("Hội chợ"))

    assert titles(khach, q="cua khau") == ["Mở cửa khẩu quốc tế"]
    assert titles(khach, q="cua khau", lang="en") == ["Cua khau spelt plainly"]
    assert titles(khach, q="cua khau", topic="border", kind="article") == ["Mở cửa khẩu quốc tế"]
    assert titles(khach, q="cua khau", kind="event") == []
    assert titles(khach, q="!!!") == []


def test_what_was_withdrawn_is_not_found_although_the_index_still_has_it(khach: Client) -> None:
    item = indexed(publish("Mở cửa khẩu"))
    assert titles(khach, q="cửa khẩu") == ["Mở cửa khẩu"]
    withdraw(item, "Sai.")
    assert khach.get("/api/v1/search", {"q": "cửa khẩu"}).json()["results"] == []


def test_pages_beyond_the_last_are_empty(khach: Client) -> None:
    indexed(publish("Mở cửa khẩu"))
    answer = khach.get("/api/v1/search", {"q": "cua", "page": "7"}).json()
    assert (answer["results"], answer["next"]) == ([], None)


@pytest.mark.parametrize("query", ["", "?q=", "?q=" + "x" * 10_000, "?q=a&page=-1", "?q=a&page=1000000000"])
def test_a_question_that_is_none_is_refused_in_a_sentence(query: str, khach: Client) -> None:
    answer = khach.get(f"/api/v1/search{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")
