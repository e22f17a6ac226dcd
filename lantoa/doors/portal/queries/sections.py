"""Homes and sections for those who read lists by machine."""

from uuid import UUID

from django.db.models import QuerySet

from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.models import HomePage, SectionPage


def home_of(language: str) -> HomePage:
    """raises: HomePage.DoesNotExist, as long as the language is closed"""
    return HomePage.objects.live().get(locale__language_code=language)  # type: ignore[no-any-return] # no types


def section_of(home: HomePage, slug: str) -> SectionPage:
    """raises: SectionPage.DoesNotExist"""
    return SectionPage.objects.live().child_of(home).get(slug=slug)  # type: ignore[no-any-return]


def items_of(section: SectionPage, language: str) -> "QuerySet[ContentPage]":
    """What a section lists, newest first: what fits it, or what stands under it."""
    kind, topic = section.lists_kind, section.lists_topic
    return newsroom.listed(language, kind=kind, topic=topic, shelf=None if kind or topic else section)


def shelves() -> list[tuple[UUID, str, str]]:
    """(translation key, language, path) of every home, then of every section, that can be read."""
    columns = ("translation_key", "locale__language_code", "url_path")
    rows = [
        row for model in (HomePage, SectionPage) for row in model.objects.live().order_by("path").values_list(*columns)
    ]
    return [(key, language, newsroom.path_at(url_path, language)) for key, language, url_path in rows]
