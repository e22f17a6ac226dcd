"""Programmes and tasks: written, signed, done, reopened, carried into the next year, deleted where unused."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from lantoa.base.periods import year
from lantoa.core.programme import actions, queries
from lantoa.core.programme.actions import NotNow, ProgrammeFacts, TaskFacts
from lantoa.core.programme.models import Programme, Task
from lantoa.core.programme.rules import programme as rules
from lantoa.core.programme.rules.programme import TaskState
from tests.core.programme.conftest import AT, clock
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def said(shown: Programme | Task) -> list[str]:
    return [line.action for line in queries.history_of_plan(shown)]


def test_a_plan_is_a_draft_until_it_is_signed(province: Province, plan: Programme) -> None:
    assert (plan.state, plan.code, plan.signed_on) == ("draft", "ke-hoach-2026", None)

    signed = actions.sign(plan, number="18/KH-UBND", on=date(2026, 1, 16), by=province.lan, at=AT)
    again = actions.sign(signed, number="18/KH-UBND", on=date(2026, 1, 16), by=province.lan, at=AT)

    assert (again.state, again.document_number, again.signed_on) == ("signed", "18/KH-UBND", date(2026, 1, 16))
    assert said(plan) == ["programmes.add", "programmes.sign"]


def test_what_has_ended_takes_no_task_and_no_number(province: Province, plan: Programme) -> None:
    actions.end(plan, reason="Nhập vào kế hoạch khác", by=province.lan, at=AT)
    actions.end(plan, reason="Lần nữa", by=province.lan, at=AT)

    with pytest.raises(NotNow, match="ended"):
        actions.add_task(plan, TaskFacts("Việc mới", province.commune_a), by=province.lan, at=AT)
    with pytest.raises(NotNow, match="ended"):
        actions.sign(plan, number="2", on=date(2026, 1, 1), by=province.lan, at=AT)
    assert said(plan) == ["programmes.add", "programmes.end"]


def test_codes_name_term_and_member_and_never_collide(province: Province, scheme: Programme, plan: Programme) -> None:
    facts = ProgrammeFacts("Kế hoạch", Programme.Type.PLAN, date(2026, 1, 1), date(2026, 12, 31), parent=scheme)
    own = ProgrammeFacts(
        "Kế hoạch của xã", Programme.Type.PLAN, date(2026, 1, 1), date(2026, 12, 31), parent=plan,
        lead_agency=province.commune_a,
    )  # fmt: skip

    made = [actions.add_programme(item, by=province.lan, at=AT).code for item in (facts, own, own)]

    assert scheme.code == "de-an-2026-2030"
    assert made == ["ke-hoach-2026-2", "ke-hoach-2026-xa-an-binh", "ke-hoach-2026-xa-an-binh-2"]


@pytest.mark.parametrize("below", ["itself", "its own plan"])
def test_a_programme_never_stands_below_itself(province: Province, plan: Programme, below: str) -> None:
    facts = ProgrammeFacts("Kế hoạch", Programme.Type.PLAN, plan.starts_on, plan.ends_on, parent=plan)
    lower = actions.add_programme(facts, by=province.lan, at=AT)
    upper = plan if below == "itself" else lower

    with pytest.raises(NotNow, match="below itself"):
        actions.edit_programme(
            plan, ProgrammeFacts("Kế hoạch", Programme.Type.PLAN, plan.starts_on, plan.ends_on, parent=upper),
            by=province.lan, at=AT,
        )  # fmt: skip


def test_a_scheme_does_not_stand_below_a_plan(province: Province, plan: Programme) -> None:
    facts = ProgrammeFacts("Đề án", Programme.Type.SCHEME, plan.starts_on, plan.ends_on, parent=plan)
    with pytest.raises(NotNow, match="never the other way"):
        actions.add_programme(facts, by=province.lan, at=AT)


def test_an_edit_that_changes_nothing_leaves_no_line(province: Province, plan: Programme, task: Task) -> None:
    same = ProgrammeFacts(plan.name_vi, Programme.Type.PLAN, plan.starts_on, plan.ends_on, parent=plan.parent)
    actions.edit_programme(plan, same, by=province.lan, at=AT)
    facts = TaskFacts(
        task.name_vi, province.commune_a, due_on=task.due_on, product=task.product, coordinating=[province.commune_b]
    )
    actions.edit_task(task, facts, by=province.lan, at=AT)
    assert (said(plan), said(task)) == (["programmes.add"], ["tasks.add"])

    actions.edit_task(task, TaskFacts("Tên khác", province.commune_b), by=province.lan, at=AT)
    [_, line] = queries.history_of_plan(task)
    assert sorted(line.data["fields"]) == ["coordinating", "due_on", "lead_agency", "name_vi", "product"]


# -- tasks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "has_activities", "state"),
    [
        (date(2026, 6, 30), False, TaskState.NOT_STARTED),
        (date(2026, 6, 30), True, TaskState.IN_PROGRESS),
        (date(2026, 7, 1), False, TaskState.OVERDUE),
        (date(2026, 7, 1), True, TaskState.OVERDUE),
    ],
)
def test_the_state_of_a_task_follows_from_the_day_and_its_records(
    task: Task, today: date, has_activities: bool, state: TaskState
) -> None:
    assert rules.state_of(task, has_activities=has_activities, today=today) == state


def test_a_task_is_done_once_its_product_is_named(province: Province, task: Task) -> None:
    with pytest.raises(NotNow, match="product"):
        actions.declare_done(task, on=date(2026, 7, 3), product="  ", by=province.an, at=AT)

    done = actions.declare_done(task, on=date(2026, 7, 3), product="5 lớp, biên bản số 7", by=province.an, at=AT)
    same = actions.declare_done(task, on=date(2026, 7, 3), product="5 lớp, biên bản số 7", by=province.an, at=AT)
    with pytest.raises(NotNow, match="Reopen"):
        actions.declare_done(task, on=date(2026, 7, 3), product="6 lớp", by=province.an, at=AT)

    assert rules.state_of(done, has_activities=False, today=date(2027, 1, 1)) == TaskState.DONE
    assert (same.done_by, same.done_product) == (province.an, "5 lớp, biên bản số 7")
    assert said(task) == ["tasks.add", "tasks.done"]


def test_a_reopened_task_keeps_what_was_declared_in_its_history(province: Province, task: Task) -> None:
    actions.declare_done(task, on=date(2026, 5, 3), product="5 lớp", by=province.an, at=AT)
    with pytest.raises(NotNow, match="reason"):
        actions.reopen(task, reason="", by=province.lan, at=AT)

    open_again = actions.reopen(task, reason="Mới mở 4 lớp", by=province.lan, at=AT)
    actions.reopen(task, reason="Lần nữa", by=province.lan, at=AT)

    assert (open_again.done_on, open_again.done_product, open_again.done_by) == (None, "", None)
    assert said(task) == ["tasks.add", "tasks.done", "tasks.reopen"]
    assert queries.history_of_plan(task)[-1].data == {"on": "2026-05-03", "product": "5 lớp", "reason": "Mới mở 4 lớp"}


def test_tasks_due_are_open_and_of_programmes_that_run(province: Province, plan: Programme, task: Task) -> None:
    later = actions.add_task(
        plan, TaskFacts("Việc sau", province.commune_b, due_on=date(2026, 8, 1)), by=province.lan, at=AT
    )
    actions.add_task(plan, TaskFacts("Không hạn", province.commune_b), by=province.lan, at=AT)
    due: Any = lambda **how: list(queries.tasks_due(today=date(2026, 7, 10), within_days=30, **how))  # noqa: E731 short

    assert due() == [task, later]
    assert due(agencies=[province.commune_b.code]) == [later]
    actions.declare_done(later, on=date(2026, 7, 9), product="x", by=province.binh, at=AT)
    assert due() == [task]
    actions.end(plan, reason="Hết", by=province.lan, at=AT)
    assert due() == []


def test_a_record_is_offered_its_agencys_tasks_first(province: Province, plan: Programme, task: Task) -> None:
    helped = actions.add_task(
        plan, TaskFacts("Cùng làm", province.committee, coordinating=[province.commune_a]), by=province.lan, at=AT
    )
    other = actions.add_task(plan, TaskFacts("Việc của xã khác", province.commune_b), by=province.lan, at=AT)

    offered = queries.tasks_offered(date(2026, 5, 1), agency=province.commune_a.code)

    assert offered == ([task, helped], [other])
    assert queries.tasks_offered(date(2027, 1, 20), agency=province.commune_a.code) == ([task, helped], [other])
    assert queries.tasks_offered(date(2027, 5, 1), agency=province.commune_a.code) == ([], [])
    assert queries.tasks_offered(date(2025, 12, 31)) == ([], [])


# -- the next plan ---------------------------------------------------------------------------------


def test_the_next_plan_takes_open_and_yearly_tasks_and_targets_along(
    province: Province, plan: Programme, task: Task
) -> None:
    yearly = actions.add_task(
        plan, TaskFacts("Sơ kết năm 2026", province.committee, repeats_yearly=True), by=province.lan, at=AT
    )
    once = actions.add_task(plan, TaskFacts("Làm phim", province.committee), by=province.lan, at=AT)
    for item in (yearly, once):
        actions.declare_done(item, on=date(2026, 5, 3), product="x", by=province.lan, at=AT)
    how: Any = {"by": province.lan, "at": AT, "programme": plan}
    actions.set_target("training_classes", year(2026), Decimal(12), **how)
    actions.set_target("talk_attendances", year(2026), Decimal(600), agency=province.commune_a, **how)
    actions.set_target("training_classes", year(2026), Decimal(5), task=task, **how)
    actions.set_target("training_classes", year(2026), Decimal(1), task=once, **how)
    gone = actions.set_target("delegations_in", year(2026), Decimal(9), **how)
    actions.withdraw_target(gone, reason="Không giao", by=province.lan, at=AT)

    copied = actions.copy_plan(plan, by=province.lan, at=AT)

    new = copied.programme
    assert (new.name_vi, new.state, new.starts_on, new.ends_on, new.parent) == (
        "Kế hoạch năm 2027", "draft", date(2027, 1, 1), date(2027, 12, 31), plan.parent,
    )  # fmt: skip
    assert [(item.name_vi, item.due_on, item.done_on) for item in copied.tasks] == [
        ("Mở lớp tập huấn năm 2027", date(2027, 6, 30), None), ("Sơ kết năm 2027", None, None),
    ]  # fmt: skip
    assert [row.agency_id for row in copied.tasks[0].coordinations.all()] == [province.commune_b.code]
    assert {(item.indicator_id, item.value, item.agency_id, item.task_id, item.period) for item in copied.targets} == {
        ("training_classes", 12000, None, None, year(2027)),
        ("talk_attendances", 600000, province.commune_a.code, None, year(2027)),
        ("training_classes", 5000, None, copied.tasks[0].code, year(2027)),
    }
    assert copied.left_behind == [once]
    with pytest.raises(NotNow, match="Kế hoạch năm 2027"):
        actions.copy_plan(plan, by=province.lan, at=AT)


def test_a_target_that_stands_already_is_not_doubled_by_a_copy(province: Province, plan: Programme) -> None:
    how: Any = {"by": province.lan, "at": AT}
    actions.set_target("training_classes", year(2026), Decimal(12), programme=plan, **how)
    actions.set_target("training_classes", year(2027), Decimal(15), programme=plan.parent, **how)

    copied = actions.copy_plan(plan, **how)

    assert [target.value for target in copied.targets] == [12000]
    assert queries.targets(["training_classes"], year(2027)) == {"training_classes": 15000}, "a draft is not in force"


# -- deleting --------------------------------------------------------------------------------------


def test_only_what_nothing_names_is_deleted(province: Province, scheme: Programme, plan: Programme, task: Task) -> None:
    actions.set_target("training_classes", year(2026), Decimal(5), programme=plan, task=task, by=province.lan, at=AT)
    with pytest.raises(NotNow, match="targets"), transaction.atomic():
        actions.delete_task(task, by=province.lan, at=AT)
    with pytest.raises(NotNow, match="tasks"), transaction.atomic():
        actions.delete_programme(plan, by=province.lan, at=AT)
    with pytest.raises(NotNow, match="name it"), transaction.atomic():
        actions.delete_programme(scheme, by=province.lan, at=AT)
    assert (Programme.objects.count(), Task.objects.count()) == (2, 1)

    spare = actions.add_task(plan, TaskFacts("Thừa", province.commune_a), by=province.lan, at=AT)
    actions.delete_task(spare, by=province.lan, at=AT)
    facts = ProgrammeFacts("Thừa", Programme.Type.PLAN, plan.starts_on, plan.ends_on)
    actions.delete_programme(actions.add_programme(facts, by=province.lan, at=AT), by=province.lan, at=AT)
    assert (Programme.objects.count(), Task.objects.count()) == (2, 1)


# -- the tree --------------------------------------------------------------------------------------


def test_the_tree_has_plans_below_their_programme_with_their_tasks_counted(
    province: Province, scheme: Programme, plan: Programme, task: Task, count_queries: Any
) -> None:
    done = actions.add_task(plan, TaskFacts("Xong", province.commune_a), by=province.lan, at=AT)
    actions.declare_done(done, on=date(2026, 2, 3), product="x", by=province.lan, at=AT)

    with count_queries() as captured:
        found = queries.tree(today=date(2026, 7, 1))

    assert [(row.programme, row.depth, row.task_count, row.done_count, row.overdue_count) for row in found] == [
        (scheme, 0, 0, 0, 0), (plan, 1, 2, 1, 1),
    ]  # fmt: skip
    assert len(captured) == 1

    actions.stop(task, on=date(2026, 7, 1), reason="Thôi", by=province.lan, at=AT)
    row = queries.tree(today=date(2026, 7, 1))[1]
    assert (row.task_count, row.done_count, row.overdue_count) == (1, 1, 0)
    assert queries.tasks_offered(date(2026, 5, 1)) == ([], [done])
    assert list(queries.tasks_due(today=date(2026, 7, 1), within_days=9)) == []


def test_the_day_a_programme_ended_is_taken_over_from_the_log(
    plan: Programme, scheme: Programme, province: Province
) -> None:
    actions.end(plan, reason="Thay thế", by=province.lan, at=clock("2026-05-04 00:30:00"))
    assert Programme.objects.get(pk=plan.pk).ended_on == date(2026, 5, 4)
    with raw_writes("a database from before the column"):
        Programme.objects.update(ended_on=None)
        import_module("lantoa.core.programme.migrations.0008_stopped_and_ended").fill_ended_on(apps, None)
    assert dict(Programme.objects.values_list("code", "ended_on")) == {plan.code: date(2026, 5, 4), scheme.code: None}
