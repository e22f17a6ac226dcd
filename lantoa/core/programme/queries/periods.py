"""Reading regimes, periods and submissions: which there are, who sees them, what happened to them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q, QuerySet
from wagtail.models import ModelLogEntry

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.models import CalendarDay, PeriodDue, Regime, ReportingPeriod, Submission
from lantoa.core.programme.rules.working_days import WorkingDays

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

HISTORY = 300


def working_days() -> WorkingDays:
    return WorkingDays.of(CalendarDay.objects.values_list("day", "is_working"))


def calendar(year: int) -> list[CalendarDay]:
    return list(CalendarDay.objects.filter(day__year=year))


def regimes(*, on: date) -> list[Regime]:
    """Those in force on a day, each with its due days; two queries."""
    return list(Regime.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on)).prefetch_related("dues"))


def standing_agencies(on: date, *, levels: Iterable[str]) -> list[Agency]:
    """The agencies of some levels that exist on a day."""
    exists = Q(valid_from=None) | Q(valid_from__lte=on)
    lasts = Q(valid_until=None) | Q(valid_until__gt=on)
    return list(Agency.objects.filter(exists, lasts, level__in=list(levels)).order_by("name_vi", "code"))


def periods_visible_to(user: "User | AnonymousUser") -> "QuerySet[ReportingPeriod]":
    """Everybody in the office sees open and closed periods, the secretariat also planned ones."""
    found = ReportingPeriod.objects.select_related("regime")
    return found if people.is_secretariat(user) else found.exclude(state=ReportingPeriod.State.PLANNED)


def with_submissions(found: "QuerySet[ReportingPeriod]", user: "User | AnonymousUser") -> "QuerySet[ReportingPeriod]":
    """Each period with the submissions that a person may see (`.submissions.all()`) and their agencies."""
    rows = submissions_visible_to(user).select_related("agency")
    return found.prefetch_related(Prefetch("submissions", rows))


def period_for(user: "User | AnonymousUser", pk: int) -> ReportingPeriod:
    """Fetch and check in one: raises ReportingPeriod.DoesNotExist for what this person may not see."""
    dues = PeriodDue.objects.order_by("due_on", "level")
    found = periods_visible_to(user).select_related("opened_by", "closed_by", "created_by")
    return found.prefetch_related(Prefetch("dues", dues)).get(pk=pk)


def submissions_visible_to(user: "User | AnonymousUser") -> "QuerySet[Submission]":
    """All for who sees everything; a focal point sees what its agencies owe, once the period is opened."""
    if people.sees_everything(user):
        return Submission.objects.all()
    own = people.reporting_agencies(user)
    if not own:
        return Submission.objects.none()
    return Submission.objects.filter(agency__in=own).exclude(period__state=ReportingPeriod.State.PLANNED)


def submission_for(user: "User | AnonymousUser", pk: int) -> Submission:
    """raises: Submission.DoesNotExist"""
    found = submissions_visible_to(user).select_related("agency", "period__regime", "submitted_by", "accepted_by")
    return found.get(pk=pk)


def owed_by(user: User) -> list[Submission]:
    """What a person's agencies still have to send or mend in open periods, the earliest first."""
    own = people.reporting_agencies(user)
    if not own:
        return []
    found = Submission.objects.filter(
        agency__in=own, state__in=Submission.AWAITED, period__state=ReportingPeriod.State.OPEN
    ).select_related("agency", "period__regime")
    return sorted(found, key=lambda row: (row.last_day, row.pk))


def open_periods() -> list[ReportingPeriod]:
    """Open ones with all their submissions and agencies, the earliest window first; two queries."""
    rows = Submission.objects.select_related("agency")
    found = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).select_related("regime")
    return list(found.prefetch_related(Prefetch("submissions", rows)).order_by("until", "pk"))


def agencies_to_add(period: ReportingPeriod) -> list[Agency]:
    """Standing agencies that are not asked in a period."""
    asked = period.submissions.exclude(state=Submission.State.NOT_APPLICABLE).values("agency")
    lasts = Q(valid_until=None) | Q(valid_until__gt=period.window.last_day)
    return list(Agency.objects.filter(lasts).exclude(code__in=asked).order_by("name_vi", "code"))


def history(period: ReportingPeriod) -> list[ModelLogEntry]:
    """What happened to a period and to its submissions, newest first, at most HISTORY lines."""
    kinds = ContentType.objects.get_for_models(ReportingPeriod, Submission)
    rows = [str(pk) for pk in period.submissions.values_list("pk", flat=True)]
    its_own = Q(content_type=kinds[ReportingPeriod], object_id=str(period.pk))
    of_agencies = Q(content_type=kinds[Submission], object_id__in=rows)
    found = ModelLogEntry.objects.filter(its_own | of_agencies).select_related("user", "content_type")
    return list(found.order_by("-timestamp", "-id")[:HISTORY])


def history_of(submission: Submission) -> list[ModelLogEntry]:
    """What happened to one submission, oldest first."""
    kind = ContentType.objects.get_for_model(Submission)
    found = ModelLogEntry.objects.filter(content_type=kind, object_id=str(submission.pk)).select_related("user")
    return list(found.order_by("timestamp", "id"))
