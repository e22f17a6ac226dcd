"""What was promised beside what was accepted: targets with their actuals, tasks with their records.

A target is measured over its own period, so one of five years stands beside the figure of all five; targets of
years are never added up, nor one of five years shared out.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.ledger.models import Activity, Entry, Line
from lantoa.core.ledger.queries.figures import Ask, Figure, figures
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Target, Task
from lantoa.core.programme.rules import targets as rules
from lantoa.core.programme.rules.programme import TaskState, state_of
from lantoa.core.vocabulary.models import IndicatorVersion, Measure
from lantoa.core.vocabulary.rules.kinds import DUTIES
from lantoa.core.vocabulary.rules.specs import changed


@dataclass(frozen=True)
class Beside:
    """A target and the figure of its own period. figure: None where this person does not read it"""

    target: Target
    definition: IndicatorVersion
    figure: Figure | None

    @property
    def planned(self) -> Decimal:
        return quantities.to_decimal(self.target.value or 0)

    @property
    def planned_text(self) -> str:
        return rules.written(self.planned, self.definition)

    @property
    def planned_unit(self) -> str:
        return rules.unit_behind(self.planned, self.definition)

    @property
    def is_recorded(self) -> bool:
        """Has anybody recorded anything that counts for it?"""
        return self.figure is not None and self.figure.is_recorded

    @property
    def actual_text(self) -> str:
        return "–" if self.figure is None else self.figure.told

    @property
    def reached(self) -> int | None:
        """Percent of the target; None where nothing is recorded, which is no zero."""
        return rules.reached(self.figure.value, self.planned) if self.figure and self.figure.is_recorded else None


@dataclass(frozen=True)
class TaskRow:
    """A task with what was accepted under it."""

    task: Task
    state: TaskState
    record_count: int
    evidence_count: int


@dataclass(frozen=True)
class TaskSum:
    """What the accepted records of a task add up to in one measure."""

    measure: Measure
    value: Decimal
    row_count: int
    approximate: bool


def targets_beside(
    definitions: Sequence[IndicatorVersion], period: Period, *, agency: str | None = None, as_of_seq: int | None = None
) -> dict[str, list[Beside]]:
    """By indicator: the target of exactly this period, then those of longer periods around it, each with its actual."""
    return with_targets([], definitions, period, agency=agency, as_of_seq=as_of_seq)[1]


def with_targets(
    asks: Sequence[Ask], definitions: Sequence[IndicatorVersion], period: Period, *, agency: str | None = None,
    as_of_seq: int | None = None, reach: people.Reach | None = None,
) -> tuple[list[Figure], dict[str, list[Beside]]]:  # fmt: skip
    """Figures, and the targets around a period with their actuals, all read together.

    as_of_seq: of the targets; each Ask says its own
    """
    known = {row.indicator_id: row for row in definitions}
    around = programme.targets_around(known, period, agency=agency)
    targets = [target for found in around.values() for target in found]
    wanted = [*asks, *(replace(_ask(target, known), as_of_seq=as_of_seq) for target in targets)]
    answers = figures(wanted, reach=reach) if wanted else []
    by_indicator: dict[str, list[Beside]] = {}
    for target, figure in zip(targets, answers[len(asks) :], strict=True):
        by_indicator.setdefault(target.indicator_id, []).append(Beside(target, known[target.indicator_id], figure))
    return answers[: len(asks)], by_indicator


def beside(
    targets: Sequence[Target], definitions: dict[str, IndicatorVersion], *, scope: Sequence[Agency] | None
) -> list[Beside]:
    """Each target with its figure, in the order given. scope: whose figures may be read, None for all"""
    reach = people.Reach()
    codes = None if scope is None else [agency.code for agency in scope]
    readable = None if codes is None else reach.under(codes, people.Series.AS_IT_IS)
    asked = [target for target in targets if readable is None or target.agency_id in readable]
    found = figures([_ask(target, definitions) for target in asked], reach=reach) if asked else []
    answers = dict(zip(asked, found, strict=True))
    return [Beside(target, definitions[target.indicator_id], answers.get(target)) for target in targets]


def of_period(found: Sequence[Beside], period: Period) -> tuple[Beside | None, list[Beside]]:
    """The target of exactly this period, or None; and those of longer periods."""
    exact = next((row for row in found if row.target.period == period), None)
    return exact, [row for row in found if row is not exact]


def task_rows(found: Iterable[Task], *, today: date) -> list[TaskRow]:
    """Tasks with their state; two queries however many."""
    tasks = list(found)
    standing = Activity.objects.filter(task__in=[task.code for task in tasks], state__in=Activity.STANDING)
    counts = standing.order_by().values_list("task").annotate(n=Count("pk", distinct=True), files=Count("evidence"))
    known = {code: (records, files) for code, records, files in counts}
    rows = []
    for task in tasks:
        records, files = known.get(task.code, (0, 0))
        rows.append(TaskRow(task, state_of(task, has_activities=bool(records), today=today), records, files))
    return rows


def is_named(task: Task) -> bool:
    """A record names it, in whatever state, or the ledger counts it: then it is not deleted any more."""
    return any(rows.filter(task=task).exists() for rows in (Activity.objects, Entry.objects))


def tasks_in(found: "QuerySet[Task]", state: str, *, today: date) -> "QuerySet[Task]":
    """Those in one state; a state that means nothing narrows nothing."""
    started = Q(code__in=Activity.objects.filter(task__isnull=False, state__in=Activity.STANDING).values("task"))
    late = Q(due_on__lt=today)
    still_open = Q(done_on=None, stopped_on=None)
    conditions = {
        TaskState.DONE: Q(done_on__isnull=False),
        TaskState.STOPPED: Q(stopped_on__isnull=False),
        TaskState.OVERDUE: still_open & late,
        TaskState.IN_PROGRESS: still_open & ~late & started,
        TaskState.NOT_STARTED: still_open & ~late & ~started,
    }
    return found.filter(conditions[TaskState(state)]) if state in TaskState.values else found


def task_sums(task: Task, *, agencies: Collection[str] | None = None) -> list[TaskSum]:
    """What the task's records add up to, by measure; a reading adds up to nothing and is left out.

    agencies: only what these lead, None for all
    """
    lines = Line.objects.filter(entry__task=task, is_subset=False).exclude(measure__nature=Measure.Nature.READING)
    lines = lines.exclude(kind__in=DUTIES)
    if agencies is not None:
        lines = lines.filter(entry__agency__in=people.agencies_under(agencies))
    rows = (
        lines.order_by()
        .values("measure")
        .annotate(total=Sum("quantity"), standing=Sum("sign"), inexact=Sum("sign", filter=~Q(qualifier="")))
    )
    sums: dict[str, Any] = {row["measure"]: row for row in rows if row["standing"]}
    return [_sum(measure, sums[measure.code]) for measure in Measure.objects.filter(code__in=sums).order_by(F("code"))]


def _sum(measure: Measure, row: Any) -> TaskSum:
    return TaskSum(measure, quantities.to_decimal(row["total"]), row["standing"], bool(row["inexact"]))


def _ask(target: Target, definitions: dict[str, IndicatorVersion]) -> Ask:
    definition = definitions[target.indicator_id]
    if target.task_id:
        definition = _of_task(definition, target.task_id)
    return Ask(definition, target.period, frozenset([target.agency_id]) if target.agency_id else None)


def _of_task(definition: IndicatorVersion, task: str) -> IndicatorVersion:
    """The same definition, narrowed to the records that name a task; never saved."""
    narrowed = {field.attname: getattr(definition, field.attname) for field in definition._meta.concrete_fields}
    return IndicatorVersion(**{**narrowed, "spec": _narrowed(definition.spec, task)})


def _narrowed(spec: dict[str, Any], task: str) -> dict[str, Any]:
    return changed(spec, lambda number: {**number, "where": {**number.get("where", {}), "task": task}})
