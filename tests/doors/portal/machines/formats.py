"""The rules of what machines read, as their specifications say them; each function returns what breaks one."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

_ATOM = "{http://www.w3.org/2005/Atom}"
_LINKS = "{http://www.w3.org/1999/xhtml}"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def is_address(text: str | None) -> bool:
    return urlsplit(text or "").scheme in {"http", "https"} and (text or "").isascii() and " " not in (text or "")


def is_id(text: str | None) -> bool:
    return bool(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text or ""))


def is_moment(text: str | None) -> bool:
    if not _RFC3339.fullmatch(text or ""):
        return False
    return datetime.fromisoformat(text or "").tzinfo is not None


def _count(parent: ElementTree.Element, limits: dict[str, tuple[int, int]], where: str) -> Iterator[str]:
    """limits: {tag: (least, most)}; what is not named may not be there"""
    for tag, (least, most) in limits.items():
        if not least <= (count := len(parent.findall(tag))) <= most:
            yield f"{where}: {count} {tag}"
    for child in parent:
        if child.tag not in limits:
            yield f"{where}: {child.tag} is not of the format"


# -- Atom, RFC 4287 --------------------------------------------------------------------------------

_MANY = 1000
_FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "author": (1, _MANY),
         "link": (1, _MANY), "entry": (0, _MANY)}  # fmt: skip
_ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "summary": (0, 1),
          "author": (1, _MANY), "link": (1, _MANY), "category": (0, _MANY)}  # fmt: skip


def atom_faults(text: bytes) -> list[str]:
    feed = ElementTree.fromstring(text)
    entries = feed.findall(f"{_ATOM}entry")
    ids = [element.text for element in feed.iter(f"{_ATOM}id")]
    faults = [] if feed.tag == f"{_ATOM}feed" else ["the root is no feed"]
    faults += _count(feed, {_ATOM + name: limits for name, limits in _FEED.items()}, "feed")
    for number, entry in enumerate(entries):
        faults += _count(entry, {_ATOM + name: limits for name, limits in _ENTRY.items()}, f"entry {number}")
        faults += _faults_of_links(entry, f"entry {number}")
    faults += _faults_of_links(feed, "feed")
    faults += [f"{text} is no id" for text in ids if not is_id(text)]
    faults += ["an id twice"] if len(set(ids)) < len(ids) else []
    moments = [element for name in ("updated", "published") for element in feed.iter(_ATOM + name)]
    faults += [f"{element.text} is no moment" for element in moments if not is_moment(element.text)]
    names = [author.findtext(f"{_ATOM}name") for author in feed.iter(f"{_ATOM}author")]
    return faults + (["an author without a name"] if not all(names) else [])


def _faults_of_links(parent: ElementTree.Element, where: str) -> Iterator[str]:
    links = [
        (link.get("rel", "alternate"), link.get("type"), link.get("href")) for link in parent.findall(f"{_ATOM}link")
    ]
    kinds = [rel for rel, _, _ in links]
    if kinds.count("alternate") != 1 or (where == "feed") != ("self" in kinds):
        yield f"{where}: links {kinds}"
    for rel, kind, address in links:
        if not is_address(address) or (rel == "enclosure" and not kind):
            yield f"{where}: {rel} {address}"


# -- RSS 2.0 ---------------------------------------------------------------------------------------

_CHANNEL = {"title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (1, 1), "lastBuildDate": (1, 1),
            f"{_ATOM}link": (1, 1), "item": (0, _MANY)}  # fmt: skip
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ITEM = {"title": (1, 1), "link": (1, 1), "description": (1, 1), "pubDate": (1, 1), "guid": (1, 1),
         _CREATOR: (1, 1), "category": (0, _MANY), "enclosure": (0, 1)}  # fmt: skip


def rss_faults(text: bytes) -> list[str]:
    root = ElementTree.fromstring(text)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["no RSS 2.0"]
    faults = list(_count(channel, _CHANNEL, "channel"))
    for number, item in enumerate(channel.findall("item")):
        faults += _count(item, _ITEM, f"item {number}")
        guid = item.find("guid")
        if guid is None or guid.get("isPermaLink") != "false" or not is_id(guid.text):
            faults.append(f"item {number}: guid")
        for enclosure in item.findall("enclosure"):
            if not (is_address(enclosure.get("url")) and (enclosure.get("length") or "").isdecimal()):
                faults.append(f"item {number}: enclosure")
    faults += [f"{link.text} is no address" for link in root.iter("link") if not is_address(link.text)]
    for name in ("pubDate", "lastBuildDate"):
        for element in root.iter(name):
            assert parsedate_to_datetime(element.text or "").tzinfo is not None
    return faults


# -- JSON Feed 1.1 ---------------------------------------------------------------------------------

_TOP = {"version": str, "title": str, "description": str, "language": str, "home_page_url": str, "feed_url": str,
        "authors": list, "items": list}  # fmt: skip
_PIECE = {"id": str, "url": str, "title": str, "content_text": str, "date_published": str, "date_modified": str,
          "authors": list, "tags": list, "language": str, "image": str}  # fmt: skip


def json_feed_faults(document: dict[str, Any]) -> list[str]:
    faults = [f"{name} is not of the format" for name in document.keys() - _TOP.keys()]
    faults += [f"{name} is no {kind.__name__}" for name, kind in _TOP.items() if not isinstance(document[name], kind)]
    if document["version"] != "https://jsonfeed.org/version/1.1":
        faults.append("version")
    for item in document["items"]:
        faults += [f"item: {name}" for name in item if not isinstance(item[name], _PIECE.get(name, tuple))]
        faults += [f"item: no {name}" for name in ("id", "content_text") if not item.get(name)]
        faults += [f"item: {name}" for name in ("date_published", "date_modified") if not is_moment(item[name])]
        faults += [f"item: {name}" for name in ("url", "image") if name in item and not is_address(item[name])]
    return faults


# -- maps, sitemaps.org 0.9 ------------------------------------------------------------------------

_IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def map_faults(text: bytes) -> list[str]:
    root = ElementTree.fromstring(text)
    places = root.findall(f"{_MAP}url")
    limits = {f"{_MAP}loc": (1, 1), f"{_MAP}lastmod": (0, 1), f"{_LINKS}link": (0, 20), f"{_IMAGE}image": (0, 1000),
              f"{_NEWS}news": (0, 1)}  # fmt: skip
    faults = [] if root.tag == f"{_MAP}urlset" and len(root) == len(places) else ["no map"]
    faults += ["too long"] if len(places) > 50_000 or len(text) > 10_000_000 else []
    for place in places:
        here = place.findtext(f"{_MAP}loc")
        faults += _count(place, limits, str(here))
        others = {link.get("hreflang"): link.get("href") for link in place.findall(f"{_LINKS}link")}
        if others and not ({here, others.get("x-default")} <= set(others.values()) and "x-default" in others):
            faults.append(f"{here}: its own language or x-default is missing")
        faults += [f"{address} is no address" for address in [here, *others.values()] if not is_address(address)]
    faults += [f"{row.text} is no moment" for row in root.iter(f"{_MAP}lastmod") if not is_moment(row.text)]
    return faults


def places_of(text: bytes) -> dict[str, dict[str, str]]:
    """{address: {language: address of that version}}"""
    return {
        str(place.findtext(f"{_MAP}loc")): {
            str(link.get("hreflang")): str(link.get("href")) for link in place.findall(f"{_LINKS}link")
        }
        for place in ElementTree.fromstring(text).findall(f"{_MAP}url")
    }


def maps_of(text: bytes) -> list[str]:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{_MAP}sitemapindex"
    return [str(row.text) for row in root.iter(f"{_MAP}loc")]
