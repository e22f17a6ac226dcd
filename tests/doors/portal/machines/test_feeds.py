"""Feeds hold to their formats, keep their ids, and lose what is withdrawn."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency
from lantoa.desks.media import tasks as media
from lantoa.desks.media.models import MediaRendition
from lantoa.desks.newsroom.models import ContentPage, Event
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.models import HomePage, SectionPage
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import publish, version_of, withdraw
from tests.doors.portal.machines.formats import atom_faults, json_feed_faults, rss_faults
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
FEEDS = ["rss.xml", "atom.xml", "feed.json"]


def body(khach: Client, path: str) -> bytes:
    answer = khach.get(path)
    assert answer.status_code == 200, path
    return answer.content


def entries(khach: Client, query: str = "", language: str = "vi") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = khach.get(f"/{language}/feeds/feed.json{query}").json()["items"]
    return found


def titles(khach: Client, query: str = "", language: str = "vi") -> list[str]:
    return [entry["title"] for entry in entries(khach, query, language)]


@pytest.fixture
def items() -> list[ContentPage]:
    """Three of two kinds, with everything that could upset a format."""
    return [
        publish("Mở <cửa> & khẩu", topic="border", picture=content.picture(), standfirst="Một <b> & hai."),
        publish("Tin sau", at=AT + timedelta(hours=1)),
        publish("Hội chợ", model=Event, at=AT + timedelta(hours=2)),
    ]


@pytest.mark.parametrize(
    "query", ["", "?kind=event", "?topic=border", "?section=tin-tuc", "?kind=project", "?agency=ubnd-tinh"]
)
def test_every_feed_holds_to_its_format(query: str, items: list[ContentPage], khach: Client) -> None:
    assert atom_faults(body(khach, f"/vi/feeds/atom.xml{query}")) == []
    assert rss_faults(body(khach, f"/vi/feeds/rss.xml{query}")) == []
    assert json_feed_faults(khach.get(f"/vi/feeds/feed.json{query}").json()) == []


def test_the_checks_find_what_is_wrong(items: list[ContentPage], khach: Client) -> None:
    atom = body(khach, "/vi/feeds/atom.xml").decode()
    twice = atom[atom.index("<entry>") : atom.index("</entry>")] + "</entry></feed>"
    assert atom_faults(atom.replace("</feed>", twice).encode()) == ["an id twice"]
    assert atom_faults(re.sub("<updated>.*?</updated>", "<updated>hôm qua</updated>", atom, count=1).encode()) == [
        "hôm qua is no moment"
    ]
    assert atom_faults(re.sub('<link href="[^"]*"', '<link href="/vi/"', atom, count=1).encode()) == [
        "feed: alternate /vi/"
    ]
    rss = body(khach, "/vi/feeds/rss.xml").decode()
    assert rss_faults(rss.replace('isPermaLink="false"', "", 1).encode()) == ["item 0: guid"]
    document = khach.get("/vi/feeds/feed.json").json()
    del document["items"][0]["id"]
    assert json_feed_faults(document) == ["item: no id"]


def test_a_feed_is_of_its_language_newest_first(items: list[ContentPage], khach: Client) -> None:
    version_of(items[0], "en", "A border gate opens")
    assert titles(khach) == ["Hội chợ", "Tin sau", "Mở <cửa> & khẩu"]
    assert titles(khach, language="en") == ["A border gate opens"]
    english = khach.get("/en/feeds/feed.json").json()
    assert (english["title"], english["language"]) == ("Your province", "en")
    assert english["items"][0]["tags"] == ["Article"]


def test_a_feed_is_narrowed_by_kind_topic_and_section(items: list[ContentPage], khach: Client) -> None:
    assert titles(khach, "?kind=event") == ["Hội chợ"]
    assert titles(khach, "?topic=border") == ["Mở <cửa> & khẩu"]
    assert titles(khach, "?section=su-kien") == ["Hội chợ"]
    other = people.add_agency("so-ngoai-vu", "Sở Ngoại vụ", "", level=Agency.Level.DEPARTMENT)
    publish("Của sở", agency=other)
    assert titles(khach, "?agency=so-ngoai-vu") == ["Của sở"]
    assert khach.get("/vi/feeds/feed.json?agency=so-ngoai-vu").json()["title"] == "Tỉnh của bạn · Sở Ngoại vụ"
    assert titles(khach, "?section=tin-tuc&topic=border") == ["Mở <cửa> & khẩu"]
    document = khach.get("/vi/feeds/feed.json?section=su-kien").json()
    assert document["title"] == "Tỉnh của bạn · Sự kiện"
    assert document["home_page_url"] == "http://localhost:8000/vi/su-kien/"
    assert document["feed_url"] == "http://localhost:8000/vi/feeds/feed.json?section=su-kien"


def test_a_section_of_no_kind_feeds_what_stands_under_it(items: list[ContentPage], khach: Client) -> None:
    shelf = SectionPage.objects.get(slug="du-lich")
    publish("Đồi cao su").move(shelf, "last-child")
    assert titles(khach, "?section=du-lich") == ["Đồi cao su"]


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize(
    "query", ["?kind=blog", "?topic=no", "?section=no", "?agency=no", "?section=" + "x" * 10_000, "?kind=%00"]
)
def test_what_does_not_exist_has_no_feed(name: str, query: str, khach: Client) -> None:
    assert khach.get(f"/vi/feeds/{name}").status_code == 200
    assert khach.get(f"/vi/feeds/{name}{query}").status_code in {400, 404}
    assert khach.get(f"/ru/feeds/{name}").status_code == 404


def test_an_entry_keeps_its_id_when_title_and_address_change(items: list[ContentPage], khach: Client) -> None:
    before = entries(khach, "?topic=border")[0]
    page = ContentPage.objects.get(pk=items[0].pk).specific
    page.title, page.slug = "Khác hẳn", "khac-han"
    page.save_revision().publish()
    after = entries(khach, "?topic=border")[0]

    assert (after["title"], after["url"]) == ("Khác hẳn", "http://localhost:8000/vi/tin-tuc/khac-han/")
    assert after["id"] == before["id"]
    assert after["date_published"] == before["date_published"]
    assert after["date_modified"] > before["date_modified"]


def test_the_same_item_has_one_id_in_all_formats_and_another_in_each_language(
    items: list[ContentPage], khach: Client
) -> None:
    version_of(items[0], "en", "A border gate opens")
    rss = ElementTree.fromstring(body(khach, "/vi/feeds/rss.xml?topic=border")).findtext("channel/item/guid")
    assert rss == entries(khach, "?topic=border")[0]["id"]
    assert rss != entries(khach, language="en")[0]["id"]


def test_what_is_withdrawn_leaves_every_feed(items: list[ContentPage], khach: Client) -> None:
    assert "Tin sau" in titles(khach)
    withdraw(items[1], "Sai.")
    for name in FEEDS:
        assert "Tin sau" not in body(khach, f"/vi/feeds/{name}").decode()


def test_a_picture_goes_along_and_a_lost_one_is_left_out(items: list[ContentPage], khach: Client) -> None:
    entries(khach, "?topic=border")
    media.take_up_missing()
    entry = entries(khach, "?topic=border")[0]
    assert entry["image"].startswith("http://localhost:8000/media/pictures/")
    shown = khach.get(entry["image"].removeprefix("http://localhost:8000"))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined] # a file
    enclosure = ElementTree.fromstring(body(khach, "/vi/feeds/rss.xml?topic=border")).find("channel/item/enclosure")
    assert enclosure is not None
    assert (enclosure.get("url"), enclosure.get("type")) == (entry["image"], "image/jpeg")

    lost = content.picture("mat.jpg")
    lost.file.storage.delete(lost.file.name)
    publish("Không ảnh", picture=lost, topic="sea_islands")
    assert "image" not in entries(khach, "?topic=sea_islands")[0]

    for drawn in MediaRendition.objects.all():
        drawn.file.storage.delete(drawn.file.name)
    assert b"<enclosure" not in body(khach, "/vi/feeds/rss.xml?topic=border")


@pytest.mark.parametrize("name", FEEDS)
def test_an_unchanged_feed_is_not_sent_again(name: str, items: list[ContentPage], khach: Client) -> None:
    first = khach.get(f"/vi/feeds/{name}")
    again = khach.get(f"/vi/feeds/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish("Mới", at=AT + timedelta(days=1))
    changed = khach.get(f"/vi/feeds/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.cookies == {}


@pytest.mark.parametrize("name", FEEDS)
def test_an_empty_feed_stays_the_same(name: str, khach: Client) -> None:
    with raw_writes("as an installation that opened today"):
        HomePage.objects.update(first_published_at=AT)
    assert body(khach, f"/vi/feeds/{name}") == body(khach, f"/vi/feeds/{name}")


@pytest.mark.parametrize("name", FEEDS)
def test_the_questions_do_not_grow_with_the_feed(name: str, khach: Client, count_queries: Callable[[], Any]) -> None:
    publish("Một", picture=content.picture(), topic="border")
    khach.get(f"/vi/feeds/{name}")
    with count_queries() as one:
        khach.get(f"/vi/feeds/{name}")
    for number in range(2):
        publish(f"Nữa {number}", picture=content.picture(f"{number}.jpg"), at=AT + timedelta(hours=number))
    khach.get(f"/vi/feeds/{name}")
    with count_queries() as three:
        khach.get(f"/vi/feeds/{name}")
    assert (len(one), len(three)) == (6, 6)


def test_a_feed_says_nothing_of_the_host_that_asked(items: list[ContentPage], khach: Client) -> None:
    answer = khach.get("/vi/feeds/atom.xml", headers={"Host": "127.0.0.1"})
    assert b"127.0.0.1" not in answer.content
    portal.open_language("fr")
    assert khach.get("/fr/feeds/atom.xml").status_code == 200


def test_any_site_may_read_feeds_calendars_and_counters(khach: Client) -> None:
    for name in ("feeds/rss.xml", "feeds/atom.xml", "feeds/feed.json", "calendar.ics", "counters.json"):
        assert khach.get(f"/vi/{name}").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in khach.get("/vi/").headers


def test_who_follows_an_agency_reads_on_after_its_merger(khach: Client, django_assert_max_num_queries: Any) -> None:
    old = people.add_agency("so-cu", "Sở Cũ", "Old Department", level=Agency.Level.DEPARTMENT)
    new = people.add_agency("so-moi", "Sở Mới", "New Department", level=Agency.Level.DEPARTMENT)
    newest = people.add_agency("so-moi-nua", "Sở Mới nữa", "Newer Department", level=Agency.Level.DEPARTMENT)
    publish("Tin của Sở Cũ", agency=old)
    publish("Sở Mới khi còn riêng", agency=new)
    day = (AT + timedelta(days=10)).date()
    publish("Sở Mới sau sáp nhập", agency=new, at=AT + timedelta(days=11))
    publish("Của Sở Mới nữa", agency=newest, at=AT + timedelta(days=31))
    urn = ElementTree.fromstring(body(khach, "/vi/feeds/atom.xml?agency=so-cu")).findtext("{*}id")
    assert titles(khach, "?agency=so-cu") == ["Tin của Sở Cũ"]

    people.merge_agency(old, into=new, on=day)
    assert titles(khach, "?agency=so-cu") == ["Sở Mới sau sáp nhập", "Tin của Sở Cũ"]
    people.merge_agency(new, into=newest, on=day + timedelta(days=20))
    whole = ["Của Sở Mới nữa", "Sở Mới sau sáp nhập", "Tin của Sở Cũ"]
    with django_assert_max_num_queries(15):
        assert titles(khach, "?agency=so-cu") == whole
    # The same feed under the same address, by the name of today.
    feed = ElementTree.fromstring(body(khach, "/vi/feeds/atom.xml?agency=so-cu"))
    assert feed.findtext("{*}id") == urn
    assert "Sở Mới nữa" in (feed.findtext("{*}title") or "")
    assert khach.get("/vi/feeds/feed.json?agency=so-cu").json()["feed_url"].endswith("?agency=so-cu")
    frame = body(khach, "/vi/embed/?agency=so-cu").decode()
    assert all(title in frame for title in whole)
    # What goes on is followed as it was.
    assert titles(khach, "?agency=so-moi-nua") == ["Của Sở Mới nữa"]


def test_a_merger_that_lies_ahead_changes_no_feed(khach: Client) -> None:
    old = people.add_agency("so-cu", "Sở Cũ", "Old Department", level=Agency.Level.DEPARTMENT)
    new = people.add_agency("so-moi", "Sở Mới", "New Department", level=Agency.Level.DEPARTMENT)
    publish("Sở Mới", agency=new)
    people.merge_agency(old, into=new, on=timezone.localdate() + timedelta(days=1))
    answer = khach.get("/vi/feeds/feed.json?agency=so-cu").json()
    assert answer["items"] == []
    assert "Sở Cũ" in answer["title"]
