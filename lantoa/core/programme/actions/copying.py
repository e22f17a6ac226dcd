"""Next year's plan made from this one: what is open or comes every year goes along, as a draft."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.people.models import User
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.actions.programme import (
    ProgrammeFacts,
    TaskFacts,
    add_programme,
    add_task,
)
from lantoa.core.programme.actions.targets import set_target
from lantoa.core.programme.models import Programme, Target, Task
from lantoa.core.programme.queries import standing_targets_of


@dataclass(frozen=True)
class Copied:
    """What went along, and the tasks that stayed behind because they are done or were stopped."""

    programme: Programme
    tasks: list[Task]
    targets: list[Target]
    left_behind: list[Task]


@transaction.atomic
def copy_plan(programme: Programme, *, by: User, at: datetime) -> Copied:
    """Make a draft for the term after this one (kế hoạch năm sau): its open and its yearly tasks, and its targets.

    Days move by the length of the term; the years in names move along. Targets of other periods stay behind.
    raises: NotNow if it was done before
    """
    made = Programme.objects.filter(copied_from=programme).first()
    if made is not None:
        raise NotNow(_("“%(name)s” was made from it already.") % {"name": made.name})
    term = _Term(programme)
    new = add_programme(_facts_of(programme, term), by=by, at=at)
    new.copied_from = programme
    new.save(update_fields=["copied_from"])
    tasks, left_behind = {}, []
    for task in programme.tasks.prefetch_related("coordinations__agency").select_related("lead_agency"):
        if task.stopped_on is None and (task.done_on is None or task.repeats_yearly):
            tasks[task.code] = add_task(new, _facts_of_task(task, term), by=by, at=at)
        else:
            left_behind.append(task)
    targets = [
        _carry(target, new, tasks.get(target.task_id or ""), term, by=by, at=at)
        for target in standing_targets_of(programme)
        if (not target.task_id or target.task_id in tasks) and term.holds(target.period)
    ]
    copied = Copied(new, list(tasks.values()), targets, left_behind)
    log(
        new, "programmes.copy", user=by, timestamp=at,
        data={"from": programme.code, "tasks": len(copied.tasks), "targets": len(targets)},
    )  # fmt: skip
    return copied


class _Term:
    """The term of a plan, and how days and names move into the next."""

    def __init__(self, programme: Programme) -> None:
        self.own = programme.term
        self.years = max(round((self.own.until - self.own.since).days / 365.25), 1)

    def holds(self, period: Period) -> bool:
        return self.own.since <= period.since and period.until <= self.own.until

    def moved(self, day: date) -> date:
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:  # 29 February
            return day.replace(year=day.year + self.years, day=28)

    def moved_period(self, period: Period) -> Period:
        return Period(self.moved(period.since), self.moved(period.until))

    def named(self, name: str) -> str:
        """The years of the term in a name move along; other numbers stay."""
        known = {str(year) for year in range(self.own.since.year, self.own.last_day.year + 1)}
        return re.sub(
            r"\b\d{4}\b", lambda found: str(int(found[0]) + self.years) if found[0] in known else found[0], name
        )


def _carry(target: Target, new: Programme, task: Task | None, term: _Term, *, by: User, at: datetime) -> Target:
    return set_target(
        target.indicator_id, term.moved_period(target.period), quantities.to_decimal(target.value or 0), by=by, at=at,
        programme=new, task=task, agency=target.agency, source=target.source,
        reason=_("Carried over from “%(name)s”.") % {"name": target.programme.name if target.programme else ""},
    )  # fmt: skip


def _facts_of(programme: Programme, term: _Term) -> ProgrammeFacts:
    return ProgrammeFacts(
        name_vi=term.named(programme.name_vi),
        name_en=term.named(programme.name_en),
        type=Programme.Type(programme.type),
        starts_on=term.moved(programme.starts_on),
        ends_on=term.moved(programme.ends_on),
        parent=programme.parent,
        lead_agency=programme.lead_agency,
        legal_basis=programme.legal_basis,
        legal_source=programme.legal_source,
    )


def _facts_of_task(task: Task, term: _Term) -> TaskFacts:
    return TaskFacts(
        name_vi=term.named(task.name_vi),
        name_en=term.named(task.name_en),
        lead_agency=task.lead_agency,
        number=task.number,
        due_on=term.moved(task.due_on) if task.due_on else None,
        product=term.named(task.product),
        is_key=task.is_key,
        repeats_yearly=task.repeats_yearly,
        note=task.note,
        coordinating=[row.agency for row in task.coordinations.all()],
    )
