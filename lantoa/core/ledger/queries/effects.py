"""What an act on activities does to the figures: each that moves, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lantoa.base import periods
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries.figures import Ask, Figure
from lantoa.core.vocabulary import queries as vocabulary


@dataclass(frozen=True)
class Change:
    """A figure of one year as it is now and as it will be."""

    now: Figure
    then: Figure


def asks_for(activities: Iterable[Activity]) -> list[Ask]:
    """Every indicator, in each year that one of these falls into; of a growth also those that are held against it."""
    years = {activity.occurred_on.year for activity in activities if activity.occurred_on > date.min}
    return [
        Ask(definition, periods.year(year))
        for definition in vocabulary.current_definitions()
        for year in sorted(years | {year + definition.spec.get("years_back", 0) for year in years})
    ]


def changes(now: Sequence[Figure], then: Sequence[Figure]) -> list[Change]:
    """Those that differ, of two readings of the same asks."""
    return [Change(old, new) for old, new in zip(now, then, strict=True) if _said(old) != _said(new)]


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.numerator, figure.denominator, figure.approximate
