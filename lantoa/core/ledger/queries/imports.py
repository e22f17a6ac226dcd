"""Imports: who sees which, what an earlier one brought, what undoing one would do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from lantoa.core.ledger.models import Activity, ActivityMeasure, Entry, ImportBatch
from lantoa.core.people import rules as people
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_NEVER_POSTED = [Activity.State.DRAFT, Activity.State.SUBMITTED, Activity.State.RETURNED, Activity.State.MERGED]


@dataclass(frozen=True)
class UndoEffect:
    """What undoing an import does to its activities: how many are deleted, how many reversed."""

    deleted: int
    reversed: int


def imports_visible_to(user: "User | AnonymousUser") -> "QuerySet[ImportBatch]":
    """All for the secretariat and leaders, those of its own agencies for a focal point."""
    found = ImportBatch.objects.select_related("kind", "agency", "imported_by")
    return found if people.sees_everything(user) else found.filter(agency__in=people.reporting_agencies(user))


def import_for(user: "User | AnonymousUser", pk: int) -> ImportBatch:
    """raises: ImportBatch.DoesNotExist for what this person may not see"""
    return imports_visible_to(user).get(pk=pk)


def earlier_import(agency: str, *, file_sha256: str, rows_sha256: str) -> ImportBatch | None:
    """The import, not undone, that brought the same file or the same rows for the same agency."""
    same = Q(file_sha256=file_sha256) | Q(rows_sha256=rows_sha256)
    standing = ImportBatch.objects.exclude(state=ImportBatch.State.UNDONE).select_related("imported_by")
    return standing.filter(same, agency=agency).order_by("pk").first()


def never_posted(batch: ImportBatch) -> "QuerySet[Activity]":
    """Its activities of which nothing stands in the ledger, not even a reversal: these alone may be deleted."""
    entries = Entry.objects.filter(document=OuterRef("pk"))
    return batch.activities.filter(~Exists(entries), state__in=_NEVER_POSTED)


def undo_effect(batch: ImportBatch) -> UndoEffect:
    return UndoEffect(
        deleted=never_posted(batch).count(), reversed=batch.activities.filter(state__in=Activity.STANDING).count()
    )


@dataclass(frozen=True)
class MeasureSum:
    """How much of a measure falls into a year. total: integer thousandths"""

    year: int
    measure: Measure
    total: int


@dataclass(frozen=True)
class AcceptEffect:
    """What accepting the rest of an import adds. sums: one per measure and year, in the order of the years"""

    count: int
    sums: list[MeasureSum]


def accept_effect(batch: ImportBatch) -> AcceptEffect:
    """What the submitted activities of an import would add to the ledger; subsets add nothing."""
    waiting = batch.activities.filter(state=Activity.State.SUBMITTED)
    rows = (
        ActivityMeasure.objects.filter(activity__in=waiting, activity__is_subset=False)
        .order_by()
        .values("measure", year=ExtractYear("activity__occurred_on"))
        .annotate(total=Sum("quantity"))
    )
    measures = {measure.code: measure for measure in Measure.objects.all()}
    sums = [MeasureSum(row["year"], measures[row["measure"]], row["total"]) for row in rows]
    return AcceptEffect(waiting.count(), sorted(sums, key=lambda sum_: (sum_.year, sum_.measure.code)))


def states_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """How many activities of the import are in which state, in the order of their life."""
    counts = dict(batch.activities.order_by().values_list("state").annotate(Count("pk")))
    return [(state, counts[state]) for state in Activity.State.values if state in counts]
