"""The small pages of plans, tasks and targets: what a person types becomes what stands there, or is said back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.base import periods
from lantoa.core.people.models import User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Programme, Target, Task
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.core.programme.conftest import AT
from tests.factories import Province

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Browser = Callable[[User], Client]


@pytest.fixture
def browser(client_of: Browser) -> Browser:
    """As `client_of`, in English."""

    def signed_in(user: User) -> Client:
        client = client_of(user)
        client.cookies[LANGUAGE_COOKIE] = "en"
        return client

    return signed_in


@pytest.fixture
def send(browser: Browser) -> Callable[..., Any]:
    """`send(lan, "programme:programme_new", {...}, code)`: what comes back, in English."""

    def sent(user: User, name: str, data: dict[str, Any], *args: Any) -> Any:
        return browser(user).post(reverse(name, args=args), data)

    return sent


def test_a_plan_is_written_edited_signed_ended(province: Province, scheme: Programme, send: Any) -> None:
    facts = {"type": "plan", "name_vi": "Kế hoạch 2027", "term": "2027", "parent": scheme.code}
    answer = send(province.lan, "programme:programme_new", facts)
    plan = Programme.objects.get(code="ke-hoach-2027")
    assert (answer.status_code, answer.url) == (302, reverse("ledger:plan", args=[plan.code]))
    assert (plan.starts_on, plan.ends_on, plan.parent, plan.state) == (
        date(2027, 1, 1), date(2027, 12, 31), scheme, "draft",
    )  # fmt: skip

    send(province.lan, "programme:programme_edit", {**facts, "term": "2027 - 2028", "legal_basis": "x"}, plan.code)
    plan.refresh_from_db()
    assert (plan.ends_on, plan.legal_basis) == (date(2028, 12, 31), "x")

    answer = send(province.lan, "programme:programme_sign", {"number": "5/KH", "on": "2999-01-01"}, plan.code)
    assert (answer.status_code, "future" in answer.text) == (422, True)
    send(province.lan, "programme:programme_sign", {"number": "5/KH", "on": "16/01/2026"}, plan.code)
    send(province.lan, "programme:programme_end", {"reason": "Gộp"}, plan.code)
    plan.refresh_from_db()
    assert (plan.state, plan.document_number, plan.signed_on) == ("ended", "5/KH", date(2026, 1, 16))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"term": "khi nào đó"}, "is no date"), ({"term": ""}, "required"), ({"name_vi": ""}, "required"),
     ({"type": "scheme"}, "never the other way round")],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_lost(
    province: Province, plan: Programme, send: Any, wrong: dict[str, str], said: str
) -> None:
    facts = {"type": "plan", "name_vi": "Kế hoạch 2027", "term": "2027", "parent": plan.code, "legal_basis": "Căn cứ"}
    answer = send(province.lan, "programme:programme_new", {**facts, **wrong})
    assert (answer.status_code, Programme.objects.filter(name_vi="Kế hoạch 2027").count()) == (422, 0)
    assert said in answer.text
    assert "Căn cứ" in answer.text


def test_a_focal_point_plans_for_its_own_agency_below_another_plan(
    province: Province, plan: Programme, send: Any
) -> None:
    own = {"type": "plan", "name_vi": "Của xã", "term": "2026", "parent": plan.code, "lead_agency": "xa-an-binh"}
    for wrong in ({"parent": ""}, {"lead_agency": ""}, {"lead_agency": "xa-binh-minh"}, {"type": "scheme"}):
        assert send(province.an, "programme:programme_new", {**own, **wrong}).status_code == 422
    assert send(province.an, "programme:programme_new", own).status_code == 302
    made = Programme.objects.get(name_vi="Của xã")

    task = {"name_vi": "Việc", "lead_agency": "xa-binh-minh"}
    assert send(province.an, "programme:task_new", task, made.code).status_code == 422
    assert send(province.an, "programme:task_new", {**task, "lead_agency": "xa-an-binh"}, made.code).status_code == 302
    target = {"indicator": "training_classes", "period": "2026", "value": "3"}
    assert send(province.an, "programme:target_new", target, made.code).status_code == 422
    assert send(province.an, "programme:target_new", {**target, "agency": "xa-an-binh"}, made.code).status_code == 302
    assert send(province.binh, "programme:task_new", task, made.code).status_code == 404


def test_a_task_is_added_edited_done_reopened_deleted(province: Province, plan: Programme, send: Any) -> None:
    facts = {
        "name_vi": "Mở lớp", "number": "II.1", "lead_agency": "xa-an-binh", "coordinating": ["xa-binh-minh"],
        "due_on": "2026-06-30", "product": "5 lớp", "is_key": "on", "repeats_yearly": "on",
    }  # fmt: skip
    send(province.lan, "programme:task_new", facts, plan.code)
    task = Task.objects.get()
    assert (task.number, task.due_on, task.is_key, task.repeats_yearly) == ("II.1", date(2026, 6, 30), True, True)
    assert [row.agency_id for row in task.coordinations.all()] == ["xa-binh-minh"]

    send(province.lan, "programme:task_edit", {**facts, "name_vi": "Mở 6 lớp", "coordinating": []}, task.code)
    send(province.an, "programme:task_done", {"product": "6 lớp", "on": "2026-05-02"}, task.code)
    task.refresh_from_db()
    assert (task.name_vi, task.done_product, task.done_by) == ("Mở 6 lớp", "6 lớp", province.an)
    assert task.coordinations.count() == 0
    assert (
        send(province.an, "programme:task_done", {"product": "7 lớp", "on": "2026-05-02"}, task.code).status_code == 422
    )

    assert send(province.an, "programme:task_reopen", {"reason": ""}, task.code).status_code == 422
    send(province.an, "programme:task_reopen", {"reason": "Chưa xong"}, task.code)
    task.refresh_from_db()
    assert task.done_on is None
    assert send(province.lan, "programme:task_delete", {}, task.code).url == reverse("ledger:plan", args=[plan.code])
    assert Task.objects.count() == 0


def test_a_target_is_set_changed_withdrawn_and_its_page_tells_all(
    province: Province, plan: Programme, send: Any, browser: Browser
) -> None:
    facts = {"indicator": "training_classes", "period": "2026", "value": "12"}
    send(province.lan, "programme:target_new", facts, plan.code)
    first = Target.objects.get()
    assert (first.value, first.period, first.set_by) == (12000, periods.year(2026), province.lan)

    changed = {**facts, "value": "15"}
    answer = send(province.lan, "programme:target_new", changed, plan.code)
    assert (answer.status_code, "why it changes" in answer.text) == (422, True)
    send(province.lan, "programme:target_new", {**changed, "reason": "Thêm xã"}, plan.code)
    send(province.lan, "programme:target_withdraw", {"reason": "Không giao"}, first.pk)

    assert [row.value for row in queries.earlier_and_later(first)] == [None, 15000, 12000]
    page = browser(province.binh).get(reverse("programme:target", args=[first.pk])).text
    assert page.index("Không giao") < page.index("Thêm xã")
    form = browser(province.lan).get(reverse("programme:target_new", args=[plan.code]) + f"?from={first.pk}")
    assert form.context["form"].initial["value"] == "12"


@pytest.mark.parametrize(("typed", "kept"), [("90", 900), ("12,5", 125), ("một", None), ("-1", None)])
def test_the_target_of_a_share_is_typed_in_percent(
    province: Province, plan: Programme, send: Any, typed: str, kept: int | None
) -> None:
    facts = {"indicator": "investment_delegation_share", "period": "2026", "value": typed}
    send(province.lan, "programme:target_new", facts, plan.code)
    assert list(Target.objects.values_list("value", flat=True)) == ([kept] if kept is not None else [])


def test_what_is_named_is_not_deleted_and_the_page_says_why(
    province: Province, plan: Programme, task: Task, send: Any
) -> None:
    how: Any = {"by": province.lan, "at": AT}
    actions.set_target("training_classes", periods.year(2026), Decimal(5), programme=plan, task=task, **how)
    for name, code, said in (
        ("programme:task_delete", task.code, "targets name this task"),
        ("programme:programme_delete", plan.code, "still has tasks"),
    ):
        answer = send(province.lan, name, {}, code)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert (Task.objects.count(), Programme.objects.count()) == (1, 2)


def test_the_copy_tells_what_went_along(province: Province, plan: Programme, task: Task, browser: Browser) -> None:
    address = reverse("programme:programme_copy", args=[plan.code])
    answer = browser(province.lan).post(address, follow=True)
    assert answer.redirect_chain == [(reverse("ledger:plan", args=["ke-hoach-2027"]), 302)]
    assert "1 task went along." in answer.text
    again = browser(province.lan).post(address)
    assert (again.status_code, "made from it already" in again.text) == (422, True)
