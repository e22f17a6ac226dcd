"""One act on many activities: in one transaction, all that can be done or nothing.

The lines of the audit log that one act writes share its key. The same key again (a second tap, a page sent anew)
finds them and does nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from lantoa.base import audit
from lantoa.core.ledger.actions.documents import MOVED, NotNow, stepped
from lantoa.core.ledger.actions.posting import accept_many, rehearsed, take_acceptances_back
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries import bulk as queries
from lantoa.core.ledger.queries import effects
from lantoa.core.ledger.queries.bulk import LOGGED, Done, NothingDone
from lantoa.core.ledger.queries.effects import Change
from lantoa.core.ledger.queries.figures import figures
from lantoa.core.ledger.rules import bulk as rules
from lantoa.core.ledger.rules.bulk import Sorted
from lantoa.core.people.models import User

_STATES = {
    rules.RETURN: Activity.State.RETURNED, rules.SUBMIT: Activity.State.SUBMITTED, rules.WITHDRAW: Activity.State.DRAFT,
}  # fmt: skip


@transaction.atomic
def act_on_many(
    act: str, ids: Collection[int], *, key: UUID, by: User, at: datetime, reason: str = "",
    seen_at: datetime | None = None,
) -> Sorted:  # fmt: skip
    """Do one act with all of these that it can be done with.

    key:     made when the act was shown to the person, who confirms it with that key
    seen_at: when that was; what was sent anew since is refused
    returns: what was done and what was refused; both empty where the key was used before
    raises:  NotNow for too many, or without a reason where the act needs one
    """
    if len(ids) > rules.MOST:
        raise NotNow(_("At most %(most)s activities can be taken at once.") % {"most": rules.MOST})
    if act in rules.NEED_A_REASON and not reason.strip():
        raise NotNow(_("Say what should be repaired: the officer reads this sentence."))
    # Held in the order in which they are accepted.
    list(Activity.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("occurred_on", "pk").values("pk"))
    if _is_done(by, key):
        return Sorted()
    found = queries.sorted_out(by, act, ids, seen_at=seen_at)
    if act == rules.ACCEPT:
        accept_many(found.fit, by=by, at=at, together=key)
    else:
        _step(act, found.fit, by=by, at=at, reason=reason.strip(), key=key)
    return found


@transaction.atomic
def undo(done: Done, *, by: User, at: datetime, reason: str) -> int:
    """Take an act on many back: acceptances by reversals, which need a reason; the rest by the opposite step.

    What changed since stays as it is. Twice does no harm. returns: how many were taken back
    raises: NotNow where the act has no opposite
    """
    opposite = rules.UNDONE_BY.get(done.act)
    if opposite is None:
        raise NotNow(_("This cannot be taken back."))
    if opposite == rules.UNACCEPT:
        return take_acceptances_back(done.seqs, by=by, at=at, reason=reason, together=uuid4())
    return len(act_on_many(opposite, done.ids, key=uuid4(), by=by, at=at).fit)


def effect_of_accepting(activities: Sequence[Activity], *, by: User, at: datetime) -> list[Change]:
    """Every figure that accepting these would move: it is done, read, and taken back before anybody sees it."""
    asks = effects.asks_for(activities)
    now = figures(asks)
    with rehearsed(activities, by=by, at=at):
        then = figures(asks)
    return effects.changes(now, then)


def _is_done(by: User, key: UUID) -> bool:
    try:
        queries.done(by, key)
    except NothingDone:
        return False
    return True


def _step(act: str, rows: list[Activity], *, by: User, at: datetime, reason: str, key: UUID) -> None:
    for activity in rows:
        if act == rules.LOOK:
            activity.looked_by, activity.looked_at, activity.looked_note = by, at, reason
        elif act == rules.UNRETURN:  # as it was sent, not sent anew
            activity.state, activity.return_reason, activity.news = Activity.State.SUBMITTED, "", Activity.News.NONE
        else:
            stepped(activity, _STATES[act], by=by, at=at, reason=reason)
    Activity.objects.bulk_update(rows, MOVED, batch_size=300)
    data = {"reason": reason} if reason else {}
    audit.log_many(((activity, data) for activity in rows), LOGGED[act], user=by, at=at, together=key)
