"""A series as it is (with what was merged into an agency or place) and as it was (its own records only)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.base.periods import year
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people import actions as people
from lantoa.core.people import queries as people_queries
from lantoa.core.people.models import Agency, Place, User
from lantoa.core.people.queries import Series
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.doors.cli import CommandError
from lantoa.doors.cli.main import build_parser
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
CODE = "talk_attendances"


@pytest.fixture
def merged(province: Province) -> Province:
    """120 attendances in commune_a, which became part of commune_b on 1 July 2025; 300 in commune_b."""
    for agency, attendances in (("xa-an-binh", 120), ("xa-binh-minh", 300)):
        draft = Draft(
            kind="talk", agency=agency, title="Nói chuyện", occurred_from=date(2025, 2, 3),
            occurred_on=date(2025, 2, 3), place=agency, quantities={"attendances": (attendances * 1000, "")},
        )  # fmt: skip
        made = actions.save_draft(draft, by=province.lan, at=AT)
        actions.accept(actions.submit(made, by=province.lan, at=AT), by=province.lan, at=AT)
    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2025, 7, 1))
    people.end_place(
        Place.objects.get(code="xa-an-binh"), into=Place.objects.get(code="xa-binh-minh"), on=date(2025, 7, 1)
    )
    return province


def asked(agency: Agency | None, series: Series, *, place: str = "") -> tuple[object, ...]:
    """The figure, the records behind it, its table and its lumps, which must all speak of the same."""
    definition = vocabulary.definition(CODE)
    if place:
        definition = queries.in_place(definition, place)
    whose = {"agencies": [agency] if agency else None, "series": series}
    value = queries.figure(definition, year(2025), **whose)  # type: ignore[arg-type] # the arguments of figure
    rows = queries.entries(definition, year(2025), **whose)  # type: ignore[arg-type]
    explanation = queries.explain(definition, year(2025), **whose)  # type: ignore[arg-type]
    return value.value, [row.agency_id for row in rows], sum(row.total for row in explanation.tables[0].rows)


@pytest.mark.parametrize(
    ("code", "series", "expected"),
    [
        ("xa-binh-minh", Series.AS_IT_IS, (420, ["xa-an-binh", "xa-binh-minh"], 420)),
        ("xa-binh-minh", Series.AS_IT_WAS, (300, ["xa-binh-minh"], 300)),
        ("xa-an-binh", Series.AS_IT_IS, (120, ["xa-an-binh"], 120)),
        ("ubnd-tinh", Series.AS_IT_WAS, (420, ["xa-an-binh", "xa-binh-minh"], 420)),
        ("ubnd-tinh", Series.EXACTLY, (0, [], 0)),
    ],
)
def test_a_series_reaches_as_far_as_it_says(
    code: str, series: Series, expected: tuple[object, ...], merged: Province
) -> None:
    assert asked(Agency.objects.get(code=code), series) == expected


def test_a_place_has_the_two_series_too(merged: Province) -> None:
    everything = (420, ["xa-an-binh", "xa-binh-minh"], 420)
    assert asked(None, Series.AS_IT_IS, place="xa-binh-minh") == everything
    assert asked(None, Series.AS_IT_WAS, place="xa-binh-minh") == (300, ["xa-binh-minh"], 300)
    assert asked(None, Series.AS_IT_WAS, place="song-xanh") == everything
    assert [place.code for place in people_queries.places_merged_into(["xa-binh-minh"])] == ["xa-an-binh"]


def test_settled_questions_are_answered_alike(merged: Province) -> None:
    definition = queries.in_place(vocabulary.definition(CODE), "xa-binh-minh")
    asks = [
        queries.Ask(definition, year(2025), codes, series)
        for codes in (None, frozenset({"xa-binh-minh"}))
        for series in (Series.AS_IT_IS, Series.AS_IT_WAS)
    ]
    found = [figure.value for figure in queries.figures(queries.settled(asks))]
    assert found == [figure.value for figure in queries.figures(asks)] == [420, 300, 420, 300]


def page(browser: Client, **address: str) -> tuple[str, list[str], bool, str]:
    """The value printed large, what the page says was merged, whether as it was, and the address of the other one."""
    answer = browser.get(reverse("ledger:figure", args=[CODE]), {"period": "2025", **address})
    assert answer.status_code == 200
    text = re.sub(r"\s+", " ", answer.content.decode())
    shown = [str(place) for place in answer.context["merged"]]
    assert all(name in text for name in shown)
    assert ('class="tabs"' in text) == bool(shown)
    value = re.findall(r'figure-large[^>]*><span class="figure-value">([^<]+)<', text)[0]
    return value, shown, answer.context["as_it_was"], answer.context["query_other_series"]


def test_the_figure_page_shows_both_and_says_which(merged: Province, client_of: Callable[[User], Client]) -> None:
    browser = client_of(merged.lan)

    b = "period=2025&agency=xa-binh-minh"
    assert page(browser, agency="xa-binh-minh") == ("420", ["UBND xã An Bình"], False, f"{b}&series=was")
    assert page(browser, agency="xa-binh-minh", series="was") == ("300", ["UBND xã An Bình"], True, f"{b}&series=is")
    assert page(browser, place="xa-binh-minh", series="was")[:3] == ("300", ["Xã An Bình"], True)
    assert page(browser, agency="xa-an-binh")[:2] == ("120", [])
    assert page(browser)[:2] == ("420", [])


def test_all_figures_follow_the_switch(merged: Province, client_of: Callable[[User], Client]) -> None:
    def shown(series: str) -> list[str]:
        asked = {"period": "2025", "agency": "xa-binh-minh", "series": series}
        answer = client_of(merged.lan).get(reverse("ledger:figures"), asked)
        return [row["figure"].text for row in answer.context["rows"] if row["figure"].definition.indicator_id == CODE]

    assert (shown("is"), shown("was")) == (["420"], ["300"])


def test_the_command_line_gives_both(merged: Province, capsys: pytest.CaptureFixture[str]) -> None:
    def printed(*more: str) -> str:
        args = build_parser().parse_args(["figure", CODE, "--period", "2025", *more])
        args.func(args)
        return capsys.readouterr().out.splitlines()[0]

    assert "420" in printed("--agency", "xa-binh-minh")
    assert "300" in printed("--agency", "xa-binh-minh", "--as-it-was")
    with pytest.raises(CommandError, match="--agency"):
        printed("--as-it-was")


def test_a_place_that_is_not_known_is_named(province: Province, client_of: Callable[[User], Client]) -> None:
    lan = client_of(province.lan)
    for page in (reverse("ledger:figures"), reverse("ledger:figure", args=["talk_attendances"])):
        assert "“nowhere”" in lan.get(f"{page}?place=nowhere").text
        assert "nowhere" not in lan.get(f"{page}?place={province.place.code}").text
