"""What a home shows: chosen by its editors, and the newest where they chose nothing."""

from dataclasses import dataclass
from datetime import datetime

from lantoa.base import periods
from lantoa.core.ledger import queries as ledger
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, Event, ItemKind
from lantoa.doors.portal.models import HomeDoor, HomeFigure, HomePage
from lantoa.doors.portal.queries.pictures import with_renditions

_LEADS = 3
_EVENTS = 4
_FIGURES = 4
_PARTNERS = 6


@dataclass(frozen=True)
class Counted:
    """A figure of the ledger and the period it was counted for."""

    figure: ledger.Figure
    indicator: str
    period: str


@dataclass(frozen=True)
class Front:
    doors: list[HomeDoor]
    leads: list[ContentPage]
    figures: list[Counted]
    events: list[Event]
    partners: list[ContentPage]


def front_of(home: HomePage, language: str, *, now: datetime) -> Front:
    """The parts of a home, fourteen queries at most; pictures come with their renditions."""
    doors = list(home.doors.select_related("target").filter(target__live=True))
    leads = _leads(home, language)
    events = list(newsroom.upcoming(language, now=now)[:_EVENTS])
    partners = list(newsroom.listed(language, kind=ItemKind.PARTNER)[:_PARTNERS])
    pictures: list[MediaImage | None] = [home.picture, *(lead.picture for lead in leads)]
    with_renditions(pictures)
    return Front(doors, leads, counted(list(home.figures.all()[:_FIGURES])), events, partners)


def counted(wanted: list[HomeFigure]) -> list[Counted]:
    """Those whose indicator is open and whose period can be read; what was mistyped is left out, not shown as 0."""
    if not wanted:
        return []
    known = {row.indicator_id: row for row in vocabulary.current_definitions() if row.indicator.is_public}
    asks = []
    for row in wanted:
        try:
            period = periods.parse(row.period)
        except periods.BadPeriod:
            continue
        if row.indicator in known:
            asks.append((ledger.Ask(known[row.indicator], period), row))
    found = ledger.figures([ask for ask, _ in asks])
    return [Counted(figure, row.indicator, row.period) for figure, (_, row) in zip(found, asks, strict=True)]


def _leads(home: HomePage, language: str) -> list[ContentPage]:
    chosen = [
        lead.item for lead in home.leads.select_related("item__picture").filter(item__listed_at__isnull=False)[:_LEADS]
    ]
    if len(chosen) == _LEADS:
        return chosen
    have = {item.pk for item in chosen}
    newest = newsroom.listed(language, kind=ItemKind.ARTICLE)[: _LEADS + len(have)]
    return [*chosen, *(item for item in newest if item.pk not in have)][:_LEADS]
