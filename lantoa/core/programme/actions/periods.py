"""Reporting periods from their planning to their closing, and who is expected to report.

Every function takes `by` (a User) and `at` (an aware datetime), writes the audit log, and raises NotNow when the state
of the period does not allow it.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import audit
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.models import PeriodDue, Regime, ReportingPeriod, Submission
from lantoa.core.programme.queries.periods import standing_agencies


class NotNow(Exception):
    """This cannot be done in the present state; the message says what to do instead."""


class AlreadyPlanned(Exception):
    """The regime has a period over this window; period: that one."""

    def __init__(self, period: ReportingPeriod) -> None:
        super().__init__(_("This period is there already: %(title)s.") % {"title": period.title})
        self.period = period


@transaction.atomic
def plan_period(
    *, window: Period, cutoff_at: datetime, dues: dict[str, date], by: User, at: datetime,
    regime: Regime | None = None, name: str = "", goes_up_on: date | None = None,
) -> ReportingPeriod:  # fmt: skip
    """A period, and a submission for every agency of its levels that exists when the window ends.

    dues: level -> the last day for agencies of that level; levels left out do not report
    raises: AlreadyPlanned
    """
    if regime and (there := ReportingPeriod.objects.filter(regime__family=regime.family, **_span(window)).first()):
        raise AlreadyPlanned(there)
    period = ReportingPeriod(
        regime=regime, name=name.strip(), **_span(window), cutoff_at=cutoff_at, goes_up_on=goes_up_on, created_by=by,
        created_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError:  # the same form sent twice, the first one written in this very moment
        raise AlreadyPlanned(ReportingPeriod.objects.get(regime=regime, **_span(window))) from None
    PeriodDue.objects.bulk_create(PeriodDue(period=period, level=level, due_on=day) for level, day in dues.items())
    agencies = standing_agencies(window.last_day, levels=dues)
    Submission.objects.bulk_create(
        Submission(period=period, agency=agency, due_on=dues[agency.level]) for agency in agencies
    )
    log(period, "periods.plan", user=by, timestamp=at, data={"window": window.code(), "agencies": len(agencies)})
    return period


@transaction.atomic
def edit_period(
    period: ReportingPeriod, *, cutoff_at: datetime, dues: dict[str, date], by: User, at: datetime, name: str = "",
    goes_up_on: date | None = None,
) -> ReportingPeriod:  # fmt: skip
    """Change the dates of a period that is not closed; extensions that were granted stay.

    A level that is new here is asked; one that is left out is asked no more, unless one of its agencies has reported.
    """
    period = _locked(period)
    if period.is_closed:
        raise NotNow(_("The period is closed. Reopen it to change its dates."))
    period.name, period.cutoff_at, period.goes_up_on = name.strip(), cutoff_at, goes_up_on
    period.save(update_fields=["name", "cutoff_at", "goes_up_on"])
    _change_levels(period, dues)
    log(period, "periods.edit", user=by, timestamp=at, data={level: day.isoformat() for level, day in dues.items()})
    return period


@transaction.atomic
def discard_period(period: ReportingPeriod, *, by: User, at: datetime) -> None:
    """Throw away a period that was never opened."""
    period = _locked(period)
    if not period.is_planned:
        raise NotNow(_("It was opened: agencies may have reported. Close it instead."))
    log(period, "wagtail.delete", user=by, timestamp=at, deleted=True)
    period.delete()


@transaction.atomic
def open_period(period: ReportingPeriod, *, by: User, at: datetime) -> ReportingPeriod:
    """From now on agencies can report (mở kỳ); twice does no harm."""
    period = _locked(period)
    if period.is_open:
        return period
    if period.is_closed:
        raise NotNow(_("The period is closed. Reopen it with a reason."))
    period.state, period.opened_by, period.opened_at = ReportingPeriod.State.OPEN, by, at
    period.save(update_fields=["state", "opened_by", "opened_at"])
    log(period, "periods.open", user=by, timestamp=at)
    return period


@transaction.atomic
def close_period(period: ReportingPeriod, *, by: User, at: datetime, cutoff_seq: int | None = None) -> ReportingPeriod:
    """Nothing is sent, returned or accepted any more (khóa kỳ); what is missing stays missing. Twice does no harm.

    cutoff_seq: the head of the ledger, for whoever asks later what was known at the closing
    """
    period = _locked(period)
    if period.is_closed:
        return period
    if not period.is_open:
        raise NotNow(_("The period was not opened yet."))
    period.state, period.closed_by, period.closed_at = ReportingPeriod.State.CLOSED, by, at
    period.cutoff_seq = cutoff_seq
    period.save(update_fields=["state", "closed_by", "closed_at", "cutoff_seq"])
    log(period, "periods.close", user=by, timestamp=at, data={"seq": cutoff_seq})
    return period


@transaction.atomic
def reopen_period(period: ReportingPeriod, *, by: User, at: datetime, reason: str) -> ReportingPeriod:
    """Let agencies report again in a closed period; twice does no harm."""
    period = _locked(period)
    if period.is_open:
        return period
    if not period.is_closed:
        raise NotNow(_("The period was not opened yet."))
    if not reason.strip():
        raise NotNow(_("Say why the period is opened again: its history keeps this sentence."))
    period.state, period.closed_by, period.closed_at = ReportingPeriod.State.OPEN, None, None
    period.cutoff_seq = None
    period.save(update_fields=["state", "closed_by", "closed_at", "cutoff_seq"])
    log(period, "periods.reopen", user=by, timestamp=at, data={"reason": reason.strip()})
    return period


@transaction.atomic
def expect(period: ReportingPeriod, agencies: Iterable[Agency], *, by: User, at: datetime, due_on: date) -> int:
    """Ask these agencies too, also those that were taken out. Returns how many are newly asked."""
    period = _locked(period)
    if period.is_closed:
        raise NotNow(_("The period is closed. Reopen it to ask more agencies."))
    wanted = {agency.code: agency for agency in agencies}
    there = {row.agency_id: row for row in period.submissions.filter(agency__in=wanted)}
    taken_out = [row for row in there.values() if row.state == Submission.State.NOT_APPLICABLE]
    for row in taken_out:
        row.state, row.not_applicable_reason, row.due_on = Submission.State.EXPECTED, "", due_on
    Submission.objects.bulk_update(taken_out, ["state", "not_applicable_reason", "due_on"])
    new = Submission.objects.bulk_create(
        Submission(period=period, agency=agency, due_on=due_on) for code, agency in wanted.items() if code not in there
    )
    asked = [*new, *taken_out]
    for row in asked:
        row.agency = wanted[row.agency_id]
    audit.log_many(((row, {"due_on": due_on.isoformat()}) for row in asked), "submissions.expect", user=by, at=at)
    return len(asked)


def _change_levels(period: ReportingPeriod, dues: dict[str, date]) -> None:
    before = {row.level for row in period.dues.all()}
    period.dues.all().delete()
    PeriodDue.objects.bulk_create(PeriodDue(period=period, level=level, due_on=day) for level, day in dues.items())
    for level, day in dues.items():
        period.submissions.filter(agency__level=level).update(due_on=day)
    untouched = period.submissions.filter(state=Submission.State.EXPECTED, extended_until=None)
    untouched.filter(agency__level__in=before - dues.keys()).delete()
    added = standing_agencies(period.window.last_day, levels=dues.keys() - before)
    there = set(period.submissions.values_list("agency_id", flat=True))
    Submission.objects.bulk_create(
        Submission(period=period, agency=agency, due_on=dues[agency.level])
        for agency in added
        if agency.code not in there
    )


def _span(window: Period) -> dict[str, date]:
    return {"since": window.since, "until": window.until}


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    """The row as it is now, held until the end of the transaction: two people may press at once.

    raises: NotNow if it is gone
    """
    try:
        return ReportingPeriod.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period.pk)
    except ReportingPeriod.DoesNotExist:
        raise NotNow(_("This period was thrown away in the meantime.")) from None
