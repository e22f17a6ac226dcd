"""The head of a page: one address, its languages, its feeds, a card, and what it is in the words of schema.org."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from lantoa.base import actions as base
from lantoa.desks.media import tasks as media
from lantoa.desks.newsroom.models import (
    Article,
    Correction,
    Event,
    InvestmentProject,
    LandingPage,
    Partner,
    PressRelease,
    ProvinceProfile,
    Publication,
)
from lantoa.doors.portal import queries
from lantoa.doors.portal.templatetags import machines
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import publish, version_of, withdraw
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"


def head_of(khach: Client, item: Any) -> str:
    path = item if isinstance(item, str) else item.url_path
    answer = khach.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().partition("</head>")[0]


def links_of(head: str, relation: str) -> list[dict[str, str]]:
    tags = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<link [^>]+>", head)]
    return [{name: unescape(value) for name, value in tag.items()} for tag in tags if tag["rel"] == relation]


def metas_of(head: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head)
    return {name: unescape(value) for name, value in found}


def things_of(head: str) -> dict[str, dict[str, Any]]:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
    graph = json.loads(text)
    assert graph["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in graph["@graph"]}


def test_an_item_names_its_address_and_its_languages(khach: Client) -> None:
    item = publish("Mở cửa khẩu")
    english = version_of(item, "en", "A border gate opens")
    vi, en = HERE + item.url_path, HERE + english.url_path
    for version, own in ((item, vi), (english, en)):
        head = head_of(khach, version)
        assert [link["href"] for link in links_of(head, "canonical")] == [own]
        languages = {row["hreflang"]: row["href"] for row in links_of(head, "alternate") if "hreflang" in row}
        assert languages == {"vi": vi, "en": en, "x-default": en}


def test_a_version_that_was_withdrawn_is_none_to_lead_to(khach: Client) -> None:
    item = publish("Mở cửa khẩu")
    english = version_of(item, "en", "A border gate opens")
    assert english.url_path in head_of(khach, item)
    withdraw(english, "Wrong.")
    assert english.url_path not in head_of(khach, item)
    head = head_of(khach, english)
    assert 'content="noindex"' in head
    languages = {row["hreflang"]: row["href"] for row in links_of(head, "alternate") if "hreflang" in row}
    assert languages == {"vi": HERE + item.url_path, "x-default": HERE + item.url_path}


def test_the_way_to_a_page_has_two_steps_or_is_none(khach: Client) -> None:
    assert "BreadcrumbList" not in things_of(head_of(khach, "/vi/"))
    steps = things_of(head_of(khach, "/vi/tin-tuc/"))["BreadcrumbList"]["itemListElement"]
    assert [step["item"] for step in steps] == [f"{HERE}/vi/", f"{HERE}/vi/tin-tuc/"]


def test_a_home_leads_readers_of_other_languages_to_the_address_that_asks_the_browser(khach: Client) -> None:
    rows = links_of(head_of(khach, "/vi/"), "alternate")
    languages = {row["hreflang"]: row["href"] for row in rows if "hreflang" in row}
    assert languages == {"vi": f"{HERE}/vi/", "en": f"{HERE}/en/", "x-default": f"{HERE}/"}


def test_feeds_are_found_from_every_page_and_a_sections_own_from_its_page(khach: Client) -> None:
    def feeds(path: str) -> list[tuple[str, str]]:
        rows = links_of(head_of(khach, path), "alternate")
        return [(row["type"], row["href"]) for row in rows if "type" in row]

    everywhere = [
        ("application/atom+xml", f"{HERE}/vi/feeds/atom.xml"),
        ("application/rss+xml", f"{HERE}/vi/feeds/rss.xml"),
        ("application/feed+json", f"{HERE}/vi/feeds/feed.json"),
    ]
    assert feeds("/vi/") == feeds("/vi/privacy/") == everywhere
    assert feeds("/vi/su-kien/") == [*everywhere, ("application/atom+xml", f"{HERE}/vi/feeds/atom.xml?section=su-kien")]
    for _, address in feeds("/vi/su-kien/"):
        assert khach.get(address.removeprefix(HERE)).status_code == 200


def test_the_second_page_of_a_list_has_an_address_of_its_own(khach: Client) -> None:
    def canonical(path: str) -> str:
        return links_of(head_of(khach, path), "canonical")[0]["href"]

    assert canonical("/vi/tin-tuc/?topic=border") == f"{HERE}/vi/tin-tuc/"
    assert canonical("/vi/tin-tuc/?page=2&topic=border") == f"{HERE}/vi/tin-tuc/?page=2"
    for first in ("1", "²", "0", "999999"):
        assert canonical(f"/vi/tin-tuc/?page={first}") == f"{HERE}/vi/tin-tuc/"


def test_a_card_says_what_the_page_says(khach: Client) -> None:
    item = publish('Mở "cửa" <khẩu>', picture=content.picture(), standfirst="Một & hai.")
    version_of(item, "en", "A border gate opens")
    metas = metas_of(head_of(khach, item))

    image = metas.pop("og:image")
    assert image.startswith(f"{HERE}/media/pictures/")
    assert b"".join(khach.get(image.removeprefix(HERE)).streaming_content)  # type: ignore[attr-defined] # a file
    assert {name: metas[name] for name in metas if ":" in name} == {
        "og:type": "article",
        "og:site_name": "Tỉnh của bạn",
        "og:title": 'Mở "cửa" <khẩu>',
        "og:description": "Một & hai.",
        "og:url": HERE + item.url_path,
        "og:locale": "vi_VN",
        "og:locale:alternate": "en_GB",
        "og:image:width": "900",
        "og:image:height": "474",
        "og:image:alt": "Đồi cao su lúc bình minh",
        "article:published_time": "2026-03-01T12:00:00+07:00",
        "article:modified_time": "2026-03-01T12:00:00+07:00",
        "twitter:card": "summary_large_image",
    }
    assert metas["description"] == "Một & hai."
    assert metas_of(head_of(khach, "/vi/"))["og:type"] == "website"


def test_news_say_who_when_and_what_was_corrected(khach: Client, lan: Any) -> None:
    title = "Mở </script><script>alert(1)</script> cửa khẩu"
    item = publish(title, slug="cua-khau", place=lan.posts.get().agency.place)
    english = version_of(item, "en", "A border gate opens")
    with raw_writes("as the newsroom corrects"):
        Correction.objects.create(page=item, text="Giờ: 8.", corrected_by=lan, corrected_at=AT + timedelta(hours=1))
    head = head_of(khach, item)
    things = things_of(head)

    own = HERE + item.url_path
    assert "<script>alert" not in head
    assert things["NewsArticle"] == {
        "@type": "NewsArticle",
        "@id": own,
        "url": own,
        "mainEntityOfPage": own,
        "name": item.title,
        "headline": item.title,
        "description": "Một câu dẫn.",
        "inLanguage": "vi",
        "datePublished": "2026-03-01T12:00:00+07:00",
        "dateModified": "2026-03-01T12:00:00+07:00",
        "isAccessibleForFree": True,
        "publisher": {"@id": f"{HERE}/#publisher"},
        "author": {"@type": "GovernmentOrganization", "name": "UBND tỉnh Sông Xanh"},
        "contentLocation": {"@type": "Place", "name": "Tỉnh Sông Xanh"},
        "workTranslation": [{"@type": "CreativeWork", "inLanguage": "en", "url": HERE + english.url_path}],
        "correction": [{"@type": "CorrectionComment", "text": "Giờ: 8.", "datePublished": "2026-03-01T13:00:00+07:00"}],
    }
    assert things["GovernmentOrganization"] == {
        "@type": "GovernmentOrganization", "@id": f"{HERE}/#publisher", "name": "Tỉnh của bạn", "url": f"{HERE}/vi/",
    }  # fmt: skip
    steps = [(row["position"], row["name"], row["item"]) for row in things["BreadcrumbList"]["itemListElement"]]
    assert steps == [
        (1, "Tỉnh của bạn", f"{HERE}/vi/"), (2, "Tin tức", f"{HERE}/vi/tin-tuc/"), (3, item.title, own),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "fields", "kind", "said"),
    [
        (Article, {}, "NewsArticle", {}),
        (PressRelease, {}, "NewsArticle", {}),
        (LandingPage, {}, "WebPage", {}),
        (ProvinceProfile, {}, "WebPage", {"about": {"@type": "AdministrativeArea", "name": "Một"}}),
        (Partner, {}, "WebPage", {"about": {"@type": "Place", "name": "Một"}}),
        (InvestmentProject, {}, "WebPage", {"about": {"@type": "Project", "name": "Một"}}),
        (Publication, {"isbn": "978-604-0-00000-0", "page_count": 40}, "Book", {"numberOfPages": 40}),
        (Publication, {"published_year": 2026}, "CreativeWork", {"copyrightYear": 2026}),
        (
            Event,
            {"venue": "Nhà văn hoá", "organiser": "Sở"},
            "Event",
            {
                "startDate": "2026-03-01T12:00:00+07:00",
                "endDate": "2026-03-01T12:00:00+07:00",
                "eventStatus": "https://schema.org/EventScheduled",
                "location": {"@type": "Place", "name": "Nhà văn hoá", "address": "Nhà văn hoá"},
                "organizer": {"@type": "Organization", "name": "Sở"},
            },
        ),
    ],
)
def test_every_kind_is_what_schema_org_calls_it(
    model: Any, fields: dict[str, Any], kind: str, said: dict[str, Any], khach: Client
) -> None:
    thing = things_of(head_of(khach, publish("Một", model=model, **fields)))[kind]
    assert {name: thing[name] for name in said} == said
    works = {"datePublished", "dateModified", "publisher", "author", "contentLocation", "workTranslation"}
    assert (thing["name"], thing.get("headline")) == ("Một", None if model is Event else "Một")
    assert (works & thing.keys() == set()) == (model is Event)
    assert None not in thing.values()


def test_what_is_withdrawn_or_invented_is_kept_out_of_search_engines(khach: Client) -> None:
    item = publish("Tin")
    assert "robots" not in metas_of(head_of(khach, item))
    withdraw(item, "Sai.")
    assert metas_of(head_of(khach, item))["robots"] == "noindex"
    assert "robots" not in metas_of(head_of(khach, "/vi/"))
    base.mark_sample({})
    assert metas_of(head_of(khach, "/vi/"))["robots"] == "noindex"


def test_a_withdrawn_event_is_cancelled(khach: Client) -> None:
    event = publish("Hội chợ", model=Event)
    withdraw(event, "Bão.")
    assert things_of(head_of(khach, event))["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_the_head_asks_for_corrections_where_there_are_any_and_for_nothing_else(
    khach: Client, lan: Any, count_queries: Callable[[], Any]
) -> None:
    """The picture that is handed out is looked up once and then known to all processes."""
    item = version_of(publish("Một", picture=content.picture()), "en", "One", picture=content.picture("2.jpg"))
    with raw_writes("as the newsroom corrects"):
        Correction.objects.create(page=item, text="Giờ.", corrected_by=lan, corrected_at=AT)
    frame = queries.frame_of("en", item.translation_key, now=AT)
    counts = []
    for corrected_at in (None, AT):
        page = Article.objects.select_related("agency", "picture", "place").get(pk=item.pk)
        page.corrected_at = corrected_at
        machines.page_head({"page": page, "frame": frame})
        media.take_up_missing()
        with count_queries() as asked:
            machines.page_head({"page": page, "frame": frame})
        counts.append(len(asked))
    assert counts == [0, 1]
