"""The portal speaks nine languages: nothing that its readers see is missing in any of them."""

import re
from decimal import Decimal
from functools import cache

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext, override, to_locale

from lantoa.base import dates
from lantoa.base.templatetags.lantoa import number
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.doors.portal import actions
from lantoa.doors.portal.templatetags.portal import month, term_name
from tests.desks.content import AT
from tests.doors.items import publish
from tools import messages
from tools.messages import Key, Message

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
OTHERS = sorted(messages.OF_READERS)


@cache
def for_readers() -> dict[Key, Message]:
    """Read from all of the code, once for all languages."""
    return messages.for_readers()


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(messages.catalogue_of(language)), wrapwidth=0)


def test_the_catalogues_are_those_of_the_languages_of_the_portal() -> None:
    spoken = {to_locale(code) for code, _ in settings.LANGUAGES}
    assert spoken == {*messages.OF_READERS, *messages.TRANSLATED, "en"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_that_readers_see_is_translated(language: str) -> None:
    there = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue(language) if not entry.obsolete}
    wanted = for_readers()
    assert len(wanted) > 130
    assert [key for key in wanted if key not in there or not there[key].translated()] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_placeholder_is_lost(language: str) -> None:
    wrong = [
        said
        for entry in catalogue(language)
        for said in (entry.msgstr, *entry.msgstr_plural.values())
        if said and sorted(PLACEHOLDER.findall(said)) not in _placeholders(entry)
    ]
    assert wrong == []


def _placeholders(entry: polib.POEntry) -> list[list[str]]:
    """Of the message, and of its plural: "One answer" and "%(count)s answers" are the same to a language without."""
    return [sorted(PLACEHOLDER.findall(said)) for said in (entry.msgid, entry.msgid_plural) if said]


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    compiled = messages.catalogue_of(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogue(language).to_binary(), "`make messages`"


@pytest.mark.parametrize(
    ("language", "day", "of_month"),
    [
        ("vi", "01/03/2026", "3/2026"),
        ("en", "1 Mar 2026", "March 2026"),
        ("zh-hans", "2026年3月1日", "2026年3月"),
        ("ko", "2026년 3월 1일", "2026년 3월"),
        ("ja", "2026年3月1日", "2026年3月"),
        ("lo", "01/03/2026", "3/2026"),
        ("fr", "1 mars 2026", "mars 2026"),
        ("ru", "1 марта 2026\u00a0г.", "Март 2026\u00a0г."),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, day: str, of_month: str) -> None:
    with override(language):
        assert (dates.written(AT.date()), month(AT.date())) == (day, of_month)


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "1.234.567,5"), ("zh-hans", "1,234,567.5"), ("ja", "1,234,567.5"), ("ko", "1,234,567.5"),
     ("fr", "1\u202f234\u202f567,5"), ("km", "1.234.567,5")],
)  # fmt: skip
def test_numbers_are_parted_by_three(language: str, said: str) -> None:
    with override(language):
        assert number(Decimal("1234567.5")).replace("\u00a0", "\u202f") == said


@pytest.mark.django_db
def test_every_topic_has_a_name_in_every_language() -> None:
    topics = list(vocabulary.terms(Dimension.TOPIC))
    assert topics
    for code, _ in settings.LANGUAGES[2:]:
        with override(code):
            assert [topic.code for topic in topics if term_name(topic) == topic.name_en] == []
            assert gettext("Skip to the content") != "Skip to the content"


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_pages_open_in_every_language_and_say_so(khach: Client, code: str) -> None:
    actions.open_language(code)
    item = publish("Mở cửa khẩu", language=code)
    tag = code.replace("hans", "Hans")
    for address in (f"/{code}/", item.url_path, f"/{code}/privacy/", f"/{code}/contact/"):
        response = khach.get(address)
        assert response.status_code == 200
        assert f'<html lang="{tag}">' in response.text
    assert khach.get(f"/{code}/khong-co/").status_code == 404
