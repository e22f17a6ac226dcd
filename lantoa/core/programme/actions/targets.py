"""Writing targets: a later one supersedes an earlier one, and both stay."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.models import Programme, Target, Task


@transaction.atomic
def set_target(
    indicator: str, period: Period, value: Decimal, *, by: User, at: datetime, programme: Programme | None = None,
    task: Task | None = None, agency: Agency | None = None, source: str = "", reason: str = "",
) -> Target:  # fmt: skip
    """Say what an indicator should reach in a period (giao chỉ tiêu); said again with another value, the newer holds.

    indicator: its code; agency: None for the whole province; task: only what names the task counts
    raises:    quantities.BadQuantity for more than three decimals; NotNow without a reason for another value
    """
    target = Target(
        indicator_id=indicator, agency=agency, task=task, since=period.since, until=period.until,
        programme=programme, value=quantities.from_decimal(value), source=source, reason=reason.strip(),
    )  # fmt: skip
    earlier = _newest_like(target)
    if earlier is not None and (earlier.value, earlier.programme_id) == (target.value, target.programme_id):
        return earlier
    if earlier is not None and earlier.value is not None and not target.reason:
        raise NotNow(_("There is a target already. Say in one sentence why it changes: both stay on record."))
    return _add(target, by=by, at=at)


@transaction.atomic
def withdraw_target(target: Target, *, reason: str, by: User, at: datetime) -> Target:
    """Say that a target no longer holds; it stays on record. Twice does no harm.

    raises: NotNow without a reason
    """
    newest = _newest_like(target) or target
    if newest.value is None:
        return newest
    if not reason.strip():
        raise NotNow(_("Give the reason in one sentence."))
    gone = Target(
        indicator_id=target.indicator_id, agency_id=target.agency_id, task_id=target.task_id, since=target.since,
        until=target.until, programme_id=newest.programme_id, value=None, source=newest.source, reason=reason.strip(),
    )  # fmt: skip
    return _add(gone, by=by, at=at)


def _newest_like(target: Target) -> Target | None:
    return (
        Target.objects.filter(
            indicator=target.indicator_id, agency=target.agency_id, task=target.task_id, since=target.since,
            until=target.until,
        ).order_by("-id").first()
    )  # fmt: skip


def _add(target: Target, *, by: User, at: datetime) -> Target:
    target.set_by, target.set_at = by, at
    target.save()
    action = "targets.withdraw" if target.value is None else "targets.set"
    log(target, action, user=by, timestamp=at, data={"programme": target.programme_id})
    return target
