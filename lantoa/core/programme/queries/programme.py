"""Reading programmes, tasks and what is due."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import by_name
from lantoa.core.programme.models import Programme, Task, TaskCoordination
from lantoa.core.programme.rules import programme as rules

# A record of December is often written in January, when the next plan has begun.
_WRITTEN_LATE = timedelta(days=60)


@dataclass(frozen=True)
class Branch:
    """A programme in the tree. depth: 0 for the top"""

    programme: Programme
    depth: int
    task_count: int
    done_count: int
    overdue_count: int


def tree(*, today: date) -> list[Branch]:
    """Every programme with how its tasks stand, those below it right behind it; two queries."""
    rows = Programme.objects.select_related("lead_agency").annotate(
        task_count=_tasks(Q(stopped_on=None)),
        done_count=_tasks(Q(done_on__isnull=False)),
        overdue_count=_tasks(_is_overdue(today)),
    )
    below: dict[str | None, list[Programme]] = {}
    for programme in rows:
        below.setdefault(programme.parent_id, []).append(programme)
    return list(_branches(below, None, 0))


def programme(code: str) -> Programme:
    """raises: Programme.DoesNotExist"""
    return Programme.objects.select_related("lead_agency", "parent", "copied_from").get(code=code)


def running(*, today: date) -> list[Programme]:
    """Signed and not over for more than a year, so that they can still be reviewed; the youngest first."""
    last = today.replace(year=today.year - 1, day=min(today.day, 28))
    found = Programme.objects.exclude(state=Programme.State.DRAFT).filter(starts_on__lte=today, ends_on__gte=last)
    return list(found.order_by("-starts_on", "name_vi"))


def task(code: str) -> Task:
    """raises: Task.DoesNotExist"""
    return (
        Task.objects.select_related("programme__parent", "lead_agency", "done_by")
        .prefetch_related("coordinations__agency")
        .get(code=code)
    )


def programme_to_edit(user: User, code: str) -> Programme:
    """raises: Programme.DoesNotExist, also for one that this person may only read"""
    found = programme(code)
    if not rules.may_edit(user, found):
        raise Programme.DoesNotExist
    return found


def task_to_edit(user: User, code: str) -> Task:
    """raises: Task.DoesNotExist, also for one that this person may only read"""
    found = task(code)
    if not rules.may_edit(user, found.programme):
        raise Task.DoesNotExist
    return found


def task_to_declare(user: User, code: str) -> Task:
    """raises: Task.DoesNotExist, also for one that another agency leads"""
    found = task(code)
    if not rules.may_declare(user, found):
        raise Task.DoesNotExist
    return found


def tasks_of(found: "QuerySet[Task]", agencies: Collection[str]) -> "QuerySet[Task]":
    """Those that one of the agencies leads or helps with, each once."""
    helped = TaskCoordination.objects.filter(agency__in=agencies).values("task")
    return found.filter(Q(lead_agency__in=agencies) | Q(code__in=helped))


def open_tasks() -> "QuerySet[Task]":
    """Neither declared done nor stopped, of programmes that have not ended."""
    return Task.objects.filter(done_on=None, stopped_on=None).exclude(programme__state=Programme.State.ENDED)


def tasks_due(*, today: date, within_days: int, agencies: Collection[str] | None = None) -> "QuerySet[Task]":
    """Open tasks that are overdue or fall due in these days, the oldest first. agencies: who leads, None for all"""
    found = open_tasks().filter(due_on__lte=today + timedelta(days=within_days))
    if agencies is not None:
        found = found.filter(lead_agency__in=agencies)
    return found.select_related("programme", "lead_agency").order_by("due_on", "code")


def tasks_offered(day: date, *, agency: str = "") -> tuple[list[Task], list[Task]]:
    """What a record of this day may name: the tasks its agency leads or helps with, and the others; two queries.

    Those that were stopped are offered to nobody.
    Of programmes whose term covers the day, or ended so shortly before that records of it are still written.
    """
    term = Q(programme__starts_on__lte=day, programme__ends_on__gte=day - _WRITTEN_LATE)
    running = (
        Task.objects.filter(term, stopped_on=None)
        .exclude(programme__state=Programme.State.ENDED)
        .select_related("programme")
    )
    rows = list(running.order_by("-programme__starts_on", "programme__code", "position", "code"))
    own = {task.code for task in rows if task.lead_agency_id == agency} if agency else set()
    if agency:
        own |= set(TaskCoordination.objects.filter(agency=agency).values_list("task_id", flat=True))
    return [task for task in rows if task.code in own], [task for task in rows if task.code not in own]


def history_of_plan(shown: Programme | Task) -> list[ModelLogEntry]:
    """What happened to it, oldest first, from the one audit log."""
    return list(registry.get_logs_for_instance(shown).select_related("user").order_by("timestamp", "id"))


def agencies_to_plan_for(codes: Collection[str] | None) -> list[Agency]:
    """Those that exist today, by name; codes: only these, None for all"""
    found = Agency.objects.filter(valid_until=None)
    return by_name(found if codes is None else found.filter(code__in=codes))


def _branches(below: dict[str | None, list[Programme]], parent: str | None, depth: int) -> Iterator[Branch]:
    for row in below.get(parent, []):
        counts = (row.task_count, row.done_count, row.overdue_count)  # type: ignore[attr-defined]  # annotated
        yield Branch(row, depth, *counts)
        yield from _branches(below, row.code, depth + 1)


def _tasks(condition: Q) -> Coalesce:
    """How many tasks of a programme meet a condition."""
    rows = Task.objects.filter(condition, programme=OuterRef("code")).order_by().values("programme")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def _is_overdue(today: date) -> Q:
    return Q(done_on=None, stopped_on=None, due_on__lt=today)
