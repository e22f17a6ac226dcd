"""The register as a list: narrowed, counted, put in order, cut into pages.

Every page is counted anew, because people read the number; it takes less than reading the rows. A page is found by
its ids first, from an index where there is one, and only its own rows are then read whole. A search goes through all
titles: on PostgreSQL a rare word is found once and counted with that, a common one stands in the first that are read.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, QuerySet, Value, When

from lantoa.base.folding import fold
from lantoa.core.ledger.models import Activity, ActivityMeasure, Evidence
from lantoa.core.ledger.queries.names import Names
from lantoa.core.ledger.rules.looks import YES, Look
from lantoa.core.people import queries as people
from lantoa.core.vocabulary.models import Measure

# Orders by a name that stands in another table, or is a word: the groups are counted, put in the order of the
# reader's alphabet, and a page reads no more than the groups it touches.
_GROUPS = ("kind", "agency", "state")
_NEWEST = (F("occurred_on").desc(), F("pk").desc())
_AT_ONCE = 1_000


def matching(found: "QuerySet[Activity]", look: Look) -> "QuerySet[Activity]":
    """Those that every filter lets through."""
    if look.is_empty:
        return found.none()
    for name, codes in look.chosen.items():
        found = _by(found, name, codes)
    if look.period:
        found = found.filter(occurred_on__gte=look.period.since, occurred_on__lt=look.period.until)
    if look.since:
        found = found.filter(occurred_on__gte=look.since)
    if look.until:
        found = found.filter(occurred_on__lte=look.until)
    for word in fold(look.q).split():
        found = found.filter(folded__contains=word)
    return found


def listed(found: "QuerySet[Activity]", look: Look, names: Names, *, number: str | None) -> "Page[Activity]":
    """One page of what a look shows, its rows complete. number: as the address says it, whatever that is

    reads: four statements whatever the size, two more where agencies or places are asked for
    """
    found = matching(found, look)
    counts = _counted(found, look, names) if _group_of(look) else None
    # SQLite would follow the order to its end, row by row; to count first it reads an index alone.
    searched = bool(look.q) and counts is None and connection.vendor == "postgresql"
    first = list(_ordered(found, look).values_list("pk", flat=True)[:_AT_ONCE]) if searched else []
    if searched and len(first) < _AT_ONCE:
        total = len(first)
    else:
        total = found.count() if counts is None else sum(counts.values())
    # Of numbers first: they have a length and can be cut, as a page wants it.
    page: Any = Paginator(range(total), look.size).get_page(number)
    places = page.object_list
    if places.stop <= len(first):
        ids = first[places.start : places.stop]
    else:
        ids = _ids(found, look, counts, start=places.start, stop=places.stop)
    page.object_list = complete(ids, look)
    return page  # type: ignore[no-any-return] # a Page, of activities now


def ids_in_order(found: "QuerySet[Activity]", look: Look, names: Names) -> list[int]:
    """All that a look shows, as ids in its order: what a file or an act on all of them walks through."""
    found = matching(found, look)
    counts = _counted(found, look, names) if _group_of(look) else None
    if counts is None:
        return list(_ordered(found, look).values_list("pk", flat=True))
    rank = {code: place for place, code in enumerate(counts)}
    rows = list(found.order_by(*_NEWEST).values_list("pk", _group_of(look)))
    return [pk for pk, _ in sorted(rows, key=lambda row: rank.get(row[1], len(rank)))]


def complete(ids: Sequence[int], look: Look) -> list[Activity]:
    """The rows of these ids, in this order, with all that the columns of the look show; two statements."""
    quantities = Prefetch("quantities", ActivityMeasure.objects.select_related("measure"))
    rows = Activity.objects.filter(pk__in=ids).prefetch_related(quantities).defer("note", "folded", "looked_note")
    if "evidence" in look.columns:
        rows = rows.annotate(has_evidence=_has_evidence())
    if "looked" in look.columns:
        rows = rows.select_related("looked_by")
    by_id = {row.pk: row for row in rows.order_by()}
    return [by_id[pk] for pk in ids if pk in by_id]


def in_batches(ids: Sequence[int], look: Look) -> Iterator[Activity]:
    """As `complete`, for any number of ids; memory does not grow with them."""
    left = iter(ids)
    while batch := list(islice(left, _AT_ONCE)):
        yield from complete(batch, look)


def measures_in(found: "QuerySet[Activity]", look: Look) -> list[Measure]:
    """The measures that at least one of the activities of a look has counted."""
    counted = ActivityMeasure.objects.filter(activity__in=matching(found, look).order_by()).values("measure").distinct()
    return list(Measure.objects.filter(code__in=counted).order_by("code"))


def ways_out(found: "QuerySet[Activity]", look: Look) -> list[tuple[str, str, int]]:
    """Where nothing matches: each filter with how many there would be without it; those that help, best first."""
    counts = [
        (name, value, matching(found, look.without(name, value)).count()) for name, value in look.filters()[:_MOST_WAYS]
    ]
    return sorted((way for way in counts if way[2]), key=lambda way: -way[2])


_MOST_WAYS = 5  # each costs a statement


def _by(found: "QuerySet[Activity]", name: str, codes: Sequence[str]) -> "QuerySet[Activity]":
    wanted = codes[0] == YES
    if name == "agency":
        return found.filter(agency__in=people.agencies_under(codes))
    if name == "place":
        return found.filter(place__in=people.places_under(codes))
    if name == "evidence":
        return found.filter(_has_evidence() if wanted else ~_has_evidence())
    if name == "imported":
        return found.filter(batch__isnull=not wanted)
    if name == "looked":
        return found.filter(looked_at__isnull=not wanted)
    return found.filter(**{f"{name}__in": codes})


def _has_evidence() -> Exists:
    return Exists(Evidence.objects.filter(activity=OuterRef("pk")))


def _group_of(look: Look) -> str:
    name = look.sort.removeprefix("-")
    return name if name in _GROUPS else ""


def _counted(found: "QuerySet[Activity]", look: Look, names: Names) -> Mapping[str, int]:
    """Group -> how many, in the order of the look."""
    group = _group_of(look)
    counts = dict(found.order_by().values_list(group).annotate(Count("pk")))
    order = list(Activity.State.values if group == "state" else names.of(group))
    order += sorted(set(counts) - set(order))
    if look.sort.startswith("-"):
        order.reverse()
    return {code: counts[code] for code in order if code in counts}


def _ids(
    found: "QuerySet[Activity]", look: Look, counts: Mapping[str, int] | None, *, start: int, stop: int
) -> list[int]:
    if counts is None:
        return list(_ordered(found, look).values_list("pk", flat=True)[start:stop])
    group, before, first = _group_of(look), 0, 0
    touched: list[str] = []
    for code, count in counts.items():
        if before + count > start and before < stop:
            first = first if touched else before
            touched.append(code)
        before += count
    rank = Case(
        *(When(**{group: code}, then=Value(place)) for place, code in enumerate(touched)), output_field=IntegerField()
    )
    rows = found.filter(**{f"{group}__in": touched}).order_by(rank, *_NEWEST).values_list("pk", flat=True)
    return list(rows[start - first : stop - first])


def _ordered(found: "QuerySet[Activity]", look: Look) -> "QuerySet[Activity]":
    falling = look.sort.startswith("-")
    if look.sort.endswith("sent"):
        # What was not sent yet is the newest.
        sent = F("submitted_at").desc(nulls_first=True) if falling else F("submitted_at").asc(nulls_last=True)
        return found.order_by(sent, "-pk" if falling else "pk")
    columns = ("folded", "occurred_on", "pk") if look.sort.endswith("title") else ("occurred_on", "pk")
    return found.order_by(*(f"-{name}" for name in columns) if falling else columns)
