"""What a home shows: chosen by its editors, and the newest where they chose nothing."""

from dataclasses import dataclass
from datetime import datetime

from lantoa.desks.answers import queries as readers
from lantoa.desks.answers.models import Remark
from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, Event, ItemKind
from lantoa.doors.portal.models import HomeDoor, HomePage
from lantoa.doors.portal.queries.counted import Counted, counted
from lantoa.doors.portal.queries.kit import Kit, kit_of
from lantoa.doors.portal.queries.pictures import with_renditions

_LEADS = 3
_EVENTS = 4
_FIGURES = 4
_PARTNERS = 6
_ANSWERS = 3


@dataclass(frozen=True)
class Front:
    doors: list[HomeDoor]
    leads: list[ContentPage]
    figures: list[Counted]
    events: list[Event]
    partners: list[ContentPage]
    kit: Kit | None
    answers: list[Remark]


def front_of(home: HomePage, language: str, *, now: datetime) -> Front:
    """The parts of a home, seventeen queries at most; pictures come with their renditions."""
    doors = list(home.doors.select_related("target").filter(target__live=True))
    leads = _leads(home, language)
    events = list(newsroom.upcoming(language, now=now)[:_EVENTS])
    partners = list(newsroom.listed(language, kind=ItemKind.PARTNER)[:_PARTNERS])
    kit = kit_of(home, language)
    answers = list(readers.answered(language)[:_ANSWERS]) if home.shows_answers else []
    pictures: list[MediaImage | None] = [home.picture, *(lead.picture for lead in leads)]
    with_renditions([*pictures, *(kit.pictures if kit else [])])
    figures = counted((row.indicator, row.period) for row in home.figures.all()[:_FIGURES])
    return Front(doors, leads, figures, events, partners, kit, answers)


def _leads(home: HomePage, language: str) -> list[ContentPage]:
    chosen = [
        lead.item for lead in home.leads.select_related("item__picture").filter(item__listed_at__isnull=False)[:_LEADS]
    ]
    if len(chosen) == _LEADS:
        return chosen
    have = {item.pk for item in chosen}
    newest = newsroom.listed(language, kind=ItemKind.ARTICLE)[: _LEADS + len(have)]
    return [*chosen, *(item for item in newest if item.pk not in have)][:_LEADS]
