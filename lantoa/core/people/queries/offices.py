"""The agencies of an installation as its people see them: a tree, one agency, what a merger means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency, Place, Post
from lantoa.core.people.queries.agencies import Series, agencies_under, by_name

Row = TypeVar("Row", Agency, Place)


@dataclass(frozen=True)
class Branch:
    """An agency in the tree. depth: 0 at the top; people: who holds a post there; below: agencies straight under it"""

    agency: Agency
    depth: int
    people: int
    below: int

    @property
    def indent(self) -> int:
        """As far as the screen shows it."""
        return min(self.depth, 3)


@dataclass(frozen=True)
class Merger:
    """What merging one agency into another means.

    moved: agencies that count for `into` from then on, as it is; posts: held in `into` from then on
    """

    agency: Agency
    into: Agency
    on: date
    moved: list[Agency]
    posts: list[Post]


def agency_tree(today: date) -> list[Branch]:
    """All agencies, each followed by those below it, by level and name; two queries however many there are."""
    agencies = list(Agency.objects.select_related("place", "parent", "successor"))
    held = Post.objects.filter(_held_on(today), user__is_active=True).values_list("agency")
    people = dict(held.annotate(count=Count("user", distinct=True)))
    levels = list(Agency.Level.values)
    below: dict[str | None, list[Agency]] = {}
    for agency in sorted(agencies, key=lambda agency: (levels.index(agency.level), fold(agency.name))):
        below.setdefault(agency.parent_id, []).append(agency)
    return [
        Branch(agency, depth, people.get(agency.code, 0), len(below.get(agency.code, ())))
        for agency, depth in walked(below)
    ]


def walked(below: dict[str | None, list[Row]]) -> Iterator[tuple[Row, int]]:
    """Every row with its depth, each followed by those below it. below: code of the upper one -> rows in order"""
    open_ = [(row, 0) for row in reversed(below.get(None, []))]
    while open_:
        row, depth = open_.pop()
        yield row, depth
        open_ += [(lower, depth + 1) for lower in reversed(below.get(row.code, []))]


def agencies_searched(
    branches: Iterable[Branch], *, q: str = "", level: str = "", today: date, with_ended: bool = False
) -> list[Branch]:
    """Those whose name or code contains the words, whatever their accents, on a level, in force or not."""
    words = fold(q)
    return [
        branch
        for branch in branches
        if (not level or branch.agency.level == level)
        and (with_ended or is_in_force(branch.agency, today))
        and (not words or words in fold(f"{branch.agency.name_vi} {branch.agency.name_en} {branch.agency.code}"))
    ]


def is_in_force(row: Agency | Place, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day < row.valid_until)


def agencies_in_force(day: date) -> "QuerySet[Agency]":
    return Agency.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    )


def people_at(agency: Agency, today: date) -> list[Post]:
    """The posts held there today, by person."""
    found = Post.objects.filter(_held_on(today), agency=agency, user__is_active=True)
    return list(found.select_related("user").order_by("user__full_name", "user__username"))


def posts_to_move(agency: Agency, *, into: Agency, on: date) -> list[Post]:
    """The posts that are not over on the day of a merger, without those that the person holds in `into` already."""
    there = Post.objects.filter(
        Q(until=None) | Q(until__gt=on), agency=into, user=OuterRef("user"), role=OuterRef("role")
    )
    found = Post.objects.filter(Q(until=None) | Q(until__gt=on), ~Exists(there), agency=agency, moved_to=None)
    return list(found.select_related("user").order_by("user__full_name", "user__username", "pk"))


def merger(agency: Agency, into: Agency, on: date) -> Merger:
    """Before it is recorded."""
    codes = agencies_under([agency.code], Series.AS_IT_IS)
    moved = by_name(Agency.objects.filter(code__in=codes))
    return Merger(agency, into, on, moved, posts_to_move(agency, into=into, on=on))


def agencies_to_stand_under(agency: Agency | None, day: date) -> "QuerySet[Agency]":
    """Those that an agency may stand under or become part of without closing a circle; the present one among them."""
    found = agencies_in_force(day)
    if agency:
        found = (found | Agency.objects.filter(code=agency.parent_id)).exclude(code__in=agencies_under([agency.code]))
    return found


def places_to_sit_at(agency: Agency | None, day: date) -> "QuerySet[Place]":
    """The places of today and the one where it sits already."""
    found = Place.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day))
    if agency:
        found = found | Place.objects.filter(code=agency.place_id)
    return found.order_by("level", "name_vi")


def is_agency(code: str) -> bool:
    return Agency.objects.filter(code=code).exists()


def below(agency: Agency) -> list[Agency]:
    """Straight under it, by level and name."""
    return list(agency.children.order_by("level", "name_vi"))


def is_referred_to(agency: Agency) -> bool:
    """Does any row of any room point to it? One query."""
    pointing = {
        f"by_{number}": Exists(key.model._base_manager.filter(**{key.name: OuterRef("code")}))
        for number, key in enumerate(keys_to_agencies())
    }
    row = Agency.objects.filter(pk=agency.pk).annotate(**pointing).values(*pointing).get()
    return any(row.values())


def _held_on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def keys_to_agencies() -> "Iterator[models.ForeignKey[Any, Any]]":
    """Of every room, above this one too: what refers to an agency is asked of the models, not of their rooms."""
    for relation in Agency._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and isinstance(relation.field, models.ForeignKey):
            yield relation.field
