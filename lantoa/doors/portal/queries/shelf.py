"""What a section lists, page by page.

It stays as quick with 100,000 items as with ten: nothing is counted, and whoever wants to go further back than
FURTHEST pages takes a year or a month instead.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lantoa.base.statements import spans_with_rows, values_with_rows
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ITEM_TYPES, Event, ItemKind
from lantoa.doors.portal.models import SectionPage
from lantoa.doors.portal.queries.asked import Asked
from lantoa.doors.portal.queries.pictures import with_renditions

ON_A_PAGE = 12
FURTHEST = 200
# These are few and have no date to be looked up by.
_WITHOUT_ARCHIVE = {ItemKind.PARTNER, ItemKind.PROJECT, ItemKind.PROFILE, ItemKind.LANDING}
_CLASS_OF = {item.KIND: item for item in ITEM_TYPES}


@dataclass(frozen=True)
class Wanted(Asked):
    """What a reader asks of a section. year, month: 0 for all; coming: the page of events that are not over"""

    PAGES = ("page", "coming")

    topic: str = ""
    year: int = 0
    month: int = 0
    page: int = 1
    coming: int = 1

    def pairs(self) -> dict[str, Any]:
        return super().pairs() | ({} if self.year else {"month": 0})


@dataclass(frozen=True)
class Shelf:
    """kind: "" if it lists several; coming: events that are not over, which stand above the list of the others

    years, months, topics: those that have something; months only of the year that was asked for
    """

    kind: str
    items: list[Any]
    wanted: Wanted
    has_next: bool
    years: list[int] = field(default_factory=list)
    months: list[date] = field(default_factory=list)
    topics: list[Term] = field(default_factory=list)
    coming: list[Event] = field(default_factory=list)
    has_more_coming: bool = False

    @property
    def several(self) -> bool:
        """Of several kinds, so that each must say which it is."""
        return not self.kind

    @property
    def is_long(self) -> bool:
        """Whether narrowing helps: what fits on one page is looked through sooner than its filters."""
        return self.has_next or self.is_narrowed or self.wanted.page > 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.wanted.topic or self.wanted.year)


def shelf_of(section: SectionPage, language: str, wanted: Wanted, *, now: datetime) -> Shelf:
    """One page of a section, nine queries at most."""
    kind = section.lists_kind
    rows = _rows(section, language)
    coming = _coming(language, wanted, now=now) if kind == ItemKind.EVENT else []
    if kind == ItemKind.EVENT:
        # What is over began before now: said too, because there is an index of beginnings.
        rows = rows.filter(ends_at__lt=now, starts_at__lt=now).order_by("-starts_at", "-pk")
    start = (wanted.page - 1) * ON_A_PAGE
    stop = start + ON_A_PAGE + 1 if wanted.coming == 1 else start
    found: list[Any] = newsroom.cut(_narrowed(rows, wanted, kind), start, stop)
    items, next_ones = found[:ON_A_PAGE], coming[:ON_A_PAGE]
    with_renditions([*(item.picture for item in items), *(event.picture for event in next_ones)])
    shelf = Shelf(
        kind, items, wanted,
        has_next=len(found) > ON_A_PAGE and wanted.page < FURTHEST,
        coming=next_ones,
        has_more_coming=len(coming) > ON_A_PAGE,
    )  # fmt: skip
    return shelf if kind in _WITHOUT_ARCHIVE or not shelf.is_long else _with_choices(shelf, section, rows, now=now)


def _with_choices(shelf: Shelf, section: SectionPage, rows: "QuerySet[Any]", *, now: datetime) -> Shelf:
    """What it may be narrowed by: years, months and topics that have something."""
    moment, year = _moment(shelf.kind), shelf.wanted.year
    oldest = rows.order_by(moment).values_list(moment, flat=True).first()
    first = timezone.localtime(oldest).year if oldest else timezone.localtime(now).year
    years = range(timezone.localtime(now).year, first - 1, -1)
    spans = {(each, 0): _within(each, 0) for each in years}
    spans |= {(year, month): _within(year, month) for month in range(1, 13) if year}
    found = spans_with_rows(rows, moment, spans)
    return replace(
        shelf,
        years=[each for each, month in found if not month],
        months=[date(each, month, 1) for each, month in found if month],
        topics=[] if section.lists_topic else _topics(rows, shelf.wanted.topic),
    )


def _topics(rows: "QuerySet[Any]", asked: str) -> list[Term]:
    """Those that have something here, and what was asked for, so that it can be left again."""
    topics = vocabulary.terms(Dimension.TOPIC)
    held = {asked, *(code for (code,) in values_with_rows(rows, ["topic"], [(topic.code,) for topic in topics]))}
    return [topic for topic in topics if topic.code in held]


def _coming(language: str, wanted: Wanted, *, now: datetime) -> list[Event]:
    """A page of events that are not over and, if there is one, the first of the next page."""
    if wanted != Wanted(coming=wanted.coming):
        return []
    start = (wanted.coming - 1) * ON_A_PAGE
    return list(newsroom.upcoming(language, now=now)[start : start + ON_A_PAGE + 1])


def _rows(section: SectionPage, language: str) -> "QuerySet[Any]":
    """Of one kind as their class, because each kind shows something of its own; of several as what all have."""
    kind, topic = section.lists_kind, section.lists_topic
    if not kind and not topic:
        return newsroom.listed(language, shelf=section)
    if not kind:
        return newsroom.listed(language, topic=topic)
    rows: QuerySet[Any] = _CLASS_OF[ItemKind(kind)].objects.filter(
        language=language, kind=kind, listed_at__isnull=False, **({"topic": topic} if topic else {})
    )
    with_file = ["file"] if kind == ItemKind.PUBLICATION else []
    return rows.select_related("picture", *with_file).order_by("-listed_at", "-pk")


def _narrowed(rows: "QuerySet[Any]", wanted: Wanted, kind: str) -> "QuerySet[Any]":
    if wanted.topic:
        rows = rows.filter(topic=wanted.topic)
    if wanted.year:
        moment, (since, until) = _moment(kind), _within(wanted.year, wanted.month)
        rows = rows.filter(**{f"{moment}__gte": since, f"{moment}__lt": until})
    return rows


def _moment(kind: str) -> str:
    return "starts_at" if kind == ItemKind.EVENT else "listed_at"


def _within(year: int, month: int) -> tuple[datetime, datetime]:
    """Half-open; month: 0 for the whole year"""
    zone = timezone.get_current_timezone()
    first, last = (month, month) if month else (1, 12)
    return datetime(year, first, 1, tzinfo=zone), datetime(year + last // 12, last % 12 + 1, 1, tzinfo=zone)
