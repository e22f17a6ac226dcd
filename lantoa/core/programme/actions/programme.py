"""Writing programmes and their tasks.

What a person does takes `by` (a User) and `at` (an aware datetime) and leaves one line in the audit log.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency, User
from lantoa.core.programme.actions.periods import NotNow
from lantoa.core.programme.models import Programme, Task, TaskCoordination
from lantoa.core.programme.rules.programme import BELOW

_LONGEST_CODE = 60
_WORDS = {
    Programme.Type.SCHEME: "de-an",
    Programme.Type.ACTION_PROGRAMME: "chuong-trinh",
    Programme.Type.PLAN: "ke-hoach",
}


@dataclass(frozen=True)
class ProgrammeFacts:
    """What a person writes about a programme. lead_agency: None for the whole province"""

    name_vi: str
    type: Programme.Type
    starts_on: date
    ends_on: date
    name_en: str = ""
    parent: Programme | None = None
    lead_agency: Agency | None = None
    legal_basis: str = ""
    legal_source: str = ""


@dataclass(frozen=True)
class TaskFacts:
    """What a person writes about a task."""

    name_vi: str
    lead_agency: Agency
    name_en: str = ""
    number: str = ""
    due_on: date | None = None
    product: str = ""
    is_key: bool = False
    repeats_yearly: bool = False
    note: str = ""
    coordinating: list[Agency] = field(default_factory=list)


@transaction.atomic
def add_programme(facts: ProgrammeFacts, *, by: User, at: datetime, code: str = "") -> Programme:
    """Write down a scheme, action programme or plan as a draft.

    code: it never changes; without it one is made of type, term and agency ("ke-hoach-2027-so-ngoai-vu")
    raises: NotNow if its place in the tree is impossible
    """
    programme = Programme(code=code or _programme_code(facts))
    _fill_programme(programme, facts)
    programme.save()
    log(programme, "programmes.add", user=by, timestamp=at, data={"code": programme.code})
    return programme


@transaction.atomic
def edit_programme(programme: Programme, facts: ProgrammeFacts, *, by: User, at: datetime) -> Programme:
    """raises: NotNow if its place in the tree is impossible"""
    before = _programme_fields(programme)
    _fill_programme(programme, facts)
    changed = _changed(before, _programme_fields(programme))
    if changed:
        programme.save()
        log(programme, "programmes.edit", user=by, timestamp=at, data={"fields": changed})
    return programme


@transaction.atomic
def sign(programme: Programme, *, number: str, on: date, by: User, at: datetime) -> Programme:
    """Record that it was signed (ban hành), under which number and when; from now on its targets are in force.

    Again with the same number does no harm; with another one it is a repair, which the log shows.
    raises: NotNow if it has ended
    """
    if programme.state == Programme.State.ENDED:
        raise NotNow(_("It has ended. What has ended keeps the number it had."))
    if (programme.state, programme.document_number, programme.signed_on) == (Programme.State.SIGNED, number, on):
        return programme
    programme.state, programme.document_number, programme.signed_on = Programme.State.SIGNED, number, on
    programme.save(update_fields=["state", "document_number", "signed_on"])
    log(programme, "programmes.sign", user=by, timestamp=at, data={"number": number, "on": on.isoformat()})
    return programme


@transaction.atomic
def end(programme: Programme, *, reason: str, by: User, at: datetime) -> Programme:
    """Record that it ended, or that a draft was put aside; everything it holds stays. Twice does no harm."""
    if programme.state != Programme.State.ENDED:
        programme.state, programme.ended_on = Programme.State.ENDED, timezone.localtime(at).date()
        programme.save(update_fields=["state", "ended_on"])
        log(programme, "programmes.end", user=by, timestamp=at, data={"reason": reason})
    return programme


@transaction.atomic
def delete_programme(programme: Programme, *, by: User, at: datetime) -> None:
    """Throw away what nothing names; its tasks are deleted first, one by one.

    raises: NotNow
    """
    if programme.tasks.exists():
        raise NotNow(_("It still has tasks. Delete them first, or end the programme: then everything stays."))
    log(programme, "programmes.delete", user=by, timestamp=at, deleted=True, data={"code": programme.code})
    try:
        with transaction.atomic():
            programme.delete()
    except ProtectedError:
        raise NotNow(
            _("Plans, targets or records name it, so it stays. End it instead: it is then offered to nobody.")
        ) from None


@transaction.atomic
def add_task(programme: Programme, facts: TaskFacts, *, by: User, at: datetime, code: str = "") -> Task:
    """Give a programme a task, at the end of its list.

    code: it never changes; without it one is made of the programme's ("ke-hoach-2027-nv3")
    raises: NotNow if the programme has ended
    """
    if programme.state == Programme.State.ENDED:
        raise NotNow(_("It has ended: new tasks belong to a programme that is running."))
    position = (programme.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
    task = Task(programme=programme, code=code or _task_code(programme, position), position=position)
    _fill_task(task, facts)
    task.save()
    _coordinate(task, facts.coordinating)
    log(task, "tasks.add", user=by, timestamp=at, data={"programme": programme.code})
    return task


@transaction.atomic
def edit_task(task: Task, facts: TaskFacts, *, by: User, at: datetime) -> Task:
    before = _task_fields(task)
    _fill_task(task, facts)
    task.save()
    task.coordinations.all().delete()
    _coordinate(task, facts.coordinating)
    if changed := _changed(before, _task_fields(task)):
        log(task, "tasks.edit", user=by, timestamp=at, data={"fields": changed})
    return task


@transaction.atomic
def declare_done(task: Task, *, on: date, product: str, by: User, at: datetime) -> Task:
    """Record that the task is done, on which day and with which product; the same again does no harm.

    raises: NotNow without a product, if it was declared done with another one, or stopped
    """
    task = _locked(task)
    if task.stopped_on is not None:
        raise NotNow(_("It was stopped. Reopen it first, then declare it done."))
    if not product.strip():
        raise NotNow(_("Name the product: the document, the class, the film that is there now."))
    if task.done_on is not None:
        if (task.done_on, task.done_product) == (on, product.strip()):
            return task
        raise NotNow(_("It was declared done already. Reopen it to declare it with another product."))
    task.done_on, task.done_product, task.done_by = on, product.strip(), by
    task.save(update_fields=["done_on", "done_product", "done_by"])
    log(task, "tasks.done", user=by, timestamp=at, data={"on": on.isoformat(), "product": task.done_product})
    return task


@transaction.atomic
def stop(task: Task, *, on: date, reason: str, by: User, at: datetime) -> Task:
    """Record that nobody goes on with the task (dừng thực hiện), from which day and why; the same again does no harm.

    What fell due before that day was owed and stays; later it is not, and what the ledger counts of it is reversed.
    raises: NotNow without a reason, if it is done, or was stopped otherwise
    """
    task, reason = _locked(task), reason.strip()
    if not reason:
        raise NotNow(_("Give the reason in one sentence."))
    if (task.stopped_on, task.stopped_reason) == (on, reason):
        return task
    if task.done_on is not None or task.stopped_on is not None:
        raise NotNow(_("It is done or was stopped already. Reopen it first."))
    task.stopped_on, task.stopped_reason = on, reason
    task.save(update_fields=["stopped_on", "stopped_reason"])
    log(task, "tasks.stop", user=by, timestamp=at, data={"on": on.isoformat(), "reason": reason})
    return task


@transaction.atomic
def reopen(task: Task, *, reason: str, by: User, at: datetime) -> Task:
    """Take back that a task was done or stopped; what was said stays in its history. Twice does no harm.

    raises: NotNow without a reason
    """
    task = _locked(task)
    if not reason.strip():
        raise NotNow(_("Give the reason in one sentence."))
    if (on := task.done_on or task.stopped_on) is None:
        return task
    said = {"on": on.isoformat(), "product": task.done_product, "reason": reason.strip()}
    task.done_on, task.done_product, task.done_by = None, "", None
    task.stopped_on, task.stopped_reason = None, ""
    task.save(update_fields=["done_on", "done_product", "done_by", "stopped_on", "stopped_reason"])
    log(task, "tasks.reopen", user=by, timestamp=at, data=said)
    return task


@transaction.atomic
def delete_task(task: Task, *, by: User, at: datetime) -> None:
    """Throw away a task that nothing names.

    raises: NotNow
    """
    log(task, "tasks.delete", user=by, timestamp=at, deleted=True, data={"code": task.code})
    try:
        with transaction.atomic():
            task.delete()
    except ProtectedError:
        raise NotNow(
            _("Records, the ledger or targets name this task, so it stays. Stop it instead, and say why.")
        ) from None


def _locked(task: Task) -> Task:
    """The row as it is now, held until the end of the transaction: two people may press at once."""
    return Task.objects.select_for_update(of=("self",)).get(pk=task.pk)


def _fill_programme(programme: Programme, facts: ProgrammeFacts) -> None:
    _check_place(programme, facts)
    for name, value in vars(facts).items():
        setattr(programme, name, value)


def _check_place(programme: Programme, facts: ProgrammeFacts) -> None:
    upper = facts.parent
    if upper is not None and facts.type not in BELOW[Programme.Type(upper.type)]:
        raise NotNow(_("Plans stand below schemes and programmes, never the other way round."))
    while upper is not None:
        if upper.pk == programme.pk:
            raise NotNow(_("A programme cannot stand below itself."))
        upper = upper.parent


def _fill_task(task: Task, facts: TaskFacts) -> None:
    for name, value in vars(facts).items():
        if name != "coordinating":
            setattr(task, name, value)


def _coordinate(task: Task, agencies: Iterable[Agency]) -> None:
    TaskCoordination.objects.bulk_create(
        TaskCoordination(task=task, agency=agency) for agency in agencies if agency.code != task.lead_agency_id
    )


def _programme_fields(programme: Programme) -> dict[str, Any]:
    names = [*ProgrammeFacts.__dataclass_fields__]
    return {name: getattr(programme, f"{name}_id" if name in {"parent", "lead_agency"} else name) for name in names}


def _task_fields(task: Task) -> dict[str, Any]:
    names = [name for name in TaskFacts.__dataclass_fields__ if name not in {"coordinating", "lead_agency"}]
    values = {name: getattr(task, name) for name in names}
    return values | {
        "lead_agency": task.lead_agency_id,
        "coordinating": sorted(task.coordinations.values_list("agency", flat=True)),
    }


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in after if before[name] != after[name]]


def _programme_code(facts: ProgrammeFacts) -> str:
    years = dict.fromkeys([facts.starts_on.year, facts.ends_on.year])
    parts = [_WORDS[facts.type], *(str(year) for year in years)]
    if facts.lead_agency and facts.parent and facts.parent.lead_agency_id != facts.lead_agency.code:
        parts.append(facts.lead_agency.code)
    return _free("-".join(parts), taken=Programme.objects.values_list("code", flat=True))


def _task_code(programme: Programme, position: int) -> str:
    return _free(f"{programme.code[:45]}-nv{position}", taken=Task.objects.values_list("code", flat=True))


def _free(wanted: str, *, taken: Any) -> str:
    """The code, with a number behind it if it is taken."""
    base = slugify(re.sub(r"\s+", "-", fold(wanted)))[: _LONGEST_CODE - 4]
    known = set(taken.filter(code__startswith=base))
    return next(code for number in range(1, 1000) if (code := base if number == 1 else f"{base}-{number}") not in known)
