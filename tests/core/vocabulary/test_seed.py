"""The seeded vocabulary: complete in two languages, and every definition countable."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import lucide
import pytest
import yaml

from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.forms import ActivityForm
from lantoa.core.ledger.models import DIMENSIONS
from lantoa.core.ledger.queries import specs
from lantoa.core.ledger.queries.specs import OWN_DIMENSIONS, Spec
from lantoa.core.vocabulary import actions
from lantoa.core.vocabulary.models import Dimension, Indicator, IndicatorVersion, Kind, KindMeasure, Measure, Term
from lantoa.core.vocabulary.rules.kinds import DUTIES
from lantoa.core.vocabulary.rules.specs import PAIRS, has_parts
from tests.factories import Province


def _rows(name: str) -> Any:
    return yaml.safe_load((actions.SEED / f"{name}.yaml").read_text(encoding="utf-8"))


KINDS: dict[str, dict[str, Any]] = {row["code"]: row for row in _rows("kinds")}
MEASURES: dict[str, dict[str, Any]] = {row["code"]: row for row in _rows("measures")}
INDICATORS: dict[str, dict[str, Any]] = {row["code"]: row for row in _rows("indicators")}
TERMS: dict[str, list[dict[str, Any]]] = _rows("terms")

# What a spec may do with a measure: a stock is never summed, a reading is only ever read last.
NATURE_OF_AGGREGATE = {"sum": "flow", "stock": "stock", "last": "reading", "median": "reading"}
NO_FIGURE_NEEDED = {
    "talks": "attendances are what is asked for",
    "cooperations": "tells one record from several",
    "support_rounds": "tells one record from several",
    "inventories": "tells one record from several",
    "readiness_counts": "tells one record from several",
    "language_counts": "tells one record from several",
    "speaker_counts": "tells one record from several",
    "monitoring_rounds": "tells one record from several",
    "media_rounds": "tells one record from several",
    "channel_readings": "tells one record from several",
    "equipment_rounds": "tells one record from several",
    "visitor_counts": "tells one record from several",
    "budget_rounds": "tells one record from several",
    "commendations": "those commended are what is asked for",
    "press_agencies_attending": "kept for the file of the press conference",
}


def _declared(kind: str) -> set[str]:
    return {item["code"] for item in KINDS[kind]["measures"]}


def _parts() -> Iterator[tuple[str, Spec]]:
    for code, row in INDICATORS.items():
        for part in specs.parts(row["spec"]):
            yield code, part


def test_codes_are_given_once() -> None:
    for name in ("kinds", "measures", "indicators"):
        codes = [row["code"] for row in _rows(name)]
        assert len(codes) == len(set(codes)), name
    for dimension, rows in TERMS.items():
        assert len({row["code"] for row in rows}) == len(rows), dimension


@pytest.mark.parametrize("row", INDICATORS.values(), ids=INDICATORS.keys())
def test_an_indicator_says_what_it_counts_in_both_languages(row: dict[str, Any]) -> None:
    for field in ("name_vi", "name_en", "unit_vi", "unit_en", "definition_vi", "definition_en"):
        assert row[field].strip() == row[field] != "", field
    for field in ("definition_vi", "definition_en"):
        assert row[field].endswith("."), field
        assert len(row[field]) > len(row["name_vi"]), field
    assert row["name_vi"] != row["name_en"]


# The name of a country or language says what it is.
NAMED_ONLY = {"country", "language"}
DEFINED = [
    *(pytest.param(row, id=f"kind/{code}") for code, row in KINDS.items()),
    *(pytest.param(row, id=f"measure/{code}") for code, row in MEASURES.items()),
    *(
        pytest.param(row, id=f"{dimension}/{row['code']}")
        for dimension, rows in TERMS.items()
        for row in rows
        if dimension not in NAMED_ONLY
    ),
]


@pytest.mark.parametrize("row", DEFINED)
def test_a_row_says_in_both_languages_what_it_means(row: dict[str, Any]) -> None:
    for language in ("vi", "en"):
        text = row[f"definition_{language}"]
        assert text == text.strip()
        assert text.endswith(".")
        assert text not in {row[f"name_{language}"], row.get(f"hint_{language}")}


def test_a_unit_says_in_english_what_one_is_called() -> None:
    counted = {code: row for code, row in INDICATORS.items() if row["spec"]["agg"] not in {"ratio", "growth"}}
    assert [code for code, row in {**MEASURES, **counted}.items() if not row.get("unit_en_one")] == []
    assert {row.get("unit_en_one", "") for code, row in INDICATORS.items() if code not in counted} == {""}


def test_no_two_rows_of_a_kind_mean_the_same() -> None:
    for field in ("definition_vi", "definition_en"):
        texts = [row[field] for row in KINDS.values()]
        assert len(texts) == len(set(texts))


def test_no_two_indicators_or_kinds_share_a_name() -> None:
    for rows in (INDICATORS, KINDS):
        for field in ("name_vi", "name_en"):
            names = [row[field] for row in rows.values()]
            assert sorted(names) == sorted(set(names))


def test_a_definition_counts_what_its_kinds_declare() -> None:
    for code, part in _parts():
        assert [kind for kind in part.kinds if kind not in KINDS] == [], code
        if part.measure:
            assert part.kinds, f"{code}: a measure of no kind is a typing mistake"
            assert [kind for kind in part.kinds if part.measure not in _declared(kind)] == [], code
            assert MEASURES[part.measure].get("nature", "flow") == NATURE_OF_AGGREGATE[part.agg], code


def test_a_definition_filters_by_terms_that_exist_and_that_its_kinds_ask_for() -> None:
    for code, part in _parts():
        for dimension, codes in part.where:
            assert set(codes) <= {row["code"] for row in TERMS[dimension]}, code
            asking = {kind for kind in part.kinds if dimension in {item["code"] for item in KINDS[kind]["dimensions"]}}
            assert asking == set(part.kinds), code


def test_a_figure_in_the_unit_of_its_measure() -> None:
    for code, part in _parts():
        if part.measure and INDICATORS[code]["spec"]["agg"] not in PAIRS:
            assert INDICATORS[code]["unit_vi"] == MEASURES[part.measure]["unit_vi"] or code in OWN_WORD, code


# Where the indicator counts a part of the measure and calls it by its own name.
OWN_WORD = {"foreign_press_groups", "foreign_reporters"}


def test_parts_of_a_figure_are_shown_only_where_they_add_up() -> None:
    known = {*DIMENSIONS, *OWN_DIMENSIONS}
    for code, row in INDICATORS.items():
        wanted = set(row.get("disaggregations", []))
        assert wanted <= known, code
        assert not wanted or has_parts(row["spec"]), code


def test_a_pair_shows_both_numbers_in_its_unit() -> None:
    pairs = {code: row["unit_vi"] for code, row in INDICATORS.items() if row["spec"]["agg"] in PAIRS}
    assert len(pairs) >= 6
    assert [code for code, unit in pairs.items() if not re.fullmatch(r"[^/]+/[^/]+", unit)] == []


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS.keys())
def test_a_kind_can_be_filled_in(row: dict[str, Any]) -> None:
    assert [item["code"] for item in row["measures"] if item.get("is_main")] == [row["measures"][0]["code"]]
    assert _declared(row["code"]) <= set(MEASURES)
    asked = [item["code"] for item in row["dimensions"]]
    assert set(asked) <= {*Dimension.values, "place"}
    assert len(asked) == len(set(asked))
    for field in ("name_vi", "name_en", "hint_vi", "hint_en"):
        assert row[field]
    lucide._load_icon(row["icon"])


@pytest.mark.django_db
def test_a_kind_asks_six_things_at_most_before_the_rest(province: Province) -> None:
    words, today = Words.load(), date(2026, 11, 22)
    filled_in = [kind for kind in KINDS if kind not in DUTIES]
    asked = {
        kind: ActivityForm(words=words, kind=kind, agencies=[province.commune_a], today=today).primary
        for kind in filled_in
    }
    assert {kind: names for kind, names in asked.items() if len(names) > 6} == {}
    assert {kind for kind, names in asked.items() if names[:2] != ["title", "occurred_on"]} == set()


def test_every_measure_is_asked_for_and_counted() -> None:
    asked = {code for kind in KINDS for code in _declared(kind)}
    counted = {part.measure for _code, part in _parts()}
    assert set(MEASURES) == asked
    assert set(MEASURES) - counted == set(NO_FIGURE_NEEDED)


def test_the_yearly_press_report_has_its_six_figures() -> None:
    six = [code for code, row in INDICATORS.items() if "244/2026/NĐ-CP, phụ lục" in row.get("source", "")]
    assert six == [
        "press_conferences", "press_briefings", "press_requests_answered", "urgent_cases_stated", "statements_on_time",
        "press_errors_answered",
    ]  # fmt: skip
    assert [INDICATORS[code]["spec"]["agg"] for code in six] == ["sum", "sum", *["ratio"] * 4]


@pytest.mark.django_db
def test_seeding_again_adds_nothing_and_keeps_what_people_edited() -> None:
    models = (Term, Measure, Kind, KindMeasure, Indicator, IndicatorVersion)
    before = [model._default_manager.count() for model in models]
    assert before[1:] == [
        len(MEASURES), len(KINDS), sum(len(row["measures"]) for row in KINDS.values()), len(INDICATORS), len(INDICATORS)
    ]  # fmt: skip

    actions.seed()

    assert [model._default_manager.count() for model in models] == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Term, Measure, Kind, IndicatorVersion])
def test_every_row_says_where_it_comes_from_and_no_legal_text_passes_for_checked(model: Any) -> None:
    rows = list(model.objects.all())
    assert {row.basis for row in rows} <= {"law", "practice"}
    assert [row for row in rows if (row.basis == "law") != bool(row.source)] == []
    assert [row for row in rows if row.is_verified or row.needs_verifying != (row.basis == "law")] == []
