"""What fell due becomes a fact by itself: each report of a period and each task of a plan, on its
last day, in time or not.

When that changes later (more time, a return, a task reopened), the entry is reversed and, where something is
still due, another one posted. What stands is read again under the head's lock: nothing is posted twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lantoa.base.quantities import THOUSANDTHS
from lantoa.core.ledger.actions.posting import Unposted, held_head, post, reversal_of
from lantoa.core.ledger.models import Entry, Line, Reason
from lantoa.core.ledger.queries import duties as queries
from lantoa.core.ledger.rules import chain
from lantoa.core.people.models import User
from lantoa.core.programme import queries as programme
from lantoa.core.programme.queries import Duty
from lantoa.core.vocabulary.models import Kind
from lantoa.core.vocabulary.rules.kinds import REPORT, TASK

_AT_ONCE = 500
_OWED = {REPORT: programme.reports_owed, TASK: programme.tasks_owed}


@dataclass(frozen=True)
class _Change:
    """Something that stands otherwise than it is. entry, before: as it stands; now: as it is; None: not at all"""

    key: int
    entry: int | None
    before: Duty | None
    now: Duty | None

    @property
    def order(self) -> tuple[date, int]:
        either = self.now or self.before
        assert either is not None, "nothing is no change"
        return either.due_on, self.key


def post_duties(*, today: date, by: User, at: datetime, most: int = 5_000) -> int:
    """Post what fell due before today and does not stand as it is, a part in each transaction.

    most:    how much of each kind; the next call goes on where this one ends
    returns: how many entries were posted, reversals too; 0 when everything stands as it is
    """
    count = 0
    # Records are written in the language of the office, whoever lets the clock run.
    with translation.override(settings.LANGUAGE_CODE):
        for kind in queries.kept_kinds():
            keys = [change.key for change in _changes(kind, today)[:most]]
            for start in range(0, len(keys), _AT_ONCE):
                count += _post_some(kind, keys[start : start + _AT_ONCE], today, by=by, at=at)
    return count


@transaction.atomic
def _post_some(kind: Kind, keys: Collection[int], today: date, *, by: User, at: datetime) -> int:
    held_head()
    changed = _changes(kind, today, keys)
    taken_back = Entry.objects.prefetch_related("lines", "participations").in_bulk(
        [change.entry for change in changed if change.entry]
    )
    unposted, reasons = list[Unposted](), list[str]()
    for change in changed:
        reason = _reason(change.before, change.now) if change.before else ""
        if change.entry:
            unposted.append(reversal_of(taken_back[change.entry]))
        if change.now:
            unposted.append(_entry_of(kind.code, change.key, change.now))
        reasons += [reason] * (len(unposted) - len(reasons))
    posted = post(unposted, by=by, at=at)
    told = zip(posted, reasons, strict=True)
    Reason.objects.bulk_create((Reason(entry=entry, text=text) for entry, text in told if text), batch_size=500)
    return len(posted)


def _changes(kind: Kind, today: date, keys: Collection[int] | None = None) -> list[_Change]:
    """What stands otherwise than it is, by day. An end of the kind ends the posting."""
    owed = {
        key: duty for key, duty in _OWED[kind.code](before=today, keys=keys).items()
        if kind.is_valid_on(duty.due_on)
    }  # fmt: skip
    standing = queries.standing_duties(kind.code, keys)
    changes = []
    for key in {*owed, *standing}:
        entry, before = standing.get(key, (None, None))
        if before != (now := owed.get(key)):
            changes.append(_Change(key, entry, before, now))
    return sorted(changes, key=lambda change: change.order)


def _entry_of(kind: str, key: int, duty: Duty) -> Unposted:
    """Internal: who is late is no news for visitors."""
    entry = Entry(
        kind_id=kind, agency_id=duty.agency, occurred_from=duty.due_on, occurred_on=duty.due_on, is_public=False,
        programme_id=duty.programme, task_id=duty.task, document=-key,
        document_digest=chain.sha256(chain.canonical(duty.said)),
    )  # fmt: skip
    due, on_time = queries.MEASURES[kind]
    lines = [Line(measure_id=measure, quantity=THOUSANDTHS) for measure in (due, on_time)[: 1 + duty.is_on_time]]
    return entry, lines, []


def _reason(before: Duty, now: Duty | None) -> str:
    if now is None:
        return _("It is not due any more, or not yet.")
    if now.due_on != before.due_on:
        return _("Its last day is another one now.")
    if now.agency != before.agency:
        return _("Another agency answers for it now.")
    return _("It counts as on time now.") if now.is_on_time else _("It does not count as on time any more.")
