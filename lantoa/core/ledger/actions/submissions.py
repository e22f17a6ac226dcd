"""An agency's report of a period, as far as the register is asked before it is sent."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantoa.base import audit
from lantoa.core.ledger.actions.documents import MOVED, NotNow, stepped
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries.submissions import activities_joined, agencies_with_something, recorded_count, unsent
from lantoa.core.people.models import User
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Submission
from lantoa.core.programme.rules import access


@transaction.atomic
def send_complete_drafts(submission: Submission, *, by: User, at: datetime, leaving: Collection[int] = ()) -> int:
    """Submit the agency's complete drafts and mended activities of the window; what lacks something stays.

    leaving: the keys of those that stay too
    returns: how many were sent
    """
    found = unsent(submission.period.window, submission.agency_id, today=timezone.localtime(at).date())
    complete = {item.activity.pk for item in found if item.is_complete}
    locked = Activity.objects.select_for_update(of=("self",)).filter(
        pk__in=complete.difference(leaving), state__in=Activity.EDITABLE, unfinished__isnull=True
    )
    rows = list(locked.order_by("pk"))
    moved = [stepped(row, Activity.State.SUBMITTED, by=by, at=at) for row in rows]
    Activity.objects.bulk_update(moved, MOVED, batch_size=300)
    audit.log_many(((row, {}) for row in rows), "lantoa.submit", user=by, at=at)
    return len(rows)


@transaction.atomic
def submit_with_drafts(
    submission: Submission, *, by: User, at: datetime, is_on_behalf: bool = False, leaving: Collection[int] = ()
) -> int:
    """Send every complete draft of the window, then the report. Returns how many drafts were sent.

    raises: programme.NotNow if the report cannot be sent; nothing is sent then
    """
    count = send_complete_drafts(submission, by=by, at=at, leaving=leaving)
    programme.submit_report(submission, by=by, at=at, is_on_behalf=is_on_behalf)
    return count


@transaction.atomic
def report_nothing(submission: Submission, *, by: User, at: datetime, is_on_behalf: bool = False) -> Submission:
    """Report that nothing arose (không phát sinh).

    raises: NotNow if the agency leads or joined something in the window, programme.NotNow if no report can be sent
    """
    window, agency = submission.period.window, submission.agency
    count = recorded_count(window, agency.code)
    if count:
        raise NotNow(
            ngettext(
                "%(count)s activity is recorded in this window, so something arose: send the report instead.",
                "%(count)s activities are recorded in this window, so something arose: send the report instead.",
                count,
            ) % {"count": count}
        )  # fmt: skip
    if joined := activities_joined(window, agency.code, by).select_related("agency").first():
        given = {"agency": agency.name, "title": joined.title, "lead": joined.agency.name}
        raise NotNow(
            _("%(agency)s took part in “%(title)s”, led by %(lead)s, so something arose: send the report instead.")
            % given
        )
    return programme.submit_report(submission, by=by, at=at, is_nil=True, is_on_behalf=is_on_behalf)


@transaction.atomic
def report_nothing_of_many(
    submissions: Iterable[Submission], *, by: User, at: datetime
) -> tuple[int, list[Submission]]:
    """Report for those of these agencies that have not reported that nothing arose, as they said by telephone.

    submissions: of one period
    returns:     how many; and those whose agencies lead or joined something in the window, of which nothing is reported
    raises:      programme.NotNow while the period is not open
    """
    awaited = [row for row in submissions if row.is_awaited]
    window = awaited[0].period.window if awaited else None
    busy = agencies_with_something(window, [row.agency_id for row in awaited]) if window else set()
    silent = [row for row in awaited if row.agency_id not in busy]
    for row in silent:
        programme.submit_report(row, by=by, at=at, is_nil=True, is_on_behalf=not access.is_own(by, row))
    return len(silent), [row for row in awaited if row.agency_id in busy]
