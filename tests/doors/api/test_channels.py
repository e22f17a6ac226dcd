"""The register of official channels, as the site of a department reads it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.doors.items import official

pytestmark = pytest.mark.django_db


def read(khach: Client, query: str = "") -> dict[str, Any]:
    response = khach.get(f"/api/v1/channels?{query}")
    assert response.status_code == 200, response.content
    document: dict[str, Any] = response.json()
    return document


def test_a_channel_is_told_with_who_answers_for_it(khach: Client) -> None:
    official("Kênh video", since=date(2025, 1, 2), checked_on=date(2026, 2, 3))

    assert read(khach, "lang=en") == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "kind": "video",
                "name": "Kênh video",
                "address": "https://video.example/Kênh-video",
                "languages": ["vi", "en"],
                "agency": {"code": "ubnd-tinh", "name": "Provincial People's Committee"},
                "checked_on": "2026-02-03",
                "since": "2025-01-02",
            }
        ],
    }
    assert read(khach)["results"][0]["agency"]["name"] == "UBND tỉnh Sông Xanh"


def test_only_what_is_ours_today_is_told(khach: Client) -> None:
    today = timezone.localdate()
    official("Hôm nay")
    official("Đã thôi", until=today)
    official("Chưa đến", since=today + timedelta(days=1))

    assert [row["name"] for row in read(khach)["results"]] == ["Hôm nay"]


def test_channels_of_a_kind_are_told_alone(khach: Client) -> None:
    official("Kênh video")
    official("Đường dây nóng", kind="phone", address="0000 000 000")

    assert [row["name"] for row in read(khach, "kind=phone")["results"]] == ["Đường dây nóng"]
    assert khach.get("/api/v1/channels?kind=radio").json()["parameter"] == "kind"


def test_a_long_register_comes_in_pieces(khach: Client) -> None:
    for number in range(21):
        official(f"Kênh {number:02}")
    first, second = read(khach), read(khach, "page=2")

    assert (first["count"], len(first["results"]), first["previous"]) == (21, 20, None)
    assert first["next"].endswith("/api/v1/channels?page=2")
    assert ([row["name"] for row in second["results"]], second["next"]) == (["Kênh 20"], None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_one_question(khach: Client, count: int, count_queries: Any) -> None:
    for number in range(count):
        official(f"Kênh {number}")
    read(khach)
    with count_queries() as queries:
        read(khach)
    assert len(queries) == 1
