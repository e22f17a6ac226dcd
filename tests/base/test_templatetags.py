"""The design system's tags and filters, as pages use them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from lantoa.base import periods
from lantoa.core.people.models import Place


def render(source: str, *, language: str = "vi", path: str = "/", **context: Any) -> str:
    with translation.override(language):
        html = engines["django"].from_string("{% load lantoa %}" + source).render(context, RequestFactory().get(path))
    return html.strip()


class Sample(forms.Form):
    title = forms.CharField(label="Title", help_text="As in the review", widget=forms.TextInput({"placeholder": "x"}))
    direction = forms.ChoiceField(label="Direction", choices=[("in", "In"), ("out", "Out")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)
    agree = forms.BooleanField(label="Agree", help_text="Only once")
    key = forms.CharField(widget=forms.HiddenInput)


# -- icons and states ------------------------------------------------------------------------------


def test_icon_is_silent_and_sized_by_css() -> None:
    html = render("{% icon 'users' 'icon-large' %}")
    assert html.startswith("<svg")
    assert 'class="icon icon-large"' in html
    assert 'aria-hidden="true"' in html


def test_icon_unknown_shows_a_dot() -> None:
    assert render("{% icon 'no-such-icon' %}") == render("{% icon 'circle-dot' %}")


@pytest.mark.parametrize(
    ("code", "tone", "word"),
    [
        ("draft", "", "Draft"),
        ("submitted", "waiting", "Submitted"),
        ("returned", "late", "Returned"),
        ("accepted", "ok", "Accepted"),
        ("corrected", "ok", "Corrected"),
        ("reversed", "", "Reversed"),
        ("frozen", "info", "Frozen"),
        ("replaced", "", "Replaced"),
    ],
)
def test_state_is_icon_and_word(code: str, tone: str, word: str) -> None:
    html = render("{% state code %}", language="en", code=code)
    assert html.startswith(f'<span class="state" data-tone="{tone}"><svg')
    assert html.endswith(f"</svg>{word}</span>")


def test_state_escapes_its_word() -> None:
    assert "&lt;b&gt;" in render("{% state 'late' word %}", word="<b>")


# -- numbers and days ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "vi", "en"),
    [
        ("{{ 2889000|quantity }}", "2.889", "2,889"),
        ("{{ 18900|quantity }}", "18,9", "18.9"),
        ("{{ 0|quantity }}", "0", "0"),
        ("{{ None|quantity }}", "–", "–"),
        ("{{ decimal|number }}", "1.000.000,5", "1,000,000.5"),
        ("{{ '41/44'|number }}", "41/44", "41/44"),
        ("{{ day|day }}", "03/02/2026", "3 Feb 2026"),
        ("{{ None|day }}", "–", "–"),
        ("{{ night|day }}", "22/11/2026", "22 Nov 2026"),
        ("{{ moment|moment }}", "22/11/2026 07:30", "22 Nov 2026 07:30"),
    ],
)
def test_values_follow_the_language(source: str, vi: str, en: str) -> None:
    values: dict[str, Any] = {
        "decimal": Decimal("1000000.500"), "day": date(2026, 2, 3), "moment": datetime(2026, 11, 22, 0, 30, tzinfo=UTC),
        "night": datetime(2026, 11, 21, 20, tzinfo=UTC),
    }  # fmt: skip
    assert (render(source, **values), render(source, language="en", **values)) == (vi, en)


def test_days_of_one_day_and_of_a_span() -> None:
    first, last = date(2026, 3, 12), date(2026, 3, 14)
    assert (
        render("{% days first first %}", first=first) == '<time datetime="2026-03-12" class="nowrap">12/03/2026</time>'
    )
    span = render("{% days first last %}", first=first, last=last)
    assert '<time datetime="2026-03-12">12</time>–<time datetime="2026-03-14">14/03/2026</time></span>' in span
    april = date(2026, 4, 2)
    assert "12/03</time> –</span> <time" in render("{% days first last %}", first=first, last=april)
    assert "3月12日</time>～</span><time" in render("{% days first last %}", language="ja", first=first, last=april)


def test_period_says_its_label() -> None:
    assert render("{{ period|period }}", language="en", period=periods.parse("2014..2018")) == "2014–2018"


def test_digest_can_break_between_groups() -> None:
    assert render("{{ 'aaaaaaaabbbbbbbbcc'|digest }}") == '<code class="digest">aaaaaaaa<wbr>bbbbbbbb<wbr>cc</code>'


def test_initials_of_long_and_short_names() -> None:
    assert render("{{ 'Nguyễn Thị Lan'|initials }} {{ 'an'|initials }}") == "NL A"


# -- figures ---------------------------------------------------------------------------------------


def test_figure_door_opens_its_rows() -> None:
    html = render("{% figure_door '/figures/x/' value 'đoàn' %}", value=Decimal(2889))
    assert '<a class="figure" href="/figures/x/"><span class="figure-value">2.889</span>' in html
    assert html.endswith('<span class="figure-unit">đoàn</span>')


def test_figure_door_says_when_it_is_not_exact() -> None:
    html = render("{% figure_door '/x/' 100 approximate=True %}", language="en")
    assert '<span aria-hidden="true">≈ </span><span class="visually-hidden">about </span>100' in html


def test_figure_door_without_address_is_a_plain_number() -> None:
    assert render("{% figure_door '' 7 %}") == '<span class="figure-value">7</span>'


def test_bars_start_at_zero_and_show_nothing_as_a_line() -> None:
    html = render("{% bars values 'Five years' %}", values=[0, 14, Decimal(28)])
    assert 'role="img" aria-label="Five years"' in html
    assert [part.split('"')[0] for part in html.split('height="')[1:]] == ["1.0", "14.0", "28.0"]


@pytest.mark.parametrize(("part", "whole", "width"), [(1, 4, "25.0"), (5, 4, "100.0"), (1, 0, "0.0")])
def test_share_stays_inside(part: int, whole: int, width: str) -> None:
    assert f'class="share-part" width="{width}"' in render("{% share part whole %}", part=part, whole=whole)


# -- forms -----------------------------------------------------------------------------------------


def test_field_ties_label_help_and_error_to_the_control() -> None:
    html = render("{% field form.title %}", form=Sample({}))
    assert '<label class="field-label" for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext">As in the review' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'placeholder=""' in html


def test_field_says_what_is_optional() -> None:
    html = render("{% field form.note %}", language="en", form=Sample())
    assert "(optional)" in html
    assert "(optional)" not in render("{% field form.title %}", language="en", form=Sample())


def test_field_takes_other_words_and_attributes() -> None:
    html = render("{% field form.title label='Name' help='' unit='people' inputmode='decimal' %}", form=Sample())
    assert ">Name<" in html
    assert "helptext" not in html
    assert 'inputmode="decimal"' in html
    assert '<span class="field-unit">people</span>' in html


def test_field_of_choices_is_a_group_with_a_legend() -> None:
    html = render("{% field form.direction cards=True %}", form=Sample())
    assert '<fieldset class="field" id="id_direction"' in html
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert "options-cards" in html


def test_fields_shows_hidden_ones_too() -> None:
    html = render("{% fields form %}", form=Sample())
    assert 'type="hidden" name="key"' in html
    assert all(f'name="{name}"' in html for name in ("title", "direction", "note", "agree"))


def test_form_errors_lists_and_leads_to_each_field() -> None:
    html = render("{% form_errors form %}", language="en", form=Sample({"key": "k", "agree": "on"}))
    assert "2 answers need another look." in html
    assert '<a href="#id_title">Title</a>' in html
    assert '<a href="#id_direction">Direction</a>' in html
    assert render("{% form_errors form %}", form=Sample()) == ""


# -- messages and ways -----------------------------------------------------------------------------


def test_alert_holds_what_stands_inside() -> None:
    html = render("{% alert 'late' title %}<p>kept</p>{% endalert %}", title="Two & three")
    assert '<div class="alert" data-tone="late">' in html
    assert '<p class="alert-title">Two &amp; three</p><p>kept</p>' in html


def test_breadcrumb_ends_where_one_is() -> None:
    html = render("{% breadcrumb '/a/' 'Register' '' title %}", title="<Talk>")
    assert '<li><a href="/a/">Register</a></li><li><span aria-current="page">&lt;Talk&gt;</span></li>' in html


def test_pages_keep_the_rest_of_the_address() -> None:
    page = Paginator(range(60), 25).page(2)
    html = render("{% pages page %}", path="/?q=a&page=2", page=page)
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    assert render("{% pages page %}", page=Paginator(range(5), 25).page(1)) == ""


def test_options_offer_pairs_and_rows_with_a_code() -> None:
    rows = [Place(code="a", name_vi="Xã <A>"), Place(code="b", name_vi="Xã B")]
    wanted = '<option value="a">Xã &lt;A&gt;</option><option value="b" selected>Xã B</option>'
    assert render("{% options rows 'b' %}", rows=rows) == wanted
    assert render("{% options rows 'b' %}", rows=[("a", "Xã <A>"), ("b", "Xã B")]) == wanted
    assert "selected" not in render("{% options rows %}", rows=rows)
