"""Windows, working days and standings: arithmetic on dates as rows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.people.models import User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Regime, ReportingPeriod, Submission
from lantoa.core.programme.rules import windows
from lantoa.core.programme.rules.standing import Standing, days_late, is_on_time, standing
from lantoa.core.programme.rules.working_days import WorkingDays
from tests.core.programme.conftest import clock

_days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


# -- windows ---------------------------------------------------------------------------------------


def _codes(window: str, from_day: int, year: int) -> list[str]:
    return [found.code() for found in windows.windows(Regime(window=window, from_day=from_day), year)]


def test_windows_by_calendar_are_the_usual_ones() -> None:
    assert _codes("quarter", 1, 2026) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert _codes("half_year", 1, 2026) == ["2026-H1", "2026-H2"]
    assert _codes("nine_months", 1, 2026) == ["2026..2026-Q3"]
    assert _codes("year", 1, 2026) == ["2026"]
    assert _codes("month", 1, 2026)[::11] == ["2026-01", "2026-12"]


def test_windows_from_the_15th_end_on_the_14th_of_their_last_month() -> None:
    assert _codes("quarter", 15, 2026)[0] == "2025-12-15..2026-03-14"
    assert _codes("half_year", 15, 2026) == ["2025-12-15..2026-06-14", "2026-06-15..2026-12-14"]
    assert _codes("nine_months", 15, 2026) == ["2025-12-15..2026-09-14"]
    assert _codes("year", 15, 2026) == ["2025-12-15..2026-12-14"]
    assert _codes("month", 15, 2026)[0] == "2025-12-15..2026-01-14"


@pytest.mark.parametrize(
    ("window", "label"),
    [
        ("2026-10-15..2026-11-14", "tháng 11/2026"), ("2025-12-15..2026-01-14", "tháng 1/2026"),
        ("2025-12-15..2026-03-14", "quý I năm 2026"), ("2025-12-15..2026-12-14", "năm 2026"),
    ],
)  # fmt: skip
def test_a_window_from_the_15th_is_called_by_the_months_it_stands_for(window: str, label: str) -> None:
    assert Regime(from_day=15).label_of(periods.parse(window)) == label


@given(st.sampled_from(["month", "quarter", "half_year", "year"]), st.integers(1, 28), st.integers(2000, 2100))
def test_windows_of_two_years_follow_each_other_without_gap_or_overlap(window: str, day: int, year: int) -> None:
    regime = Regime(window=window, from_day=day)
    found = windows.windows(regime, year) + windows.windows(regime, year + 1)
    assert [one.until for one in found[:-1]] == [other.since for other in found[1:]]


@pytest.mark.django_db
def test_the_yearly_press_report_has_the_dates_of_its_decree() -> None:
    regime = Regime.objects.get(code="press-year")
    found = windows.dates(regime, windows.windows(regime, 2026)[0])
    assert (found.window.code(), found.cutoff_on) == ("2025-12-15..2026-12-14", date(2026, 12, 14))
    assert found.goes_up_on == date(2026, 12, 19)  # "before 20 December"
    assert found.dues["commune"] == date(2026, 12, 16)


@pytest.mark.django_db
def test_the_review_of_external_information_goes_up_before_the_30th_of_november() -> None:
    regime = Regime.objects.get(code="external-information-year")
    found = windows.dates(regime, windows.windows(regime, 2026)[0])
    assert (found.window.code(), found.cutoff_on, found.goes_up_on) == ("2026", date(2026, 11, 14), date(2026, 11, 29))


@pytest.mark.django_db
def test_no_text_that_comes_with_us_says_that_it_was_held_against_the_official_one() -> None:
    assert not Regime.objects.filter(is_verified=True).exists()


@pytest.mark.django_db
def test_seeded_regimes_leave_a_working_day_before_they_are_due_but_for_lunar_new_year() -> None:
    days = queries.working_days()
    tight = []
    for regime in queries.regimes(on=date(2026, 11, 22)):
        for window in windows.windows(regime, 2026):
            found = windows.dates(regime, window)
            tight += [
                (window.last_day, level) for level, due in found.dues.items() if not days.has_gap(found.cutoff_on, due)
            ]
    assert tight == [(date(2026, 2, 14), level) for level in ("commune", "department", "press", "border_post")]


@pytest.mark.django_db
def test_a_day_that_a_month_does_not_have_is_its_last(lan: User) -> None:
    facts = actions.RegimeFacts("Báo cáo tháng", Regime.Window.MONTH, {"commune": (1, 31)}, cutoff=(0, 31))
    regime = actions.add_regime(facts, by=lan, at=clock("2026-01-01 08:00:00"))
    found = windows.dates(regime, periods.parse("2026-02"))
    assert (found.cutoff_on, found.dues) == (date(2026, 2, 28), {"commune": date(2026, 3, 31)})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("today", "window"),
    [(date(2026, 10, 7), "2026-Q3"), (date(2026, 10, 8), "2026-Q4"), (date(2026, 1, 7), "2025-Q4")],
)
def test_current_window_is_the_first_not_wholly_due(today: date, window: str) -> None:
    regime = Regime.objects.get(code="calendar-quarter")
    assert windows.current(regime, today).code() == window


# -- working days ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_seeded_holidays_are_free_and_exchanged_saturdays_are_worked() -> None:
    days = queries.working_days()
    assert [days.is_working(date(2026, 8, day)) for day in (21, 22, 23, 31)] == [True, True, False, False]
    assert days.between(date(2026, 8, 28), date(2026, 9, 3)) == 1  # a weekend, an exchange and National Day lie between
    assert (days.knows(2026), days.knows(2040)) == (True, False)


@given(_days, _days, _days, st.dictionaries(_days, st.booleans(), max_size=20))
def test_working_days_add_up_and_turn_round(a: date, b: date, c: date, rows: dict[date, bool]) -> None:
    days = WorkingDays(rows)
    assert days.between(a, b) + days.between(b, c) == days.between(a, c)
    assert days.between(a, b) == -days.between(b, a)


@given(_days, st.integers(0, 400))
def test_working_days_between_are_counted_one_by_one(first: date, length: int) -> None:
    span = [first + timedelta(days=step) for step in range(1, length + 1)]
    assert WorkingDays().between(first, first + timedelta(days=length)) == sum(day.weekday() < 5 for day in span)


def test_no_gap_over_a_weekend_alone() -> None:
    friday, sunday, monday = date(2026, 11, 13), date(2026, 11, 15), date(2026, 11, 16)
    assert (WorkingDays().has_gap(friday, sunday), WorkingDays().has_gap(friday, monday)) == (False, True)


# -- standing --------------------------------------------------------------------------------------


def _submission(**more: object) -> Submission:
    period = ReportingPeriod(cutoff_at=clock("2026-10-01 00:00:00"), state="open")
    return Submission(period=period, due_on=date(2026, 10, 5), **more)


@pytest.mark.parametrize(
    ("now", "expected", "late"),
    [
        ("2026-09-30 23:59:59", Standing.NOT_DUE, 0),
        ("2026-10-01 00:00:00", Standing.DUE, 0),
        ("2026-10-05 23:59:59", Standing.DUE, 0),
        ("2026-10-06 00:00:00", Standing.OVERDUE, 1),
        ("2026-10-07 00:00:00", Standing.OVERDUE, 2),
    ],
)
def test_the_last_minute_of_the_due_day_counts(now: str, expected: Standing, late: int) -> None:
    submission = _submission()
    assert (standing(submission, now=clock(now)), days_late(submission, now=clock(now))) == (expected, late)


@pytest.mark.parametrize(("sent", "on_time"), [("2026-10-05 23:59:59", True), ("2026-10-06 00:00:00", False)])
def test_a_report_of_the_last_minute_is_on_time(sent: str, on_time: bool) -> None:
    submission = _submission(state="submitted", reported_at=clock(sent), submitted_at=clock(sent))
    assert is_on_time(submission) is on_time
    assert days_late(submission, now=clock("2026-12-01 00:00:00")) == (0 if on_time else 1)


def test_an_extension_moves_the_last_day_and_never_backwards() -> None:
    now = clock("2026-10-06 00:00:00")
    assert standing(_submission(extended_until=date(2026, 10, 6)), now=now) == Standing.DUE
    assert standing(_submission(extended_until=date(2026, 10, 1)), now=now) == Standing.OVERDUE


def test_a_closed_period_grows_no_older() -> None:
    submission = _submission()
    submission.period.state, submission.period.closed_at = "closed", clock("2026-10-09 12:00:00")
    assert days_late(submission, now=clock("2027-01-01 00:00:00")) == 4


def test_what_is_not_applicable_is_never_late() -> None:
    submission = _submission(state="not_applicable", not_applicable_reason="Mới thành lập")
    now = clock("2027-01-01 00:00:00")
    assert (standing(submission, now=now), days_late(submission, now=now)) == (Standing.NOT_APPLICABLE, 0)
