"""Imports: who sees which, what an earlier one brought, what undoing one would do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_NEVER_POSTED = [Activity.State.DRAFT, Activity.State.SUBMITTED, Activity.State.RETURNED]


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


def undo_effect(batch: ImportBatch) -> UndoEffect:
    counts: dict[str, Any] = batch.activities.aggregate(
        deleted=Count("pk", filter=Q(state__in=_NEVER_POSTED)),
        reversed=Count("pk", filter=Q(state__in=Activity.STANDING)),
    )
    return UndoEffect(**counts)


def states_of(batch: ImportBatch) -> list[tuple[str, int]]:
    """How many activities of the import are in which state, in the order of their life."""
    counts = dict(batch.activities.order_by().values_list("state").annotate(Count("pk")))
    return [(state, counts[state]) for state in Activity.State.values if state in counts]
