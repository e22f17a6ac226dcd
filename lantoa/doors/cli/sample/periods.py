"""Two rounds of monthly reporting: the one before the last is closed, the last one is open and waits for some."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from lantoa.base.periods import Period
from lantoa.core.ledger import queries as ledger
from lantoa.core.programme import actions as programme
from lantoa.core.programme import queries
from lantoa.core.programme.models import Regime, ReportingPeriod, Submission
from lantoa.core.programme.rules import windows
from lantoa.doors.cli.sample.province import Province
from lantoa.doors.cli.sample.register import Register, moment

REGIME = "month"


class Rounds:
    """What happens in the two periods, planned as events of the register."""

    def __init__(self, plan: dict[str, Any], register: Register, province: Province) -> None:
        """plan: periods.yaml"""
        self.plan, self.register, self.province = plan, register, province
        self.regime = queries.regime(REGIME)

    def plan_both(self, today: date) -> None:
        ended = [window for window in _windows(self.regime, today) if window.until < today]
        before, last = ended[-2:]
        self._plan_closed(before)
        self._plan_open(last, today)

    def _plan_closed(self, window: Period) -> None:
        dates = windows.dates(self.regime, window)
        opened = dates.cutoff_on - timedelta(days=7)
        self.register.at(moment(opened, hour=8), partial(self._open, dates))
        self.register.at(moment(dates.cutoff_on + timedelta(days=2), hour=9), partial(self._all_report, dates))
        self.register.at(moment(dates.last_due_on + timedelta(days=2), hour=9), partial(self._late_one, dates))
        self.register.at(moment(dates.last_due_on + timedelta(days=4), hour=9), partial(self._judge, dates))
        self.register.at(moment(dates.last_due_on + timedelta(days=7), hour=16), partial(self._close, dates))

    def _plan_open(self, window: Period, today: date) -> None:
        dates = windows.dates(self.regime, window)
        self.register.at(moment(dates.cutoff_on - timedelta(days=7), hour=8), partial(self._open, dates))
        sent = min(dates.cutoff_on + timedelta(days=2), today - timedelta(days=1))
        self.register.at(moment(sent, hour=9), partial(self._most_report, dates))

    def _open(self, dates: windows.Dates, at: datetime) -> None:
        person: dict[str, Any] = {"by": self.province.secretariat, "at": at}
        cutoff = datetime.combine(dates.window.until, time(), tzinfo=timezone.get_default_timezone())
        period = programme.plan_period(
            window=dates.window, cutoff_at=cutoff, dues=dates.dues, regime=self.regime, **person
        )
        programme.open_period(period, **person)

    def _all_report(self, dates: windows.Dates, at: datetime) -> None:
        rows = [row for row in self._rows(dates) if row.agency_id != self.plan["late"]]
        busy = ledger.agencies_with_something(dates.window, [row.agency_id for row in rows])
        silent = next(row for row in rows if row.agency_id not in busy)
        for row in rows:
            self._report(row, at, is_nil=row is silent)

    def _late_one(self, dates: windows.Dates, at: datetime) -> None:
        for row in self._rows(dates):
            if row.agency_id == self.plan["late"]:
                self._report(row, at)

    def _judge(self, dates: windows.Dates, at: datetime) -> None:
        rows, by = self._rows(dates), self.province.secretariat
        for row in rows:
            if row.agency_id == self.plan["returned"]:
                programme.return_report(row, by=by, at=at, reason=self.plan["reason"])
        programme.accept_reports(rows, by=by, at=at)

    def _close(self, dates: windows.Dates, at: datetime) -> None:
        period = self._period(dates)
        programme.close_period(period, by=self.province.secretariat, at=at, cutoff_seq=ledger.head_seq())

    def _most_report(self, dates: windows.Dates, at: datetime) -> None:
        for row in self._rows(dates):
            if row.agency_id not in self.plan["missing"]:
                self._report(row, at)
        accepted = [row for row in self._rows(dates) if row.agency_id not in self.plan["to_accept"]]
        programme.accept_reports(accepted, by=self.province.secretariat, at=at + timedelta(hours=2))

    def _report(self, row: Submission, at: datetime, *, is_nil: bool = False) -> None:
        programme.submit_report(row, by=self.province.reporters[row.agency_id], at=at, is_nil=is_nil)

    def _rows(self, dates: windows.Dates) -> list[Submission]:
        return list(self._period(dates).submissions.select_related("agency").order_by("agency"))

    def _period(self, dates: windows.Dates) -> ReportingPeriod:
        (period,) = queries.periods_over(dates.window, regime=REGIME)
        return period


def _windows(regime: Regime, today: date) -> list[Period]:
    return windows.windows(regime, today.year - 1) + windows.windows(regime, today.year)
