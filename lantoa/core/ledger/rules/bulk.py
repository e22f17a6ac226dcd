"""What may be done with many activities at once, and why not with some of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.rules import access
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ACCEPT, RETURN, LOOK, SUBMIT, WITHDRAW = "accept", "return", "look", "submit", "withdraw"
UNACCEPT, UNRETURN = "unaccept", "unreturn"
# What a person chooses; the other two undo one of these.
ACTS = (ACCEPT, RETURN, LOOK, SUBMIT, WITHDRAW)
UNDONE_BY = {ACCEPT: UNACCEPT, RETURN: UNRETURN, SUBMIT: WITHDRAW, WITHDRAW: SUBMIT}
NEED_A_REASON = {RETURN, UNACCEPT}

# The states in which an act can be done at all.
POSSIBLE = {
    ACCEPT: [Activity.State.SUBMITTED], RETURN: [Activity.State.SUBMITTED], LOOK: [Activity.State.SUBMITTED],
    SUBMIT: list(Activity.EDITABLE), WITHDRAW: [Activity.State.SUBMITTED],
}  # fmt: skip

# One transaction holds the head of the ledger: a few thousand take seconds, more would keep others waiting.
MOST = 3_000

_State = Activity.State
_TOO_EARLY = _("It is not sent yet.")
_NOT_YOURS = _("It is not yours to do this with.")
_UNFINISHED = _("Some answers are still missing or cannot be read. Complete it first, then send it.")
_CHANGED = _("It was taken back and sent again since you looked at it.")
_WHY_NOT_JUDGED = {
    _State.DRAFT: _TOO_EARLY,
    _State.RETURNED: _("It was returned, and its agency has not sent it again."),
    _State.ACCEPTED: _("It is accepted already."),
    _State.CORRECTED: _("It is accepted already, and was corrected."),
    _State.REVERSED: _("It was reversed."),
    _State.MERGED: _("Another record stands for it."),
}
_WHY_NOT_SENT = {
    _State.SUBMITTED: _("It is sent already."),
    _State.ACCEPTED: _WHY_NOT_JUDGED[_State.ACCEPTED],
    _State.CORRECTED: _WHY_NOT_JUDGED[_State.CORRECTED],
    _State.REVERSED: _WHY_NOT_JUDGED[_State.REVERSED],
    _State.MERGED: _WHY_NOT_JUDGED[_State.MERGED],
}


@dataclass(frozen=True)
class Sorted:
    """fit: what the act can be done with; refused: each other with the reason"""

    fit: list[Activity] = field(default_factory=list)
    refused: "list[tuple[Activity, StrOrPromise]]" = field(default_factory=list)


def offered(user: User, *, looks_through: bool) -> list[str]:
    """The acts that this person may do at all, in the order of the page."""
    may = {
        ACCEPT: people.is_secretariat(user),
        RETURN: people.is_secretariat(user) or looks_through,
        LOOK: looks_through,
        SUBMIT: access.may_record(user),
        WITHDRAW: access.may_record(user),
    }
    return [act for act in ACTS if may[act]]


def sorted_out(
    act: str,
    activities: Iterable[Activity],
    *,
    user: User,
    looked_through: Collection[str],
    seen_at: datetime | None = None,
) -> Sorted:
    """looked_through: agencies whose records this person looks through; seen_at: when the person saw these"""
    found = Sorted()
    for activity in activities:
        if why := _refusal(act, activity, user=user, looked_through=looked_through, seen_at=seen_at):
            found.refused.append((activity, why))
        else:
            found.fit.append(activity)
    return found


def may_look_through(activity: Activity, looked_through: Collection[str]) -> bool:
    """Before the secretariat: somebody of the agency that does this for the one that sent it."""
    return activity.state == _State.SUBMITTED and activity.agency_id in looked_through


def may_merge(user: User, kept: Activity, other: Activity, looked_through: Collection[str]) -> bool:
    """Say that two records are one event, or two again: who accepts, and who looks through both before."""
    return people.is_secretariat(user) or {kept.agency_id, other.agency_id} <= set(looked_through)


def may_return(user: User, activity: Activity, looked_through: Collection[str]) -> bool:
    return access.may_judge(user, activity) or may_look_through(activity, looked_through)


def _refusal(
    act: str, activity: Activity, *, user: User, looked_through: Collection[str], seen_at: datetime | None
) -> "StrOrPromise":
    if act in {ACCEPT, RETURN, LOOK, WITHDRAW} and activity.state != _State.SUBMITTED:
        return _WHY_NOT_JUDGED[_State(activity.state)]
    if act == SUBMIT and not activity.is_editable:
        return _WHY_NOT_SENT[_State(activity.state)]
    if act == SUBMIT and activity.unfinished is not None:
        return _UNFINISHED
    if act == UNRETURN and activity.state != _State.RETURNED:
        return _WHY_NOT_SENT.get(_State(activity.state), _TOO_EARLY)
    if not _may(act, activity, user=user, looked_through=looked_through):
        return _NOT_YOURS
    if seen_at and activity.submitted_at and activity.submitted_at > seen_at and act in {ACCEPT, RETURN, LOOK}:
        return _CHANGED
    return ""


def _may(act: str, activity: Activity, *, user: User, looked_through: Collection[str]) -> bool:
    if act == ACCEPT:
        return people.is_secretariat(user)
    if act in {RETURN, UNRETURN}:
        return people.is_secretariat(user) or activity.agency_id in looked_through
    if act == LOOK:
        return may_look_through(activity, looked_through)
    # By the dozen one sends and takes back what is one's own; for another agency the secretariat does it singly.
    return activity.agency_id in people.reporting_agencies(user) or (
        activity.created_by_id == user.pk and access.may_record_for(user, activity.agency_id)
    )
