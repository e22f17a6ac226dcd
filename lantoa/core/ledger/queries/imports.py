"""Imports: who sees which, what an earlier one brought, what undoing one would do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear

from lantoa.base.periods import Period
from lantoa.core.ledger.models import Activity, ActivityMeasure, Entry, ImportBatch
from lantoa.core.ledger.queries.duplicates import MOST_COMPARED
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import places_under
from lantoa.core.programme.models import Task
from lantoa.core.vocabulary.models import Measure

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MOST_RECORDS = 20_000  # in one workbook
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


def imports_that_ask(user: "User | AnonymousUser") -> "QuerySet[ImportBatch]":
    """Those with corrections that wait for an answer, the longest waiting first."""
    waiting = imports_visible_to(user).filter(proposals_state=ImportBatch.Asked.WAITING)
    return waiting.order_by("imported_at", "pk")


@dataclass(frozen=True)
class Asked:
    """A correction that an import asks for. cells: (column, before, after); is_late: the record was changed since"""

    activity: Activity
    cells: list[list[str]]
    is_late: bool


def asked_by(batch: ImportBatch) -> list[Asked]:
    """The corrections that wait for an answer; one query for all, none where nothing waits."""
    if batch.proposals_state != ImportBatch.Asked.WAITING:
        return []
    rows = Activity.objects.in_bulk([item["activity"] for item in batch.proposals])
    return [
        Asked(row, item["cells"], is_late=row.version != item["version"] or not row.is_standing)
        for item in batch.proposals
        if (row := rows.get(item["activity"])) is not None
    ]


def import_for(user: "User | AnonymousUser", pk: int) -> ImportBatch:
    """raises: ImportBatch.DoesNotExist for what this person may not see"""
    return imports_visible_to(user).get(pk=pk)


def earlier_import(agency: str, *, file_sha256: str, rows_sha256: str) -> ImportBatch | None:
    """The import that brought the same file or the same rows for the same agency.

    One that was undone, or that asked for corrections and got no answer in time, may be sent again.
    """
    same = Q(file_sha256=file_sha256) | Q(rows_sha256=rows_sha256)
    again = Q(state=ImportBatch.State.UNDONE) | Q(proposals_state=ImportBatch.Asked.EXPIRED)
    found = ImportBatch.objects.filter(same, agency=agency).exclude(again).select_related("imported_by")
    return found.order_by("pk").first()


def never_posted(batch: ImportBatch) -> "QuerySet[Activity]":
    """Its activities of which nothing stands in the ledger, not even a reversal: these alone may be deleted."""
    entries = Entry.objects.filter(document=OuterRef("pk"))
    return batch.activities.filter(~Exists(entries), state__in=_NEVER_POSTED)


def read_before(agency: str, headings_sha256: str) -> ImportBatch | None:
    """The newest import that brought this agency's rows from a table with these headings: it knows how to read them."""
    read = ImportBatch.objects.filter(agency=agency, headings_sha256=headings_sha256, mapping__isnull=False)
    return read.order_by("-pk").first()


def records_of(agency: str, *, kind: str, period: Period) -> "QuerySet[Activity]":
    """What an agency leads in a period and was not reversed, in the order of the days."""
    return (
        Activity.objects.filter(agency=agency, kind=kind, occurred_from__gte=period.since, occurred_on__lt=period.until)
        .exclude(state=Activity.State.REVERSED)
        .prefetch_related("quantities", "coordinations")
        .order_by("occurred_on", "pk")[:MOST_RECORDS]
    )


def offered_to(agencies: Collection[str]) -> dict[str, set[str]]:
    """Of long lists what concerns these agencies: the places they lie in and the tasks they lead."""
    places = Agency.objects.filter(code__in=agencies, place__isnull=False).values_list("place", flat=True)
    tasks = Task.objects.filter(lead_agency__in=agencies).values_list("code", flat=True)
    found = {"place": places_under(code for code in places if code), "task": set(tasks)}
    return {name: codes for name, codes in found.items() if codes}


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


def to_accept(batch: ImportBatch) -> "QuerySet[Activity]":
    """What of an import waits, as many as are held against the register, the oldest first."""
    waiting = batch.activities.filter(state=Activity.State.SUBMITTED).order_by("occurred_on", "pk")
    return waiting.defer("note", "folded")[:MOST_COMPARED]


def accept_sums(batch: ImportBatch, *, without: Collection[int] = ()) -> list[MeasureSum]:
    """What the submitted activities of an import would add to the ledger; subsets add nothing."""
    return _sums(batch.activities.filter(state=Activity.State.SUBMITTED).exclude(pk__in=without))


def undo_sums(batch: ImportBatch) -> list[MeasureSum]:
    """What undoing an import takes from the figures: the accepted activities of it, measure by measure and year."""
    return _sums(batch.activities.filter(state__in=Activity.STANDING))


def _sums(activities: "QuerySet[Activity]") -> list[MeasureSum]:
    rows = (
        ActivityMeasure.objects.filter(activity__in=activities, activity__is_subset=False)
        .order_by()
        .values("measure", year=ExtractYear("activity__occurred_on"))
        .annotate(total=Sum("quantity"))
    )
    measures = {measure.code: measure for measure in Measure.objects.all()}
    sums = [MeasureSum(row["year"], measures[row["measure"]], row["total"]) for row in rows]
    return sorted(sums, key=lambda sum_: (sum_.year, sum_.measure.code))


def states_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """How many activities of the import are in which state, in the order of their life."""
    counts = dict(batch.activities.order_by().values_list("state").annotate(Count("pk")))
    return [(state, counts[state]) for state in Activity.State.values if state in counts]
