"""Reminders as plain text, to be pasted into Zalo or an e-mail by a person: the office sends none itself."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantoa.base import dates
from lantoa.core.programme.models import ReportingPeriod, Submission


class LateRow(Protocol):
    """What a reminder needs to know of a late agency."""

    @property
    def submission(self) -> Submission: ...
    @property
    def days_late(self) -> int: ...
    @property
    def last_day(self) -> date: ...


def to_all(period: ReportingPeriod, late: Sequence[LateRow], *, link: str) -> str:
    """Names every late agency with its days."""
    lines = [
        _("Reminder: the report “%(title)s” is overdue. Still missing:") % {"title": period.title},
        *(f"{number}. {_late(row)}" for number, row in enumerate(late, start=1)),
        _("Please report here: %(link)s") % {"link": link},
        _("If nothing arose, one tap on “Nothing arose” is enough."),
    ]
    return "\n".join(lines)


def to_one(period: ReportingPeriod, row: LateRow, *, link: str) -> str:
    """Names one agency, and what is to be mended if its report was returned."""
    given = {"agency": row.submission.agency.name, "title": period.title, "due": dates.written(row.last_day)}
    lines = [
        _("To %(agency)s: the report “%(title)s” was due on %(due)s and is still missing.") % given,
        _("Please report here: %(link)s") % {"link": link},
        _("If nothing arose, one tap on “Nothing arose” is enough."),
    ]
    if row.submission.return_reason:
        given["reason"] = row.submission.return_reason
        lines[0] = _("To %(agency)s: the report “%(title)s” was returned for repair: %(reason)s") % given
        lines.pop()
    return "\n".join(lines)


def _late(row: LateRow) -> str:
    given = {"agency": row.submission.agency.name, "days": row.days_late}
    return ngettext("%(agency)s (%(days)s day late)", "%(agency)s (%(days)s days late)", row.days_late) % given
