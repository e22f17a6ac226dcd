"""How a submission stands at a moment: the stored state, and what only the clock can say."""

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from lantoa.core.programme.models import Submission


class Standing(StrEnum):
    """Late first: the order of the board."""

    OVERDUE = "overdue"
    RETURNED = "returned"
    DUE = "due"
    SUBMITTED = "submitted"
    NOT_DUE = "not_due"
    ACCEPTED = "accepted"
    NOT_APPLICABLE = "not_applicable"


def standing(submission: Submission, *, now: datetime) -> Standing:
    """Due from the cut-off to the last minute of the due day on this installation's clock, then overdue.

    A returned report stays returned, however late; see `days_late`.
    """
    if submission.state != Submission.State.EXPECTED:
        return Standing(submission.state)
    if days_late(submission, now=now):
        return Standing.OVERDUE
    return Standing.DUE if now >= submission.period.cutoff_at else Standing.NOT_DUE


def days_late(submission: Submission, *, now: datetime) -> int:
    """Whole days since the due day ended: of what is awaited until now, of a report until it first came in."""
    if submission.state == Submission.State.NOT_APPLICABLE:
        return 0
    until = now if submission.is_awaited else submission.reported_at or now
    if submission.period.closed_at and submission.is_awaited:
        until = min(until, submission.period.closed_at)  # a closed period waits for nobody any more
    return max((timezone.localtime(until).date() - submission.last_day).days, 0)


def is_on_time(submission: Submission) -> bool:
    """Reported, and first on or before its day."""
    if not submission.is_reported or submission.reported_at is None:
        return False
    return timezone.localtime(submission.reported_at).date() <= submission.last_day
