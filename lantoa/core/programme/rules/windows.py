"""The windows and days of a regime, from its rule as data."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from lantoa.base.periods import Period
from lantoa.core.programme.models import Regime

# How many windows a year has, and over how many months each runs.
_SHAPES = {"month": (12, 1), "quarter": (4, 3), "half_year": (2, 6), "nine_months": (1, 9), "year": (1, 12)}


@dataclass(frozen=True)
class Dates:
    """What a regime says about one window. dues: level -> last day for agencies of that level"""

    window: Period
    cutoff_on: date
    dues: dict[str, date]
    goes_up_on: date | None

    @property
    def last_due_on(self) -> date:
        return max([*self.dues.values(), self.goes_up_on or self.cutoff_on])


def windows(regime: Regime, year: int) -> list[Period]:
    """The windows that end in a year, in their order: quarters of 2026, or 15/12/2025 - 14/12/2026."""
    count, months = _SHAPES[regime.window]
    found = []
    for number in range(count):
        first, after = _month(year, 1 + number * months), _month(year, 1 + number * months + months)
        found.append(Period(_begin(first, regime.from_day), _begin(after, regime.from_day)))
    return found


def dates(regime: Regime, window: Period) -> Dates:
    """Cut-off and due days of a window; days that a month does not have mean its last one."""
    last = window.last_day
    return Dates(
        window=window,
        cutoff_on=_day(last, regime.cutoff_months, regime.cutoff_day) if regime.cutoff_day else last,
        dues={row.level: _day(last, row.months, row.day) for row in regime.dues.all()},
        goes_up_on=_day(last, regime.up_months, regime.up_day) if regime.up_day else None,
    )


def current(regime: Regime, today: date) -> Period:
    """The window whose reports are awaited next: the first that is not wholly due before today.

    Of a version that is still to come: its first window.
    """
    day = max(today, regime.valid_from or today)
    near = [window for year in (day.year - 1, day.year, day.year + 1) for window in windows(regime, year)]
    begun = [window for window in near if regime.valid_from is None or regime.valid_from <= window.last_day]
    return next(window for window in begun if dates(regime, window).last_due_on >= today)


def _begin(month: date, from_day: int) -> date:
    """Day 15 means: of the month before."""
    return month if from_day == 1 else (month - timedelta(days=1)).replace(day=from_day)


def _day(last: date, months: int, day: int) -> date:
    month = _month(last.year, last.month + months)
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def _month(year: int, month: int) -> date:
    """The first day of a month, counted on beyond December and before January."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
