"""The list of items and an item alone, as the site of a department reads them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency
from lantoa.desks.newsroom.models import ContentPage, Correction, Event, PressRelease
from lantoa.doors.portal import actions as portal
from tests.desks.content import AT
from tests.doors.items import publish, version_of, withdraw
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def read(khach: Client, path: str) -> dict[str, Any]:
    response = khach.get(path)
    assert response.status_code == 200, response.content
    document: dict[str, Any] = response.json()
    return document


def titles(khach: Client, query: str) -> list[str]:
    return [row["title"] for row in read(khach, f"/api/v1/items?{query}")["results"]]


def test_a_list_has_the_items_of_its_language_newest_first(khach: Client) -> None:
    item = publish("Mở cửa khẩu", topic="border")
    publish("Tin sau", at=AT + timedelta(hours=1))
    english = version_of(item, "en", "A border gate opens")

    assert titles(khach, "") == titles(khach, "lang=vi") == ["Tin sau", "Mở cửa khẩu"]
    document = read(khach, "/api/v1/items?lang=en")

    assert document == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": english.pk,
                "title": "A border gate opens",
                "url": "http://localhost:8000/en/news/a-border-gate-opens/",
                "api_url": f"http://localhost:8000/api/v1/items/{english.pk}",
                "language": "en",
                "kind": "article",
                "summary": "Một câu dẫn.",
                "topic": None,
                "agency": {"code": "ubnd-tinh", "name": "Provincial People's Committee"},
                "published_at": "2026-03-01T12:00:00+07:00",
                "updated_at": "2026-03-01T12:00:00+07:00",
                "is_machine_made": False,
            }
        ],
    }


def test_names_are_in_the_language_of_the_list(khach: Client) -> None:
    item = publish("Mở cửa khẩu", topic="border")
    portal.open_language("km")
    version_of(item, "km", "ច្រកព្រំដែន", topic="border")
    topic = read(khach, "/api/v1/items?lang=km")["results"][0]["topic"]
    assert topic["code"] == "border"
    assert not topic["name"].isascii()
    feed = read(khach, "/km/feeds/feed.json")
    assert topic["name"] in feed["items"][0]["tags"]


def test_the_address_of_an_item_opens_it(khach: Client) -> None:
    publish("Mở cửa khẩu")
    url = read(khach, "/api/v1/items")["results"][0]["url"]
    assert khach.get(url.removeprefix("http://localhost:8000")).status_code == 200


def test_a_list_is_narrowed_by_kind_topic_agency_and_day(khach: Client) -> None:
    other = people.add_agency("so-ngoai-vu", "Sở Ngoại vụ", "", level=Agency.Level.DEPARTMENT)
    publish("Tin", topic="border")
    publish("Thông cáo", model=PressRelease)
    publish("Của sở", agency=other)
    publish("Hôm sau", at=AT + timedelta(days=1))

    assert titles(khach, "topic=border") == ["Tin"]
    assert titles(khach, "kind=press_release") == ["Thông cáo"]
    assert titles(khach, "agency=so-ngoai-vu") == ["Của sở"]
    assert titles(khach, "since=2026-03-02") == ["Hôm sau"]
    assert titles(khach, "since=2026-03-02T12:00:00+07:00") == ["Hôm sau"]
    assert titles(khach, "since=2026-03-02T12:00:01%2B07:00") == []


def test_after_a_merger_an_agency_is_found_under_the_new_one(khach: Client) -> None:
    old = people.add_agency("so-cu", "Sở Cũ", "Old Department", level=Agency.Level.DEPARTMENT)
    new = people.add_agency("so-moi", "Sở Mới", "New Department", level=Agency.Level.DEPARTMENT)
    publish("Tin của Sở Cũ", agency=old)
    publish("Sở Mới khi còn riêng", agency=new)
    publish("Sở Mới sau sáp nhập", agency=new, at=AT + timedelta(days=11))
    publish("Thông cáo sau sáp nhập", agency=new, at=AT + timedelta(days=12), model=PressRelease)
    people.merge_agency(old, into=new, on=(AT + timedelta(days=10)).date())

    assert titles(khach, "agency=so-cu") == ["Thông cáo sau sáp nhập", "Sở Mới sau sáp nhập", "Tin của Sở Cũ"]
    assert titles(khach, "agency=so-cu&kind=article") == ["Sở Mới sau sáp nhập", "Tin của Sở Cũ"]
    assert read(khach, "/api/v1/items?agency=so-cu")["count"] == 3
    assert "Sở Mới khi còn riêng" in titles(khach, "agency=so-moi")
    assert "Tin của Sở Cũ" not in titles(khach, "agency=so-moi")


def test_a_version_that_was_withdrawn_is_no_version_to_read(khach: Client) -> None:
    item = publish("Mở cửa khẩu")
    english = version_of(item, "en", "A border gate opens")
    assert [row["language"] for row in read(khach, f"/api/v1/items/{item.pk}")["versions"]] == ["en", "vi"]
    withdraw(english, "Wrong.")
    assert [row["language"] for row in read(khach, f"/api/v1/items/{item.pk}")["versions"]] == ["vi"]


def test_what_is_read_counts_in_its_language(khach: Client) -> None:
    english = version_of(publish("Tin"), "en", "News")
    counts = {
        "/api/v1/items": "vi", "/api/v1/items?lang=en": "en", "/api/v1/search?q=tin&lang=ko": "ko",
        "/api/v1/channels?lang=": "vi", f"/api/v1/items/{english.pk}": "en", "/api/v1/openapi.json": "",
    }  # fmt: skip
    said = {path: khach.get(path).headers["X-Lantoa-Counted"] for path in counts}
    assert said == {path: f"view:0:{language}:api" for path, language in counts.items()}
    assert "X-Lantoa-Counted" not in khach.get("/api/v1/items?lang=xx").headers


def test_any_site_reads_and_asks_whether_it_changed_and_none_writes() -> None:
    strict = Client(enforce_csrf_checks=True)
    asked = strict.options(
        "/api/v1/items",
        headers={"Origin": "https://so.example.vn", "Access-Control-Request-Headers": "if-none-match"},
    )
    assert (asked.status_code, asked.headers["Access-Control-Allow-Headers"]) == (204, "*")
    answer = strict.get("/api/v1/items")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    refused = strict.post("/api/v1/items")
    assert (refused.status_code, refused.headers["Content-Type"]) == (405, "application/problem+json")


def test_a_long_list_comes_in_pieces(khach: Client) -> None:
    for number in range(21):
        publish(f"Tin {number}", at=AT + timedelta(minutes=number))

    first = read(khach, "/api/v1/items?kind=article")
    second = read(khach, first["next"].removeprefix("http://localhost:8000"))

    assert first["next"] == "http://localhost:8000/api/v1/items?kind=article&page=2"
    assert [row["title"] for row in first["results"]] == [f"Tin {number}" for number in range(20, 0, -1)]
    assert [row["title"] for row in second["results"]] == ["Tin 0"]
    assert (second["next"], second["previous"]) == (None, "http://localhost:8000/api/v1/items?kind=article&page=1")
    assert read(khach, "/api/v1/items?page=1000000") == {
        "count": 21, "next": None, "previous": "http://localhost:8000/api/v1/items?page=2", "results": [],
    }  # fmt: skip


def test_what_is_withdrawn_or_a_draft_is_in_no_list(khach: Client) -> None:
    gone, draft = publish("Rút"), publish("Nháp")
    assert sorted(titles(khach, "")) == ["Nháp", "Rút"]

    withdraw(gone, "Số liệu sai.")
    with raw_writes("as the newsroom takes it off"):
        ContentPage.objects.filter(pk=draft.pk).update(listed_at=None, live=False)

    assert titles(khach, "") == []
    answer = khach.get(f"/api/v1/items/{gone.pk}")
    assert answer.status_code == 410
    assert answer.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "This item was withdrawn: Số liệu sai.",
        "url": "http://localhost:8000/vi/tin-tuc/rut/",
        "withdrawn_at": "2026-03-02T12:00:00+07:00",
    }
    assert khach.get(f"/api/v1/items/{draft.pk}").status_code == 404
    assert khach.get(f"/api/v1/items/{10**30}").status_code == 404


def test_an_item_alone_has_its_text_versions_and_corrections(khach: Client, lan: Any) -> None:
    item = publish(
        "Hội chợ",
        model=Event,
        starts_at=AT,
        ends_at=AT + timedelta(hours=2),
        venue="Nhà văn hoá",
        body=[
            ("heading", "Chương trình"),
            ("text", '<p>Đọc <b>tiếp</b> <a href="/vi/x/" onclick="x()">ở đây</a></p><script>alert(1)</script>'),
            ("quote", {"text": "Mời & chào", "speaker": "Bà Hà"}),
            ("links", [{"text": "Bản đồ", "url": "https://example.org/?a=1&b=2"}]),
        ],
    )
    english = version_of(item, "en", "Fair", starts_at=AT, ends_at=AT, venue="Hall")
    with raw_writes("as the newsroom corrects"):
        Correction.objects.create(page=item, text="Giờ mở cửa: 8 giờ.", corrected_by=lan, corrected_at=AT)

    document = read(khach, f"/api/v1/items/{item.pk}")

    assert document["html"] == (
        "<h2>Chương trình</h2>\n"
        '<p>Đọc <b>tiếp</b> <a href="http://localhost:8000/vi/x/">ở đây</a></p>alert(1)\n'
        "<blockquote><p>Mời &amp; chào</p><p>— Bà Hà</p></blockquote>\n"
        '<ul><li><a href="https://example.org/?a=1&amp;b=2">Bản đồ</a></li></ul>'
    )
    assert document["text"] == "Chương trình\nĐọc tiếp ở đây\nalert(1)\nMời & chào\n— Bà Hà\nBản đồ"
    assert document["event"] == {
        "starts_at": "2026-03-01T12:00:00+07:00", "ends_at": "2026-03-01T14:00:00+07:00", "venue": "Nhà văn hoá",
        "venue_address": "", "organiser": "", "event_url": "",
    }  # fmt: skip
    assert document["corrections"] == [{"text": "Giờ mở cửa: 8 giờ.", "corrected_at": "2026-03-01T12:00:00+07:00"}]
    assert [(row["language"], row["title"]) for row in document["versions"]] == [("en", "Fair"), ("vi", "Hội chợ")]
    assert document["versions"][0]["api_url"] == f"http://localhost:8000/api/v1/items/{english.pk}"
    assert document["urn"].startswith("urn:uuid:")
    assert document["urn"] != read(khach, f"/api/v1/items/{english.pk}")["urn"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lang=de", "lang"), ("kind=blog", "kind"), ("topic=nothing", "topic"), ("agency=nobody", "agency"),
        ("since=2026-13-45", "since"), ("since=0001-01-01", "since"),
        ("since=0001-01-01T00:00:00%2B14:00", "since"), ("page=0", "page"),
        ("page=-1", "page"), ("page=1000000000", "page"), ("page=²", "page"), ("page=" + "9" * 5000, "page"),
        ("colour=red", "colour"), ("topic=" + "x" * 10_000, "topic"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_a_sentence(query: str, parameter: str, khach: Client) -> None:
    answer = khach.get(f"/api/v1/items?{query}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    details = answer.json()
    assert (details["parameter"], details["status"], details["title"]) == (parameter, 400, "Bad Request")
    assert details["detail"].endswith(".")
    assert len(details["detail"]) < 1000


def test_the_questions_do_not_grow_with_the_list(khach: Client, count_queries: Callable[[], Any]) -> None:
    publish("Một", topic="border")
    khach.get("/api/v1/items")
    with count_queries() as one:
        khach.get("/api/v1/items")
    other = people.add_agency("so-ngoai-vu", "Sở Ngoại vụ", "", level=Agency.Level.DEPARTMENT)
    for number in range(2):
        publish(f"Nữa {number}", topic="sea_islands", agency=other)
    with count_queries() as three:
        assert len(khach.get("/api/v1/items").json()["results"]) == 3
    assert (len(one), len(three)) == (4, 4)


def test_any_site_may_read_and_no_reader_is_marked(khach: Client) -> None:
    publish("Tin")
    answer = khach.get("/api/v1/items", headers={"Origin": "https://so.example.vn"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "s-maxage=60" in answer.headers["Cache-Control"]
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")
    asked_before = khach.options("/api/v1/items")
    assert asked_before.status_code == 204
    assert asked_before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    refused = khach.post("/api/v1/items")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
