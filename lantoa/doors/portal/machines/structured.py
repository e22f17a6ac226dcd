"""What a page is, in the words of schema.org: for search engines, and for whoever shows it as a card."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from lantoa.desks.media import rules as media
from lantoa.desks.media.models import AiUse
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, ItemKind
from lantoa.doors.portal.queries.frame import Frame

Thing = dict[str, Any]
# Inside a script element these could end it or begin a comment.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

# Properties of what somebody wrote; an event is no such thing.
_OF_WORKS = frozenset({
    "headline", "datePublished", "dateModified", "publisher", "author", "contentLocation", "workTranslation",
    "correction",
})  # fmt: skip

_DIGITAL_SOURCES: dict[str, str] = {
    AiUse.GENERATED: "TrainedAlgorithmicMediaDigitalSource",
    AiUse.ASSISTED: "CompositeWithTrainedAlgorithmicMediaDigitalSource",
}


def script_of(page: Page, frame: Frame, *, picture: str) -> SafeString:
    """One graph as JSON. A data block is no script: a browser under `script-src 'self'` neither runs nor blocks it."""
    things = [_publisher(frame)]
    # A way of one step is none, and search engines say so.
    if newsroom.path_of(page, frame.language) != frame.home:
        things.append(_crumbs(page, frame))
    if isinstance(page, ContentPage):
        things.append(_item(page, frame, picture))
    graph = {"@context": "https://schema.org", "@graph": things}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(_ESCAPED))  # noqa: S308 escaped just here


def whole(path: str) -> str:
    return settings.PUBLIC_URL + path


def _publisher(frame: Frame) -> Thing:
    return {
        "@type": "GovernmentOrganization",
        "@id": whole("/#publisher"),
        "name": frame.installation.name,
        "url": whole(frame.home or "/"),
    }


def _crumbs(page: Page, frame: Frame) -> Thing:
    here = newsroom.path_of(page, frame.language)
    steps = [
        (frame.installation.name, frame.home),
        *((link.title, link.address) for link in frame.sections if here.startswith(link.address)),
        (page.title, here),
    ]
    unique = {address: title for title, address in reversed(steps)}
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": whole(address)}
            for position, (address, title) in enumerate(sorted(unique.items(), key=lambda step: len(step[0])), start=1)
        ],
    }


def _item(item: ContentPage, frame: Frame, picture: str) -> Thing:
    own, others = newsroom.address_of(item), [version for version in frame.readable if not version.is_here]
    corrections = item.corrections.all() if getattr(item, "corrected_at", True) and item.pk else []
    thing = {
        "@type": "WebPage",
        "@id": own,
        "url": own,
        "mainEntityOfPage": own,
        "name": item.title,
        "headline": item.title,
        "description": item.standfirst,
        "inLanguage": frame.tag,
        "datePublished": _moment(item.listed_at),
        "dateModified": _moment(newsroom.changed_at(item)),
        "image": [_image(item, picture)] if picture else None,
        "isAccessibleForFree": True,
        "publisher": {"@id": whole("/#publisher")},
        "author": {"@type": "GovernmentOrganization", "name": item.agency.name},
        "contentLocation": {"@type": "Place", "name": item.place.name} if item.place else None,
        "workTranslation": [
            {"@type": "CreativeWork", "inLanguage": version.tag, "url": whole(version.address)} for version in others
        ],
        "correction": [
            {"@type": "CorrectionComment", "text": row.text, "datePublished": _moment(row.corrected_at)}
            for row in corrections
        ],
    }
    of_kind = _OF_KIND.get(ItemKind(item.kind))
    left_out = _OF_WORKS if item.kind == ItemKind.EVENT else frozenset()
    said = thing | (of_kind(item) if of_kind else {})
    return {name: value for name, value in said.items() if value and name not in left_out}


def _image(item: ContentPage, address: str) -> Thing | str:
    """Of what a machine made, how: in words, and as IPTC names it."""
    picture = item.picture
    if picture is None or (source := _DIGITAL_SOURCES.get(picture.ai_use)) is None:
        return address
    return {
        "@type": "ImageObject",
        "contentUrl": address,
        "caption": media.made(picture),
        "creditText": picture.credit,
        "digitalSourceType": f"https://schema.org/{source}",
    }


def _news(item: Any) -> Thing:
    return {"@type": "NewsArticle"}


def _event(item: Any) -> Thing:
    status = "EventCancelled" if item.is_withdrawn else "EventScheduled"
    return {
        "@type": "Event",
        "startDate": _moment(item.starts_at),
        "endDate": _moment(item.ends_at),
        "eventStatus": f"https://schema.org/{status}",
        "location": {"@type": "Place", "name": item.venue, "address": item.venue_address or item.venue},
        "organizer": {"@type": "Organization", "name": item.organiser or item.agency.name},
    }


def _publication(item: Any) -> Thing:
    return {
        "@type": "Book" if item.isbn or item.pages_shown else "CreativeWork",
        "isbn": item.isbn,
        "numberOfPages": item.pages_shown,
        "copyrightYear": item.published_year,
        "encoding": {"@type": "MediaObject", "contentUrl": whole(item.file.url)} if item.file else None,
    }


def _about(kind: str) -> Callable[[Any], Thing]:
    def of(item: Any) -> Thing:
        return {"about": {"@type": kind, "name": item.title}}

    return of


_OF_KIND: dict[ItemKind, Callable[[Any], Thing]] = {
    ItemKind.ARTICLE: _news,
    ItemKind.PRESS_RELEASE: _news,
    ItemKind.EVENT: _event,
    ItemKind.PUBLICATION: _publication,
    ItemKind.PROFILE: _about("AdministrativeArea"),
    ItemKind.PARTNER: _about("Place"),
    ItemKind.PROJECT: _about("Project"),
}


def _moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
