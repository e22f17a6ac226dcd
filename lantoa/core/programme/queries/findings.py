"""Reading findings: who sees which, what a review lists, which windows one can be written for."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.models import Finding, ReportingPeriod
from lantoa.core.programme.rules import findings as rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_OFFERED = 8
# Windows of regimes are a few days longer or shorter than those before them.
_SLACK_DAYS = 4


def findings_visible_to(user: "User | AnonymousUser") -> "QuerySet[Finding]":
    """All for who sees everything, else what one's own agencies wrote."""
    if people.sees_everything(user):
        return Finding.objects.all()
    return Finding.objects.filter(agency__in=people.reporting_agencies(user))


def finding_for(user: "User | AnonymousUser", pk: int) -> Finding:
    """raises: Finding.DoesNotExist"""
    found = findings_visible_to(user)
    return found.select_related("agency", "programme", "task", "created_by", "carried_from", "carried_into").get(pk=pk)


def finding_to_edit(user: "User | AnonymousUser", pk: int) -> Finding:
    """raises: Finding.DoesNotExist, also for one that this person may only read"""
    found = finding_for(user, pk)
    if not rules.may_edit(user, found):
        raise Finding.DoesNotExist
    return found


def findings_listed(
    user: "User | AnonymousUser", *, state: str = "", window: Period | None = None, agency: str = ""
) -> "QuerySet[Finding]":
    """Newest window first; each of the filters narrows where it is given."""
    found = findings_visible_to(user).select_related("agency")
    if state:
        found = found.filter(state=state)
    if window:
        found = found.filter(since__gte=window.since, until__lte=window.until)
    return found.filter(agency=agency) if agency else found


def is_agency(code: str) -> bool:
    """Also one that ended."""
    return bool(code) and Agency.objects.filter(code=code).exists()


def kind_counts(found: "QuerySet[Finding]") -> dict[str, int]:
    return dict(found.order_by().values_list("kind").annotate(count=Count("pk")))


def findings_within(windows: Collection[Period]) -> list[Finding]:
    """What lies in any of the windows, the oldest first; one query, none for no window."""
    if not windows:
        return []
    inside = Q()
    for window in windows:
        inside |= Q(since__gte=window.since, until__lte=window.until)
    rows = Finding.objects.filter(inside).select_related("agency", "carried_into")
    return list(rows.order_by("since", "until", "id"))


def history_of_finding(finding: Finding) -> list[ModelLogEntry]:
    """What happened to it, oldest first, from the one audit log."""
    return list(registry.get_logs_for_instance(finding).select_related("user").order_by("timestamp", "id"))


def windows_offered(*, today: date) -> list[tuple[Period, str]]:
    """What a finding can be written for, with its name: the year of a day, and reporting periods, newest first."""
    found = ReportingPeriod.objects.exclude(state=ReportingPeriod.State.PLANNED).select_related("regime")[:_OFFERED]
    named = {period.window: period.title for period in found}
    year = periods.year(today.year)
    return list((named | {year: named.get(year, year.label())}).items())


def window_after(window: Period) -> Period:
    """The window of the reporting period that follows, if one is planned; else one of the same length."""
    same = window.after()
    rows = ReportingPeriod.objects.filter(since=window.until).values_list("until", flat=True)
    near = [until for until in rows if abs((until - same.until).days) <= _SLACK_DAYS]
    return Period(window.until, min(near, key=lambda until: abs(until - same.until))) if near else same
