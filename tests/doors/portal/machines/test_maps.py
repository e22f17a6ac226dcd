"""Maps lead to everything that is listed, once, with its language versions, and to nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lantoa.base import actions as base
from lantoa.desks.media import tasks as media
from lantoa.desks.newsroom.models import Event
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.cache.answers import MOST_BYTES
from lantoa.doors.portal.machines import maps
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import publish, version_of, withdraw
from tests.doors.portal.machines.formats import map_faults, maps_of, places_of

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"


def body(khach: Client, path: str) -> bytes:
    answer = khach.get(path.removeprefix(HERE))
    assert answer.status_code == 200, path
    assert "s-maxage=300" in answer.headers["Cache-Control"]
    return answer.content


def map_of(item: Any) -> str:
    return f"/sitemaps/items-{item.pk // maps.ITEMS_IN_A_MAP + 1}.xml"


def everything(khach: Client) -> dict[str, dict[str, str]]:
    """All that the index leads to."""
    found: dict[str, dict[str, str]] = {}
    for address in maps_of(body(khach, "/sitemap.xml")):
        text = body(khach, address)
        assert map_faults(text) == []
        found |= places_of(text)
    return found


def test_the_index_leads_to_every_item_in_every_language(khach: Client) -> None:
    item = publish("Mở cửa khẩu", at=AT)
    version_of(item, "en", "A border gate opens")
    found = everything(khach)

    vi, en = f"{HERE}/vi/tin-tuc/mo-cua-khau/", f"{HERE}/en/news/a-border-gate-opens/"
    assert found[vi] == found[en] == {"vi": vi, "en": en, "x-default": en}
    assert found[f"{HERE}/vi/"] == {"vi": f"{HERE}/vi/", "en": f"{HERE}/en/", "x-default": f"{HERE}/"}
    assert found[f"{HERE}/vi/su-kien/"]["en"] == f"{HERE}/en/events/"
    for address in found:
        assert khach.get(address.removeprefix(HERE)).status_code == 200


def test_a_single_version_is_its_own_alternate(khach: Client) -> None:
    publish("Chỉ tiếng Việt")
    here = f"{HERE}/vi/tin-tuc/chi-tieng-viet/"
    assert everything(khach)[here] == {"vi": here, "x-default": here}


def test_what_is_withdrawn_is_on_no_map_and_no_versions_alternate(khach: Client) -> None:
    item = publish("Rút")
    english = version_of(item, "en", "Stays")
    assert f"{HERE}/vi/tin-tuc/rut/" in everything(khach)
    withdraw(item, "Sai.")
    found = everything(khach)
    assert f"{HERE}/vi/tin-tuc/rut/" not in found
    here = f"{HERE}/en/news/{english.slug}/"
    assert found[here] == {"en": here, "x-default": here}


def test_items_are_cut_into_maps_that_stay_as_they_are(khach: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "ITEMS_IN_A_MAP", 2)
    items = [publish(f"Tin {number}", at=AT + timedelta(hours=number)) for number in range(4)]
    full = body(khach, map_of(items[0]))
    late = publish("Tin 4", at=AT - timedelta(days=400))

    names = maps_of(body(khach, "/sitemap.xml"))
    held = [list(places_of(body(khach, name))) for name in names[2:]]
    assert [name.rpartition("/")[2] for name in names[:2]] == ["sections.xml", "news.xml"]
    assert [address for piece in held for address in piece] == [f"{HERE}/vi/tin-tuc/tin-{n}/" for n in range(5)]
    assert all(1 <= len(piece) <= 2 for piece in held)
    assert names[2:] == list(dict.fromkeys(HERE + map_of(item) for item in [*items, late]))
    assert body(khach, map_of(items[0])) == full
    withdraw(items[3], "Sai.")
    assert body(khach, map_of(items[0])) == full
    beyond = late.pk // 2 + 2
    for number in (0, beyond, 10**20):
        assert khach.get(f"/sitemaps/items-{number}.xml").status_code == 404


def test_a_map_of_items_in_all_languages_is_small_enough_to_be_kept(khach: Client) -> None:
    # Letters of a usual title, and a letter of each.
    letters = {
        "zh-hans": (25, "边"), "ko": (35, "국"), "ja": (30, "境"), "lo": (60, "ຊ"), "km": (70, "ព"), "fr": (65, "a"),
        "ru": (65, "г"),
    }  # fmt: skip
    item = publish("a" * 60)
    version_of(item, "en", "b" * 60)
    for language, (count, letter) in letters.items():
        portal.open_language(language)
        version_of(item, language, "Tin", slug=letter * count)
    places = body(khach, map_of(item)).partition(b"<url>")[2]
    assert places.count(b"</url>") == 9
    assert len(places) / 9 * maps.ITEMS_IN_A_MAP < MOST_BYTES


def test_the_map_names_a_picture_that_was_drawn(khach: Client) -> None:
    item = publish("Có ảnh", picture=content.picture())
    assert b"image:loc" not in body(khach, map_of(item))
    khach.get("/vi/feeds/feed.json")
    media.take_up_missing()
    image = khach.get("/vi/feeds/feed.json").json()["items"][0]["image"]
    assert f"<image:image><image:loc>{image}</image:loc></image:image>".encode() in body(khach, map_of(item))


def test_news_are_those_of_two_days(khach: Client) -> None:
    now = timezone.now()
    publish("Hôm nay <1>", at=now - timedelta(hours=1))
    publish("Hôm kia", at=now - timedelta(days=2, minutes=1))
    publish("Hội chợ", model=Event, at=now - timedelta(hours=1))
    text = body(khach, "/sitemaps/news.xml")

    assert map_faults(text) == []
    assert list(places_of(text)) == [f"{HERE}/vi/tin-tuc/hom-nay-1/"]
    assert "<news:title>Hôm nay &lt;1&gt;</news:title>" in text.decode()
    assert "<news:name>Tỉnh của bạn</news:name><news:language>vi</news:language>" in text.decode()


def test_the_questions_do_not_grow_with_a_map(
    khach: Client, count_queries: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "ITEMS_IN_A_MAP", 10**9)
    item = publish("Một", picture=content.picture())
    version_of(item, "en", "One")
    with count_queries() as one:
        body(khach, map_of(item))
    for number in range(2):
        publish(f"Nữa {number}", picture=content.picture(f"{number}.jpg"))
    with count_queries() as three:
        assert len(places_of(body(khach, map_of(item)))) == 4
    assert (len(one), len(three)) == (3, 3)


def test_robots_are_shown_the_map_and_kept_out_of_the_office(khach: Client) -> None:
    answer = khach.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *", "Disallow: /office/", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /join/",
        "Disallow: /set-up/", "Disallow: /drafts/", "Disallow: /*/search/", "", "Sitemap: http://localhost:8000/sitemap.xml",
    ]  # fmt: skip


def test_robots_are_kept_out_of_an_invented_province(khach: Client) -> None:
    base.mark_sample({})
    assert khach.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_security_txt_names_the_contact_for_less_than_a_year(khach: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert khach.get("/.well-known/security.txt").status_code == 404
    monkeypatch.setattr(settings, "SECURITY_CONTACT", "mailto:attt@example.vn")
    answer = khach.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timedelta(days=150) < expires - datetime.now(UTC) < timedelta(days=365)
    assert fields == {
        "Contact": "mailto:attt@example.vn",
        "Preferred-Languages": "vi, en",
        "Canonical": "http://localhost:8000/.well-known/security.txt",
    }


@pytest.mark.parametrize(
    ("address", "kind", "begins"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon", b"\x00\x00\x01\x00"),
        ("/apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/apple-touch-icon-precomposed.png", "image/png", b"\x89PNG"),
    ],
)
def test_the_mark_stands_where_browsers_look_for_it(khach: Client, address: str, kind: str, begins: bytes) -> None:
    answer = khach.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.content.startswith(begins)
    assert "max-age=86400" in answer.headers["Cache-Control"]
