"""Two reviews: one frozen long ago, whose figures were corrected since, and a draft of this year that is commented."""

from datetime import date, datetime, timedelta
from typing import Any

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Finding
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import Comment, Report
from lantoa.core.reports.rules import anchors
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
        window = periods.year((today - timedelta(days=31)).year)
        for found in year["findings"]:
            programme.add_finding(_facts(found, window, province), by=by, at=at)
        _discuss(write(year, window, at), year["comments"], province, at)

    register.at(moment(scheme["frozen_on"], hour=16), freeze_scheme)
    register.at(moment(today, hour=7), draft_year)


def _facts(found: dict[str, str], window: Period, province: Province) -> programme.FindingFacts:
    agency = province.agencies[found["agency"]] if "agency" in found else None
    kind = Finding.Kind(found["kind"])
    return programme.FindingFacts(kind, found["text"], window, agency, addressed_to=found.get("to", ""))


def _discuss(draft: Report, comments: list[dict[str, Any]], province: Province, at: datetime) -> None:
    """The leader comments, and the secretariat answers some of it."""
    sections = list(draft.sections.all())
    for said in comments:
        section, position = sections[said["section"]], said["position"]
        seen = anchors.mark(anchors.paragraphs(section.body)[position])
        comment = reports.comment(section, position=position, seen=seen, text=said["text"], by=province.leader, at=at)
        if "state" in said:
            state = Comment.State(said["state"])
            reports.answer(comment, state, reason=said["answer"], by=province.secretariat, at=at)
