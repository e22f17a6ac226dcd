"""How complete a period is, kept apart down to the sentence: reported, nothing arose, returned, missing, not asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantoa.base.folding import fold
from lantoa.base.periods import Period
from lantoa.base.quantities import written
from lantoa.core.people.models import Agency
from lantoa.core.programme.models import ReportingPeriod, Submission


@dataclass(frozen=True)
class Completeness:
    """The agencies of a period, each in exactly one list, by name.

    reported: with something to report; nil: with the report that nothing arose; not_applicable: taken out of the period
    """

    period: ReportingPeriod
    reported: list[Agency]
    nil: list[Agency]
    returned: list[Agency]
    missing: list[Agency]
    not_applicable: list[Agency]

    @property
    def reported_count(self) -> int:
        return len(self.reported) + len(self.nil)

    @property
    def expected_count(self) -> int:
        return self.reported_count + len(self.returned) + len(self.missing)

    @property
    def is_complete(self) -> bool:
        return not self.returned and not self.missing

    def sentence(self) -> str:
        """In the reader's language, with the names of those that did not report."""
        told = [self.summary()]
        if given := _count_and_names(self.missing):
            told.append(
                ngettext(
                    "%(count)s has not: %(names)s.", "%(count)s have not: %(names)s.", len(self.missing)
                ) % given
            )  # fmt: skip
        if given := _count_and_names(self.returned):
            told.append(
                ngettext(
                    "%(count)s report was returned for repair: %(names)s.",
                    "%(count)s reports were returned for repair: %(names)s.", len(self.returned),
                ) % given
            )  # fmt: skip
        if given := _count_and_names(self.not_applicable):
            told.append(
                ngettext(
                    "No report was expected of %(count)s agency: %(names)s.",
                    "No report was expected of %(count)s agencies: %(names)s.", len(self.not_applicable),
                ) % given
            )  # fmt: skip
        return " ".join(told)

    def summary(self) -> str:
        """Its first sentence: "97 of 140 agencies reported (3 had nothing to report)."."""
        given = {
            "reported": written(self.reported_count),
            "expected": written(self.expected_count),
            "nil": written(len(self.nil)),
        }
        if not self.expected_count:
            return _("No agency was asked to report.")
        if not self.nil:
            return (
                ngettext(
                    "%(reported)s of %(expected)s agency reported.", "%(reported)s of %(expected)s agencies reported.",
                    self.expected_count,
                ) % given
            )  # fmt: skip
        return (
            ngettext(
                "%(reported)s of %(expected)s agency reported (%(nil)s had nothing to report).",
                "%(reported)s of %(expected)s agencies reported (%(nil)s had nothing to report).", self.expected_count,
            ) % given
        )  # fmt: skip

    def facts(self) -> dict[str, list[str]]:
        """The codes of the agencies by list, for whoever keeps what was known."""
        groups = ("reported", "nil", "returned", "missing", "not_applicable")
        return {name: [agency.code for agency in getattr(self, name)] for name in groups}


def completeness(period: ReportingPeriod) -> Completeness:
    """One query. What is due or overdue plays no part: a report is there or it is not."""
    return of_submissions(period, period.submissions.select_related("agency"))


def of_submissions(period: ReportingPeriod, submissions: Iterable[Submission]) -> Completeness:
    """The same from rows that were read already, each with its agency."""
    rows = sorted(submissions, key=lambda row: (fold(row.agency.name), row.agency_id))

    def agencies(*states: str, is_nil: bool | None = None) -> list[Agency]:
        return [row.agency for row in rows if row.state in states and is_nil in {None, row.is_nil}]

    return Completeness(
        period=period,
        reported=agencies(*Submission.REPORTED, is_nil=False),
        nil=agencies(*Submission.REPORTED, is_nil=True),
        returned=agencies(Submission.State.RETURNED),
        missing=agencies(Submission.State.EXPECTED),
        not_applicable=agencies(Submission.State.NOT_APPLICABLE),
    )


def submissions_around(window: Period) -> "QuerySet[Submission]":
    """Those of the narrowest open or closed period that a window equals or lies inside."""
    length = ExpressionWrapper(F("until") - F("since"), output_field=DurationField())
    around = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.PLANNED).filter(
        since__lte=window.since, until__gte=window.until
    )
    narrowest = around.annotate(length=length).order_by("length", "-pk").values("pk")[:1]
    return Submission.objects.filter(period__in=narrowest).select_related("agency", "period__regime")


def periods_over(window: Period, *, regime: str = "") -> list[ReportingPeriod]:
    """The open and closed periods of exactly this window; regime: only of that code, in any of its versions."""
    found = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.PLANNED).filter(
        since=window.since, until=window.until
    )
    if regime:
        found = found.filter(Q(regime=regime) | Q(regime__family=regime))
    return list(found.select_related("regime").order_by("pk"))


def periods_within(window: Period) -> list[ReportingPeriod]:
    """The open and closed periods that lie inside a window or equal it, the widest first."""
    found = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.PLANNED).filter(
        since__gte=window.since, until__lte=window.until
    )
    return sorted(found.select_related("regime"), key=lambda period: (period.since - period.until, period.since))


def _count_and_names(agencies: list[Agency]) -> dict[str, str]:
    """Empty for no agency, so that nothing is said about none."""
    names = "; ".join(agency.name for agency in agencies)
    return {"count": written(len(agencies)), "names": names} if agencies else {}
