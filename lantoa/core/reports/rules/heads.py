"""The public feed of daily heads as others keep it: written, and read back from any copy.

A line in JSON Feed 1.1 (jsonfeed.org/version/1.1) carries what is compared in an extension object:
`{"id": "2026-11-21", ..., "_lantoa": {"day": "2026-11-21", "seq": 412, "hash": "9f…", "pages": ["77…"]}}`
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lantoa.core.ledger.rules import chain
from lantoa.core.reports.models import DailyHead

_HEX = set("0123456789abcdef")
VERSION = "https://jsonfeed.org/version/1.1"


class NotAFeed(ValueError):
    """This text is no copy of a feed of daily heads; the message says what is wrong."""


@dataclass(frozen=True)
class Stated:
    """One line as somebody kept it."""

    day: date
    seq: int
    hash: str
    pages: list[str] = field(default_factory=list)


def item(line: DailyHead, *, address: str) -> dict[str, Any]:
    """A line as the feed carries it. address: of the page that shows it"""
    day = line.day.isoformat()
    text = "\n".join([f"{day} {line.head_seq} {line.head_hash}", *line.pages])
    return {
        "id": day, "url": f"{address}#d{day}", "title": day, "content_text": text,
        "date_published": line.stated_at.isoformat(), "_lantoa": _kept(line),
    }  # fmt: skip


def digest_of(line: DailyHead) -> str:
    """SHA-256 of what the feed carries of a line, as JSON with sorted keys and no spaces: stamped from outside."""
    return chain.sha256(chain.canonical(_kept(line)))


def _kept(line: DailyHead) -> dict[str, Any]:
    return {"day": line.day.isoformat(), "seq": line.head_seq, "hash": line.head_hash, "pages": line.pages}


def read(text: str) -> list[Stated]:
    """The lines of a kept copy. raises: NotAFeed"""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeed(_("This is no copy of the feed: save /heads.json as it is.")) from None
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or not items:
        raise NotAFeed(_("There is no line of a ledger in this file: save /heads.json as it is."))
    return [_stated(entry) for entry in items]


def _stated(entry: Any) -> Stated:
    try:
        kept = entry["_lantoa"]
        line = Stated(date.fromisoformat(kept["day"]), kept["seq"], kept["hash"], kept["pages"])
        readable = type(line.seq) is int and 0 < line.seq < 2**63 and _are_digests([line.hash, *line.pages])
    except (KeyError, TypeError, ValueError):
        readable = False
    if not readable:
        raise NotAFeed(_("A line of this file cannot be read: %(line)s") % {"line": str(entry)[:80]})
    return line


def _are_digests(words: Iterable[Any]) -> bool:
    return all(isinstance(word, str) and len(word) == 64 and set(word) <= _HEX for word in words)
