"""Opening languages: a home and its sections are made for each."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from lantoa.base import yaml_text
from lantoa.doors.portal.models import HomePage, SectionPage

# These two are complete in every installation; the others open when there is something to read in them.
FIRST = ("vi", "en")


def open_first() -> None:
    """What a new installation begins with; once there is any home, nothing is done."""
    if not HomePage.objects.exists():
        for language in FIRST:
            open_language(language)


@transaction.atomic
def open_language(language: str) -> HomePage:
    """Make the home and the sections of a language (mở thêm một ngôn ngữ); those that are there stay as they are.

    raises: KeyError, if the portal does not speak it
    """
    seed = _seed()
    locale, _ = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.filter(locale=locale).first() or _add_home(locale, seed["home"][language])
    have = set(SectionPage.objects.child_of(home).values_list("code", flat=True))
    for section in seed["sections"]:
        if section["code"] not in have:
            _add_section(home, section, language)
    return home


def _add_home(locale: Locale, title: str) -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(title=title, slug=locale.language_code, locale=locale, **_same_item(HomePage.objects.first()))
    root.add_child(instance=home)
    if locale.language_code == settings.LANGUAGE_CODE:
        _make_the_site(home)
    return home


def _add_section(home: HomePage, section: dict[str, Any], language: str) -> None:
    other = SectionPage.objects.filter(code=section["code"]).first()
    home.add_child(
        instance=SectionPage(
            title=section["title"][language],
            slug=section["slug"].get(language, section["slug"]["*"]),
            lists_kind=section.get("kind", ""),
            code=section["code"],
            locale=home.locale,
            show_in_menus=True,
            **_same_item(other),
        )
    )


def _same_item(other: Page | None) -> dict[str, Any]:
    return {"translation_key": other.translation_key} if other else {}


def _make_the_site(home: HomePage) -> None:
    """One site; what Wagtail's first migration left there to greet goes."""
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": "localhost", "port": 80, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    Page.get_first_root_node().get_children().exact_type(Page).delete()


@cache
def _seed() -> dict[str, Any]:
    read: dict[str, Any] = yaml_text.read(Path(__file__).parent / "seed" / "sections.yaml")
    return read
