"""Who may plan; what stands below what; and the state of a task, which nobody types."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.core.people import rules as people
from lantoa.core.people.models import User
from lantoa.core.programme.models import Programme, Task

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# A member's own plan stands below the province's plan, so a plan may stand below a plan.
BELOW = {
    Programme.Type.SCHEME: {Programme.Type.ACTION_PROGRAMME, Programme.Type.PLAN},
    Programme.Type.ACTION_PROGRAMME: {Programme.Type.PLAN},
    Programme.Type.PLAN: {Programme.Type.PLAN},
}


class TaskState(models.TextChoices):
    """Derived from what was declared, what was accepted, and the day."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("a task", "In progress")
    OVERDUE = "overdue", _("Overdue")
    DONE = "done", pgettext_lazy("a task", "Done")
    STOPPED = "stopped", pgettext_lazy("a task", "Stopped")


def state_of(task: Task, *, has_activities: bool, today: date) -> TaskState:
    """has_activities: an accepted activity names the task"""
    if task.done_on is not None:
        return TaskState.DONE
    if task.stopped_on is not None:
        return TaskState.STOPPED
    if task.due_on is not None and task.due_on < today:
        return TaskState.OVERDUE
    return TaskState.IN_PROGRESS if has_activities else TaskState.NOT_STARTED


def is_done_on_time(task: Task) -> bool:
    """Declared done, on or before its day; a task without one is never late."""
    return task.done_on is not None and (task.due_on is None or task.done_on <= task.due_on)


def may_plan(user: "User | AnonymousUser") -> bool:
    """The secretariat for everybody, a focal point for its own agency."""
    return people.is_secretariat(user) or bool(people.reporting_agencies(user))


def may_edit(user: "User | AnonymousUser", programme: Programme) -> bool:
    """The secretariat any programme, a focal point the plan that its agency made for itself."""
    if people.is_secretariat(user):
        return True
    own = programme.lead_agency_id in people.reporting_agencies(user)
    return own and programme.type == Programme.Type.PLAN and programme.parent_id is not None


def may_declare(user: "User | AnonymousUser", task: Task) -> bool:
    """Who leads a task says that it is done; the secretariat may say it for them."""
    return people.is_secretariat(user) or task.lead_agency_id in people.reporting_agencies(user)
