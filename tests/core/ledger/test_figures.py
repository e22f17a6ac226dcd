"""The promise of the ledger: what stands now adds up, and what was known then never moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.base.statements import Statement
from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries import sums
from lantoa.core.people import actions as people
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.factories import Province

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)
MEMBERS = IndicatorVersion(indicator_id="x", spec={"agg": "sum", "kind": "delegation", "measure": "members"})

_OF = Statement.of


def delegation(agency: str, day: date, *, until: date | None = None, members: int = 0, **more: Any) -> Draft:
    purpose, country = more.pop("purpose", "investment"), more.pop("country", "kr")
    qualifier = more.pop("qualifier", "")
    return Draft(
        kind="delegation", agency=agency, title="Đoàn doanh nghiệp", occurred_from=day, occurred_on=until or day,
        dimensions={"direction": "in", "purpose": purpose, "country": country},
        quantities={"delegations": (1000, ""), "members": (members * 1000, qualifier)}, **more,
    )  # fmt: skip


def accepted(draft: Draft, by: Any) -> Activity:
    made = actions.save_draft(draft, by=by, at=NOON)
    actions.submit(made, by=by, at=NOON)
    return actions.accept(made, by=by, at=NOON)


def value(spec: Any, period: str, **scope: Any) -> Any:
    return queries.figure(IndicatorVersion(indicator_id="x", spec=spec), periods.parse(period), **scope).value


# -- any sequence of events ------------------------------------------------------------------------


@dataclass
class Standing:
    draft: Draft
    activity: Activity


_DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))
_EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "accept", "accept", "correct", "reverse", "submit"]),
        st.integers(0, 50), _DAYS, st.integers(0, 40), st.integers(0, 1), st.sampled_from(["", "over", "about"]),
    ),
    max_size=14,
)  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS)
def test_figure_after_any_sequence_is_the_sum_of_what_stands_and_as_of_never_moves(
    province: Province, events: list[Any]
) -> None:
    period = periods.parse("2025")
    agencies = [province.commune_a, province.commune_b]
    with undone():
        standing: list[Standing] = []
        known: dict[int, tuple[Decimal, int, bool]] = {}
        for event, members, day, pick, who, qualifier in events:
            draft = delegation(agencies[who].code, day, members=members, qualifier=qualifier)
            if event == "accept":
                standing.append(Standing(draft, accepted(draft, province.lan)))
            elif event == "submit":
                actions.submit(actions.save_draft(draft, by=province.an, at=NOON), by=province.an, at=NOON)
            elif standing:
                chosen = standing[pick % len(standing)]
                if event == "reverse":
                    actions.reverse(chosen.activity, by=province.lan, at=NOON, reason="không diễn ra")
                    standing.remove(chosen)
                elif draft != chosen.draft:
                    chosen.activity = actions.correct(chosen.activity, draft, by=province.lan, at=NOON, reason="sửa")
                    chosen.draft = draft
            inside = [item.draft for item in standing if item.draft.occurred_on in period]
            total = Decimal(sum(draft.quantities["members"][0] for draft in inside)) / 1000
            inexact = any(draft.quantities["members"][1] for draft in inside)
            known[queries.head_seq()] = (total, len(inside), inexact)
        for seq, expected in known.items():
            then = queries.figure(MEMBERS, period, as_of_seq=seq)
            assert (then.value, then.row_count, then.approximate) == expected
            rows = list(queries.entries(MEMBERS, period, as_of_seq=seq).prefetch_related("lines"))
            assert sum((queries.measures_of(row)["members"] for row in rows), Decimal(0)) == then.value
            cells = queries.breakdown(MEMBERS, period, by=["agency", "year", "purpose"], as_of_seq=seq)
            assert sum((cell.value for cell in cells), Decimal(0)) == then.value
        assert queries.verify().problems == []


# -- the closed grammar ----------------------------------------------------------------------------


def test_joint_activity_counts_once_for_the_province_and_once_for_each_agency(province: Province) -> None:
    joint = delegation(province.commune_a.code, date(2026, 1, 5), members=7, coordinating=[province.commune_b.code])
    accepted(joint, province.lan)
    alone = delegation(province.commune_b.code, date(2026, 1, 6), members=2)
    accepted(alone, province.lan)
    spec = {"agg": "sum", "measure": "members"}
    assert value(spec, "2026") == 9
    assert value(spec, "2026", agencies=[province.commune_a]) == 7
    assert value(spec, "2026", agencies=[province.commune_b]) == 9
    assert value(spec, "2026", agencies=[province.commune_a, province.commune_b]) == 9
    assert value(spec, "2026", agencies=[province.committee]) == 9


def test_figure_of_named_agencies_and_places_asked_for_others_reads_what_is_of_both(province: Province) -> None:
    """The statement of a shape is written once: neither its values nor those of another question may stay in it."""
    place_a, place_b = province.commune_a.place_id, province.commune_b.place_id
    for agency, place, day, members in [
        (province.commune_a, place_a, 5, 1), (province.commune_a, place_b, 6, 2), (province.commune_b, place_b, 7, 4),
    ]:  # fmt: skip
        accepted(delegation(agency.code, date(2026, 1, day), members=members, place=place), province.lan)
    a, b = [province.commune_a], [province.commune_b]
    of_agency = [{"agg": "sum", "measure": "members", "where": {"agency": agency.code}} for agency in (*a, *b)]
    of_place = [{"agg": "sum", "measure": "members", "where": {"place": place}} for place in (place_a, place_b)]
    for _ in range(2):
        assert [value(spec, "2026") for spec in of_agency] == [3, 4]
        assert [value(spec, "2026", agencies=a) for spec in of_agency] == [3, 0]
        assert [value(spec, "2026", agencies=b) for spec in of_agency] == [0, 4]
        assert [value(spec, "2026", agencies=[*a, *b]) for spec in of_place] == [1, 6]
        assert [value(spec, "2026-Q1", agencies=a) for spec in of_place] == [1, 2]
        assert [value(spec, "2026-Q2", agencies=a) for spec in of_place] == [0, 0]
        assert [value(spec, "2026", as_of_seq=2, agencies=b) for spec in of_place] == [0, 0]
        assert [value(spec, "2026", agencies=[]) for spec in of_place] == [0, 0]


def test_questions_of_one_shape_are_written_once(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two years of two agencies are one shape, an indicator by another dimension is another."""
    accepted(delegation(province.commune_a.code, date(2026, 1, 5), members=3), province.lan)
    assert value(MEMBERS.spec, "2026") == 3  # the statement that all figures stand on is written once in a process
    written: list[Statement] = []

    def writing(asked: Any) -> Statement:
        written.append(_OF(asked))
        return written[-1]

    monkeypatch.setattr(Statement, "of", writing)
    sums._statement.cache_clear()
    spec = {"agg": "sum", "measure": "members", "where": {"country": "kr"}}
    found = [
        value(spec, period, agencies=[agency])
        for period in ("2025", "2026")
        for agency in (province.commune_a, province.commune_b)
    ]
    assert (found, len(written)) == ([0, 0, 3, 0], 1)
    assert value({"agg": "sum", "measure": "members", "where": {"purpose": "investment"}}, "2026") == 3
    assert len(written) == 2


def test_merged_agency_counts_for_its_successor(province: Province) -> None:
    accepted(delegation(province.commune_a.code, date(2026, 1, 5), members=7), province.lan)
    people.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 2, 1))
    spec = {"agg": "sum", "measure": "members"}
    assert value(spec, "2026", agencies=[province.commune_b]) == 7
    assert value(spec, "2026", agencies=[province.commune_a]) == 7


def test_count_distinct_and_ratio(province: Province) -> None:
    for day, purpose, country in [
        (1, "investment", "kr"),
        (2, "press", "kr"),
        (3, "investment", "jp"),
        (4, "press", ""),
    ]:
        accepted(
            delegation(province.commune_a.code, date(2026, 1, day), purpose=purpose, country=country), province.lan
        )
    gone = accepted(delegation(province.commune_a.code, date(2026, 1, 9), country="fr"), province.lan)
    actions.reverse(gone, by=province.lan, at=NOON, reason="ghi trùng")
    assert value({"agg": "count", "kind": "delegation"}, "2026") == 4
    assert value({"agg": "count", "kind": "delegation", "where": {"country": ["kr", "jp"]}}, "2026") == 3
    assert value({"agg": "distinct", "kind": "delegation", "of": "country"}, "2026") == 2
    assert value({"agg": "distinct", "kind": "delegation", "of": "country"}, "2026", as_of_seq=5) == 3
    assert value({"agg": "distinct", "of": "agency"}, "2026") == 1
    share = queries.figure(vocabulary.definition("investment_delegation_share"), periods.parse("2026"))
    assert (share.text, share.value, share.row_count) == ("2/4", Decimal("0.5"), 4)
    nothing = queries.figure(vocabulary.definition("investment_delegation_share"), periods.parse("2020"))
    assert (nothing.text, nothing.value) == ("0/0", None)


def test_stock_has_no_lower_bound_and_goes_down(province: Province) -> None:
    def panels(day: date, count: int) -> Draft:
        return Draft("panel_cluster", province.commune_a.code, "Cụm pa-nô", day, day, place=province.commune_a.place_id,
                     quantities={"clusters": (count * 1000, "")})  # fmt: skip

    accepted(panels(date(2014, 5, 1), 3), province.lan)
    accepted(panels(date(2016, 5, 1), 1), province.lan)
    accepted(panels(date(2017, 5, 1), -1), province.lan)
    spec = {"agg": "stock", "kind": "panel_cluster", "measure": "clusters"}
    assert [value(spec, str(year)) for year in (2013, 2014, 2015, 2016, 2017, 2026)] == [0, 3, 3, 4, 3, 3]


def test_last_is_the_newest_standing_reading(province: Province) -> None:
    spec = {"agg": "last", "measure": "members"}
    by_country = {**spec, "of": "country"}
    first = accepted(delegation(province.commune_a.code, date(2026, 1, 5), members=50), province.lan)
    accepted(delegation(province.commune_a.code, date(2026, 2, 5), members=70, country="jp"), province.lan)
    newest = accepted(delegation(province.commune_a.code, date(2026, 2, 7), members=60), province.lan)
    assert (value(spec, "2026"), value(by_country, "2026")) == (60, 130)
    actions.reverse(newest, by=province.lan, at=NOON, reason="nhầm")
    assert (value(spec, "2026"), value(by_country, "2026")) == (70, 120)
    assert (value(spec, "2026", as_of_seq=3), value(spec, "2026-01")) == (60, 50)
    actions.correct(first, replace(drafts.draft_of(first), note="x"), by=province.lan, at=NOON, reason="ghi chú")
    assert value(spec, "2026-01") == 50


def test_many_newest_readings_take_one_query_and_answer_as_one_by_one(
    province: Province, count_queries: Callable[[], Any]
) -> None:
    for day, members, country in [(5, 50, "kr"), (9, 70, "jp"), (20, 60, "kr")]:
        accepted(
            delegation(province.commune_a.code, date(2026, 1, day), members=members, country=country), province.lan
        )
    last = {"agg": "last", "kind": "delegation", "measure": "members"}
    wanted = [(last, "2026"), ({**last, "of": "country"}, "2026"), (last, "2025"), (last, "2026-01-01..2026-01-10")]
    asks = [queries.Ask(IndicatorVersion(spec=spec), periods.parse(period)) for spec, period in wanted]
    with count_queries() as two:
        queries.figures(asks[:2])
    with count_queries() as four:
        assert [figure.value for figure in queries.figures(asks)] == [60, 130, 0, 70]
    assert len(four) == len(two)
    assert [value(spec, period) for spec, period in wanted] == [60, 130, 0, 70]


def test_span_longer_than_the_period_is_listed_apart_and_not_counted(province: Province) -> None:
    long = delegation(province.commune_a.code, date(2025, 12, 20), until=date(2026, 1, 10), members=4)
    accepted(long, province.lan)
    assert value(MEMBERS.spec, "2025") == value(MEMBERS.spec, "2026") == 0
    assert value(MEMBERS.spec, "2025..2026") == 4
    assert [entry.seq for entry in queries.spanning(MEMBERS, periods.parse("2026"))] == [1]
    assert list(queries.spanning(MEMBERS, periods.parse("2025..2026"))) == []


def test_subset_is_kept_and_never_summed(province: Province) -> None:
    accepted(delegation(province.commune_a.code, date(2026, 1, 5), members=10), province.lan)
    accepted(delegation(province.commune_a.code, date(2026, 1, 5), members=4, is_subset=True), province.lan)
    assert value(MEMBERS.spec, "2026") == 10
    assert value({"agg": "count"}, "2026") == 1
    assert len(queries.entries_listed(None, period=None, agencies=None, as_of_seq=None)) == 1


def test_place_includes_what_lies_inside(province: Province) -> None:
    draft = delegation(province.commune_a.code, date(2026, 1, 5), members=3, place=province.commune_a.place_id)
    accepted(draft, province.lan)
    whole = {"agg": "sum", "measure": "members", "where": {"place": province.place.code}}
    other = {"agg": "sum", "measure": "members", "where": {"place": province.commune_b.place_id}}
    assert (value(whole, "2026"), value(other, "2026")) == (3, 0)


def test_unknown_measure_and_bad_grammar_are_refused() -> None:
    with pytest.raises(queries.UnknownMeasure):
        value({"agg": "sum", "kind": "talk", "measure": "members"}, "2026")
    for spec in [{"agg": "sum"}, {"agg": "mean", "measure": "members"}, {"agg": "median"}, {"agg": "distinct"},
                 {"agg": "count", "where": {"colour": "red"}}, {"agg": "count", "sql": "1"}, {}]:  # fmt: skip
        with pytest.raises(ValueError, match=r"."):
            value(spec, "2026")


def test_many_figures_at_once_equal_each_alone(province: Province, count_queries: Any) -> None:
    for offset in range(6):
        day = date(2025, 10, 1) + timedelta(days=40 * offset)
        accepted(
            delegation(province.commune_a.code, day, members=offset, qualifier="over" if offset == 3 else ""),
            province.lan,
        )
    asks = [
        queries.Ask(definition, periods.parse(period))
        for definition in vocabulary.current_definitions()
        for period in ("2025", "2026", "2025-Q4", "2025..2026")
    ]
    together = queries.figures(asks)
    assert together == [queries.figure(ask.definition, ask.period) for ask in asks]
    with count_queries() as captured:
        queries.figure(MEMBERS, periods.parse("2026"), as_of_seq=6)
    assert sum('"ledger_line"' in query["sql"] for query in captured) == 1


def test_the_listed_entries_are_as_many_as_the_figure_says(province: Province) -> None:
    for day, country in [(1, "kr"), (2, "kr"), (3, "jp"), (4, ""), (5, "jp")]:
        draft = delegation(province.commune_a.code, date(2026, 1, day), members=day, country=country)
        accepted(draft, province.lan)
    period = periods.parse("2026")
    for spec in [
        {"agg": "distinct", "kind": "delegation", "of": "country"},
        {"agg": "distinct", "of": "place"},
        {"agg": "last", "measure": "members"},
        {"agg": "last", "measure": "members", "of": "country"},
        {"agg": "count", "kind": "delegation"},
        {"agg": "sum", "measure": "members", "where": {"country": "jp"}},
    ]:
        definition = IndicatorVersion(indicator_id="x", spec=spec)
        for seq in (2, 4, None):
            figure = queries.figure(definition, period, as_of_seq=seq)
            assert queries.entries(definition, period, as_of_seq=seq).count() == figure.row_count, (spec, seq)


def test_years_asked_in_a_row_are_the_years_asked_one_by_one(province: Province) -> None:
    spans = [
        (date(2023, 12, 31), date(2024, 1, 1)), (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 12, 30), date(2025, 1, 2)), (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 2, 2)),
    ]  # fmt: skip
    for place, (first, last) in enumerate(spans):
        accepted(delegation(province.commune_a.code, first, until=last, members=10**place), province.lan)
    years = [periods.year(year) for year in (2026, 2024, 2025, 2022)]
    asks = [queries.Ask(MEMBERS, period) for period in [*years, periods.parse("2024..2025"), periods.parse("2025-Q4")]]
    found = queries.figures(asks)
    assert [figure.value for figure in found] == [10000, 10, 1000, 0, 1110, 1000]
    assert found == [queries.figure(ask.definition, ask.period) for ask in asks]
