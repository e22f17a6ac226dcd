"""Reading what was counted. Raw numbers: what is public passes through `rules.told` first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import Page

from lantoa.base.folding import fold
from lantoa.desks.channels.models import READ_CHANNELS, Minute, OfficialChannel, Posting, Tally, What

_NOW = timedelta(minutes=5)
_HUMAN = Sum("event_count", filter=Q(is_human=True), default=0)
_ROBOT = Sum("event_count", filter=Q(is_human=False), default=0)
BY_PEOPLE = Q(is_human=True) & (~Q(what=What.VIEW) | Q(channel__in=READ_CHANNELS))


@dataclass(frozen=True)
class Totals:
    """Human views. total: what was posted to the ledger, and the days since; readers_now: of the last five minutes"""

    total: int
    today: int
    readers_now: int


def totals(*, at: datetime, today: date) -> Totals:
    views = Tally.objects.filter(still_open(today), BY_PEOPLE, what=What.VIEW)
    posted = Posting.objects.aggregate(views=Sum("view_count"))
    counted = views.aggregate(all=Sum("event_count"), today=Sum("event_count", filter=Q(day=today)))
    # A minute begins before the views in it: five whole ones, the present included.
    since = at.replace(second=0, microsecond=0) - _NOW + timedelta(minutes=1)
    now = Minute.objects.filter(at__range=(since, at)).aggregate(views=Sum("view_count"))["views"]
    return Totals((posted["views"] or 0) + (counted["all"] or 0), counted["today"] or 0, now or 0)


def views_of(pages: Iterable[Page | int]) -> dict[int, int]:
    """Human views of each page ever, by its number; one query, 0 where nobody was."""
    numbers = [page if isinstance(page, int) else page.pk for page in pages]
    rows = Tally.objects.filter(BY_PEOPLE, what=What.VIEW, item__in=numbers).values_list("item")
    return dict.fromkeys(numbers, 0) | dict(rows.annotate(Sum("event_count")))


def views_column(item: Any, *, on: date | None = None) -> Coalesce:
    """The same as a column of rows that are read anyway, ever or of one day. item: OuterRef of the page's number"""
    rows = Tally.objects.filter(BY_PEOPLE, what=What.VIEW, item=item, **({"day": on} if on else {}))
    return Coalesce(Subquery(rows.order_by().values("item").annotate(n=Sum("event_count")).values("n")), 0)


@dataclass(frozen=True)
class Line:
    """What the office sees of one value of what it sums up by. key: the value itself; name: in words"""

    key: str | int | date | None
    name: str
    human_count: int
    robot_count: int


def sums(tallies: QuerySet[Tally], by: str) -> Any:
    """A QuerySet of dicts, one for each value of `by` (a field of Tally), with human_count and robot_count.

    The most read come first, of days the newest.
    """
    grouped: Any = tallies.values(by).annotate(human_count=_HUMAN, robot_count=_ROBOT)
    return grouped.order_by("-day") if by == "day" else grouped.order_by("-human_count", "-robot_count", by)


def summed(tallies: QuerySet[Tally]) -> dict[str, int]:
    """human_count and robot_count of all."""
    both: dict[str, int] = tallies.aggregate(human_count=_HUMAN, robot_count=_ROBOT)
    return both


def tallies(
    *, since: date, until: date, what: str = What.VIEW, language: str = "", channel: str = "", item: int | None = None
) -> "QuerySet[Tally]":
    """since, until: days, both included"""
    found = Tally.objects.filter(day__range=(since, until), what=what)
    if language:
        found = found.filter(language=language)
    if channel:
        found = found.filter(channel=channel)
    return found if item is None else found.filter(item=item)


def titles(items: Iterable[int]) -> dict[int, str]:
    """Of the pages that still exist; one query."""
    return dict(Page.objects.filter(pk__in=list(items)).values_list("pk", "title"))


def first_unposted_day(today: date) -> date | None:
    """The first day with something to post that was not posted; None: there is none."""
    first: date | None = Tally.objects.filter(still_open(today), BY_PEOPLE).aggregate(first=Min("day"))["first"]
    return first


def still_open(today: date) -> Q:
    """Of tallies: days that were not posted."""
    last, ahead = posted_days(today)
    return Q(day__gt=last) & ~Q(day__in=ahead) if ahead else Q(day__gt=last)


def posted_days(today: date) -> tuple[date, set[date]]:
    """The last day before `today` that was posted, and what was posted while the clock was ahead of today's.

    A clock that was wrong for a night must not draw what is read from then on into a day years away.
    """
    found = Posting.objects.aggregate(last=Max("day", filter=Q(day__lt=today)), newest=Max("day"))
    is_ahead = found["newest"] is not None and found["newest"] >= today
    ahead = set(Posting.objects.filter(day__gte=today).values_list("day", flat=True)) if is_ahead else set()
    return found["last"] or date.min, ahead


# -- the addresses at which the office speaks ------------------------------------------------------


def official_channels(*, on: date | None = None, kind: str = "") -> list[OfficialChannel]:
    """Those that are ours on a day, or were ever ours, of a kind or of all; with their agencies, by the alphabet.

    A database would put every name that begins with Đ, Ả or Ủ behind Z.
    """
    found = OfficialChannel.objects.select_related("agency")
    found = found.filter(kind=kind) if kind else found
    if on is not None:
        found = found.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gt=on))
    return sorted(found, key=lambda channel: (channel.kind, fold(channel.name), channel.name, channel.pk))


def official_channel(pk: int) -> OfficialChannel:
    """raises: OfficialChannel.DoesNotExist"""
    return OfficialChannel.objects.select_related("agency").get(pk=pk)
