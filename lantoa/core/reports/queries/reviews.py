"""Which reviews a person sees. Fetch and check in one function."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report, ReportReader
from lantoa.core.reports.rules import access

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def visible_to(user: "User | AnonymousUser", *, today: date | None = None) -> "QuerySet[Report]":
    """The secretariat and leaders see all; everybody else who works here what is frozen.

    today: then also the drafts to which the person is invited on that day; where no day is given, invitations are
           not looked at
    """
    if access.may_read_drafts(user):
        return Report.objects.all()
    if access.may_read(user):
        shown = ~Q(state=Report.State.DRAFT)
        if today:
            shown |= Q(pk__in=ReportReader.objects.filter(person=user.pk, until__gte=today).values("report"))
        return Report.objects.filter(shown)
    return Report.objects.none()


def report_for(user: "User | AnonymousUser", pk: int, *, today: date | None = None) -> Report:
    """today: see `visible_to`. raises: Report.DoesNotExist for what this person may not see"""
    return with_parts(visible_to(user, today=today)).get(pk=pk)


def with_parts(found: "QuerySet[Report]") -> "QuerySet[Report]":
    """With what a page of a review shows."""
    return found.select_related(
        "agency", "created_by", "frozen_by", "replaces", "replaced_by", "document"
    ).prefetch_related("sections")


def report(pk: int) -> Report:
    """For the command line, which asks for nobody. raises: Report.DoesNotExist"""
    return Report.objects.select_related("agency", "created_by", "frozen_by", "replaces", "document").get(pk=pk)


def figure_for(user: "User | AnonymousUser", public_id: str) -> FrozenFigure:
    """raises: FrozenFigure.DoesNotExist"""
    return _figures().get(public_id=public_id.upper(), report__in=visible_to(user))


def public_figure(public_id: str) -> FrozenFigure:
    """For visitors. raises: FrozenFigure.DoesNotExist, alike for what is not public and for what there is not"""
    opened = _figures().filter(report__is_public=True, definition__indicator__is_public=True)
    return opened.get(public_id=public_id.upper())


def all_reports() -> "QuerySet[Report]":
    """For the command line: every review, the newest period first."""
    return Report.objects.select_related("frozen_by")


def frozen_reports() -> "QuerySet[Report]":
    """For the command line: all that were frozen, oldest first, with their documents."""
    found = Report.objects.exclude(state=Report.State.DRAFT).select_related("agency", "frozen_by", "document")
    return found.order_by("frozen_at", "pk")


def _figures() -> "QuerySet[FrozenFigure]":
    return FrozenFigure.objects.select_related(
        "report__agency", "report__frozen_by", "definition__indicator", "agency", "report__replaced_by"
    )
