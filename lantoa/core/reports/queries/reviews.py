"""Which reviews a person sees. Fetch and check in one function."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.rules import access

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def visible_to(user: "User | AnonymousUser") -> "QuerySet[Report]":
    """The secretariat and leaders see all; everybody else who works here what is frozen."""
    if access.may_read_drafts(user):
        return Report.objects.all()
    if access.may_read(user):
        return Report.objects.exclude(state=Report.State.DRAFT)
    return Report.objects.none()


def report_for(user: "User | AnonymousUser", pk: int) -> Report:
    """raises: Report.DoesNotExist for what this person may not see"""
    return (
        visible_to(user)
        .select_related("agency", "created_by", "frozen_by", "replaces", "replaced_by", "document")
        .prefetch_related("sections")
        .get(pk=pk)
    )


def report(pk: int) -> Report:
    """For the command line, which asks for nobody. raises: Report.DoesNotExist"""
    return Report.objects.select_related("agency", "created_by", "frozen_by", "replaces", "document").get(pk=pk)


def figure_for(user: "User | AnonymousUser", public_id: str) -> FrozenFigure:
    """raises: FrozenFigure.DoesNotExist"""
    return _figures().get(public_id=public_id.upper(), report__in=visible_to(user))


def all_reports() -> "QuerySet[Report]":
    """For the command line: every review, the newest period first."""
    return Report.objects.select_related("frozen_by")


def frozen_reports() -> "QuerySet[Report]":
    """For the command line: all that were frozen, oldest first, with their documents."""
    found = Report.objects.exclude(state=Report.State.DRAFT).select_related("agency", "frozen_by", "document")
    return found.order_by("frozen_at", "pk")


def _figures() -> "QuerySet[FrozenFigure]":
    return FrozenFigure.objects.select_related("report__agency", "report__frozen_by", "definition__indicator", "agency")
