"""How titles and days are written on public pages, language by language."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from lantoa.desks.newsroom.models import Event
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.templatetags.portal import period_name, phrased
from tests.desks.content import AT
from tests.doors.items import publish
from tests.test_languages_of_readers import catalogue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("国境経済区ビジネスフォーラム", "国境<wbr>経済区<wbr>ビジネスフォーラム"),
        ("対外情報活動年次評価会のお知らせ", "対外<wbr>情報<wbr>活動<wbr>年次<wbr>評価会のお知らせ"),
        ("新ビジネスパーク開発省", "新ビジネスパーク<wbr>開発省"),
        # No line of one character, and none that begins with a dot.
        ("チャンマイゴムラテックス省", "チャンマイゴムラテックス省"),
        ("ゴム材・ラテックス団地", "ゴム材・<wbr>ラテックス<wbr>団地"),
        ("・国境経済区フォーラム", "・<wbr>国境<wbr>経済区<wbr>フォーラム"),
        # Short phrases are left to the browser.
        ("韓国企業、国境経済区を歩く", "韓国企業、国境経済区を歩く"),
        ("A & B", "A &amp; B"),
    ],
)
def test_long_phrases_of_japanese_say_where_a_line_may_end(title: str, said: str) -> None:
    with translation.override("ja"):
        assert phrased(title) == said
    with translation.override("zh-hans"):
        assert phrased(title) == title


@given(st.text("国境経済区ビジネー・のA&<", max_size=30))
def test_no_letter_of_a_title_is_lost_and_none_is_a_tag(title: str) -> None:
    with translation.override("ja"):
        assert phrased(title).replace("<wbr>", "") == escape(title)


def test_event_of_several_days_says_its_month_once_and_its_hours_within_a_day(khach: Client) -> None:
    first = AT.replace(month=3, day=5, hour=1)
    fair = publish("Hội chợ", model=Event, starts_at=first, ends_at=first + timedelta(days=2))
    span = f'<time datetime="{first:%Y-%m-%d}">05</time>–<time datetime="{first:%Y}-03-07">07/03/'
    assert span in khach.get(fair.url_path).text
    talk = publish("Nói chuyện", model=Event, starts_at=first, ends_at=first + timedelta(hours=2))
    assert f"05/03/{first:%Y}</time>, 08:00–10:00" in khach.get(talk.url_path).text


def test_french_marks_stay_with_their_words(khach: Client) -> None:
    portal.open_language("fr")
    body = [
        {"type": "heading", "value": "Pourquoi venir ?"},
        {"type": "text", "value": "<p>Le matin : « thé » &amp; pain ; <b>le soir</b> : riz, à 8:30 !</p>"},
    ]
    item = publish("Le fleuve : un guide", language="fr", slug="fleuve", standfirst="Qui ? Vous !", body=body)
    page = khach.get(item.url_path).text
    for said in (
        "<h1>Le fleuve\u00a0: un guide</h1>", "Qui\u202f? Vous\u202f!</p>", "<h2>Pourquoi venir\u202f?</h2>",
        "Le matin\u00a0: «\u00a0thé\u00a0» &amp; pain\u202f; <b>le soir</b>\u00a0: riz, à 8:30\u202f!",
    ):  # fmt: skip
        assert said in page
    with translation.override("en"):
        assert phrased("a : b") == "a : b"


def test_french_words_of_the_software_keep_their_marks(khach: Client) -> None:
    said = [text for entry in catalogue("fr") for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in said if re.search(r"\S [:;?!»]|« ", text)] == []
    portal.open_language("fr")
    publish("Le poste", language="fr", slug="poste", topic="border")
    assert "Sujet\u00a0: Frontière" in khach.get("/fr/search/?q=frontiere").text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "2025年12月15日 – 2026年12月14日"),
        ("lo", "15/12/2025 – 14/12/2026"),
        ("fr", "15 décembre 2025 – 14 décembre 2026"),
        ("en", "15 Dec 2025 – 14 Dec 2026"),
        ("vi", "15/12/2025 – 14/12/2026"),
    ],
)
def test_a_year_of_reporting_is_written_in_days_of_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert period_name("2025-12-15..2026-12-14") == said
