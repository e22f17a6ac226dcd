"""Tasks that fell due stand in the ledger by themselves, as the plan says it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import queries as entries
from lantoa.core.ledger.models import Entry
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import actions
from lantoa.core.programme.models import Programme, Task
from lantoa.core.programme.rules.programme import is_done_on_time
from lantoa.doors.cli.main import main
from tests.core.programme.conftest import AT, clock
from tests.core.programme.test_duties import post, post_all, standing, told, undone
from tests.factories import Province

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
YEAR = periods.parse("2026")
A = "xa-an-binh"


@pytest.fixture
def signed(plan: Programme, lan: User) -> Programme:
    return actions.sign(plan, number="2/KH", on=date(2026, 1, 5), by=lan, at=AT)


def _share(**more: Any) -> str:
    return told("tasks_on_time", YEAR, **more)


def test_a_task_counts_once_its_day_is_over(task: Task, signed: Programme, province: Province) -> None:
    actions.declare_done(task, on=date(2026, 6, 30), product="5 lớp", by=province.an, at=clock("2026-07-08 08:00:00"))

    assert [post(province.lan, "06-30"), post(province.lan, "07-01"), post(province.lan, "07-01")] == [0, 1, 0]
    assert standing() == [(A, date(2026, 6, 30), ["tasks_due", "tasks_on_time"])]
    entry = Entry.objects.get()
    assert (entry.task_id, entry.programme_id, entry.is_public) == (task.code, signed.code, False)
    assert [_share(agencies=[agency]) for agency in (province.commune_a, province.commune_b)] == ["1/1", "0/0"]


def test_done_too_late_or_not_at_all_is_due_all_the_same(task: Task, signed: Programme, lan: User) -> None:
    post(lan, "07-01")
    assert _share() == "0/1"
    actions.declare_done(task, on=date(2026, 7, 1), product="5 lớp", by=lan, at=AT)
    assert (post(lan, "07-02"), _share()) == (0, "0/1")

    actions.reopen(task, reason="Nhầm ngày", by=lan, at=AT)
    actions.declare_done(task, on=date(2026, 6, 20), product="5 lớp", by=lan, at=AT)
    assert (post(lan, "07-03"), _share()) == (2, "1/1")
    actions.reopen(task, reason="Chưa đủ lớp", by=lan, at=AT)
    assert (post(lan, "07-04"), _share()) == (2, "0/1")
    assert entries.verify().holds


def test_a_plan_that_is_not_signed_owes_nothing_yet(task: Task, plan: Programme, lan: User) -> None:
    assert post(lan, "12-01") == 0
    actions.sign(plan, number="2/KH", on=date(2026, 12, 2), by=lan, at=AT)
    assert (post(lan, "12-02"), _share()) == (1, "0/1")


def test_a_draft_that_was_put_aside_never_owed_anything(task: Task, plan: Programme, lan: User) -> None:
    actions.end(plan, reason="Không ban hành", by=lan, at=AT)
    assert post(lan, "12-01") == 0


@pytest.mark.parametrize(("ended", "share"), [("2026-06-29 08:00:00", "0/0"), ("2026-06-30 08:00:00", "0/1")])
def test_what_ended_before_its_day_is_not_due(task: Task, signed: Programme, lan: User, ended: str, share: str) -> None:
    actions.end(signed, reason="Có kế hoạch thay thế", by=lan, at=clock(ended))
    post(lan, "12-01")
    assert _share() == share


def test_a_moved_day_and_another_agency_move_the_entry(task: Task, signed: Programme, province: Province) -> None:
    lan = province.lan
    post(lan, "07-01")
    _edit(task, lan, due_on=date(2026, 9, 30))
    assert (post(lan, "07-02"), standing()) == (1, [])
    assert entries.reason_of(Entry.objects.latest("seq")) == "Không còn đến hạn, hoặc chưa đến hạn."
    post(lan, "10-01")

    _edit(task, lan, due_on=date(2026, 9, 30), lead_agency=province.commune_b)
    assert post(lan, "10-02") == 2
    assert standing() == [("xa-binh-minh", date(2026, 9, 30), ["tasks_due"])]
    assert entries.reason_of(Entry.objects.latest("seq")) == "Nay đơn vị khác chịu trách nhiệm."

    _edit(task, lan, due_on=None)
    assert (post(lan, "10-03"), _share()) == (1, "0/0")


def test_what_was_posted_keeps_its_task(task: Task, signed: Programme, lan: User) -> None:
    post(lan, "07-01")
    with pytest.raises(actions.NotNow, match="dừng thực hiện"):
        actions.delete_task(task, by=lan, at=AT)


@pytest.mark.parametrize(("stopped", "share"), [(date(2026, 6, 29), "0/0"), (date(2026, 6, 30), "0/1")])
def test_a_task_stopped_before_its_day_is_not_owed(
    task: Task, signed: Programme, lan: User, stopped: date, share: str
) -> None:
    post(lan, "07-01")
    for _twice in range(2):
        actions.stop(task, on=stopped, reason="Thay bằng nhiệm vụ II.4", by=lan, at=clock("2026-07-02 08:00:00"))
    post(lan, "07-03")
    assert _share() == share
    actions.reopen(task, reason="Vẫn phải làm", by=lan, at=clock("2026-07-04 08:00:00"))
    post(lan, "07-05")
    assert (_share(), entries.verify().holds) == ("0/1", True)


def test_the_page_of_a_task_that_fell_due_offers_to_stop_and_not_to_delete(
    task: Task, signed: Programme, province: Province, client_of: SignIn
) -> None:
    page, office = reverse("ledger:task", args=[task.code]), client_of(province.lan)
    stop, delete = (reverse(f"programme:task_{step}", args=[task.code]) for step in ("stop", "delete"))
    assert (stop in office.get(page).text, delete in office.get(page).text) == (True, True)
    post(province.lan, "07-01")
    assert (stop in office.get(page).text, delete in office.get(page).text) == (True, False)
    refused = office.post(delete)
    assert (refused.status_code, "dừng thực hiện" in refused.text) == (422, True)

    answers = {"reason": "Tỉnh ủy giao đơn vị khác", "on": "2026-06-20"}
    assert office.post(stop, {**answers, "reason": ""}).status_code == 422
    shown = office.post(stop, answers, follow=True).text
    assert (shown.count(answers["reason"]), "Dừng thực hiện" in shown, stop in shown) == (2, True, False)

    # What the secretariat stopped in its plan, the agency that leads does not take up again, nor declare done.
    reopen = reverse("programme:task_reopen", args=[task.code])
    assert reopen not in client_of(province.an).get(page).text
    assert client_of(province.an).post(reopen, {"reason": "x"}).status_code == 404
    done = client_of(province.an).post(
        reverse("programme:task_done", args=[task.code]), {"product": "5", "on": "2026-06-20"}
    )
    assert done.status_code == 422
    office.post(reopen, {"reason": "Giao lại"})
    assert stop in office.get(page).text


def test_it_adds_nothing_to_the_task_itself(task: Task, signed: Programme, province: Province) -> None:
    post(province.lan, "07-01")
    assert entries.task_sums(task) == []
    (row,) = entries.task_rows([task], today=date(2026, 7, 1))
    assert (row.record_count, row.state) == (0, "overdue")
    assert told("activities", YEAR) == "0"


def test_the_figure_and_the_entry_lead_to_the_task(
    task: Task, signed: Programme, province: Province, client_of: SignIn
) -> None:
    post(province.lan, "07-01")
    address = reverse("ledger:figure", args=["tasks_on_time"]) + "?period=2026"
    assert task.name in client_of(province.lan).get(address).content.decode()
    page = client_of(province.an).get(reverse("ledger:entry", args=[1])).content.decode()
    assert f'href="{reverse("ledger:task", args=[task.code])}">{task.name}' in page
    assert client_of(province.binh).get(reverse("ledger:entry", args=[1])).status_code == 404


def test_the_command_line_corrects_the_cause_and_not_the_entry(
    task: Task, signed: Programme, lan: User, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    post(lan, "07-01")
    monkeypatch.setenv("LANTOA_LANG", "en")
    assert main(["entry", "correct", "1", "--set", "tasks_due=0", "--reason", "x"]) == 1
    assert "posted by the program itself" in capsys.readouterr().err


STEPS = ["declare", "stop", "reopen", "move", "give", "empty", "run", "run"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(-20, 20)), max_size=12))
def test_whatever_happens_in_whatever_order_the_figure_is_what_the_plan_says(
    steps: list[tuple[str, int]], task: Task, signed: Programme, province: Province
) -> None:
    with undone():
        at = clock("2026-06-25 08:00:00")
        for step, days in steps:
            at += timedelta(hours=31)
            try:
                with transaction.atomic():
                    _take(step, days, Task.objects.get(pk=task.pk), province, at)
            except actions.NotNow:
                continue
        post_all(province.lan, "12-31", most=1)

        now = Task.objects.get(pk=task.pk)
        due = int(now.due_on is not None and (now.stopped_on is None or now.stopped_on >= now.due_on))
        assert _share() == f"{int(bool(due) and is_done_on_time(now))}/{due}"
        assert [code for code, _on, _measures in standing()] == [now.lead_agency_id] * due
        assert post(province.lan, "12-31") == 0
        assert entries.verify().holds


def _take(step: str, days: int, task: Task, province: Province, at: datetime) -> None:
    day = timezone.localdate(at) + timedelta(days=days)
    person: dict[str, Any] = {"by": province.lan, "at": at}
    {
        "declare": lambda: actions.declare_done(task, on=day, product="5 lớp", **person),
        "stop": lambda: actions.stop(task, on=day, reason="Thôi", **person),
        "reopen": lambda: actions.reopen(task, reason="Nhầm", **person),
        "move": lambda: _edit(task, province.lan, due_on=day),
        "give": lambda: _edit(task, province.lan, due_on=task.due_on, lead_agency=province.commune_b),
        "empty": lambda: _edit(task, province.lan, due_on=None),
        "run": lambda: ledger.post_duties(today=timezone.localdate(at), most=1, **person),
    }[step]()


def _edit(task: Task, lan: User, *, due_on: date | None, lead_agency: Agency | None = None) -> None:
    facts = actions.TaskFacts(task.name_vi, lead_agency or task.lead_agency, due_on=due_on)
    actions.edit_task(Task.objects.get(pk=task.pk), facts, by=lan, at=AT)
