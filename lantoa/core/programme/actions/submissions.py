"""What an agency does with its report of a period, and what the secretariat does with it.

Every function takes `by` (a User) and `at` (an aware datetime), writes the audit log, does no harm when called twice,
and raises NotNow when the state of the submission or of its period does not allow it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import audit, dates
from lantoa.core.people.models import User
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.models import ReportingPeriod, Submission

_State = Submission.State


@transaction.atomic
def submit_report(
    submission: Submission, *, by: User, at: datetime, is_nil: bool = False, is_on_behalf: bool = False
) -> Submission:
    """Hand in the report of an agency (gửi báo cáo).

    is_nil: nothing arose in the window (không phát sinh), which is a report too
    is_on_behalf: entered by the secretariat for an agency that reported on paper or by telephone
    """
    submission = _locked(submission)
    if submission.is_reported and submission.is_nil == is_nil:
        return submission
    if submission.is_reported:
        raise NotNow(_("A report was sent already. Take it back first."))
    if submission.state == _State.NOT_APPLICABLE:
        raise NotNow(_("This agency was taken out of the period, so no report is expected."))
    submission.state, submission.is_nil, submission.is_on_behalf = _State.SUBMITTED, is_nil, is_on_behalf
    submission.submitted_by, submission.submitted_at, submission.return_reason = by, at, ""
    submission.looked_by = submission.looked_at = None
    submission.reported_at = submission.reported_at or at
    submission.save()
    data = {"nil": is_nil, "on_behalf": is_on_behalf}
    log(submission, "submissions.submit", user=by, timestamp=at, data=data)
    return submission


@transaction.atomic
def withdraw_report(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Take a report back before it was accepted; it was not handed in then."""
    submission = _locked(submission)
    if submission.state == _State.EXPECTED:
        return submission
    if submission.state != _State.SUBMITTED:
        raise NotNow(_("Only a report that is sent and not yet accepted can be taken back."))
    _empty(submission)
    submission.save()
    log(submission, "submissions.withdraw", user=by, timestamp=at)
    return submission


@transaction.atomic
def look_through_report(submission: Submission, *, by: User, at: datetime) -> Submission:
    """Read before the secretariat does (xem trước), by an agency named for it; the first mark stays."""
    submission = _locked(submission)
    if submission.state != _State.SUBMITTED:
        raise NotNow(_("Only a report that was sent and is not accepted yet can be looked through."))
    if submission.looked_at is None:
        submission.looked_by, submission.looked_at = by, at
        submission.save(update_fields=["looked_by", "looked_at"])
        log(submission, "submissions.look", user=by, timestamp=at)
    return submission


@transaction.atomic
def return_report(submission: Submission, *, by: User, at: datetime, reason: str) -> Submission:
    """Give a report back to its agency, saying what to repair; also one that was accepted too soon."""
    submission = _locked(submission)
    if not reason.strip():
        raise NotNow(_("Say what should be repaired: the officer reads this sentence."))
    if submission.state == _State.RETURNED:
        return submission
    if not submission.is_reported:
        raise NotNow(_("Only a report that was sent can be returned."))
    submission.state, submission.return_reason = _State.RETURNED, reason.strip()
    submission.accepted_by = submission.accepted_at = None
    submission.save()
    log(submission, "submissions.return", user=by, timestamp=at, data={"reason": reason.strip()})
    return submission


@transaction.atomic
def return_reports(submissions: Iterable[Submission], *, by: User, at: datetime, reason: str) -> int:
    """Give back those of these reports that were sent. Returns how many."""
    rows = _locked_many(submissions, *Submission.REPORTED)
    for row in rows:
        return_report(row, by=by, at=at, reason=reason)
    return len(rows)


@transaction.atomic
def accept_reports(submissions: Iterable[Submission], *, by: User, at: datetime) -> int:
    """Accept those of these reports that are sent. Returns how many."""
    rows = _locked_many(submissions, _State.SUBMITTED)
    for row in rows:
        row.state, row.accepted_by, row.accepted_at = _State.ACCEPTED, by, at
    Submission.objects.bulk_update(rows, ["state", "accepted_by", "accepted_at"])
    audit.log_many(((row, {}) for row in rows), "submissions.accept", user=by, at=at)
    return len(rows)


@transaction.atomic
def extend(submissions: Iterable[Submission], *, until: date, reason: str, by: User, at: datetime) -> int:
    """Give those of these agencies that still owe a report more time (gia hạn). Returns how many.

    until: the last day, which counts whole
    raises: NotNow for a day that has passed, or that gives an agency less time than it has or no more than at first
    """
    if not reason.strip():
        raise NotNow(_("Say why the time is extended: the history keeps this sentence."))
    if until < timezone.localtime(at).date():
        raise NotNow(_("The new day has passed already. Choose today or a later day."))
    rows = _locked_many(submissions, *Submission.AWAITED)
    if early := next((row for row in rows if until <= row.due_on or until < row.last_day), None):
        raise NotNow(
            _("%(agency)s has until %(day)s already: choose a later day.")
            % {"agency": early.agency.name, "day": dates.written(early.last_day)}
        )
    for row in rows:
        row.extended_until, row.extension_reason = until, reason.strip()
    Submission.objects.bulk_update(rows, ["extended_until", "extension_reason"])
    told = {"until": until.isoformat(), "reason": reason.strip()}
    audit.log_many(((row, told) for row in rows), "submissions.extend", user=by, at=at)
    return len(rows)


@transaction.atomic
def change_extension(
    submissions: Iterable[Submission], *, until: date | None, reason: str, by: User, at: datetime
) -> int:  # fmt: skip
    """Change the time that was given to those of these agencies that still owe a report, or take it back.

    until: the new last day; None: the day they were given at first counts again, though it may have passed
    returns: of how many; who was given no more time is left as it is
    raises: NotNow without a reason, for a day that has passed or is no later than the first one, and where the report
        came in days that would be taken away: it would be late by what was decided afterwards
    """
    if not reason.strip():
        raise NotNow(_("Say why the time is changed: the agency reads this sentence."))
    if until and until < timezone.localtime(at).date():
        raise NotNow(_("The new day has passed already. Choose today or a later day."))
    rows = [row for row in _locked_many(submissions, *Submission.AWAITED) if row.extended_until]
    told = []
    for row in rows:
        given = {"agency": row.agency.name, "day": dates.written(row.due_on)}
        if until and until <= row.due_on:
            raise NotNow(_("%(agency)s had until %(day)s at first: choose a later day, or none.") % given)
        was, row.extended_until, row.extension_reason = row.last_day, until, reason.strip()
        if row.reported_at and row.last_day < timezone.localtime(row.reported_at).date() <= was:
            raise NotNow(_("%(agency)s reported in the days it was given: they cannot be taken away any more.") % given)
        told.append((row, {"was": was.isoformat(), "until": row.last_day.isoformat(), "reason": reason.strip()}))
    Submission.objects.bulk_update(rows, ["extended_until", "extension_reason"])
    audit.log_many(told, "submissions.change_extension", user=by, at=at)
    return len(rows)


@transaction.atomic
def take_out(submission: Submission, *, by: User, at: datetime, reason: str) -> Submission:
    """Expect no report of this agency in this period (không thuộc đối tượng báo cáo)."""
    submission = _locked(submission, also_planned=True)
    if not reason.strip():
        raise NotNow(_("Say why no report is expected: the history keeps this sentence."))
    if submission.state == _State.NOT_APPLICABLE:
        return submission
    if submission.is_reported:
        raise NotNow(_("This agency has reported. Return the report first if it should not count."))
    _empty(submission)
    submission.state, submission.not_applicable_reason = _State.NOT_APPLICABLE, reason.strip()[:500]
    submission.save()
    log(submission, "submissions.take_out", user=by, timestamp=at, data={"reason": reason.strip()})
    return submission


@transaction.atomic
def take_out_many(submissions: Iterable[Submission], *, by: User, at: datetime, reason: str) -> int:
    """Expect no report of those of these agencies that have not reported. Returns of how many."""
    rows = _locked_many(submissions, *Submission.AWAITED)
    for row in rows:
        take_out(row, by=by, at=at, reason=reason)
    return len(rows)


def _empty(submission: Submission) -> None:
    submission.state, submission.is_nil, submission.is_on_behalf = _State.EXPECTED, False, False
    submission.submitted_by = submission.submitted_at = submission.reported_at = None
    submission.looked_by = submission.looked_at = None
    submission.return_reason = ""


def _locked(submission: Submission, *, also_planned: bool = False) -> Submission:
    """The row as it is now, held with its period until the end of the transaction.

    raises: NotNow while its period is not open
    """
    _demand_open(submission.period_id, also_planned=also_planned)
    return _rows().get(pk=submission.pk)


def _locked_many(submissions: Iterable[Submission], *states: str) -> list[Submission]:
    given = list(submissions)
    for period in {row.period_id for row in given}:
        _demand_open(period)
    return list(_rows().filter(pk__in=[row.pk for row in given], state__in=states).order_by("pk"))


def _rows() -> QuerySet[Submission]:
    return Submission.objects.select_for_update(of=("self",)).select_related("agency", "period__regime")


def _demand_open(period: int, *, also_planned: bool = False) -> None:
    """Locks the period first, so that it cannot be closed in between."""
    found = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period)
    if found.is_planned and not also_planned:
        raise NotNow(_("The period is not open yet."))
    if found.is_closed:
        raise NotNow(_("The period is closed. Ask the secretariat to reopen it."))
