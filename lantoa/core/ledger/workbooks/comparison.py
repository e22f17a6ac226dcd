"""The rows of a workbook against the register: which are new, and whether all of it came before."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.ledger.workbooks.rows import DraftRow, Reading, content
from lantoa.core.people.models import User


@dataclass(frozen=True)
class Comparison:
    """known: rows that stand in the register word for word, each with the number of its activity."""

    new: list[DraftRow]
    known: list[tuple[DraftRow, int]]
    earlier: ImportBatch | None


def compare(reading: Reading) -> Comparison:
    """Which rows are new. A workbook that grows from month to month brings its old rows again each time.

    Two equal rows in the workbook need two equal activities in the register to be known both.
    """
    standing = _standing(reading) if reading.rows else {}
    left = Counter({key: len(numbers) for key, numbers in standing.items()})
    new: list[DraftRow] = []
    known: list[tuple[DraftRow, int]] = []
    for row in reading.rows:
        key = repr(content(row.draft))
        if left[key]:
            left[key] -= 1
            known.append((row, standing[key][left[key]]))
        else:
            new.append(row)
    earlier = queries.earlier_import(reading.agency, file_sha256=reading.file_sha256, rows_sha256=reading.rows_sha256)
    return Comparison(new, known, earlier)


def take_in(reading: Reading, comparison: Comparison, *, by: User, at: datetime) -> ImportBatch:
    """Submit the new rows of a workbook that was read without problems: all of them or none.

    raises: actions.AlreadyImported, actions.NothingNew
    """
    if reading.problems:
        raise ValueError("a workbook with problems is never imported")
    origin = actions.Origin(
        reading.file_name, reading.file_sha256, reading.rows_sha256, kind=reading.kind, agency=reading.agency
    )
    return actions.import_drafts([row.draft for row in comparison.new], origin, by=by, at=at)


def _standing(reading: Reading) -> dict[str, list[int]]:
    """Of the activities that could be meant: their whole content -> their numbers."""
    drafts = [row.draft for row in reading.rows]
    days = [draft.occurred_on for draft in drafts]
    candidates = (
        Activity.objects.exclude(state=Activity.State.REVERSED)
        .filter(
            kind=reading.kind,
            agency__in={draft.agency for draft in drafts},
            occurred_on__range=(min(days), max(days)),
        )
        .prefetch_related("quantities", "coordinations")
    )
    found: dict[str, list[int]] = {}
    for activity in candidates.order_by("pk").iterator(chunk_size=1000):
        found.setdefault(repr(content(draft_of(activity))), []).append(activity.pk)
    return found
