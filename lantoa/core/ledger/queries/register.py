"""The register: who sees which activities."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.core.ledger.models import Activity, Evidence
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def activities_visible_to(user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """The secretariat and leaders see all (drafts stay with their agency); a focal point what its agency leads or joins."""
    if people.is_secretariat(user):
        return Activity.objects.all()
    own = people.reporting_agencies(user)
    mine = Q(agency__in=own) | Q(pk__in=Activity.objects.filter(coordinations__agency__in=own).values("pk"))
    if people.sees_everything(user):
        return Activity.objects.filter(~Q(state=Activity.State.DRAFT) | mine)
    return Activity.objects.filter(mine) if own else Activity.objects.none()


def activity_for(user: "User | AnonymousUser", pk: int) -> Activity:
    """Fetch and check in one: raises Activity.DoesNotExist for what this person may not see."""
    return (
        activities_visible_to(user)
        .select_related("kind", "agency", "place", "programme", "task", "entry", "batch", "created_by", "submitted_by")
        .prefetch_related("quantities__measure", "coordinations__agency", "evidence")
        .get(pk=pk)
    )


def evidence_for(user: "User | AnonymousUser", pk: int) -> Evidence:
    """raises: Evidence.DoesNotExist"""
    return Evidence.objects.select_related("activity").get(pk=pk, activity__in=activities_visible_to(user))


def history(activity: Activity) -> "list[ModelLogEntry]":
    """What happened to an activity, oldest first, from the one audit log."""
    return list(registry.get_logs_for_instance(activity).select_related("user").order_by("timestamp", "id"))
