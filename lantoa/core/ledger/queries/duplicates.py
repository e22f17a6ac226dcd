"""Records that may tell of the same event: the same kind and days, the same people or place, a similar title."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from lantoa.base import folding
from lantoa.core.ledger.models import Activity, Coordination
from lantoa.core.ledger.queries.register import activities_visible_to
from lantoa.core.people.models import Agency, Place, User

NEAR = timedelta(days=2)
MOST_COMPARED = 1000
MOST_SHOWN = 3
# How similar two titles must be (0 to 1) where place or agencies agree, and where nothing is known of the place.
LIKE, VERY_LIKE = 0.4, 0.65
_STANDING = Q(state__in=Activity.STANDING)
_GONE = (Activity.State.REVERSED, Activity.State.MERGED)


@dataclass(frozen=True)
class Event:
    """What of a record is compared. place: None where none is named"""

    kind: str
    title: str
    occurred_from: date
    occurred_on: date
    agencies: frozenset[str]
    place: str | None = None


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


def duplicates_of(activity: Activity) -> list[Alike]:
    """For who judges: what was sent or accepted and looks like this one, the most similar first."""
    return duplicates_among([activity])[activity.pk]


def duplicates_among(activities: Sequence[Activity]) -> dict[int, list[Alike]]:
    """`duplicates_of` for many at once, by the key of each; four queries whatever their number."""
    others = Activity.objects.exclude(state=Activity.State.DRAFT)
    joined = _coordinating(activities)
    events = {activity.pk: _event_of(activity, joined[activity.pk]) for activity in activities}
    found = _compare(events, others)
    seen = {row.pk for rows in found.values() for row, _likeness in rows}
    apart = set(
        Activity.different.through.objects.filter(from_activity__in=list(events), to_activity__in=seen).values_list(
            "from_activity", "to_activity"
        )
    )
    return {
        pk: [_alike(row, likeness, may_open=True) for row, likeness in rows if (pk, row.pk) not in apart][:MOST_SHOWN]
        for pk, rows in found.items()
    }


def duplicates_for(user: User, event: Event, *, without: int | None = None) -> list[Alike]:
    """For who writes: what this person may see, and of the others only what is accepted and public.

    without: the activity that is being written; what was found to be another event than it is left out
    """
    seen = activities_visible_to(user)
    others = Activity.objects.filter(Q(pk__in=seen.values("pk")) | (_STANDING & Q(is_public=True)))
    if without:
        others = others.exclude(
            pk__in=Activity.different.through.objects.filter(from_activity=without).values("to_activity")
        )
    rows = _compare({without or 0: event}, others)[without or 0][:MOST_SHOWN]
    open_ = set(seen.filter(pk__in=[row.pk for row, _likeness in rows]).values_list("pk", flat=True))
    return [_alike(row, likeness, may_open=row.pk in open_) for row, likeness in rows]


def found_different(activity: Activity) -> list[Activity]:
    """What somebody said is not the same event, the newest first."""
    return list(activity.different.order_by("-pk"))


def likeness(one: str, other: str, *, kind: str = "") -> float:
    """How similar two titles are, 0 to 1: shared trigrams, without regard to accents and case.

    kind: words that every title of the kind contains ("Buổi nói chuyện"), left out where something else remains
    """
    usual = set(folding.fold(kind).split())
    first, second = _trigrams(one, usual), _trigrams(other, usual)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _trigrams(title: str, usual: Collection[str]) -> set[str]:
    words = ["".join(letter for letter in word if letter.isalnum()) for word in folding.fold(title).split()]
    kept = [word for word in words if word and word not in usual] or words
    return {f" {word} "[at : at + 3] for word in kept for at in range(len(word))}


def _compare(events: dict[int, Event], others: "QuerySet[Activity]") -> dict[int, list[tuple[Activity, float]]]:
    """For each event (by its key) the records like it with their likeness, the most similar first."""
    found: dict[int, list[tuple[Activity, float]]] = {pk: [] for pk in events}
    if not events:
        return found
    rows = list(
        others.filter(reduce(or_, (_window(event) for event in events.values())))
        .exclude(state__in=_GONE)
        .select_related("kind", "agency")
        .order_by("-occurred_on", "-pk")[: MOST_COMPARED * len(events)]
    )
    agencies, near = _coordinating(rows), _Near([*rows, *events.values()])
    for pk, event in events.items():
        for row in rows:
            if row.pk != pk and _is_in_window(row, event):
                wanted = near.likeness_wanted(event, row, agencies[row.pk])
                share = likeness(event.title, row.title, kind=row.kind.name_vi)
                if share >= wanted:
                    found[pk].append((row, share))
        found[pk].sort(key=lambda pair: (-pair[1], pair[0].pk))
    return found


def _window(event: Event) -> Q:
    return Q(kind=event.kind, occurred_on__gte=event.occurred_from - NEAR, occurred_from__lte=event.occurred_on + NEAR)


def _is_in_window(row: Activity, event: Event) -> bool:
    return (
        row.kind_id == event.kind
        and row.occurred_on >= event.occurred_from - NEAR
        and row.occurred_from <= event.occurred_on + NEAR
    )


class _Near:
    """Which places are the same or next to each other in the tree: one lies in the other, or became part of it."""

    def __init__(self, placed: "Iterable[Activity | Event]") -> None:
        codes = {code for one in placed if (code := _place_of(one))}
        rows = Place.objects.filter(code__in=codes).values_list("code", "parent", "successor")
        self._beside = {code: {code, *filter(None, others)} for code, *others in rows}

    def likeness_wanted(self, event: Event, row: Activity, coordinating: Collection[str]) -> float:
        if event.agencies & {row.agency_id, *coordinating}:
            return LIKE
        if not event.place or not row.place_id:
            return VERY_LIKE
        is_near = row.place_id in self._beside.get(event.place, ()) or event.place in self._beside.get(row.place_id, ())
        return LIKE if is_near else 2.0  # never


def _place_of(one: "Activity | Event") -> str | None:
    return one.place if isinstance(one, Event) else one.place_id


def _coordinating(activities: Iterable[Activity]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {activity.pk: set() for activity in activities}
    for pk, code in Coordination.objects.filter(activity__in=list(found)).values_list("activity", "agency"):
        found[pk].add(code)
    return found


def _event_of(activity: Activity, coordinating: Collection[str]) -> Event:
    return Event(
        kind=activity.kind_id, title=activity.title, occurred_from=activity.occurred_from,
        occurred_on=activity.occurred_on, agencies=frozenset({activity.agency_id, *coordinating}),
        place=activity.place_id,
    )  # fmt: skip


def _alike(row: Activity, share: float, *, may_open: bool) -> Alike:
    return Alike(row.pk, row.title, row.agency, row.occurred_from, row.occurred_on, share, row if may_open else None)
