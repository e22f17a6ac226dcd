"""Two reviews: one frozen long ago, whose figures were corrected since, and a draft of this year."""

from datetime import date, datetime, timedelta
from typing import Any

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import Report
from lantoa.doors.cli.sample.province import Province
from lantoa.doors.cli.sample.register import Register, moment


def plan(texts: dict[str, Any], register: Register, province: Province, *, today: date) -> None:
    """Have both written in their time. texts: reviews.yaml"""
    by = province.secretariat
    scheme, year = texts["scheme"], texts["year"]

    def write(text: dict[str, Any], period: Period, at: datetime) -> Report:
        title = text["title"].format(year=period.since.year)
        sections = [(section["heading"], section["body"]) for section in text["sections"]]
        return reports.create(title, period=period, by=by, at=at, sections=sections)

    def freeze_scheme(at: datetime) -> None:
        reports.freeze(write(scheme, periods.parse(scheme["period"]), at), by=by, at=at)

    def draft_year(at: datetime) -> None:
        # In January the year that is reviewed is the one that ended.
        write(year, periods.year((today - timedelta(days=31)).year), at)

    register.at(moment(scheme["frozen_on"], hour=16), freeze_scheme)
    register.at(moment(today, hour=7), draft_year)
