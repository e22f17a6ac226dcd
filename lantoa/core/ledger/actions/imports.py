"""Taking the rows of a workbook in, all of them or none, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.ledger.actions.documents import submit_drafts
from lantoa.core.ledger.actions.merging import separate
from lantoa.core.ledger.actions.posting import reverse_many
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Evidence, ImportBatch
from lantoa.core.ledger.queries.imports import UndoEffect, earlier_import, never_posted, undo_effect
from lantoa.core.people.models import User

_AT_ONCE = 2_000  # a statement may carry only so many values


@dataclass(frozen=True)
class Origin:
    """Where drafts came from. rows_sha256: over their normalised content, the same in whatever file they come."""

    file_name: str
    file_sha256: str
    rows_sha256: str
    kind: str
    agency: str


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


def import_drafts(drafts: Sequence[Draft], origin: Origin, *, by: User, at: datetime) -> ImportBatch:
    """Make submitted activities of all drafts, in one transaction.

    raises: AlreadyImported, NothingNew; then nothing was written
    """
    same = {"file_sha256": origin.file_sha256, "rows_sha256": origin.rows_sha256}
    try:
        with transaction.atomic():
            if earlier := earlier_import(origin.agency, **same):
                raise AlreadyImported(earlier)
            if not drafts:
                raise NothingNew(_("Every row of this workbook stands in the register already. Nothing was written."))
            batch = ImportBatch.objects.create(
                file_name=origin.file_name[:200], kind_id=origin.kind, agency_id=origin.agency, row_count=len(drafts),
                imported_by=by, imported_at=at, **same,
            )  # fmt: skip
            submit_drafts(drafts, by=by, at=at, batch=batch)
            log(batch, "lantoa.import", user=by, timestamp=at, data={"rows": len(drafts), "sha256": origin.file_sha256})
            return batch
    except IntegrityError:
        # Somebody else sent the same rows in this very moment and was first.
        if earlier := earlier_import(origin.agency, **same):
            raise AlreadyImported(earlier) from None
        raise


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
    batch.save(update_fields=["state", "undone_at"])
    data = {"deleted": effect.deleted, "reversed": effect.reversed, "reason": reason.strip()}
    log(batch, "lantoa.undo", user=by, timestamp=at, data=data)
    return effect
