"""Records that may tell of the same event: the same kind and days, the same people or place, a similar title.

Two hundred are looked up as one: titles and days of what could be meant are read once and compared here; who took part
and which places lie in which is asked only of what is alike by its title.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, reduce
from heapq import nlargest
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lantoa.base import folding
from lantoa.core.ledger.models import Activity, Coordination
from lantoa.core.ledger.queries.register import activities_visible_to
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, Place, User

NEAR = timedelta(days=2)
# Of a long list; each row takes about a millisecond.
MOST_COMPARED = 3_000
# What may be meant: read in all, in how many spans of days; and of one, by its title, before its place is looked at.
MOST_READ, MOST_WINDOWS, MOST_TITLES = 50_000, 200, 200
MOST_SHOWN = 3
# How similar two titles must be (0 to 1) where place or agencies agree, and where nothing is known of the place.
LIKE, VERY_LIKE = 0.4, 0.65
_STANDING = Q(state__in=Activity.STANDING)
_GONE = (Activity.State.REVERSED, Activity.State.MERGED)
_NEVER = 2.0
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Event:
    """What of a record is compared. place: None where none is named

    batch: of the import it came with; who lists one event twice gives it the same days and nearly the same title
    """

    kind: str
    title: str
    occurred_from: date
    occurred_on: date
    agencies: frozenset[str]
    place: str | None = None
    batch: int | None = None


@dataclass(frozen=True)
class Alike:
    """A record like another one. activity: None for who may not open it; the rest may then be shown all the same"""

    pk: int
    title: str
    agency: Agency
    occurred_from: date
    occurred_on: date
    likeness: float
    activity: Activity | None


# The keys of those that are like a record, each with how much, the most similar first.
_Likes = list[tuple[int, float]]


def duplicates_of(activity: Activity) -> list[Alike]:
    """For who judges: what was sent or accepted and looks like this one, the most similar first."""
    return duplicates_among([activity]).get(activity.pk, [])


def duplicates_among(activities: Sequence[Activity]) -> dict[int, list[Alike]]:
    """`duplicates_of` for many at once: those that have any, by their key; at most four queries."""
    found = _found(_events_of(activities), Activity.objects.exclude(state=Activity.State.DRAFT))
    return _told(found)


def duplicates_for(user: User, event: Event, *, without: int | None = None) -> list[Alike]:
    """For who writes: what this person may see, and of the others only what is accepted and public.

    without: the activity that is being written; what was found to be another event than it is left out
    """
    return duplicates_for_events(user, {without or 0: event}).get(without or 0, [])


def duplicates_for_many(user: User, activities: Sequence[Activity]) -> dict[int, list[Alike]]:
    """`duplicates_for` of many that are saved, for who sends them; those that have any."""
    return duplicates_for_events(user, _events_of(activities))


def duplicates_for_events(user: User, events: Mapping[int, Event]) -> dict[int, list[Alike]]:
    """`duplicates_for` of many. events: by the key of the activity; by 0 or less what is not saved"""
    if people.is_secretariat(user):
        return _told(_found(events, Activity.objects.all()))
    seen = activities_visible_to(user)
    found = _found(events, Activity.objects.filter(Q(pk__in=seen.values("pk")) | (_STANDING & Q(is_public=True))))
    return _told(found, opened=seen)


def alike_among(events: Mapping[int, Event], *, kind: str) -> dict[int, list[int]]:
    """Which of these, all of one kind, are alike: those that have any. kind: its name"""
    rows: list[_Row] = [(key, event, folding.fold(event.title), kind, (None, None)) for key, event in events.items()]
    likes = _judged(events, _compared(events, rows), events, near=_Near(events.values(), {}))
    return {key: [other for other, _likeness in found[:MOST_SHOWN]] for key, found in likes.items()}


def merged_into(activity: Activity) -> list[Activity]:
    """The records that this one stands for too, the oldest first."""
    if activity.state == Activity.State.DRAFT:
        return []
    return list(activity.merged.select_related("agency").order_by("pk"))


def found_different(activity: Activity) -> list[Activity]:
    """What somebody said is not the same event, the newest first."""
    return list(activity.different.order_by("-pk"))


def likeness(one: str, other: str, *, kind: str = "") -> float:
    """How similar two titles are, 0 to 1: shared trigrams, without regard to accents and case.

    kind: words that every title of the kind contains ("Buổi nói chuyện"), left out where something else remains
    """
    usual = set(folding.fold(kind).split())
    return _shared(*(_trigrams(folding.fold(title), usual) for title in (one, other)))


def _shared(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _trigrams(folded: str, usual: Collection[str]) -> set[str]:
    """folded: a title without accents"""
    words = folded.split()
    if not folded.replace(" ", "").isalnum():
        words = [_NO_LETTER.sub("", word) for word in words]
    kept = [word for word in words if word and word not in usual] or words
    return set[str]().union(*map(_trigrams_of_word, kept))


# Titles of a trade are made of few words, again and again.
@lru_cache(maxsize=8192)
def _trigrams_of_word(word: str) -> frozenset[str]:
    return frozenset(f" {word} "[at : at + 3] for at in range(len(word)))


def _found(events: Mapping[int, Event], others: "QuerySet[Activity]") -> dict[int, _Likes]:
    """For each event that has any (by its key) the few records most like it."""
    rows = _read(events, others) if events else []
    compared = _compared(events, rows)
    if not compared:
        return {}
    near = _Near(events.values(), {event.place: places for _pk, event, *_, places in rows if event.place})
    nearby = {pk: event for pk, event, *_rest in rows}
    judged = _judged(events, compared, nearby, near=near)
    if judged != compared:  # somebody who took part may decide the rest
        joined = _coordinating({*compared, *(pk for likes in compared.values() for pk, _likeness in likes)})
        both = [{pk: _with(known[pk], joined[pk]) for pk in joined if pk in known} for known in (events, nearby)]
        judged = _judged(both[0], compared, both[1], near=near)
    if not judged:
        return {}
    apart = set(
        Activity.different.through.objects.filter(from_activity__in=list(judged)).values_list(
            "from_activity", "to_activity"
        )
    )
    kept = {key: [like for like in likes if (key, like[0]) not in apart] for key, likes in judged.items()}
    return {key: likes[:MOST_SHOWN] for key, likes in kept.items() if likes}


def _with(event: Event, coordinating: Collection[str]) -> Event:
    return replace(event, agencies=event.agencies.union(coordinating)) if coordinating else event


# A record that may be meant: its key, what is compared of it, its title without accents, the name of its kind, the
# places next to its own.
_Row = tuple[int, Event, str, str, tuple[str | None, str | None]]


def _read(events: Mapping[int, Event], others: "QuerySet[Activity]") -> list[_Row]:
    """What ends in the same days, and what began before them and ends later."""
    near = reduce(or_, (Q(kind=kind, occurred_on__range=days) for kind, days in _windows(events.values())))
    last = max(event.occurred_on for event in events.values()) + NEAR
    # Of several days: few, and found in an index alone.
    longer = Q(
        kind__in={event.kind for event in events.values()}, occurred_from__lt=F("occurred_on"),
        occurred_from__lte=last, occurred_on__gt=min(event.occurred_on for event in events.values()),
    )  # fmt: skip
    rows = others.filter(near | longer).exclude(state__in=_GONE).order_by().values_list(
        "pk", "kind", "title", "occurred_from", "occurred_on", "agency", "place", "batch", "folded",
        "kind__name_vi", "place__parent", "place__successor",
    )  # fmt: skip
    return [
        (pk, Event(kind, title, since, on, frozenset((agency,)), place, batch), folded, name, (parent, successor))
        for pk, kind, title, since, on, agency, place, batch, folded, name, parent, successor in rows[:MOST_READ]
    ]


def _windows(events: Iterable[Event]) -> list[tuple[str, tuple[date, date]]]:
    """The days near the events of each kind; what lies close together in one, for no statement holds a thousand."""
    days = sorted((event.kind, event.occurred_from - NEAR, event.occurred_on + NEAR) for event in events)
    for gap in (timedelta(1), timedelta(7), timedelta(31), timedelta(366)):
        windows: list[tuple[str, tuple[date, date]]] = []
        for kind, since, until in days:
            if windows and windows[-1][0] == kind and since <= windows[-1][1][1] + gap:
                windows[-1] = (kind, (windows[-1][1][0], max(until, windows[-1][1][1])))
            else:
                windows.append((kind, (since, until)))
        if len(windows) <= MOST_WINDOWS:
            break
    return windows


def _compared(events: Mapping[int, Event], rows: Sequence[_Row]) -> dict[int, _Likes]:
    """Of each event that has any: the rows of the same kind and days whose title is at all like its own."""
    weeks: dict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in rows:
        for week in _weeks(row[1].occurred_from - NEAR, row[1].occurred_on + NEAR):
            weeks[row[1].kind, week].append(row)
    names = {row[1].kind: row[3] for row in rows}
    usual = {kind: set(folding.fold(name).split()) for kind, name in names.items()}
    read: dict[int, set[str]] = {}
    found: dict[int, _Likes] = {}
    for key, event in events.items():
        own, likes = _trigrams(folding.fold(event.title), usual.get(event.kind, ())), {}
        for week in _weeks(event.occurred_from, event.occurred_on):
            for pk, other, folded, *_rest in weeks.get((event.kind, week), ()):
                if pk == key or pk in likes or not _is_near(event, other):
                    continue
                if pk not in read:
                    read[pk] = _trigrams(folded, usual[event.kind])
                if (share := _shared(own, read[pk])) >= LIKE:
                    likes[pk] = share
        if likes:
            found[key] = nlargest(MOST_TITLES, likes.items(), key=lambda like: (like[1], -like[0]))
    return found


def _weeks(since: date, until: date) -> range:
    return range(since.toordinal() // 7, until.toordinal() // 7 + 1)


def _is_near(event: Event, other: Event) -> bool:
    near = timedelta(0) if _is_listed_with(event, other) else NEAR
    return other.occurred_on >= event.occurred_from - near and other.occurred_from <= event.occurred_on + near


def _is_listed_with(event: Event, other: Event) -> bool:
    return event.batch is not None and event.batch == other.batch


def _judged(
    events: Mapping[int, Event], compared: Mapping[int, _Likes], others: Mapping[int, Event], *, near: "_Near"
) -> dict[int, _Likes]:
    """Those that are like enough for what is known of their people and places."""
    judged = {
        key: [like for like in likes if like[1] >= near.likeness_wanted(events[key], others[like[0]])]
        for key, likes in compared.items()
    }
    return {key: likes for key, likes in judged.items() if likes}


class _Near:
    """Which places are the same or next to each other in the tree: one lies in the other, or became part of it."""

    def __init__(self, placed: Iterable[Event], known: Mapping[str, Iterable[str | None]]) -> None:
        """known: of some places those next to them; of the others they are read"""
        codes = {event.place for event in placed if event.place}.difference(known)
        read = Place.objects.filter(code__in=codes).values_list("code", "parent", "successor") if codes else ()
        self._beside = {code: {code, *others} for code, others in known.items()}
        self._beside |= {code: {code, *others} for code, *others in read}

    def likeness_wanted(self, event: Event, other: Event) -> float:
        if event.agencies & other.agencies:
            return VERY_LIKE if _is_listed_with(event, other) else LIKE
        if not event.place or not other.place:
            return VERY_LIKE
        beside = self._beside
        is_near = other.place in beside.get(event.place, ()) or event.place in beside.get(other.place, ())
        return LIKE if is_near else _NEVER


def _coordinating(activities: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {pk: set() for pk in activities}
    for pk, code in Coordination.objects.filter(activity__in=list(found)).values_list("activity", "agency"):
        found[pk].add(code)
    return found


def _events_of(activities: Iterable[Activity]) -> dict[int, Event]:
    return {
        row.pk: Event(
            row.kind_id, row.title, row.occurred_from, row.occurred_on, frozenset((row.agency_id,)), row.place_id,
            row.batch_id,
        ) for row in activities
    }  # fmt: skip


def _told(found: Mapping[int, _Likes], *, opened: "QuerySet[Activity] | None" = None) -> dict[int, list[Alike]]:
    """opened: what the person may open; None: all"""
    if not found:
        return {}
    rows = Activity.objects.select_related("kind", "agency").defer("note", "folded")
    if opened is not None:
        rows = rows.annotate(is_opened=Exists(opened.filter(pk=OuterRef("pk")).order_by()))
    known = rows.in_bulk({pk for likes in found.values() for pk, _likeness in likes})
    return {
        key: [
            Alike(
                pk, (row := known[pk]).title, row.agency, row.occurred_from, row.occurred_on, share,
                row if getattr(row, "is_opened", True) else None,
            ) for pk, share in likes if pk in known
        ] for key, likes in found.items()
    }  # fmt: skip
