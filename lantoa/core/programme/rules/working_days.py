"""Working days of Vietnamese offices: Monday to Friday, but for the days that rows of the calendar name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """days: the days that differ from the plain week, True where one works (ngày làm bù)."""

    days: dict[date, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[date, bool]]) -> "WorkingDays":
        return cls(dict(rows))

    def is_working(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < _SATURDAY)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to and with `last`; below zero if `last` is earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))

    def has_gap(self, cutoff_on: date, due_on: date) -> bool:
        """At least one working day between cutting off and handing in (Decree 09/2019/NĐ-CP, Article 8)."""
        return self.between(cutoff_on, due_on) >= 1

    def knows(self, year: int) -> bool:
        """Whether anybody entered days of that year; without them only weekends are known."""
        return any(day.year == year for day in self.days)
