"""Opening languages: a home and its sections are made for each; and what every page says for a while."""

from datetime import datetime
from functools import cache as once
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from lantoa.base import yaml_text
from lantoa.core.people.models import User
from lantoa.doors.portal import cache
from lantoa.doors.portal.models import HomePage, Notice, NoticeText, SectionPage

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


@transaction.atomic
def tie(section: SectionPage, other: SectionPage | None) -> None:
    """Say that it is the same section as one of another language, or one of its own; twice does no harm."""
    others = SectionPage.objects.filter(translation_key=section.translation_key).exclude(pk=section.pk)
    key = other.translation_key if other else uuid4() if others.exists() else section.translation_key
    if section.code or key == section.translation_key:
        return
    section.translation_key = key
    # Of the page and not of a draft of it, as its language is.
    SectionPage.objects.filter(pk=section.pk).update(translation_key=key)
    transaction.on_commit(cache.purge)


def _same_item(other: Page | None) -> dict[str, Any]:
    return {"translation_key": other.translation_key} if other else {}


def _make_the_site(home: HomePage) -> None:
    """One site; what Wagtail's first migration left there to greet goes."""
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"root_page": home, "hostname": "localhost", "port": 80, "site_name": settings.WAGTAIL_SITE_NAME},
    )
    Page.get_first_root_node().get_children().exact_type(Page).delete()


@once
def _seed() -> dict[str, Any]:
    read: dict[str, Any] = yaml_text.read(Path(__file__).parent / "seed" / "sections.yaml")
    return read


# -- notices ---------------------------------------------------------------------------------------


@transaction.atomic
def tell(
    notice: Notice | None, texts: dict[str, str], *, since: datetime, until: datetime, by: User, at: datetime
) -> Notice:
    """Say something on every page, or say it otherwise. texts: by language, empty ones are not said

    notice: None for a new one
    """
    is_new = notice is None
    notice = notice or Notice(made_by=by, made_at=at)
    before = {} if is_new else {"since": notice.since.isoformat(), "until": notice.until.isoformat()}
    notice.since, notice.until = since, until
    notice.save()
    for language, text in texts.items():
        if text.strip():
            NoticeText.objects.update_or_create(notice=notice, language=language, defaults={"text": text.strip()})
        else:
            NoticeText.objects.filter(notice=notice, language=language).delete()
    said = {"texts": {code: text for code, text in texts.items() if text.strip()}, "before": before}
    log(notice, "portal.notice" if is_new else "portal.notice_change", user=by, timestamp=at, data=said)
    transaction.on_commit(cache.purge)
    return notice


@transaction.atomic
def take_down(notice: Notice, *, by: User, at: datetime) -> None:
    """No page says it any more; twice does no harm."""
    if Notice.objects.filter(pk=notice.pk, ended_at=None).update(ended_at=at):
        log(notice, "portal.notice_end", user=by, timestamp=at)
        transaction.on_commit(cache.purge)
