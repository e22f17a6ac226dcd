"""Tables and pictures of figures: which figures a token such as [[bars:delegations_in]] asks for, and what it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base.periods import Period
from lantoa.core.ledger import queries as ledger
from lantoa.core.people.models import Agency
from lantoa.core.reports.rules import tokens
from lantoa.core.reports.rules.tokens import Shown, Token
from lantoa.core.vocabulary.rules.specs import DIMENSIONS

_ADD_UP = {"sum", "count", "stock"}
_BARS = 5
_MOST_BARS = 12

AskOf = Callable[[Token], tuple[str, ledger.Ask]]


@dataclass(frozen=True)
class Row:
    """label: of the row, "" where its figure names it; keys: of the figures in its cells"""

    label: str
    keys: list[str]


@dataclass(frozen=True)
class Display:
    """cells: the parts of the one figure shown, largest first; names: code of a part -> name"""

    shown: Shown
    rows: list[Row]
    cells: list[ledger.Cell]
    names: Mapping[str, str]


def rows(shown: Shown, own: Period, ask_of: AskOf) -> tuple[list[Row], dict[str, ledger.Ask]]:
    """The keys that stand in each row, and what they ask.

    own: the window of the review
    raises: tokens.BadToken
    """
    asks: dict[str, ledger.Ask] = {}

    def key(token: Token) -> str:
        found, asks[found] = ask_of(token)
        return found

    window = tokens.window(shown, own)
    if shown.how == "bars":
        windows = _years(window) if shown.when else [_years_ago(own, back) for back in reversed(range(_BARS))]
        made = [Row(each.label(), [key(token) for token in shown.each(when=each.code())]) for each in windows]
    elif shown.how == "table":
        before = (window.before() if window.is_term else window.year_before()).code()
        pairs = zip(shown.each(), shown.each(when=before), strict=True)
        made = [Row("", [key(one), key(other)]) for one, other in pairs]
    else:
        made = [Row("", [key(token)]) for token in shown.each()]
    if shown.by:
        _refuse_parts(shown, next(iter(asks.values())))
    return made, asks


def parts(ask: ledger.Ask, dimension: str, *, seq: int) -> list[ledger.Cell]:
    """ask: settled, so that later mergers move nothing"""
    agencies: Any = None if ask.agencies is None else [Agency(code=code) for code in sorted(ask.agencies)]
    cells = ledger.breakdown(
        ask.definition, ask.period, by=[dimension], as_of_seq=seq, agencies=agencies, series=ask.series
    )
    return sorted(cells, key=lambda cell: (-cell.value, cell.key))


def _refuse_parts(shown: Shown, ask: ledger.Ask) -> None:
    if ask.definition.spec.get("agg") not in _ADD_UP:
        raise tokens.BadToken(
            _("“%(name)s” has no parts that add up: show it as bars or in a table.") % {"name": ask.definition.name}
        )
    if shown.by not in DIMENSIONS:
        raise tokens.BadToken(
            _("“%(name)s” is no dimension. There are: %(names)s.")
            % {"name": shown.by, "names": ", ".join(sorted(DIMENSIONS))}
        )


def _years(window: Period) -> list[Period]:
    """The calendar years of a window that is made of whole ones, else the window alone. raises: tokens.BadToken"""
    if window.until.year - window.since.year > _MOST_BARS:
        raise tokens.BadToken(_("At most %(count)s years stand side by side.") % {"count": _MOST_BARS})
    if (window.since.month, window.since.day, window.until.month, window.until.day) != (1, 1, 1, 1):
        return [window]
    return [Period(date(year, 1, 1), date(year + 1, 1, 1)) for year in range(window.since.year, window.until.year)]


def _years_ago(own: Period, back: int) -> Period:
    return own if back == 0 else _years_ago(own.year_before(), back - 1)
