"""What is not public leaves no trace on any public address: pages, lists, search, feeds, maps, API, files, calendars.

Every word of a hidden item holds MARK, also in its names of files and of people; a reader without an account then
opens everything that is public, follows every link from there, asks for the hidden things by their numbers and names,
and must not meet it.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from lantoa.core.people.models import User
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import Article, ContentPage, Event, PressRelease, Publication, Source
from lantoa.doors.portal.models import HomeDoor, HomeLead, HomePage
from tests.desks import content
from tests.desks.newsroom.desk import Desk, decide, desk, fresh, submit, tick_all
from tests.doors.items import publish
from tests.doors.portal.machines.test_maps import map_of
from tests.factories import Province

pytestmark = pytest.mark.django_db
MARK = "gianhmat"
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
MOST_PAGES = 250

# Where strangers and machines begin; what these lead to is followed.
DOORS = [
    "/robots.txt", "/sitemap.xml", "/sitemaps/news.xml", "/sitemaps/sections.xml",
    "/.well-known/security.txt", "/api/v1/items", "/api/v1/items?kind=press_release", "/api/v1/items?kind=event",
    "/api/v1/items?topic=image", "/api/v1/openapi.json", f"/api/v1/search?q={MARK}", "/api/v1/search?q=cong+khai",
    "/vi/", "/en/", f"/vi/search/?q={MARK}", "/vi/search/?q=cong+khai", f"/vi/search/suggest/?q={MARK[:5]}",
    "/vi/search/suggest/?q=cong", "/vi/feeds/rss.xml", "/vi/feeds/atom.xml", "/vi/feeds/feed.json",
    "/vi/feeds/rss.xml?kind=press_release", "/vi/feeds/atom.xml?topic=image", "/vi/feeds/feed.json?kind=event",
    "/vi/embed/", "/vi/embed/?kind=event", "/vi/calendar.ics", "/vi/counters.json", "/vi/remarks/", "/vi/channels.json",
    "/vi/figures/",
]  # fmt: skip


def words(name: str) -> dict[str, Any]:
    """Everything an item can say, with the mark in each of it."""
    picture = content.picture(
        f"{MARK}-{name}.jpg", title=f"{MARK} {name}", description=f"Ảnh {MARK} {name}", credit=f"{MARK} {name}"
    )
    file = MediaDocument.objects.create(
        title=f"{MARK} tệp {name}", file=ContentFile(b"%PDF-1.7\n", name=f"{MARK}-{name}.pdf"), licence="CC0"
    )
    blocks = [
        {"type": "heading", "value": f"{MARK} {name}"},
        {"type": "text", "value": f"<p>{MARK} {name}</p>"},
        {"type": "picture", "value": {"picture": picture.pk, "caption": f"{MARK} {name}", "alternative_text": ""}},
        {"type": "file", "value": file.pk},
    ]
    return {
        "title": f"{MARK} {name}", "slug": f"{MARK}-{name}", "standfirst": f"{MARK} {name}", "topic": "image",
        "picture": picture, "body": blocks,
    }  # fmt: skip


def draft(newsroom: Desk, kind: type[ContentPage], name: str, **fields: Any) -> Any:
    page = content.add(kind, newsroom.province.commune_a, live=False, owner=newsroom.viet, **words(name), **fields)
    page.sources.add(Source(text=f"{MARK} {name}"))
    page.save_revision(user=newsroom.viet)
    return page


def approve(page: ContentPage, newsroom: Desk) -> Any:
    tick_all(page, by=newsroom.viet)
    submit(page, by=newsroom.viet)
    decide(fresh(page), "approve", by=newsroom.duyet)
    return fresh(page)


class Hidden:
    """Items of every kind of hiding, and a public one that leads to all of them."""

    def __init__(self, province: Province) -> None:
        newsroom, soon = desk(province), timezone.now() + timedelta(days=3)
        self.draft = draft(newsroom, Article, "nhap")
        self.in_review = draft(newsroom, Event, "cho-duyet", starts_at=soon, ends_at=soon)
        tick_all(self.in_review, by=newsroom.viet)
        submit(self.in_review, by=newsroom.viet)
        self.embargoed = approve(
            draft(newsroom, PressRelease, "giu-tin", embargo_until=soon, contact_name=MARK), newsroom
        )
        self.scheduled = approve(
            draft(newsroom, Event, "hen-gio", starts_at=soon, ends_at=soon, go_live_at=soon), newsroom
        )
        self.file = MediaDocument.objects.get(title=f"{MARK} tệp nhap")
        self.publication = draft(newsroom, Publication, "an-pham", file=self.file)
        self.all = [self.draft, self.in_review, self.embargoed, self.scheduled, self.publication]
        self.public = publish(
            "Bài công khai", topic="image", agency=province.commune_a,
            body=[
                {"type": "items", "value": [page.pk for page in self.all]},
                *({"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">đây</a></p>'} for page in self.all),
            ],
        )  # fmt: skip
        # Its next text is a draft, though it is public itself.
        changed = fresh(self.public)
        changed.title = changed.standfirst = f"{MARK} sửa"
        changed.body = [("text", f"<p>{MARK} sửa</p>")]
        changed.save_revision(user=newsroom.viet)
        home = HomePage.objects.get(locale__language_code="vi")
        home.leads = [HomeLead(item=self.draft), HomeLead(item=self.embargoed)]
        home.doors = [HomeDoor(title="Cửa", target=self.scheduled)]
        home.save()

    def asked_for(self) -> Iterator[str]:
        """By their numbers and names, as who guesses would."""
        for page in Page.objects.filter(pk__in=[item.pk for item in self.all]):
            yield "/" + page.url_path.strip("/") + "/"
            yield f"/api/v1/items/{page.pk}"
            yield f"/vi/calendar/{page.pk}.ics"
            yield f"/vi/remark/?about={page.pk}"
        for file in MediaDocument.objects.filter(title__startswith=MARK):
            yield file.url


@pytest.fixture
def hidden(province: Province) -> Hidden:
    return Hidden(province)


def read(khach: Client, address: str) -> tuple[int, str]:
    response = khach.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    told = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response.status_code, f"{told}\n{body.decode('utf-8', 'replace')}"


_LINK = re.compile(
    r"""(?:href|src|action)="([^"]+)"|content="((?:https?:/)?/[^"]+)"|<(?:loc|link|image:loc)>([^<]+)<|"(?:url|home_page_url|api)":\s*"([^"]+)\""""
    r"""|^Location: (\S+)""",
    re.MULTILINE,
)


def walk(khach: Client, starts: list[str]) -> dict[str, tuple[int, str]]:
    """Every public address that is reached from these, with what it answers."""
    found: dict[str, tuple[int, str]] = {}
    waiting = list(starts)
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        if address in found or address.startswith(("/static/", "/accounts/", "/office/", "/admin/")):
            continue
        found[address] = read(khach, address)
        for match in _LINK.finditer(found[address][1]):
            link = urljoin(f"http://localhost:8000{address}", unescape(next(filter(None, match.groups()))))
            parts = urlsplit(link)
            if parts.hostname in {"localhost", "testserver"}:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def traces(pages: dict[str, tuple[int, str]]) -> list[str]:
    """Addresses that say the mark without having been asked for it."""
    return sorted(address for address, (_status, text) in pages.items() if _said(text, address))


def _said(text: str, address: str) -> bool:
    # A search shows again what was looked for: in its title, in its fields, where it says that it found nothing.
    if f"q={MARK}" in address:
        text = re.sub(rf'<title>.*?</title>|value="{MARK}"|“{MARK}”|[?&]q={MARK}', "", text)
    elif MARK in address:
        # What is not there offers to look for the words of the address that was asked.
        text = re.sub(r'name="q" value="[^"]*"', "", text)
    return MARK in text.lower()


def test_what_is_not_public_leaves_no_trace_anywhere(hidden: Hidden, khach: Client) -> None:
    pages = walk(khach, [*DOORS, *hidden.asked_for()])
    assert len(pages) > 60
    assert any("Bài công khai" in text for _status, text in pages.values())
    assert traces(pages) == []
    assert {address: status for address, (status, _) in pages.items() if status >= 500} == {}
    asked = {address: pages[address][0] for address in hidden.asked_for() if "about=" not in address}
    assert set(asked.values()) == {404}


def test_the_walk_would_meet_them_if_they_were_public(hidden: Hidden, khach: Client, province: Province) -> None:
    """The same walk, after the draft was approved: lists, feeds, maps, the search and its file all tell of it."""
    newsroom = desk_again(province)
    approve(hidden.draft, newsroom)
    met = set(traces(walk(khach, [*DOORS, *hidden.asked_for()])))
    needed = {
        "/vi/", "/vi/tin-tuc/", map_of(hidden.draft), "/sitemaps/news.xml", "/api/v1/items", "/vi/feeds/rss.xml",
        "/vi/feeds/atom.xml", "/vi/feeds/feed.json", "/vi/embed/", f"/vi/tin-tuc/{MARK}-nhap/",
        f"/api/v1/search?q={MARK}", f"/api/v1/items/{hidden.draft.pk}",
    }  # fmt: skip
    assert needed - met == set()
    assert read(khach, hidden.file.url)[0] == 200


def desk_again(province: Province) -> Desk:
    people = {name: User.objects.get(username=name) for name in ("viet", "duyet", "doan", "khac", "dich")}
    return Desk(province=province, **people)


def test_what_was_withdrawn_is_met_at_its_own_address_alone(hidden: Hidden, khach: Client, province: Province) -> None:
    page = approve(hidden.draft, desk_again(province))
    actions.withdraw(page, by=province.lan, at=timezone.now(), reason="Sai số liệu.")
    own = f"/vi/tin-tuc/{MARK}-nhap/"
    pages = walk(khach, [own, *DOORS, f"/api/v1/items/{page.pk}"])
    # A sentence that led there still does: to the page with its banner.
    public = "/vi/tin-tuc/bai-cong-khai/"
    assert own in pages[public][1]
    pages[public] = (200, pages[public][1].replace(own, ""))
    assert "Sai số liệu." in pages[own][1]
    assert 'content="noindex' in pages[own][1]
    # The interface says that it was withdrawn and why, so that whoever copied it can take it away there; and a reader
    # of the page may write about it.
    said = {own, f"/api/v1/items/{page.pk}", f"/vi/remark/?about={page.pk}"}
    assert {address for address in traces(pages) if not address.startswith(("/documents/", "/media/"))} == said
    assert pages[f"/api/v1/items/{page.pk}"][0] == 410
