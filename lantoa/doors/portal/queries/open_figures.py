"""Figures that the editors opened, on a home or in an item, each with the public rows behind it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from lantoa.base import periods
from lantoa.core.ledger import queries as ledger
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.newsroom.blocks import figures_of
from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal.models import HomeFigure
from lantoa.doors.portal.queries.counted import Counted, counted

_ON_A_PAGE = 50


class NotOpen(LookupError):
    """Nothing public shows this figure, or its indicator is internal: answered like one that does not exist."""


@dataclass(frozen=True)
class Opened:
    """What a figure is made of, as far as it is public: the rows shown and what the others add make the figure.

    item: in whose body it stands; None for a figure of a home
    number: the one of a pair whose records are shown; "" for those of the second, as of any other figure
    rows: entries of one page, with `share` and `evidence_count`; titles and names are not read
    """

    figure: ledger.Figure
    period: str
    item: ContentPage | None
    explanation: ledger.Explanation
    number: str
    page: "Page[Any]"
    rows: Any


def open_figures(language: str) -> list[Counted]:
    """All that stand on the home of a language, in the order of its editors."""
    rows = _on_homes().filter(page__locale__language_code=language).order_by("sort_order")
    return counted(rows.values_list("indicator", "period"))


def open_figure(
    indicator: str, period: str, *, item: ContentPage | None = None, number: str = "", page: str | None
) -> Opened:  # fmt: skip
    """raises: NotOpen"""
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
    visitor = AnonymousUser()
    only = ledger.only_shown_to(visitor)
    figure = ledger.figure(definition, window)
    known: dict[str, Any] = {"as_of_seq": figure.as_of_seq}
    explanation = ledger.explain(definition, window, known=figure, only=only, **known)
    found = ledger.narrowed(definition, window, {"number": number}, **known)
    paginator = Paginator(found.filter(only("")) if only else found, _ON_A_PAGE)
    paginator.count = explanation.count_of(number)
    shown = paginator.get_page(page)
    rows = ledger.with_shares(ledger.with_documents(shown, visitor), explanation, **known)
    return Opened(figure, period, item, explanation, number, shown, rows)


def _on_homes() -> "QuerySet[HomeFigure]":
    found: QuerySet[HomeFigure] = HomeFigure.objects.filter(page__live=True)
    return found
