"""Who may do what with an activity."""

from typing import TYPE_CHECKING

from lantoa.core.ledger.models import Activity
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_record_for(user: "User | AnonymousUser", agency_code: str) -> bool:
    """A focal point for its own agency, the secretariat for any (marked as on behalf in the audit log)."""
    return people.is_secretariat(user) or agency_code in people.reporting_agencies(user)


def may_record(user: "User | AnonymousUser") -> bool:
    return people.is_secretariat(user) or bool(people.reporting_agencies(user))


def may_edit(user: "User | AnonymousUser", activity: Activity) -> bool:
    return activity.is_editable and may_record_for(user, activity.agency_id)


def may_delete(user: "User | AnonymousUser", activity: Activity) -> bool:
    """What an agency has not sent is its own to throw away."""
    return activity.is_editable and activity.agency_id in people.reporting_agencies(user)


def may_withdraw(user: "User | AnonymousUser", activity: Activity) -> bool:
    return activity.state == Activity.State.SUBMITTED and may_record_for(user, activity.agency_id)


def may_set_apart(user: "User | AnonymousUser", activity: Activity) -> bool:
    """Say that it is another event than one like it: its agency until it is accepted, and who judges."""
    waits = activity.is_editable or activity.state == Activity.State.SUBMITTED
    return people.is_secretariat(user) or (waits and activity.agency_id in people.reporting_agencies(user))


def may_judge(user: "User | AnonymousUser", activity: Activity) -> bool:
    """Accept or return: the secretariat, while it is submitted."""
    return activity.state == Activity.State.SUBMITTED and people.is_secretariat(user)


def may_correct(user: "User | AnonymousUser", activity: Activity) -> bool:
    return activity.is_standing and people.is_secretariat(user)
