"""The links of an item, and which of those that stay inside lead nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from lantoa.core.people.models import User
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models import ITEM_TYPES, BrokenLink, ContentPage, LinkFault
from lantoa.desks.newsroom.queries.desk import items_seen_by

# What the portal's page of an item has under a name.
_PLACES = {"", "main", "sources", "corrections", "share"}


@dataclass(frozen=True)
class Link:
    """page, document: what was chosen in the editor, else None; then `address` is only its name"""

    address: str
    words: str
    page: int | None = None
    document: int | None = None

    @property
    def is_outside(self) -> bool:
        if self.page is not None or self.document is not None or self.address.startswith(settings.PUBLIC_URL + "/"):
            return False
        return self.address.lower().startswith(("http://", "https://"))


def checked_items() -> Iterator[ContentPage]:
    """Everything that readers can open, each as its class."""
    for model in ITEM_TYPES:
        yield from model.objects.live().order_by("pk").prefetch_related("sources").iterator(chunk_size=200)


def links_of(item: ContentPage) -> list[Link]:
    """Every link that a reader can press, once for each address; no question beyond the sources."""
    found = [*_of_body(item.body.raw_data), *(Link(source.url, source.text) for source in item.sources.all())]
    found += [Link(getattr(item, field, ""), "") for field in ("event_url", "partner_url")]
    return list({link.address: link for link in reversed(found) if link.address}.values())[::-1]


def faults_inside(links: Iterable[Link]) -> dict[Link, LinkFault]:
    """Of the links that stay on this portal, those that lead nowhere; four questions for any number."""
    inside = [link for link in links if not link.is_outside]
    pages, documents = {link.page for link in inside}, {link.document for link in inside}
    live = set(Page.objects.live().filter(pk__in=pages - {None}).values_list("pk", flat=True))
    files = set(MediaDocument.objects.filter(pk__in=documents - {None}).values_list("pk", flat=True))
    # PostgreSQL cannot compare with a NUL, and no page has one in its path.
    paths = {path for link in inside if (path := _path_of(link)) and "\0" not in path}
    known = set(Page.objects.live().filter(url_path__in=paths).values_list("url_path", flat=True))
    moved = {path.rstrip("/") for path in paths - known}
    known |= {f"{path}/" for path in Redirect.objects.filter(old_path__in=moved).values_list("old_path", flat=True)}
    faults = {link: _fault(link, live, files, known) for link in inside}
    return {link: fault for link, fault in faults.items() if fault}


def broken_links_for(user: User) -> "QuerySet[BrokenLink]":
    """Of the items that a person works on, with them, the longest broken first."""
    found = BrokenLink.objects.filter(page__in=items_seen_by(user).order_by().values("pk"))
    return found.select_related("page", "page__agency").order_by("found_at", "page_id", "pk")


def _fault(link: Link, live: set[int], files: set[int], known: set[str]) -> LinkFault | None:
    if link.page is not None:
        return None if link.page in live else LinkFault.NOT_PUBLISHED
    if link.document is not None:
        return None if link.document in files else LinkFault.NO_FILE
    if link.address.startswith("#"):
        return None if link.address[1:] in _PLACES else LinkFault.NO_PLACE
    path = _path_of(link)
    return LinkFault.NO_PAGE if path and path not in known and not _is_answered(path) else None


def _path_of(link: Link) -> str:
    """Of an address of ours, as a page's path in the tree is written; "" for another."""
    address = link.address.removeprefix(settings.PUBLIC_URL)
    if link.page is not None or link.document is not None or not address.startswith("/") or address.startswith("//"):
        return ""
    path = unquote(urlsplit(address).path)
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def _is_answered(path: str) -> bool:
    """Whether an address is one of the software's own: a feed, the table of heads, the page on privacy."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            return resolve(path).url_name not in {"wagtail_serve", "nothing"}
        except Resolver404:
            return False


# -- what stands in a body -------------------------------------------------------------------------


def _of_body(blocks: Sequence[Any]) -> Iterator[Link]:
    for block in blocks:
        value = block["value"]
        match block["type"]:
            case "text":
                reader = _Anchors()
                reader.feed(value)
                yield from reader.links
            case "file" if value:
                yield _document(value, "")
            case "items":
                yield from (_page(page, "") for page in _values(value) if page)
            case "links":
                yield from (Link(link.get("url", ""), link.get("text", "")) for link in _values(value))


def _values(rows: Sequence[Any]) -> list[Any]:
    """Of a list block, as it is stored: each value beside its id."""
    return [row["value"] if isinstance(row, dict) and "value" in row else row for row in rows]


def _page(number: int, words: str) -> Link:
    return Link(f"page {number}", words, page=int(number))


def _document(number: int, words: str) -> Link:
    return Link(f"document {number}", words, document=int(number))


class _Anchors(HTMLParser):
    """Reads the links of rich text as it is stored: <a linktype="page" id="3">…</a>, <a href="https://…">…</a>"""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._open: dict[str, str] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = {name: value or "" for name, value in attrs}, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag != "a" or self._open is None:
            return
        kind, number = self._open.get("linktype", ""), self._open.get("id", "")
        if kind in {"page", "document"} and number.isdecimal():
            self.links.append((_page if kind == "page" else _document)(int(number), self._words))
        elif self._open.get("href"):
            self.links.append(Link(self._open["href"], self._words))
        self._open = None
