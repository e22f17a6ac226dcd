"""Who may do what with periods and submissions."""

from typing import TYPE_CHECKING

from lantoa.core.people import rules as people
from lantoa.core.programme.models import Submission

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from lantoa.core.people.models import User


def may_report(user: "User | AnonymousUser", submission: Submission) -> bool:
    """The agency's focal point, while the period is open and a report is awaited."""
    return submission.period.is_open and submission.is_awaited and is_own(user, submission)


def may_report_on_behalf(user: "User | AnonymousUser", submission: Submission) -> bool:
    return submission.period.is_open and submission.is_awaited and people.is_secretariat(user)


def may_withdraw(user: "User | AnonymousUser", submission: Submission) -> bool:
    """What the agency sent and nobody accepted yet; what was entered on its behalf the secretariat takes back."""
    if not submission.period.is_open or submission.state != Submission.State.SUBMITTED:
        return False
    return is_own(user, submission) or (submission.is_on_behalf and people.is_secretariat(user))


def may_judge(user: "User | AnonymousUser", submission: Submission) -> bool:
    """Accept or return."""
    return submission.period.is_open and submission.state == Submission.State.SUBMITTED and people.is_secretariat(user)


def may_look_through(submission: Submission, looked_through: "Collection[str]") -> bool:
    """Mark or return it before the secretariat does. looked_through: codes of the agencies a person does this for"""
    sent = submission.period.is_open and submission.state == Submission.State.SUBMITTED
    return sent and submission.agency_id in looked_through


def is_own(user: "User | AnonymousUser", submission: Submission) -> bool:
    return submission.agency_id in people.reporting_agencies(user)
