"""Homes and sections for those who read lists by machine."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.contrib.redirects.models import Redirect

from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.models import HomePage, SectionPage


def home_of(language: str) -> HomePage:
    """raises: HomePage.DoesNotExist, as long as the language is closed"""
    return HomePage.objects.live().get(locale__language_code=language)  # type: ignore[no-any-return] # no types


def section_of(home: HomePage, slug: str) -> SectionPage:
    """Under the name it has or had: whoever subscribed to its feed named it as it was called then.

    raises: SectionPage.DoesNotExist
    """
    sections = SectionPage.objects.live().child_of(home)
    found: SectionPage | None = sections.filter(slug=slug).first()
    if found is None:
        before = Redirect.objects.filter(old_path=Redirect.normalise_path(f"/{home.slug}/{slug}/"))
        found = sections.get(pk__in=before.values("redirect_page"))
    return found


def offered_to(section: SectionPage) -> "QuerySet[SectionPage]":
    """Of other languages, each that has none in this one; of several that are the same the first."""
    others = SectionPage.objects.exclude(locale=section.locale_id)
    here = SectionPage.objects.filter(locale=section.locale_id).exclude(pk=section.pk)
    older = others.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    free = others.exclude(translation_key__in=here.values("translation_key"))
    found: QuerySet[SectionPage] = free.filter(~Exists(older)).select_related("locale").order_by("path")
    return found


def same_as(section: SectionPage) -> SectionPage | None:
    """By which of those it is known to be the same."""
    found: SectionPage | None = offered_to(section).filter(translation_key=section.translation_key).first()
    return found


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
