"""Activities as documents: written, submitted, withdrawn, returned. Nothing here touches the ledger.

Every function takes `by` (a User) and `at` (an aware datetime), writes one line of the audit log, and raises NotNow
when the state of the activity does not allow it.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from wagtail.log_actions import log, registry

from lantoa.base import folding
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.ledger.models import DIMENSIONS, Activity, ActivityMeasure, Coordination, Entry, ImportBatch
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

_BATCH_ROWS = 500
# What a step between draft, submitted and returned writes.
MOVED = [
    "state", "submitted_by", "submitted_at", "return_reason", "news", "looked_by", "looked_at", "looked_note",
]  # fmt: skip


class NotNow(Exception):
    """The activity is not in a state in which this can be done; the message says what to do instead."""


class Changed(NotNow):
    """Its content is not the one that was read before writing. activity: as it is now"""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        super().__init__(_("It was changed somewhere else in the meantime. Nothing was overwritten."))


@transaction.atomic
def save_draft(
    draft: Draft, *, by: User, at: datetime, activity: Activity | None = None, form_key: UUID | None = None,
    version: int | None = None, unfinished: dict[str, Any] | None = None,
) -> Activity:  # fmt: skip
    """Write a new draft, or the new content of one that is still editable.

    form_key:   of the opened form; the same key again (a second tap) means the activity already made
    version:    of the activity that the writer has read; None: write whatever came in between
    unfinished: the answers as typed, where some are missing or cannot be read; `draft` then says the most likely
    raises:     Changed if somebody else, or the same person elsewhere, saved another content since that version
    """
    activity = activity or (_made_with(form_key, by) if form_key else None)
    if activity is None:
        try:
            with transaction.atomic():
                return _create(draft, by=by, at=at, form_key=form_key, unfinished=unfinished)
        except IntegrityError:
            # The first of two taps was written in this very moment.
            activity = _made_with(form_key, by) if form_key else None
            if activity is None and form_key:
                return _create(draft, by=by, at=at, form_key=None, unfinished=unfinished)  # a key of another's form
            if activity is None:
                raise
    activity = locked(activity)
    if not activity.is_editable:
        if activity.form_key and activity.form_key == form_key:
            return activity
        raise NotNow(_("It was submitted or accepted in the meantime and can no longer be edited here."))
    if (activity.unfinished, draft_of(activity)) == (unfinished, draft):
        return activity
    if version is not None and version != activity.version:
        raise Changed(activity)
    activity.unfinished, activity.edited_at = unfinished, at
    write(activity, draft)
    # A draft is saved every few seconds while one writes: the log tells that and who, once.
    if not _was_last_written_by(activity, by):
        log(activity, "lantoa.edit", user=by, timestamp=at, data={"agency": draft.agency})
    return activity


@transaction.atomic
def submit(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Hand a draft or a returned activity to the secretariat; twice does no harm."""
    activity = locked(activity)
    if activity.state == Activity.State.SUBMITTED:
        return activity
    if not activity.is_editable:
        raise NotNow(_("It was already accepted."))
    if activity.unfinished is not None:
        raise NotNow(_("Some answers are still missing or cannot be read. Complete it first, then send it."))
    return _move(activity, Activity.State.SUBMITTED, "lantoa.submit", by=by, at=at)


@transaction.atomic
def withdraw(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Take a submitted activity back to edit it, as long as nobody accepted it."""
    activity = locked(activity)
    if activity.state == Activity.State.DRAFT:
        return activity
    if activity.state != Activity.State.SUBMITTED:
        raise NotNow(_("Only what is submitted and not yet accepted can be taken back."))
    return _move(activity, Activity.State.DRAFT, "lantoa.withdraw", by=by, at=at)


@transaction.atomic
def return_for_repair(activity: Activity, *, by: User, at: datetime, reason: str) -> Activity:
    """Give a submitted activity back to its agency (trả lại), saying what to repair."""
    activity = locked(activity)
    if not reason.strip():
        raise NotNow(_("Say what should be repaired: the officer reads this sentence."))
    if activity.state != Activity.State.SUBMITTED:
        raise NotNow(_("Only what is submitted can be returned."))
    return _move(activity, Activity.State.RETURNED, "lantoa.return", by=by, at=at, reason=reason.strip())


@transaction.atomic
def delete_draft(activity: Activity, *, by: User, at: datetime) -> None:
    """Throw away what was never accepted; what is in the ledger can only be reversed."""
    activity = locked(activity)
    if not activity.is_editable:
        raise NotNow(_("Only a draft or a returned activity can be deleted; an accepted one is reversed."))
    if activity.merged.exists():
        raise NotNow(_("Another record was merged into this one. Separate the two first."))
    if Entry.objects.filter(document=activity.pk).exists():
        raise NotNow(_("It was accepted once: its entries stay in the ledger, and so does this record."))
    log(activity, "wagtail.delete", user=by, timestamp=at, deleted=True)
    files = [item.file for item in activity.evidence.all() if item.file]
    activity.delete()
    transaction.on_commit(partial(delete_files, files))


@transaction.atomic
def submit_drafts(drafts: Iterable[Draft], *, by: User, at: datetime, batch: ImportBatch) -> int:
    """Write many drafts as submitted activities of one import; all or none. Returns how many."""
    count = 0
    rows: list[Draft] = []
    for draft in drafts:
        rows.append(draft)
        if len(rows) == _BATCH_ROWS:
            count += _insert_submitted(rows, by=by, at=at, batch=batch)
            rows = []
    return count + _insert_submitted(rows, by=by, at=at, batch=batch)


def delete_files(files: Iterable[FieldFile]) -> None:
    """After the commit: a file that is gone cannot come back with a rollback."""
    for file in files:
        if file.name:
            file.storage.delete(file.name)


def locked(activity: Activity) -> Activity:
    """The row as it is now, held until the end of the transaction: two people may press at once.

    raises: NotNow if it is gone
    """
    try:
        return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    except Activity.DoesNotExist:
        raise NotNow(_("It was deleted in the meantime.")) from None


def _made_with(form_key: UUID, by: User) -> Activity | None:
    return Activity.objects.filter(form_key=form_key, created_by=by).first()


def _create(
    draft: Draft, *, by: User, at: datetime, form_key: UUID | None, unfinished: dict[str, Any] | None
) -> Activity:
    activity = Activity(
        created_by=by, created_at=at, edited_at=at, form_key=form_key, unfinished=unfinished,
        is_on_behalf=_is_on_behalf(draft, by),
    )  # fmt: skip
    write(activity, draft)
    log(activity, "lantoa.create", user=by, timestamp=at, data={"agency": draft.agency})
    return activity


def _is_on_behalf(draft: Draft, by: User) -> bool:
    return draft.agency not in people.reporting_agencies(by)


def _was_last_written_by(activity: Activity, by: User) -> bool:
    last = registry.get_logs_for_instance(activity).order_by("-timestamp", "-id").first()
    return last is not None and last.action in {"lantoa.create", "lantoa.edit"} and last.user_id == by.pk


def stepped(activity: Activity, state: Activity.State, *, by: User, at: datetime, reason: str = "") -> Activity:
    """One step between draft, submitted and returned, in memory; MOVED names what it touches.

    reason: of a return
    """
    activity.state = state
    if state == Activity.State.SUBMITTED:
        activity.submitted_by, activity.submitted_at, activity.return_reason = by, at, ""
        activity.news = Activity.News.NONE  # who sends it again has read why it came back
    if state == Activity.State.RETURNED:
        activity.return_reason, activity.news = reason, Activity.News.RETURNED
    # What was looked through is no longer what will be judged.
    activity.looked_by, activity.looked_at, activity.looked_note = None, None, ""
    return activity


def _move(activity: Activity, state: Activity.State, action: str, *, by: User, at: datetime, **data: str) -> Activity:
    stepped(activity, state, by=by, at=at, **data).save(update_fields=MOVED)
    log(activity, action, user=by, timestamp=at, data=data or None)
    return activity


def _fill(activity: Activity, draft: Draft) -> None:
    activity.kind_id, activity.agency_id, activity.title = draft.kind, draft.agency, draft.title
    activity.folded = folding.fold(draft.title)
    activity.occurred_from, activity.occurred_on = draft.occurred_from, draft.occurred_on
    activity.place_id, activity.programme_id, activity.task_id = draft.place, draft.programme, draft.task
    activity.note, activity.source = draft.note, draft.source
    activity.is_subset, activity.is_public = draft.is_subset, draft.is_public
    for name in DIMENSIONS:
        setattr(activity, name, draft.dimensions.get(name, ""))


def write(activity: Activity, draft: Draft) -> None:
    """Give an activity this content: its next version."""
    _fill(activity, draft)
    activity.version += 1
    activity.save()
    activity.quantities.all().delete()
    activity.coordinations.all().delete()
    ActivityMeasure.objects.bulk_create(_quantities(activity, draft))
    Coordination.objects.bulk_create(Coordination(activity=activity, agency_id=code) for code in draft.coordinating)
    # The prefetched rows, if any, are those of before.
    vars(activity).pop("_prefetched_objects_cache", None)


def _insert_submitted(drafts: list[Draft], *, by: User, at: datetime, batch: ImportBatch) -> int:
    activities = []
    for draft in drafts:
        activity = Activity(
            created_by=by, created_at=at, submitted_by=by, submitted_at=at, batch=batch,
            state=Activity.State.SUBMITTED, is_on_behalf=_is_on_behalf(draft, by),
        )  # fmt: skip
        _fill(activity, draft)
        activities.append(activity)
    Activity.objects.bulk_create(activities)
    pairs = list(zip(activities, drafts, strict=True))
    ActivityMeasure.objects.bulk_create(row for activity, draft in pairs for row in _quantities(activity, draft))
    Coordination.objects.bulk_create(
        Coordination(activity=activity, agency_id=code) for activity, draft in pairs for code in draft.coordinating
    )
    return len(activities)


def _quantities(activity: Activity, draft: Draft) -> list[ActivityMeasure]:
    return [
        ActivityMeasure(activity=activity, measure_id=code, quantity=quantity, qualifier=qualifier)
        for code, (quantity, qualifier) in draft.quantities.items()
    ]
