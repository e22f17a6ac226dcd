"""Figures that the editors opened, on a home or in an item, each with the public rows behind it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.ledger import queries as ledger
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.desks.newsroom.blocks import figures_of
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.models import HomeFigure
from lantoa.doors.portal.queries.asked import Asked
from lantoa.doors.portal.queries.counted import Counted, counted

_ON_A_PAGE = 20
# In an address: what names none of what a table is by.
_NONE = "-"


class NotOpen(LookupError):
    """Nothing public shows this figure, or its indicator is internal: answered like one that does not exist."""


@dataclass(frozen=True)
class Records(Asked):
    """Which of a figure's records a reader asks for.

    number: the one of a pair; "" for those of its main number, as of any other figure; part: a row of its table
    """

    number: str = ""
    part: str = ""
    page: int = 1


@dataclass(frozen=True)
class Opened:
    """What a figure is made of, as far as it is public: the rows shown and what the others add make the figure.

    item: in whose body it stands; None for a figure of a home
    asked: with what there is of what was asked; part: the row whose records are shown, None for all
    rows: entries of one page, with `share` and `evidence_count`; titles and names are not read
    """

    figure: ledger.Figure
    period: str
    item: ContentPage | None
    explanation: ledger.Explanation
    asked: Records
    part: ledger.Row | None
    page: "Page[Any]"
    rows: Any

    @property
    def is_narrowed(self) -> bool:
        return bool(self.part or self.asked.number)


def open_figures(language: str) -> list[Counted]:
    """All that stand on the home of a language, in the order of its editors."""
    rows = _on_homes().filter(page__locale__language_code=language).order_by("sort_order")
    return counted(rows.values_list("indicator", "period"))


def open_figure(indicator: str, period: str, *, item: ContentPage | None = None, asked: Records) -> Opened:
    """raises: NotOpen"""
    window, definition = _open(indicator, period, item)
    visitor = AnonymousUser()
    only = ledger.only_shown_to(visitor)
    figure = ledger.figure(definition, window)
    known: dict[str, Any] = {"as_of_seq": figure.as_of_seq}
    explanation = ledger.explain(definition, window, known=figure, only=only, **known)
    table = explanation.table_of(asked.number)
    # By the rows of the table alone: what only hidden records name is not told by asking for it.
    part = next((row for row in table.rows if asked.part and asked.part == (row.code or _NONE)), None)
    wanted = {"number": asked.number} | ({table.dimension: part.code} if part else {})
    found = ledger.narrowed(definition, window, wanted, **known)
    paginator = Paginator(found.filter(only("")) if only else found, _ON_A_PAGE)
    paginator.count = part.row_count if part else explanation.count_of(asked.number)
    shown = paginator.get_page(asked.page)
    rows = ledger.with_shares(ledger.with_documents(shown, visitor), explanation, **known)
    there = Records(asked.number, asked.part if part else "", shown.number)
    return Opened(figure, period, item, explanation, there, part, shown, rows)


def _open(indicator: str, period: str, item: ContentPage | None) -> tuple[Period, IndicatorVersion]:
    named = (indicator, period)
    is_shown = (
        named in figures_of(item.body) if item else _on_homes().filter(indicator=indicator, period=period).exists()
    )
    if not is_shown:
        raise NotOpen(indicator)
    try:
        window = periods.parse(period)
        definition = vocabulary.definition(indicator, on=window.last_day)
    except (periods.BadPeriod, vocabulary.UnknownIndicator) as error:
        raise NotOpen(indicator) from error
    if not definition.indicator.is_public:
        raise NotOpen(indicator)
    return window, definition


def _on_homes() -> "QuerySet[HomeFigure]":
    found: QuerySet[HomeFigure] = HomeFigure.objects.filter(page__live=True)
    return found
