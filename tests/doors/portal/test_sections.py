"""Sections that an office adds: where they stand, that readers get there, and which one it is in other languages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.people.models import User
from lantoa.desks.newsroom import actions as newsroom
from lantoa.desks.newsroom.models import Article
from lantoa.doors.portal import actions
from lantoa.doors.portal.models import HomePage, SectionPage
from tests.desks import content
from tests.factories import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(province: Province, client_of: Callable[[User], Client]) -> Client:
    return client_of(province.lan)


def _home(language: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=language)  # type: ignore[no-any-return]


def _sent(title: str, slug: str, **fields: Any) -> dict[str, Any]:
    nothing = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    return {"title": title, "slug": slug, "show_in_menus": "on", "action-publish": "1", **nothing, **fields}


def _added(browser: Client, language: str, title: str, slug: str, **fields: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["portal", "sectionpage", _home(language).pk])
    return browser.post(url, _sent(title, slug, **fields))


def _of(language: str, **found: Any) -> SectionPage:
    return SectionPage.objects.get(locale__language_code=language, **found)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("language", "title", "typed", "address"),
    [
        ("vi", "Thể thao vùng biên", "thể-thao-vùng-biên", "the-thao-vung-bien"),
        ("lo", "ກິລາ", "section", "section"),
        ("ko", "체육", "체육", "체육"),
    ],
)
def test_address_of_a_new_section_can_be_shared(
    language: str, title: str, typed: str, address: str, browser: Client
) -> None:
    actions.open_language(language)

    assert _added(browser, language, title, typed).status_code == 302

    made = _of(language, title=title)
    assert (made.slug, made.live, made.show_in_menus) == (address, True, True)


def test_new_section_stands_in_the_menu_unless_somebody_says_otherwise() -> None:
    assert SectionPage().show_in_menus


@pytest.mark.parametrize("slug", ["search", "figures", "contact", "channels", "remark"])
def test_section_that_could_never_be_opened_is_refused(slug: str, browser: Client) -> None:
    answer = _added(browser, "en", slug.title(), slug)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["slug"]
    assert not SectionPage.objects.filter(slug=slug).exists()


def test_section_made_in_another_language_is_the_same_one(browser: Client, province: Province) -> None:
    _added(browser, "vi", "Thể thao", "the-thao")
    sports = _of("vi", slug="the-thao")
    item = content.add(Article, province.committee, title="Đua ghe")
    item.move(sports, pos="last-child")
    item.refresh_from_db()
    with pytest.raises(newsroom.NotNow):
        newsroom.begin_version(item, "en", by=province.lan)

    _added(browser, "en", "Sports", "sports", same_as=sports.pk)

    english = _of("en", slug="sports")
    assert english.translation_key == sports.translation_key
    begun = newsroom.begin_version(item, "en", by=province.lan)
    assert begun.get_parent().pk == english.pk


def test_section_made_in_lao_takes_the_address_of_its_version(browser: Client) -> None:
    actions.open_language("lo")
    _added(browser, "vi", "Thể thao", "the-thao")

    _added(browser, "lo", "ກິລາ", "section", same_as=_of("vi", slug="the-thao").pk)

    assert _of("lo", title="ກິລາ").slug == "the-thao"


def test_sections_made_apart_are_tied_and_parted_later(browser: Client) -> None:
    _added(browser, "vi", "Thể thao", "the-thao")
    _added(browser, "en", "Sports", "sports")
    sports, english = _of("vi", slug="the-thao"), _of("en", slug="sports")
    assert english.translation_key != sports.translation_key
    edit = reverse("wagtailadmin_pages:edit", args=[english.pk])

    browser.post(edit, _sent("Sports", "sports", same_as=sports.pk))
    tied = _of("en", slug="sports").translation_key
    offered = browser.get(edit).context["form"].initial["same_as"]
    browser.post(edit, _sent("Sports", "sports", same_as=""))

    assert tied == sports.translation_key
    assert offered == sports
    assert _of("en", slug="sports").translation_key != sports.translation_key


def test_preview_of_a_section_ties_nothing(browser: Client) -> None:
    _added(browser, "vi", "Thể thao", "the-thao")
    _added(browser, "en", "Sports", "sports")
    english = _of("en", slug="sports")

    url = reverse("wagtailadmin_pages:preview_on_edit", args=[english.pk])
    browser.post(url, _sent("Sports", "sports", same_as=_of("vi", slug="the-thao").pk))

    assert _of("en", slug="sports").translation_key == english.translation_key


def test_section_that_has_a_version_here_already_is_not_offered(browser: Client) -> None:
    """Those that came with the portal know theirs; for a new one nothing is left of them to be the same as."""
    _added(browser, "vi", "Thể thao", "the-thao")
    add = reverse("wagtailadmin_pages:add", args=["portal", "sectionpage", _home("en").pk])
    coded = reverse("wagtailadmin_pages:edit", args=[_of("en", code="news").pk])

    offered = browser.get(add).context["form"].fields["same_as"].queryset

    assert [each.slug for each in offered] == ["the-thao"]
    assert "same_as" not in browser.get(coded).context["form"].fields
