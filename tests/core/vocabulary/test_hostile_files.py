"""Vocabulary files of others: whatever one says, it is read or refused in sentences, and what is read can be kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods, yaml_text
from lantoa.core.ledger import queries as ledger
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.queries.catalogue import catalogue
from lantoa.core.vocabulary.rules import specs
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
NAMED = {"code": "kites", "name_vi": "Diều", "name_en": "Kites"}
DEFINED = {**NAMED, "definition_vi": "d", "definition_en": "d", "unit_vi": "con", "unit_en": "kites"}

_CODES = st.sampled_from(
    ["talk", "contest", "attendances", "talks", "followers", "panels", "topic", "border", "place", "agency", "none", ""]
)
_ODD: Any = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=3), _CODES),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(_CODES, inner, max_size=2)),
    max_leaves=4,
)
_ONE = st.fixed_dictionaries(
    {"agg": st.one_of(st.sampled_from(sorted(specs.AGGREGATES)), _ODD)},
    optional={
        "kind": st.one_of(_CODES, st.lists(_CODES, max_size=3), _ODD), "measure": st.one_of(_CODES, _ODD),
        "where": st.one_of(st.dictionaries(_CODES, st.one_of(_CODES, st.lists(_CODES, max_size=2), _ODD)), _ODD),
        "of": st.one_of(_CODES, _ODD), "years_back": st.one_of(st.integers(-1, 21), _ODD),
    },
)  # fmt: skip
_SPECS = st.one_of(
    _ONE,
    _ODD,
    st.fixed_dictionaries({"agg": st.just("ratio"), "num": st.one_of(_ONE, _ODD), "den": st.one_of(_ONE, _ODD)}),
    st.fixed_dictionaries({"agg": st.just("growth"), "num": st.one_of(_ONE, _ODD), "years_back": st.integers(-1, 21)}),
)


def read(**lists: Any) -> queries.Shared:
    return queries.read(yaml_text.written({"lantoa_vocabulary": 1, "from": "Núi Biếc", **lists}))


_SAME_DATABASE = [HealthCheck.function_scoped_fixture]  # each example takes back what it wrote


@settings(max_examples=150, suppress_health_check=_SAME_DATABASE)
@given(spec=_SPECS)
def test_whatever_a_definition_says_it_is_refused_in_words_or_can_be_kept(spec: Any, province: Province) -> None:
    shared = read(indicators=[{**DEFINED, "spec": spec}])
    if shared.problems:
        assert all(problem.message for problem in shared.problems)
        return
    with transaction.atomic():
        assert actions.take_over(shared, by=province.administrator, at=AT) == 1
        words, made = catalogue(), queries.definition("kites")
        assert all(words.in_words(part) for part in specs.parts(made.spec))
        ledger.figure(made, periods.year(2026))
        transaction.set_rollback(True)


@settings(max_examples=100, suppress_health_check=_SAME_DATABASE)
@given(data=st.data())
def test_whatever_a_row_says_it_is_refused_in_words_or_can_be_kept(data: Any, province: Province) -> None:
    rows: dict[str, dict[str, Any]] = {
        "measures": {**NAMED, "unit_vi": "con", "unit_en": "kites"},
        "kinds": {**NAMED, "dimensions": [{"code": "topic"}], "measures": [{"code": "talks", "is_main": True}]},
        "headings": {**NAMED},
        "indicators": {**DEFINED, "spec": {"agg": "count", "kind": "talk"}},
        "topic": {**NAMED},
    }
    name = data.draw(st.sampled_from(sorted(rows)))
    columns = {
        "measures": ["nature", "whole"], "kinds": ["hint_vi", "icon", "dimensions", "measures", "group"],
        "indicators": ["disaggregations", "higher_is_better", "unit_en_one"],
    }.get(name, [])  # fmt: skip
    column = data.draw(st.sampled_from(["code", "name_vi", "basis", "valid_from", "valid_until", *columns]))
    row = {**rows[name], column: data.draw(_ODD)}
    shared = read(terms={"topic": [row]}) if name == "topic" else read(**{name: [row]})
    if not shared.problems:
        with transaction.atomic():
            actions.take_over(shared, by=province.administrator, at=AT)
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"spec": {"agg": "count", "kind": "talk", "measure": "talks"}}, "“count” đếm bản ghi nên không có số đo"),
        ({"spec": {"agg": "count", "kind": [["talk"]]}}, "spec"),
        ({"spec": {"agg": "sum", "kind": "talk", "measure": ["talks"]}}, "spec"),
        ({"spec": {"agg": "count", "where": {"topic": 5}}}, "spec"),
        ({"valid_from": 5}, "valid_from"),
        ({"disaggregations": {"topic": 1}}, "disaggregations"),
        ({"disaggregations": ["nothing"]}, "disaggregations"),
        ({"valid_until": [1]}, "valid_until"),
    ],
)
def test_what_cannot_be_counted_or_kept_is_refused_with_where_it_stands(row: dict[str, Any], said: str) -> None:
    shared = read(indicators=[{**DEFINED, "spec": {"agg": "count", "kind": "talk"}, **row}])
    assert [problem.where for problem in shared.problems] == ["indicators, kites"]
    assert said in shared.problems[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 50_000 + "]" * 50_000, "Danh sách lồng nhau"),
        ("{a: " * 50_000, "Danh sách lồng nhau"),
        ('lantoa_vocabulary: 1\nfrom: "a\\0"', "Dòng 2 có ký tự"),
        ('lantoa_vocabulary: 1\nfrom: "\\ud800"', "dòng 2"),
        ("lantoa_vocabulary: 1\n? [a, b]\n: c", "dòng 2"),
        ("\x00", "dòng"),
    ],
)
def test_what_only_looks_like_a_file_is_refused(text: str, said: str) -> None:
    assert said in queries.read(text).problems[0].message
