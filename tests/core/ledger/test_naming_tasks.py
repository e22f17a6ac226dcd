"""A record names its task: which are offered, what a yearly name means, and the plan that comes along."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import Words, draft_of, read
from lantoa.core.ledger.forms import ActivityForm, starting_values
from lantoa.core.people.models import User
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Programme, Task
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
TODAY = date(2027, 5, 1)
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def plans(province: Province) -> dict[int, Programme]:
    facts = {
        year: programme.ProgrammeFacts(f"Plan {year}", Programme.Type.PLAN, date(year, 1, 1), date(year, 12, 31))
        for year in (2026, 2027)
    }
    return {year: programme.add_programme(fact, by=province.lan, at=AT) for year, fact in facts.items()}


def task_of(plan: Programme, province: Province, name: str, **facts: Any) -> Task:
    facts.setdefault("lead_agency", province.commune_a)
    return programme.add_task(plan, programme.TaskFacts(name, **facts), by=province.lan, at=AT)


def form_of(province: Province, *, data: dict[str, str] | None = None, **more: Any) -> ActivityForm:
    return ActivityForm(data, words=Words.load(), kind="talk", agencies=[province.commune_a], today=TODAY, **more)


def offered(form: ActivityForm) -> list[Any]:
    return list(form.fields["task"].choices)  # type: ignore[attr-defined]


def raw(**more: str) -> dict[str, str]:
    return {"title": "Nói chuyện", "occurred_on": "2027-02-03", "attendances": "12", "topic": "sea_islands", **more}


def test_the_agencys_tasks_come_first_and_of_plans_of_that_day(province: Province, plans: dict[int, Programme]) -> None:
    task_of(plans[2026], province, "Old")
    own = task_of(plans[2027], province, "Own", number="II.1")
    other = task_of(plans[2027], province, "Other", lead_agency=province.commune_b)
    of_2027 = [
        ("", "–"),
        ("Of the agency", [(own.code, "II.1 Own (Plan 2027)")]),
        ("Plan 2027", [(other.code, "Other")]),
    ]

    assert offered(form_of(province)) == of_2027
    assert [group for group, _ in offered(form_of(province, data=raw(occurred_on="2026-05-01")))] == [
        "",
        "Of the agency",
    ]
    assert len(offered(form_of(province, data=raw(occurred_on="2027-01-10")))[1][1]) == 2, "December is written late"


def test_what_was_chosen_stays_offered_when_its_plan_is_over(province: Province, plans: dict[int, Programme]) -> None:
    old = task_of(plans[2026], province, "Old")

    form = form_of(province, data=raw(task=old.code))

    assert form.is_valid(), form.errors
    assert form.draft
    assert (form.draft.task, form.draft.programme) == (old.code, plans[2026].code)


def test_a_name_that_several_plans_share_means_the_plan_of_the_day(
    province: Province, plans: dict[int, Programme]
) -> None:
    tasks = {year: task_of(plan, province, "Tổ chức sơ kết") for year, plan in plans.items()}
    words = Words.load()

    for year, task in tasks.items():
        row = raw(task="tổ chức sơ kết", occurred_on=f"{year}-02-03")
        draft, problems = read(row, words, kind="talk", agency=province.commune_a.code, today=TODAY)
        assert problems == []
        assert draft
        assert (draft.task, draft.programme) == (task.code, plans[year].code)

    row = raw(task="tổ chức sơ kết", occurred_on="2025-02-03")
    _draft, problems = read(row, words, kind="talk", agency=province.commune_a.code, today=TODAY)
    assert [problem.field for problem in problems] == ["task"]


def test_a_plan_that_was_named_stays_beside_a_task_of_another(province: Province, plans: dict[int, Programme]) -> None:
    task = task_of(plans[2027], province, "Own")
    row = raw(task=task.code, programme=plans[2026].code)
    draft, _ = read(row, Words.load(), kind="talk", agency=province.commune_a.code, today=TODAY)
    assert draft
    assert (draft.task, draft.programme) == (task.code, plans[2026].code)


def test_another_task_brings_its_own_plan_and_none_takes_it_away(
    province: Province, plans: dict[int, Programme]
) -> None:
    first, second = (task_of(plans[year], province, str(year)) for year in (2026, 2027))
    draft, _ = read(raw(task=first.code), Words.load(), kind="talk", agency=province.commune_a.code, today=TODAY)
    assert draft
    made = actions.save_draft(draft, by=province.an, at=AT)

    for code, plan in ((second.code, plans[2027].code), ("", None)):
        data = {name: str(value) for name, value in starting_values(made).items() if value and name != "coordinating"}
        form = form_of(province, data={**data, "task": code}, kept=draft_of(made))
        assert form.is_valid(), form.errors
        assert form.draft
        assert (form.draft.task or "", form.draft.programme) == (code, plan)


def test_the_page_of_an_activity_leads_to_its_task_and_plan(
    province: Province, plans: dict[int, Programme], client_of: Browser
) -> None:
    task = task_of(plans[2027], province, "Own")
    draft, _ = read(raw(task=task.code), Words.load(), kind="talk", agency=province.commune_a.code, today=TODAY)
    assert draft
    named = actions.save_draft(draft, by=province.an, at=AT)

    page = client_of(province.an).get(reverse("ledger:activity", args=[named.pk])).text
    assert f'href="{reverse("ledger:task", args=[task.code])}"' in page
    assert f'href="{reverse("ledger:plan", args=[plans[2027].code])}"' in page
