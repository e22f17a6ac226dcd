"""Reading regimes, periods and submissions: which there are, who sees them, what happened to them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from wagtail.models import ModelLogEntry

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import by_name
from lantoa.core.programme.models import CalendarDay, PeriodDue, Regime, ReportingPeriod, Submission
from lantoa.core.programme.rules.working_days import WorkingDays

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

HISTORY = 300
PERIODS = 60


def working_days() -> WorkingDays:
    return WorkingDays.of(CalendarDay.objects.values_list("day", "is_working"))


def calendar(year: int) -> list[CalendarDay]:
    return list(CalendarDay.objects.filter(day__year=year))


def calendar_day(pk: int) -> CalendarDay:
    """raises: CalendarDay.DoesNotExist"""
    return CalendarDay.objects.get(pk=pk)


def regimes(*, on: date) -> list[Regime]:
    """Those in force on a day or to come, each with its due days; two queries."""
    return list(Regime.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on)).prefetch_related("dues"))


def ended_regimes(*, on: date) -> list[Regime]:
    """Versions that no longer hold, the newest first."""
    return list(Regime.objects.filter(valid_until__lte=on).order_by("-valid_until", "position"))


def regime(code: str) -> Regime:
    """raises: Regime.DoesNotExist"""
    return Regime.objects.prefetch_related("dues").get(code=code)


def versions_of(regime: Regime) -> list[Regime]:
    """All versions of a regime, the oldest first."""
    found = Regime.objects.filter(family=regime.family)
    return sorted(found, key=lambda row: (row.valid_from or date.min, row.pk))


def is_used(regime: Regime) -> bool:
    """Was any period planned by it?"""
    return regime.periods.exists()


def periods_of(regime: Regime) -> list[ReportingPeriod]:
    """The periods planned by this version, the newest first."""
    return list(regime.periods.select_related("regime")[:PERIODS])


def history_of_regime(regime: Regime) -> list[ModelLogEntry]:
    """What happened to a version, newest first."""
    kind = ContentType.objects.get_for_model(Regime)
    found = ModelLogEntry.objects.filter(content_type=kind, object_id=str(regime.pk)).select_related("user")
    return list(found.order_by("-timestamp", "-id")[:HISTORY])


def standing_counts(on: date) -> dict[str, int]:
    """How many agencies of each level exist on a day."""
    found = Agency.objects.filter(_exists(on)).order_by().values_list("level").annotate(count=Count("pk"))
    return dict(found)


def standing_agencies(on: date, *, levels: Iterable[str]) -> list[Agency]:
    """The agencies of some levels that exist on a day."""
    return list(Agency.objects.filter(_exists(on), level__in=list(levels)).order_by("code"))


def periods_visible_to(user: "User | AnonymousUser") -> "QuerySet[ReportingPeriod]":
    """Everybody in the office sees open and closed periods, the secretariat also planned ones."""
    found = ReportingPeriod.objects.select_related("regime")
    return found if people.is_secretariat(user) else found.exclude(state=ReportingPeriod.State.PLANNED)


def periods_listed(user: "User | AnonymousUser", *, today: date) -> "QuerySet[ReportingPeriod]":
    """Open first, then planned, then closed, each newest first; with counts, and with what a person's agencies owe.

    Each row has expected_count, reported_count, nil_count, late_count and to_accept_count of all agencies, and
    `own`: the submissions of the agencies that this person reports for
    """
    own = Submission.objects.filter(agency__in=people.reporting_agencies(user)).select_related("agency")
    order = Case(When(state="open", then=0), When(state="planned", then=1), default=2)
    return (
        periods_visible_to(user)
        .annotate(**counts(today), order=order)
        .prefetch_related(Prefetch("submissions", own, to_attr="own"))
        .order_by("order", "-until", "-since", "-pk")
    )


def counts(today: date) -> dict[str, Count]:
    """Counts of a period's submissions, to annotate periods with."""
    states = Submission.State
    reported = Q(submissions__state__in=Submission.REPORTED)
    over = Q(submissions__due_on__lt=today) & (
        Q(submissions__extended_until=None) | Q(submissions__extended_until__lt=today)
    )
    return {
        "expected_count": Count("submissions", ~Q(submissions__state=states.NOT_APPLICABLE)),
        "reported_count": Count("submissions", reported),
        "nil_count": Count("submissions", reported & Q(submissions__is_nil=True)),
        "late_count": Count("submissions", over & Q(submissions__state__in=Submission.AWAITED)),
        "to_accept_count": Count("submissions", Q(submissions__state=states.SUBMITTED)),
    }


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


def submission_for(user: "User | AnonymousUser", pk: int, *, looked_through: Collection[str] = ()) -> Submission:
    """looked_through: agencies of which this person reads what they sent. raises: Submission.DoesNotExist"""
    sent = Submission.objects.filter(agency__in=looked_through, submitted_at__isnull=False)
    found = (submissions_visible_to(user) | sent) if looked_through else submissions_visible_to(user)
    return found.select_related("agency", "period__regime", "submitted_by", "accepted_by", "looked_by").get(pk=pk)


def reports_to_look_through(agencies: Collection[str]) -> list[Submission]:
    """What these agencies sent in open periods and nobody looked through, the longest waiting first."""
    found = Submission.objects.filter(
        agency__in=agencies, state=Submission.State.SUBMITTED, looked_at=None,
        period__state=ReportingPeriod.State.OPEN,
    )  # fmt: skip
    return list(found.select_related("agency", "period__regime").order_by("submitted_at", "pk")) if agencies else []


def owed_by(user: User) -> list[Submission]:
    """What a person's agencies still have to send or mend in open periods, the earliest first."""
    own = people.reporting_agencies(user)
    if not own:
        return []
    found = Submission.objects.filter(
        agency__in=own, state__in=Submission.AWAITED, period__state=ReportingPeriod.State.OPEN
    ).select_related("agency", "period__regime")
    return sorted(found, key=lambda row: (row.last_day, row.pk))


def open_periods(*, today: date) -> "QuerySet[ReportingPeriod]":
    """Open ones with their counts, the earliest window first; one query."""
    found = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).select_related("regime")
    return found.annotate(**counts(today)).order_by("until", "pk")


def agencies_to_add(period: ReportingPeriod) -> list[Agency]:
    """Standing agencies that are not asked in a period."""
    asked = period.submissions.exclude(state=Submission.State.NOT_APPLICABLE).values("agency")
    found = Agency.objects.filter(_exists(period.window.last_day)).exclude(code__in=asked)
    return by_name(found)


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


def changed_time(history: Iterable[ModelLogEntry]) -> dict[str, Any] | None:
    """What `change_extension` last did to one submission, unless more time was given since.

    history: as `history_of` tells it
    returns: was (the last day before), reason; None: the time it was given, if any, stands
    """
    lines = [line for line in history if line.action in {"submissions.extend", "submissions.change_extension"}]
    if not lines or lines[-1].action == "submissions.extend":
        return None
    return {"was": date.fromisoformat(lines[-1].data["was"]), "reason": lines[-1].data["reason"]}


def _exists(on: date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gt=on))
