"""Figures of the ledger as editors name them, by indicator and period: on a home, in the body of an item."""

from collections.abc import Iterable
from dataclasses import dataclass

from lantoa.base import periods
from lantoa.core.ledger import queries as ledger
from lantoa.core.vocabulary import queries as vocabulary


@dataclass(frozen=True)
class Counted:
    """A figure of the ledger and the period it was counted for."""

    figure: ledger.Figure
    indicator: str
    period: str


def counted(wanted: Iterable[tuple[str, str]]) -> list[Counted]:
    """Those whose indicator is open and whose period can be read; what was mistyped is left out, not shown as 0.

    wanted: (indicator, period as it was typed); as many queries for one as for all
    """
    asks = public_asks(wanted)
    found = ledger.figures(list(asks.values())) if asks else []
    return [Counted(figure, *name) for figure, name in zip(found, asks, strict=True)]


def public_asks(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ledger.Ask]:
    """What is asked of the ledger for those of them that readers may have."""
    read = {}
    for name in wanted:
        try:
            read[name] = periods.parse(name[1])
        except periods.BadPeriod:
            continue
    if not read:
        return {}
    known = vocabulary.definitions_on({(code, period.last_day) for (code, _), period in read.items()})
    return {
        name: ledger.Ask(definition, period)
        for name, period in read.items()
        if (definition := known.get((name[0], period.last_day))) and definition.indicator.is_public
    }
