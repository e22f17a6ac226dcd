"""The rows of a workbook against the register: which are new, changed, known or refused."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft, Words, after_the_end, draft_of, event_of
from lantoa.core.ledger.models import DIMENSIONS, Activity, ImportBatch, Qualifier
from lantoa.core.ledger.workbooks.columns import readable_columns
from lantoa.core.ledger.workbooks.reading import DraftRow, LeftOut, Reading, content, row_id
from lantoa.core.ledger.workbooks.uploads import Answers
from lantoa.core.people.models import User


@dataclass(frozen=True)
class Change:
    """A row that says something else than its activity.

    cells: (column, what stood there, what is to stand there)
    """

    row: DraftRow
    activity: Activity
    before: Draft
    after: Draft
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Refusal:
    """A row of a download that cannot be taken in. activity: its number, if there is one to look at"""

    row: DraftRow
    activity: int | None
    why: str


@dataclass(frozen=True)
class Comparison:
    """known: rows that stand in the register word for word, each with the number of its activity

    proposed: rows that say something else than an accepted activity, which only the secretariat corrects
    """

    new: list[DraftRow]
    known: list[tuple[DraftRow, int]]
    earlier: ImportBatch | None
    changed: list[Change] = field(default_factory=list)
    proposed: list[Change] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def has_work(self) -> bool:
        return bool(self.new or self.changed or self.proposed)


def not_taken(reading: Reading, comparison: Comparison) -> list[tuple[str, list[int]]]:
    """Why rows are not taken in, with their numbers: what stands in the register first, what is no activity last."""
    found: dict[str, list[int]] = {}
    if comparison.known:
        found[_("In the register already, word for word.")] = [row.row for row, _activity in comparison.known]
    for refusal in comparison.refused:
        found.setdefault(refusal.why, []).append(refusal.row.row)
    for left in reading.left_out:
        found.setdefault(left.why, []).append(left.row)
    for passed in reading.passed:
        if not passed.is_taken:
            found.setdefault(passed.why, []).append(passed.row)
    return list(found.items())


@dataclass(frozen=True)
class Doubt:
    """A new row that looks like records of the register (alike), or like other rows of the workbook (their numbers)."""

    row: DraftRow
    alike: list[queries.Alike]
    rows: list[int]


def compare(reading: Reading, *, agencies: Collection[str] | None = None, words: Words | None = None) -> Comparison:
    """Which rows are new. A workbook that grows from month to month brings its old rows again each time.

    Two equal rows in the workbook need two equal activities in the register to be known both. A row with the number of
    a download is held against that activity alone.

    agencies: codes of those whose activities may be changed; None: any
    """
    with_id = [row for row in reading.rows if row.row_id]
    standing = _standing(reading) if len(with_id) < len(reading.rows) else {}
    left = Counter({key: len(numbers) for key, numbers in standing.items()})
    new: list[DraftRow] = []
    known: list[tuple[DraftRow, int]] = []
    for row in reading.rows:
        key = repr(content(row.draft))
        if row.row_id:
            continue
        if left[key]:
            left[key] -= 1
            known.append((row, standing[key][left[key]]))
        else:
            new.append(row)
    earlier = queries.earlier_import(reading.agency, file_sha256=reading.file_sha256, rows_sha256=reading.rows_sha256)
    found = Comparison(new, known, earlier)
    if with_id:
        _compare_downloaded(with_id, found, agencies, words or Words.load())
    return found


def doubtful(comparison: Comparison, *, kind: str, by: User) -> list[Doubt]:
    """Which new rows may tell of what is recorded already, as far as this person is told of it. kind: its name"""
    rows = comparison.new[: queries.MOST_COMPARED]
    # Not saved yet, and of one list.
    events = {-at: replace(event_of(row.draft), batch=0) for at, row in enumerate(rows)}
    found = queries.duplicates_for_events(by, events)
    among = queries.alike_among(events, kind=kind)
    others = {
        key: sorted({rows[-other].row for other in likes if rows[-other].key != rows[-key].key})
        for key, likes in among.items()
    }
    doubts = [Doubt(row, found.get(-at, []), others.get(-at, [])) for at, row in enumerate(rows)]
    return [doubt for doubt in doubts if doubt.alike or doubt.rows]


def take_in(
    reading: Reading, comparison: Comparison, *, by: User, at: datetime, answers: Answers | None = None
) -> ImportBatch:
    """Submit the new rows of a workbook that was read without problems and write the changed ones: all or none.

    answers: how a table that is no template was read; the next of the same form is read so too
    raises:  actions.AlreadyImported, actions.NothingNew, actions.NotNow
    """
    if reading.problems:
        raise ValueError("a workbook with problems is never imported")
    given = answers or Answers()
    origin = actions.Origin(
        reading.file_name, reading.file_sha256, reading.rows_sha256, kind=reading.kind, agency=reading.agency,
        mapping=given.mapping, mapping_name=given.mapping_name, headings_sha256=given.headings_sha256,
    )  # fmt: skip
    refused = [LeftOut(item.row.sheet, item.row.row, [item.row.draft.title], item.why) for item in comparison.refused]
    return actions.import_drafts(
        [row.draft for row in comparison.new], origin, by=by, at=at,
        changes=[(change.activity, change.before, change.after) for change in comparison.changed],
        proposals=[(change.activity, change.after, change.cells) for change in comparison.proposed],
        left_out=[[row.sheet, row.row, row.why, *row.cells] for row in [*reading.left_out, *refused]],
    )  # fmt: skip


def _compare_downloaded(
    rows: list[DraftRow], found: Comparison, agencies: Collection[str] | None, words: Words
) -> None:
    numbers = {row.row_id: int(row.row_id.partition("-")[0]) for row in rows if _is_id(row.row_id)}
    activities = {
        activity.pk: activity
        for activity in Activity.objects.filter(pk__in=numbers.values()).prefetch_related("quantities", "coordinations")
        if agencies is None or activity.agency_id in agencies
    }
    seen: set[int] = set()
    for row in rows:
        activity = activities.get(numbers.get(row.row_id, 0))
        if activity is None or activity.kind_id != row.draft.kind:
            found.refused.append(
                Refusal(row, None, _("No record of yours has the number in this row's hidden column."))
            )
            continue
        before = draft_of(activity)
        after = _merged(before, row)
        if content(after) == content(before):
            found.known.append((row, activity.pk))
        elif activity.pk in seen:
            found.refused.append(Refusal(row, activity.pk, _("Another row above is the same record.")))
        elif why := _why_not(activity, before, row) or _too_late(before, after, words):
            found.refused.append(Refusal(row, activity.pk, why))
        else:
            changes = found.proposed if activity.is_standing else found.changed
            changes.append(Change(row, activity, before, after, _cells(before, after, words)))
        seen.add(activity.pk)


def _is_id(text: str) -> bool:
    number = text.partition("-")[0]
    return number.isascii() and number.isdecimal() and len(number) < 16


def _why_not(activity: Activity, before: Draft, row: DraftRow) -> str:
    if activity.state == Activity.State.REVERSED:
        return _("It was reversed and is no longer counted. Write it as a new row, without its number.")
    if activity.state == Activity.State.MERGED:
        return _("It was merged into another record: change that one.")
    if row.row_id != row_id(activity.pk, before):
        return _("It was changed in the register since this workbook was downloaded. Download it again.")
    return ""


def _too_late(before: Draft, after: Draft, words: Words) -> str:
    """What stands under an agency that ended may be mended, not moved to a day on which it was no more."""
    if (before.agency, before.occurred_on) == (after.agency, after.occurred_on):
        return ""
    return next((problem.message for problem in after_the_end(after, words)), "")


def _merged(before: Draft, row: DraftRow) -> Draft:
    """What the row says, and what stood there where the workbook has no column for it."""
    after, has = row.draft, row.fields
    kept: dict[str, Any] = {
        name: getattr(before, name)
        for name in ("place", "programme", "task", "coordinating", "note", "source", "is_subset", "is_public", "agency")
        if name not in has
    }
    dimensions = {
        name: value for name in DIMENSIONS if (value := (after if name in has else before).dimensions.get(name))
    }
    counted = {code: value for code, value in before.quantities.items() if code not in has}
    return replace(after, **kept, dimensions=dimensions, quantities={**after.quantities, **counted})


def _cells(before: Draft, after: Draft, words: Words) -> list[tuple[str, str, str]]:
    """(column, before, after) of all that differs, in the order of the columns."""
    found = []
    for column in readable_columns(before.kind, words):
        old, new = (_shown(draft, column.code, words) for draft in (before, after))
        if old != new:
            found.append((column.vi, old, new))
    return found


def _shown(draft: Draft, code: str, words: Words) -> str:
    if code in draft.quantities:
        quantity, qualifier = draft.quantities[code]
        word = f"{Qualifier(qualifier).label} " if qualifier else ""
        return word + quantities.written(quantities.to_decimal(quantity))
    if code in DIMENSIONS:
        return words.name(code, draft.dimensions.get(code, ""))
    value = getattr(draft, code, "")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, list):
        return "; ".join(words.name("agency", item) for item in value)
    return words.name(code, value) if code in {"place", "programme", "task", "agency"} and value else value or ""


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
