"""The secretariat's board of a period: every agency with where it stands now, who is late first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lantoa.base.folding import fold
from lantoa.core.programme.models import ReportingPeriod, Submission
from lantoa.core.programme.queries.completeness import Completeness, of_submissions
from lantoa.core.programme.rules.standing import Standing, days_late, is_on_time, standing

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_ORDER = {code: place for place, code in enumerate(Standing)}


@dataclass(frozen=True)
class Row:
    """days_late: of what is awaited until now, of a report until it first came in"""

    submission: Submission
    standing: Standing
    days_late: int

    @property
    def is_late(self) -> bool:
        """Still awaited although its day has passed."""
        return self.submission.is_awaited and self.days_late > 0

    @property
    def is_on_time(self) -> bool:
        return is_on_time(self.submission)

    @property
    def has_remark(self) -> bool:
        """Something beside the state that explains it."""
        submission = self.submission
        told = submission.extension_reason or submission.return_reason or submission.not_applicable_reason
        return submission.is_on_behalf or bool(told)

    @property
    def last_day(self) -> date:
        return self.submission.last_day


def _stands(code: Standing) -> Callable[[Row], bool]:
    return lambda row: row.standing == code


# What the address may ask for (`?show=late`), with the words of the filter.
SHOWN: "dict[str, tuple[StrPromise, Callable[[Row], bool]]]" = {
    "late": (_("Late"), lambda row: row.is_late),
    "missing": (_("Not reported"), lambda row: row.submission.state == Submission.State.EXPECTED),
    "returned": (_("Returned"), _stands(Standing.RETURNED)),
    "submitted": (_("To accept"), _stands(Standing.SUBMITTED)),
    "accepted": (_("Accepted"), _stands(Standing.ACCEPTED)),
    "reported": (_("Reported"), lambda row: row.submission.is_reported),
    "nil": (_("Nothing arose"), lambda row: row.submission.is_reported and row.submission.is_nil),
    "on_time": (_("Reported on time"), lambda row: row.is_on_time),
    "reported_late": (_("Reported late"), lambda row: row.submission.is_reported and not row.is_on_time),
    "extended": (_("With more time"), lambda row: row.submission.extended_until is not None),
    "not_applicable": (_("Not applicable"), _stands(Standing.NOT_APPLICABLE)),
}


@dataclass(frozen=True)
class Board:
    """rows: of all agencies, who is late first, then by name"""

    period: ReportingPeriod
    rows: list[Row]
    completeness: Completeness

    def narrowed(self, *, show: str = "", level: str = "") -> list[Row]:
        """Those the address asks for; a word that is not known lets nothing through."""
        if show and show not in SHOWN:
            return []
        wanted = SHOWN[show][1] if show else None
        return [
            row
            for row in self.rows
            if (wanted is None or wanted(row)) and (not level or row.submission.agency.level == level)
        ]

    def count(self, show: str) -> int:
        return len(self.narrowed(show=show))

    @property
    def levels(self) -> list[str]:
        return sorted({row.submission.agency.level for row in self.rows})

    @property
    def late(self) -> list[Row]:
        return self.narrowed(show="late")


def row_of(submission: Submission, *, now: datetime) -> Row:
    return Row(submission, standing(submission, now=now), days_late(submission, now=now))


def board(period: ReportingPeriod, *, now: datetime) -> Board:
    """One query, whatever the number of agencies."""
    return of_rows(period, period.submissions.select_related("agency", "submitted_by"), now=now)


def of_rows(period: ReportingPeriod, submissions: Iterable[Submission], *, now: datetime) -> Board:
    """The same from rows that were read already, each with its agency."""
    given = list(submissions)
    for submission in given:
        submission.period = period
    rows = [row_of(submission, now=now) for submission in given]
    rows.sort(
        key=lambda row: (
            not row.is_late,
            -row.days_late if row.is_late else _ORDER[row.standing],
            fold(row.submission.agency.name),
            row.submission.agency_id,
        )
    )
    return Board(period, rows, of_submissions(period, given))
