"""Taking the rows of a workbook in, all of them or none, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.ledger.actions.documents import NotNow, locked, submit, submit_drafts, write
from lantoa.core.ledger.actions.merging import separate
from lantoa.core.ledger.actions.posting import reverse_many
from lantoa.core.ledger.actions.proposals import Proposal, asked
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.ledger.models import Activity, Evidence, ImportBatch
from lantoa.core.ledger.queries.imports import UndoEffect, earlier_import, never_posted, undo_effect
from lantoa.core.people.models import User

CHANGEABLE = (Activity.State.DRAFT, Activity.State.SUBMITTED, Activity.State.RETURNED)
_AT_ONCE = 2_000  # a statement may carry only so many values


@dataclass(frozen=True)
class Origin:
    """Where drafts came from. rows_sha256: over their normalised content, the same in whatever file they come.

    mapping, mapping_name, headings_sha256: how a table that is no template was read
    """

    file_name: str
    file_sha256: str
    rows_sha256: str
    kind: str
    agency: str
    mapping: dict[str, Any] | None = None
    mapping_name: str = ""
    headings_sha256: str = ""


class AlreadyImported(ValueError):
    """The same file or the same rows were imported before. earlier: that import"""

    def __init__(self, earlier: ImportBatch) -> None:
        self.earlier = earlier
        super().__init__(
            _("The same rows were already imported on %(day)s by %(person)s, from “%(file)s” (import %(number)s). "
              "Nothing was written. If that import was wrong, undo it first.")
            % {
                "day": timezone.localtime(earlier.imported_at).strftime("%d/%m/%Y %H:%M"),
                "person": earlier.imported_by, "file": earlier.file_name, "number": earlier.pk,
            }
        )  # fmt: skip


class NothingNew(ValueError):
    """Every row stands in the register already."""


def import_drafts(
    drafts: Sequence[Draft],
    origin: Origin,
    *,
    by: User,
    at: datetime,
    changes: Sequence[tuple[Activity, Draft, Draft]] = (),
    proposals: Sequence[Proposal] = (),
    left_out: Sequence[Sequence[Any]] = (),
) -> ImportBatch:
    """Make submitted activities of all drafts and write the changed ones, in one transaction.

    changes:  activities with what they said when they were compared, and what they are to say
    proposals: accepted activities with what they are to say, which the secretariat answers (`actions.proposals`)
    left_out: rows that are not taken in, as `ImportBatch.left_out` keeps them
    raises:   AlreadyImported, NothingNew, NotNow if one was changed meanwhile; then nothing was written
    """
    same = {"file_sha256": origin.file_sha256, "rows_sha256": origin.rows_sha256}
    try:
        with transaction.atomic():
            if earlier := earlier_import(origin.agency, **same):
                raise AlreadyImported(earlier)
            if not drafts and not changes and not proposals:
                raise NothingNew(_("There is nothing new in it; nothing was written."))
            batch = ImportBatch.objects.create(
                file_name=origin.file_name[:200], kind_id=origin.kind, agency_id=origin.agency, row_count=len(drafts),
                changed_count=len(changes), left_out=list(left_out), left_out_count=len(left_out),
                mapping=origin.mapping, mapping_name=origin.mapping_name, headings_sha256=origin.headings_sha256,
                imported_by=by, imported_at=at, **asked(proposals), **same,
            )  # fmt: skip
            submit_drafts(drafts, by=by, at=at, batch=batch)
            for activity, before, after in changes:
                _change(activity, before, after, batch=batch, by=by, at=at)
            data = {"rows": len(drafts), "changed": len(changes), "asked": len(proposals), "sha256": origin.file_sha256}
            log(batch, "lantoa.import", user=by, timestamp=at, data=data)
            return batch
    except IntegrityError:
        # Somebody else sent the same rows in this very moment and was first.
        if earlier := earlier_import(origin.agency, **same):
            raise AlreadyImported(earlier) from None
        raise


def _change(activity: Activity, before: Draft, after: Draft, *, batch: ImportBatch, by: User, at: datetime) -> None:
    """A draft stays a draft, what was submitted stays submitted, what was returned is sent again."""
    activity = locked(activity)
    if activity.state not in CHANGEABLE or draft_of(activity) != before:
        raise NotNow(_("A record was changed or accepted in the meantime. Nothing was written: look at it once more."))
    write(activity, after)
    log(activity, "lantoa.edit", user=by, timestamp=at, data={"agency": after.agency, "import": batch.pk})
    if activity.state == Activity.State.RETURNED:
        submit(activity, by=by, at=at)


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User, at: datetime, reason: str = "") -> UndoEffect:
    """Take an import back: what was never accepted is deleted, each fact is reversed. Twice does no harm.

    reason: needed as soon as one of its activities stands in the ledger
    returns: what was done
    raises:  NotNow without a reason
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == ImportBatch.State.UNDONE:
        return UndoEffect(0, 0)
    # Held in the order in which they are accepted: a row accepted while it is being deleted would
    # leave a fact without a document.
    list(batch.activities.select_for_update(of=("self",)).order_by("occurred_on", "pk").values_list("pk"))
    effect = undo_effect(batch)
    standing = list(batch.activities.filter(state__in=Activity.STANDING).order_by("entry"))
    for start in range(0, len(standing), _AT_ONCE):
        reverse_many(standing[start : start + _AT_ONCE], by=by, at=at, reason=reason)
    deleted = never_posted(batch)
    for merged in Activity.objects.filter(Q(pk__in=deleted) | Q(merged_into__in=deleted), moved__isnull=False):
        if not merged.merged_into or not merged.merged_into.is_standing:
            separate(merged, by=by, at=at)
    files = [item.file for item in Evidence.objects.filter(activity__in=deleted) if item.file]
    deleted.delete()
    # Accepted once and taken back since: its entries stay, so it stays too, and counts no more.
    batch.activities.filter(entry=None).update(state=Activity.State.REVERSED)
    for file in files:
        transaction.on_commit(partial(file.delete, save=False))
    batch.state, batch.undone_at = ImportBatch.State.UNDONE, at
    if batch.proposals_state == ImportBatch.Asked.WAITING:  # asked no longer
        batch.proposals, batch.proposals_state = [], ""
    batch.save(update_fields=["state", "undone_at", "proposals", "proposals_state"])
    data = {"deleted": effect.deleted, "reversed": effect.reversed, "reason": reason.strip()}
    log(batch, "lantoa.undo", user=by, timestamp=at, data=data)
    return effect


def forget_left_out(*, at: datetime, kept: timedelta) -> int:
    """Delete the rows that imports left out once their days are over; how many there were stays.

    returns: of how many imports
    """
    over = Q(imported_at__lte=at - kept)
    return ImportBatch.objects.filter(over).exclude(left_out=[]).update(left_out=[])
