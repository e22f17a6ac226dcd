"""A figure beside the same days of the year before: both numbers, the growth, and nothing that looks like a zero."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.ledger import queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.queries import effects
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.rules import targets
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from tests.core.ledger.test_explanation import assert_cells_open_their_records
from tests.core.ledger.test_figures import accepted
from tests.core.ledger.test_recomputed import EVENTS, PART, SCOPE, play
from tests.factories import Province

pytestmark = pytest.mark.django_db
GROWTH = "foreign_press_growth"


def press(province: Province, day: date, items: int, *, country: str = "jp") -> Any:
    draft = Draft(
        kind="foreign_press_item", agency=province.commune_a.code, title="Báo nước ngoài", occurred_from=day,
        occurred_on=day, dimensions={"country": country}, quantities={"foreign_press_items": (items * 1000, "")},
    )  # fmt: skip
    return accepted(draft, province.lan)


def said(period: str, code: str = GROWTH, **scope: Any) -> str:
    with translation.override("en"):
        found = queries.figure(vocabulary.definition(code), periods.parse(period), **scope)
        return found.text.replace("\u00a0", " ")


def facts(found: list[queries.Figure]) -> list[Any]:
    return [(figure.numerator, figure.denominator, figure.value, figure.row_count) for figure in found]


# -- windows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "years", "before"),
    [
        ("2026", 1, "2025"),
        ("2026", 3, "2023"),
        ("2026-Q3", 1, "2025-Q3"),
        ("2025-12-15..2026-12-14", 1, "2024-12-15..2025-12-14"),
        ("2024-02", 1, "2023-02"),
        ("2025-02", 1, "2024-02"),
        ("2024-02-01..2024-02-28", 1, "2023-02"),
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-29..2024-03-31", 1, "2023-02-28..2023-03-31"),
        ("2023-03-01..2024-02-28", 1, "2022-03-01..2023-02-28"),
        ("2014..2018", 1, "2009..2013"),
        ("2014..2018", 10, "2004..2008"),
        ("2025-07-01..2026-12-31", 1, "2023-07-01..2024-12-31"),
    ],
)
def test_the_same_days_earlier_share_no_day_with_the_period(period: str, years: int, before: str) -> None:
    assert periods.parse(period).earlier(years) == periods.parse(before)
    assert periods.parse(period).earlier(years).until <= periods.parse(period).since


@given(since=st.dates(date(1950, 1, 1), date(2100, 1, 1)), days=st.integers(1, 4000), years=st.integers(1, 20))
def test_any_period_has_its_days_earlier(since: date, days: int, years: int) -> None:
    period = periods.Period(since, date.fromordinal(since.toordinal() + days))
    before = period.earlier(years)
    assert before.until <= period.since
    # A year more or less lies between, and leap years fall otherwise around 2100.
    assert abs((before.until - before.since).days - days) <= 2


# -- states of nothing -----------------------------------------------------------------------------


def test_nothing_recorded_and_zero_stay_apart(province: Province) -> None:
    assert said("2026") == "–"
    press(province, date(2026, 5, 1), 6)
    assert said("2026") == "6/–"
    assert said("2027") == "–/6"
    press(province, date(2025, 5, 1), 0)
    assert said("2026") == "6/0"
    press(province, date(2025, 6, 1), 5)
    assert said("2026") == "6/5 (+20 %)"
    assert said("2025") == "5/–"
    press(province, date(2027, 6, 1), 4)
    assert said("2027") == "4/6 (-33.3 %)"
    assert said("2026", as_of_seq=1) == "6/–"
    assert said("2026-05") == "6/0"
    assert said("2026", agencies=[province.commune_b]) == "–"
    assert said("2026..2027") == "10/5 (+100 %)"
    press(province, date(2024, 2, 1), 3)
    assert said("2026..2027") == "10/8 (+25 %)"


def test_several_years_side_by_side_are_read_together(province: Province) -> None:
    for year, items in ((2022, 4), (2023, 6), (2024, 6), (2026, 9)):
        press(province, date(year, 2, 28), items)
    definition = vocabulary.definition(GROWTH)
    found = queries.figures([queries.Ask(definition, periods.year(year)) for year in range(2021, 2028)])
    with translation.override("en"):
        texts = [figure.text.replace("\u00a0", " ") for figure in found]
    assert texts == ["–", "4/–", "6/4 (+50 %)", "6/6 (0 %)", "–/6", "9/–", "–/9"]
    assert [figure.value for figure in found] == [None, None, Decimal("0.5"), 0, None, None, None]
    assert [figure.is_recorded for figure in found] == [False, *[True] * 6]


def test_a_target_of_growth_is_reached_by_what_grew(province: Province) -> None:
    press(province, date(2025, 5, 1), 10)
    press(province, date(2026, 5, 1), 11)
    definition = vocabulary.definition(GROWTH)
    grew = queries.figure(definition, periods.parse("2026"))
    assert grew.value == Decimal("0.1")
    assert targets.is_share(definition)
    assert targets.reached(grew.value, Decimal("0.2")) == 50
    press(province, date(2025, 5, 2), 10)
    shrank = queries.figure(definition, periods.parse("2026"))
    assert shrank.value == Decimal("-0.45")
    assert targets.reached(shrank.value, Decimal("0.2")) == 0


# -- any ledger ------------------------------------------------------------------------------------

GROWN = st.builds(lambda num, back: {"agg": "growth", "num": num, "years_back": back}, PART, st.sampled_from([1, 1, 2]))
PERIODS = st.sampled_from(["2025", "2026-H1", "2026-01", "2026", "2025-12-15..2026-01-14", "2025..2026", "2027"])
BY = st.sampled_from([[], ["country"], ["place"]])


@pytest.mark.on_both
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS, asked=st.lists(st.tuples(GROWN, BY, PERIODS, SCOPE, st.integers(0, 30)), min_size=3, max_size=8))
def test_both_numbers_are_those_of_their_own_windows(province: Province, events: Any, asked: Any) -> None:
    with transaction.atomic():
        play(events, province)
        together = []
        for spec, by, text, scope, seq in asked:
            definition = IndicatorVersion(indicator_id="x", spec=spec, disaggregations=by)
            plain = IndicatorVersion(indicator_id="x", spec=spec["num"])
            agencies = None if scope is None else [Agency(code=code) for code in scope]
            known: dict[str, Any] = {"as_of_seq": seq, "agencies": agencies}
            period = periods.parse(text)
            windows = [period, period.earlier(spec["years_back"])]
            now, before = (queries.figure(plain, window, **known) for window in windows)
            grew = queries.figure(definition, period, **known)
            assert grew.row_count == now.row_count
            assert grew.numerator == (now.value if now.row_count else None)
            assert grew.denominator == (before.value if before.row_count else None)
            assert (grew.value is None) == (not now.row_count or not before.row_count or not before.value)
            shown = queries.explain(definition, period, **known)
            assert [table.period for table in shown.tables] == windows
            assert [table.record_count for table in shown.tables] == [now.row_count, before.row_count]
            assert shown.entry_count == now.row_count
            for table, figure in zip(shown.tables, (now, before), strict=True):
                total = sum(row.total for row in table.rows)
                if table.is_of_median:
                    assert total == table.record_count
                else:
                    assert (len(table.rows) if table.of_values else total) == figure.value
                assert_cells_open_their_records(shown, table, period, known)
            together.append((queries.Ask(definition, period, None if scope is None else frozenset(scope)), known))
        asks = [ask for ask, _ in together]
        alone = [queries.figure(ask.definition, ask.period, agencies=known["agencies"]) for ask, known in together]
        assert facts(queries.figures(asks)) == facts(alone)
        assert facts(queries.figures(queries.settled(asks))) == facts(alone)
        transaction.set_rollback(True)


# -- its page --------------------------------------------------------------------------------------


def test_the_page_leads_from_each_number_to_its_records(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    press(province, date(2025, 5, 1), 5)
    press(province, date(2026, 5, 1), 6, country="kr")
    lan = client_of(province.lan)
    page = lan.get(f"/office/figures/{GROWTH}/", {"period": "2026"})
    text = page.content.decode().replace("\u00a0", " ")
    assert "6/5 (+20 %)" in text
    assert [row.seq for row in page.context["rows"]] == [2]
    assert [row.share for row in page.context["rows"]] == ["6"]
    assert "f_number=den" in text
    assert "năm 2025</h3>" in text
    before = lan.get(f"/office/figures/{GROWTH}/", {"period": "2026", "f_number": "den"})
    assert [(row.seq, row.share) for row in before.context["rows"]] == [(1, "5")]


def test_a_year_without_records_still_shows_those_of_the_year_before(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    press(province, date(2025, 5, 1), 5)
    page = client_of(province.lan).get(f"/office/figures/{GROWTH}/", {"period": "2026"})
    assert "–/5" in page.content.decode()
    assert "f_number=den" in page.content.decode()


def test_a_record_of_last_year_moves_the_growth_of_this_one(province: Province) -> None:
    press(province, date(2026, 5, 1), 6)
    earlier = press(province, date(2025, 5, 1), 5)
    asked = {(ask.definition.indicator_id, ask.period.code()) for ask in effects.asks_for([earlier])}
    assert {(GROWTH, "2025"), (GROWTH, "2026"), ("foreign_press_items", "2025")} <= asked
    assert ("foreign_press_items", "2026") not in asked
