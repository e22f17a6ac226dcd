"""`{% load machines %}`: what stands in the head of a page for other machines."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from lantoa.desks.media import rules as media
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.machines import structured
from lantoa.doors.portal.machines.structured import whole
from lantoa.doors.portal.models import HomePage, SectionPage
from lantoa.doors.portal.queries.frame import Frame
from lantoa.doors.portal.queries.shelf import FURTHEST

register = template.Library()

# Open Graph wants a country beside each language.
_LOCALES = {
    "vi": "vi_VN", "en": "en_GB", "zh-hans": "zh_CN", "ko": "ko_KR", "ja": "ja_JP", "lo": "lo_LA", "km": "km_KH",
    "fr": "fr_FR", "ru": "ru_RU",
}  # fmt: skip
_FEEDS = [
    ("machines:atom", "application/atom+xml"),
    ("machines:rss", "application/rss+xml"),
    ("machines:json", "application/feed+json"),
]


@register.inclusion_tag("portal/page_head.html", takes_context=True)
def page_head(context: dict[str, Any]) -> dict[str, Any]:
    """Canonical address, language versions, feeds, a card, schema.org. After `{% frame as frame %}`, whose versions
    and sections it uses; itself it asks for the picture and for corrections, if there are any."""
    frame: Frame = context["frame"]
    page: Page | None = context.get("page")
    path = newsroom.path_of(page, frame.language) if page else context.get("fixed_address", "")
    versions = {version.tag: version.address for version in frame.readable}
    return {
        "frame": frame,
        "page": page,
        "canonical": whole(path) + _piece(context) if path else "",
        "is_hidden": frame.installation.is_sample or (isinstance(page, ContentPage) and page.listed_at is None),
        "alternates": [(tag, whole(address)) for tag, address in versions.items()],
        "fallback": whole("/" if isinstance(page, HomePage) else versions[newsroom.default_of(versions)])
        if versions
        else "",
        "feeds": _feeds(page, frame) if frame.home else [],
        **(_card(page, frame) if page else {}),
    }


def _piece(context: dict[str, Any]) -> str:
    """The second page of a list is another page than the first; a filter is only another look at the same."""
    request, opened = context.get("request"), context.get("opened")
    number = request.GET.get("page", "") if request else ""
    if not (number.isascii() and number.isdecimal()):
        return ""
    # What is shown, not what was asked: beyond the last page stands the last one, or the first.
    shown = opened.asked.page if opened else int(number[:6])
    return f"?page={shown}" if 1 < shown <= (shown if opened else FURTHEST) else ""


def _feeds(page: Page | None, frame: Frame) -> list[tuple[str, str, str]]:
    """(media type, address, title)"""
    name = frame.installation.name
    found = [(kind, whole(reverse(view)), name) for view, kind in _FEEDS]
    if isinstance(page, SectionPage):
        own = f"{name} · {page.title}"
        found.append((_FEEDS[0][1], f"{whole(reverse(_FEEDS[0][0]))}?section={page.slug}", own))
    return found


def _told_of(page: Page) -> str:
    """What the picture shows and, where others show it without our page, that a machine made it."""
    text, made = getattr(page, "picture_words", page.picture.description), media.made(page.picture)
    return f"{text} ({made})" if made else text


def _card(page: Page, frame: Frame) -> dict[str, Any]:
    drawn = newsroom.shared_picture(getattr(page, "picture", None))
    picture = whole(drawn.url) if drawn else ""
    said = [getattr(page, name, "") for name in ("standfirst", "intro", "sentence")]
    return {
        "title": page.seo_title or page.title,
        "description": page.search_description or next(filter(None, said), ""),
        "picture": picture,
        "drawn": drawn,
        "picture_text": _told_of(page) if drawn else "",
        "is_article": isinstance(page, ContentPage),
        "changed_at": newsroom.changed_at(page) if isinstance(page, ContentPage) else None,
        "locale": _LOCALES[frame.language],
        "other_locales": [_LOCALES[version.language] for version in frame.readable if not version.is_here],
        "data": structured.script_of(page, frame, picture=picture),
    }
