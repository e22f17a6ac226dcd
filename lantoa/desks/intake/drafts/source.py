"""A feed (RSS, Atom) or an export of WordPress, read under limits into what each of its items says.

Its XML is strangers' work, so a process of its own reads it (`child.py`); nothing here opens an address or a file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from lantoa.base import children

MOST_BYTES = 64 * 1024 * 1024
MOST_ITEMS = 5_000
MOST_MEMORY_BYTES = 512 * 1024 * 1024
MOST_SECONDS = 60
# Of one text: longer than any article, shorter than a picture written as letters.
MOST_LETTERS = 2_000_000

_CHILD = Path(__file__).with_name("child.py")
_META = "wp:postmeta/wp:meta"
# How WPML's own export tool names them; Polylang's are categories of these domains.
_WPML = {"_wpml_import_language_code": "language", "_wpml_import_translation_group": "group"}
_POLYLANG = {"language": "language", "post_translations": "group"}
# Our languages under the names that others give them.
_LANGUAGES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans-cn": "zh-hans", "cn": "zh-hans", "jp": "ja", "kr": "ko"}


class BadSource(Exception):
    """The file cannot be taken in at all; the message says why and what to do."""


@dataclass(frozen=True)
class Told:
    """One item as the file tells it. number: its place in the file, from 1; kind: post, page, attachment ...

    files: address, words, declared type
    """

    number: int
    line: int
    guid: str
    link: str
    title: str
    html: str
    summary: str
    author: str
    published_at: datetime | None
    categories: list[str]
    kind: str = "post"
    status: str = "publish"
    slug: str = ""
    language: str = ""
    group: str = ""
    files: list[tuple[str, str, str]] = field(default_factory=list)
    is_protected: bool = False
    too_long: bool = False


@dataclass(frozen=True)
class Source:
    """form: wordpress, rss or atom"""

    form: str
    title: str
    link: str
    items: list[Told]


def read(content: bytes) -> Source:
    """raises: BadSource"""
    if len(content) > MOST_BYTES:
        raise BadSource(_reason("size"))
    limits = [MOST_MEMORY_BYTES, MOST_SECONDS, 2 * MOST_BYTES, MOST_ITEMS, MOST_LETTERS]
    try:
        lines = children.answer(_CHILD, content, limits=limits, seconds=MOST_SECONDS)
    except children.Refused as error:
        raise BadSource(_reason(error.code)) from error
    del content
    told = [json.loads(line) for line in lines.splitlines()]
    last = told.pop()
    head = _Fields(last["fields"])
    form = "wordpress" if head.text("wp:wxr_version") else "atom" if last["root"] == "feed" else "rss"
    items = [_told(row, head, form) for row in told]
    if not items:
        raise BadSource(_("There is no item in this file."))
    link = head.text("link") or head.text("wp:base_blog_url") or _atom_link(head)
    return Source(form, head.text("title"), link, _with_pictures(items, told))


def _reason(code: str) -> str:
    if code.startswith("xml:"):
        line = int(code.removeprefix("xml:"))
        return _(
            "Line %(line)s cannot be read: this is no XML, or a letter there is not written in the encoding that the "
            "file declares. Export it once more, as UTF-8."
        ) % {"line": line}
    reasons = {
        "encoding": _("The file declares an encoding that cannot be read. Export it once more, as UTF-8."),
        "entity": _("The file declares entities of its own, which can hide harm; it is refused as a whole."),
        "cut": _(
            "It ends in the middle: it was not exported or sent whole. Export it once more; a large one in parts, for "
            "example year by year."
        ),
        "page": _("This is a web page and no feed. A feed often stands at the same address with /feed/ or /rss."),
        "depth": _("Its elements stand within each other too deeply; no feed and no export is built so."),
        "unknown": _("This is neither RSS nor Atom nor an export of WordPress (WXR)."),
        "items": _("There are more than %(count)s items in it. Export them year by year.") % {"count": MOST_ITEMS},
    }
    too_large = _("It is larger than can be read safely (%(size)s MB). Export it in parts, for example year by year.")
    return reasons.get(code, too_large % {"size": MOST_BYTES // 1024 // 1024})


# -- fields ----------------------------------------------------------------------------------------


class _Fields:
    """What stands in an item or over all of them, by name."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def text(self, *names: str) -> str:
        """Of the first of these names that says something."""
        return next((text for wanted in names for name, _a, text in self.rows if name == wanted and text), "")

    def all(self, name: str) -> Iterator[tuple[dict[str, str], str]]:
        return ((attributes, text) for found, attributes, text in self.rows if found == name)

    def pairs(self, key: str, value: str) -> dict[str, str]:
        """Of rows that follow each other: the text of the one by that of the other."""
        found, current = {}, ""
        for name, _attributes, text in self.rows:
            if name == key:
                current = text
            elif name == value and current:
                found[current] = text
        return found


def _told(row: dict[str, Any], head: _Fields, form: str) -> Told:
    fields = _Fields(row["fields"])
    link = _atom_link(fields) if form == "atom" else fields.text("link")
    link = urljoin(_atom_link(head) or head.text("link"), link) if link else ""
    link = link if _is_web(link) else ""
    common = {
        "number": row["item"], "line": row["line"], "link": link, "title": fields.text("title"),
        "guid": fields.text("guid", "id") or link, "too_long": bool(fields.text("too_long")),
    }  # fmt: skip
    if form == "wordpress":
        return _of_wordpress(fields, head, common)
    moment = fields.text("pubDate", "published", "dc:date", "updated")
    body, summary = fields.text("content:encoded", "content"), fields.text("description", "summary")
    return Told(
        **common, html=body or summary, summary=summary if body else "",
        author=fields.text("dc:creator", "author/name") or _without_address(fields.text("author")),
        published_at=moment_of(moment),
        categories=[text or attributes.get("term", "") for attributes, text in fields.all("category")],
        files=[(told["url"], "", told.get("type", "")) for told, _text in fields.all("enclosure") if told.get("url")],
    )  # fmt: skip


def _of_wordpress(fields: _Fields, head: _Fields, common: dict[str, Any]) -> Told:
    names = head.pairs("wp:author/wp:author_login", "wp:author/wp:author_display_name")
    meta = fields.pairs(f"{_META}_key", f"{_META}_value")
    told = {_WPML[key]: value for key, value in meta.items() if key in _WPML}
    categories = []
    for attributes, text in fields.all("category"):
        domain = attributes.get("domain", "category")
        if domain in _POLYLANG:
            told[_POLYLANG[domain]] = attributes.get("nicename", text)
        elif domain in {"category", "post_tag"}:
            categories.append(text)
    login = fields.text("dc:creator")
    status = fields.text("wp:status") or "publish"
    moment = moment_of(fields.text("wp:post_date_gmt"), zone=UTC) or moment_of(fields.text("wp:post_date"))
    return Told(
        **common, html=fields.text("content:encoded"), summary=fields.text("excerpt:encoded"),
        author=names.get(login, login), published_at=moment if status in {"publish", "private"} else None,
        categories=categories, kind=fields.text("wp:post_type") or "post", status=status,
        slug=unquote(fields.text("wp:post_name")), language=_language(told.get("language", "")),
        group=told.get("group", ""), is_protected=bool(fields.text("wp:post_password")),
    )  # fmt: skip


def _with_pictures(items: list[Told], rows: list[dict[str, Any]]) -> list[Told]:
    """With the picture that WordPress shows first, which stands in an item of its own: its address and its words."""
    known: dict[str, tuple[str, str, str]] = {}
    metas = [_Fields(row["fields"]).pairs(f"{_META}_key", f"{_META}_value") for row in rows]
    for row, meta in zip(rows, metas, strict=True):
        fields = _Fields(row["fields"])
        if address := fields.text("wp:attachment_url"):
            known[fields.text("wp:post_id")] = (address, meta.get("_wp_attachment_image_alt", ""), "image/*")
    for item, meta in zip(items, metas, strict=True):
        if lead := known.get(meta.get("_thumbnail_id", "")):
            item.files.append(lead)
    return items


def moment_of(text: str, *, zone: Any = None) -> datetime | None:
    """As feeds write it (RFC 822) or exports do (ISO 8601); None where no day can be read. zone: where none is told"""
    if not text or text.startswith("0000"):
        return None
    try:
        if re.match(r"\d{4}-", text):
            moment = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
        else:
            moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone or timezone.get_default_timezone())
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment if moment.year >= 1900 else None


def _language(code: str) -> str:
    code = code.lower().replace("_", "-")
    return _LANGUAGES.get(code) or (code if code == "zh-hans" else code.partition("-")[0])


def _atom_link(fields: _Fields) -> str:
    links = [told for told, _text in fields.all("link") if told.get("href")]
    chosen = [told for told in links if told.get("rel", "alternate") == "alternate"]
    return chosen[0]["href"] if chosen else ""


def _without_address(author: str) -> str:
    """RSS writes `an@example.org (Nguyễn An)`; the address is not ours to keep."""
    name = re.search(r"\(([^)]+)\)", author)
    return name[1] if name else "" if "@" in author else author


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).hostname)
    except ValueError:
        return False
