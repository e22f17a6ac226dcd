"""Plans and tasks with what was accepted under them: targets beside actuals, records, evidence."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lantoa.core.ledger import queries
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import by_name
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Programme, Target, Task
from lantoa.core.programme.rules import programme as rules
from lantoa.core.programme.rules.programme import TaskState
from lantoa.core.vocabulary import queries as vocabulary

PAGE = 50
# Below them stand the history and what can be done.
RECORDS = 20

# Said in full, because the two databases put what is empty at different ends.
_NEXT_DUE_FIRST: list[Any] = [F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "code"]

# Icon and tone of what the audit log tells.
_MARKS = {
    "programmes.sign": ("stamp", "ok"),
    "programmes.end": ("archive", ""),
    "programmes.copy": ("copy", ""),
    "tasks.done": ("circle-check", "ok"),
    "tasks.stop": ("circle-off", ""),
    "tasks.reopen": ("undo-2", "late"),
}


@require_GET
@office()
def plan(request: SignedIn, code: str) -> HttpResponse:
    """One programme: its facts, its tasks narrowed by the address, its targets beside their actuals."""
    try:
        shown = programme.programme(code)
    except Programme.DoesNotExist:
        raise Http404 from None
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in ("state", "agency")}
    every = queries.task_rows(shown.tasks.select_related("lead_agency"), today=today)
    context = {
        "programme": shown,
        "rows": [row for row in every if _matches(row, chosen)],
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": _counted(every),
        "leads": sorted({row.task.lead_agency for row in every}, key=lambda agency: agency.name),
        "targets": _beside(request.user, programme.standing_targets_of(shown)),
        "sees_all": people.sees_everything(request.user),
        "below": shown.children.all(),
        "history": [(line, *_MARKS.get(line.action, ("pencil-line", ""))) for line in programme.history_of_plan(shown)],
        "may_edit": rules.may_edit(request.user, shown),
        "may_plan_below": rules.may_plan(request.user) and not shown.has_ended,
    }
    return render(request, "ledger/plan.html", context)


@require_GET
@office()
def tasks(request: SignedIn) -> HttpResponse:
    """Tasks of all programmes, the next due first; a focal point begins with those of its own agency."""
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in ("state", "agency", "programme", "q")}
    found = Task.objects.exclude(programme__state=Programme.State.ENDED).select_related("programme", "lead_agency")
    own = people.reporting_agencies(request.user)
    if chosen["agency"]:
        found = programme.tasks_of(found, [chosen["agency"]])
    elif own and "agency" not in request.GET:
        found = programme.tasks_of(found, own)
    if chosen["programme"]:
        found = found.filter(programme=chosen["programme"])
    if words := chosen["q"].strip():
        found = found.filter(name_vi__icontains=words)
    found = queries.tasks_in(found, chosen["state"], today=today).order_by(*_NEXT_DUE_FIRST)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.task_rows(page.object_list, today=today),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "is_own": bool(own) and "agency" not in request.GET,
        "states": TaskState.choices,
        "agencies": by_name(Agency.objects.all()),
        "programmes": Programme.objects.exclude(state=Programme.State.ENDED),
    }
    return render(request, "ledger/tasks.html", context)


@require_GET
@office()
def task(request: SignedIn, code: str) -> HttpResponse:
    """One task: who, by when, what product; its records, their files and figures; what happened to it."""
    try:
        shown = programme.task(code)
    except Task.DoesNotExist:
        raise Http404 from None
    [row] = queries.task_rows([shown], today=timezone.localdate())
    records = queries.activities_visible_to(request.user).filter(task=shown).select_related("kind", "agency")
    promised = [target for target in programme.standing_targets_of(shown.programme) if target.task_id == code]
    may_edit = rules.may_edit(request.user, shown.programme)
    context = {
        "task": shown,
        "row": row,
        "page": Paginator(records, RECORDS).get_page(request.GET.get("page")),
        "sums": queries.task_sums(shown, agencies=_readable(request.user, shown)),
        "targets": _beside(request.user, promised),
        "history": [(line, *_MARKS.get(line.action, ("pencil-line", ""))) for line in programme.history_of_plan(shown)],
        "may_edit": may_edit,
        "may_delete": may_edit and not row.record_count and not promised and not queries.is_named(shown),
        "may_declare": rules.may_declare(request.user, shown),
    }
    return render(request, "ledger/task.html", context)


def _beside(user: User, targets: Iterable[Target]) -> list[queries.Beside]:
    wanted = list(targets)
    if not wanted:
        return []
    definitions = {row.indicator_id: row for row in vocabulary.current_definitions()}
    return queries.beside(wanted, definitions, scope=queries.figure_scope(user))


def _readable(user: User, shown: Task) -> Any:
    """Whose records a person reads the sum of: all, where its agency leads or helps; else its own. None for all"""
    if people.sees_everything(user):
        return None
    own = people.reporting_agencies(user)
    taking_part = {shown.lead_agency_id, *(row.agency_id for row in shown.coordinations.all())}
    return None if taking_part & set(own) else own


def _matches(row: queries.TaskRow, chosen: dict[str, str]) -> bool:
    state, agency = chosen["state"], chosen["agency"]
    return (not state or row.state == state) and (not agency or row.task.lead_agency_id == agency)


def _counted(rows: list[queries.TaskRow]) -> list[tuple[TaskState, int]]:
    """How many tasks stand in each state; empty states left out."""
    counts = [(state, sum(row.state == state for row in rows)) for state in TaskState]
    return [(state, count) for state, count in counts if count]
