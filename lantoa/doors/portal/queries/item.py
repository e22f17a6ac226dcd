"""What stands beside an item: its sources, what was corrected, what else there is on the topic."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.blocks import figures_of
from lantoa.desks.newsroom.models import ContentPage, Correction, ItemKind, Source
from lantoa.doors.portal.models import SectionPage
from lantoa.doors.portal.queries.counted import Counted, counted
from lantoa.doors.portal.queries.pictures import with_renditions
from lantoa.doors.portal.queries.sections import items_of

_RELATED = 3


@dataclass(frozen=True)
class Elsewhere:
    """Another language version was corrected, and this one has not followed yet. language: its name in itself"""

    language: str
    corrected_at: datetime


@dataclass(frozen=True)
class Surroundings:
    """figures: those in its body that are open, by indicator and period"""

    sources: list[Source]
    corrections: list[Correction]
    related: list[ContentPage]
    elsewhere: Elsewhere | None
    figures: dict[tuple[str, str], Counted]


def surroundings_of(item: Any, language: str) -> Surroundings:
    """What is not there is not asked for. A preview has no such answers yet, so it is asked for everything; one of
    an item that was never saved has no row that was corrected.

    item: a ContentPage as its class, from `page_at`
    """
    sources = list(item.sources.all()) if getattr(item, "has_sources", True) else []
    corrections = list(item.corrections.all()) if item.pk and getattr(item, "corrected_at", True) else []
    related = _related(item, language)
    with_renditions([item.picture, *in_body(item), *(other.picture for other in related)])
    figures = {(row.indicator, row.period): row for row in counted(figures_of(item.body))}
    return Surroundings(sources, corrections, related, _elsewhere(item), figures)


def _elsewhere(item: Any) -> Elsewhere | None:
    at = getattr(item, "other_corrected_at", None)
    if at is None:
        return None
    return Elsewhere(dict(settings.LANGUAGES).get(item.other_language, item.other_language), at)


def _related(item: ContentPage, language: str) -> list[ContentPage]:
    """Of its topic, else of its kind; of a landing page, which leads into a section, what that section lists."""
    section = SectionPage.objects.live().ancestor_of(item).first() if item.kind == ItemKind.LANDING else None
    same = _cards(items_of(section, language)) if section else _like(language, item.topic, item.kind)
    return [other for other in same.all() if other.pk != item.pk][:_RELATED]


# As with the item itself, putting the question together takes a part of the page's time; rows are read each time.
@lru_cache(maxsize=256)
def _like(language: str, topic: str, kind: str) -> "QuerySet[ContentPage]":
    return _cards(newsroom.listed(language, topic=topic) if topic else newsroom.listed(language, kind=kind))


def _cards(items: "QuerySet[ContentPage]") -> "QuerySet[ContentPage]":
    return newsroom.as_cards(items)[: _RELATED + 1]


def in_body(item: ContentPage) -> list[MediaImage]:
    return [block.value["picture"] for block in item.body if block.block_type == "picture" and block.value["picture"]]
