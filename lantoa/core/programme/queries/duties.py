"""What agencies owed by a day that is over, and whether it was there in time."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from lantoa.core.programme.models import ReportingPeriod, Submission, Task
from lantoa.core.programme.rules.programme import is_done_on_time
from lantoa.core.programme.rules.standing import is_on_time


@dataclass(frozen=True)
class Duty:
    """due_on: the last day that counted, with the time that was given; is_on_time: as the board of the period says it

    said: what there was to read of it, where single ones are asked for
    """

    agency: str
    due_on: date
    is_on_time: bool
    programme: str | None = None
    task: str | None = None
    said: tuple[str, ...] = field(default=(), compare=False)


def reports_owed(*, before: date, keys: Collection[int] | None = None) -> dict[int, Duty]:
    """By the key of the submission: the reports of opened periods whose last day lies before a day; one query.

    keys: of these alone
    """
    over = Q(due_on__lt=before) & (Q(extended_until=None) | Q(extended_until__lt=before))
    found = Submission.objects.filter(over).exclude(state=Submission.State.NOT_APPLICABLE)
    found = found.exclude(period__state=ReportingPeriod.State.PLANNED)
    if keys is None:
        rows = found.only("agency", "state", "due_on", "extended_until", "reported_at")
        return {row.pk: Duty(row.agency_id, row.last_day, is_on_time(row)) for row in rows.order_by()}
    rows = found.filter(pk__in=keys).select_related("period")
    return {row.pk: Duty(row.agency_id, row.last_day, is_on_time(row), said=_said(row)) for row in rows}


def tasks_owed(*, before: date, keys: Collection[int] | None = None) -> dict[int, Duty]:
    """By the key of the task: those of signed programmes whose day lies before a day; one query.

    Of a programme that ended before that day, or of a task that was stopped before it, nothing was owed any more, nor
    of one that was put aside as a draft.
    """
    found = Task.objects.filter(due_on__lt=before, programme__signed_on__isnull=False).order_by("pk")
    rows = found if keys is None else found.filter(pk__in=keys)
    not_owed = Q(programme__ended_on__lt=F("due_on")) | Q(stopped_on__lt=F("due_on"))
    return {
        row.pk: Duty(
            row.lead_agency_id, row.due_on, is_done_on_time(row), row.programme_id, row.code, said=_said_of_task(row)
        )
        for row in rows.exclude(not_owed)
        if row.due_on
    }


def submissions_of(keys: Collection[int]) -> dict[int, Submission]:
    """By their key, each with its period; what is expected no more is left out."""
    return Submission.objects.select_related("period__regime").in_bulk(keys)


def tasks_of_keys(keys: Collection[int]) -> dict[int, Task]:
    return Task.objects.in_bulk(keys)


def _said_of_task(row: Task) -> tuple[str, ...]:
    days = (day.isoformat() if day else "" for day in (row.due_on, row.done_on))
    return row.code, row.lead_agency_id, *days, row.done_product


def _said(row: Submission) -> tuple[str, ...]:
    period, at = row.period, row.reported_at
    window = (period.regime_id or period.name, period.since.isoformat(), period.until.isoformat())
    return *window, row.agency_id, row.last_day.isoformat(), at.isoformat() if at and row.is_reported else ""
