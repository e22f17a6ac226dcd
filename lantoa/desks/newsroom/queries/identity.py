"""What a page is called outside the house, for ever: its address, and an id that survives every change of address."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import quote
from uuid import uuid5

from django.conf import settings
from wagtail.models import Page

from lantoa.desks.newsroom.models import ContentPage

# What Django's own reverse leaves as it is in a path (RFC 3986, 3.3).
_PLAIN_IN_PATH = "/~:@!$&'()*+,;="


def path_of(page: Page, language: str) -> str:
    """/vi/tin-tuc/mo-cua-khau/ without a question to the database.

    The tree begins with the slug of a home, addresses with the language; below, the two are the same.
    """
    return path_at(page.url_path, language)


def path_at(url_path: str, language: str) -> str:
    """The same of a row's `url_path`: /vi/tin-tuc/mo-cua-khau/ in the tree."""
    return quote(f"/{language}/{url_path.split('/', 2)[2]}", safe=_PLAIN_IN_PATH)


def address_of(item: ContentPage) -> str:
    """The whole address of an item, https:// and all."""
    return f"{settings.PUBLIC_URL}{path_of(item, item.language)}"


def urn_of(page: Page, language: str) -> str:
    """The id that feeds and calendars give a page in one language.

    Made of the key that all language versions share, which no change of title, address or host touches.
    """
    return f"urn:uuid:{uuid5(page.translation_key, language)}"


def default_of(languages: Collection[str]) -> str:
    """Of the languages in which something can be read, the one for readers of none of them: hreflang="x-default".

    English, because whoever reads none of our nine is rarely Vietnamese; then Vietnamese, in which most is written.
    """
    return next((language for language in ("en", "vi") if language in languages), min(languages))


def changed_at(item: ContentPage) -> datetime | None:
    """When readers last saw something new on it; None if it is in no list and was never published."""
    return max((moment for moment in (item.listed_at, item.last_published_at) if moment), default=None)
