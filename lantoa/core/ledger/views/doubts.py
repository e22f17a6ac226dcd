"""Rows of an act on many that look like another record: shown before the act, which takes of them what is ticked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import QueryDict

from lantoa.core.ledger import queries
from lantoa.core.ledger.forms.register import numbers_in
from lantoa.core.ledger.models import Activity
from lantoa.core.people.models import User

SHOWN = 50


@dataclass(frozen=True)
class Doubts:
    """rows: the first of them, each with what it looks like and whether it is ticked; more: the others, ticked as one

    left_out: of all of them those that are not ticked
    """

    ids: list[int]
    rows: list[tuple[Activity, list[queries.Alike], bool]]
    more: list[int]
    left_out: frozenset[int]

    @property
    def more_is_ticked(self) -> bool:
        return self.left_out.isdisjoint(self.more)


def of_accepting(rows: Sequence[Activity], *, also: Collection[int] | None = None) -> Doubts:
    """What may count twice waits for a look. also: what is ticked; None: nothing yet"""
    return _doubts(rows, queries.duplicates_among(rows), also or ())


def of_sending(user: User, rows: Sequence[Activity], *, also: Collection[int] | None = None) -> Doubts:
    """Who sends may leave some out; the secretariat looks again. also: what is ticked; None: all of it"""
    return _doubts(rows, queries.duplicates_for_many(user, rows), [row.pk for row in rows] if also is None else also)


def ticked(given: QueryDict) -> list[int]:
    return numbers_in(",".join(given.getlist("also")).split(","))


def left_out(given: QueryDict) -> set[int]:
    """What a page showed as doubtful and nobody ticked there."""
    return set(numbers_in(given.get("doubtful", "").split(","))).difference(ticked(given))


def _doubts(rows: Sequence[Activity], alike: Mapping[int, list[queries.Alike]], also: Collection[int]) -> Doubts:
    doubtful = [row for row in rows if row.pk in alike]
    ids, taken = [row.pk for row in doubtful], set(also)
    prefetch_related_objects(doubtful[:SHOWN], "agency")
    return Doubts(
        ids, [(row, alike[row.pk], row.pk in taken) for row in doubtful[:SHOWN]], ids[SHOWN:],
        frozenset(ids) - taken,
    )  # fmt: skip
