"""Plans and tasks with what was accepted under them, and targets beside every figure."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from lantoa.base import periods
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people.models import User
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Programme, Task
from lantoa.core.programme.rules.programme import TaskState
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import FrozenDocument
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.doors.cli.main import main
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
YEAR = periods.year(2026)
CODE = "talk_attendances"
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> Any:
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def plan(province: Province) -> Programme:
    """The province's plan of 2026, signed."""
    facts = programme.ProgrammeFacts("Kế hoạch 2026", Programme.Type.PLAN, date(2026, 1, 1), date(2026, 12, 31))
    drafted = programme.add_programme(facts, by=province.lan, at=AT)
    return programme.sign(drafted, number="18/KH", on=date(2026, 1, 16), by=province.lan, at=AT)


def task_of(plan: Programme, province: Province, name: str = "Nói chuyện", **facts: Any) -> Task:
    facts.setdefault("lead_agency", province.commune_a)
    return programme.add_task(plan, programme.TaskFacts(name, **facts), by=province.lan, at=AT)


def accepted(province: Province, attendances: int, task: Task | None = None, *, year: int = 2026) -> Any:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title=f"Buổi {attendances}", occurred_from=date(year, 2, 3),
        occurred_on=date(year, 2, 3), quantities={"talks": (1000, ""), "attendances": (attendances * 1000, "")},
        task=task.code if task else None, programme=task.programme_id if task else None,
    )  # fmt: skip
    made = actions.save_draft(draft, by=province.an, at=AT)
    return actions.accept(actions.submit(made, by=province.an, at=AT), by=province.lan, at=AT)


def target(province: Province, value: int, period: periods.Period = YEAR, **more: Any) -> Any:
    return programme.set_target(CODE, period, Decimal(value), by=province.lan, at=AT, **more)


def read(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.text


# -- beside ----------------------------------------------------------------------------------------


def test_a_target_is_measured_over_its_own_period(province: Province, plan: Programme) -> None:
    accepted(province, 120)
    accepted(province, 80, year=2027)
    target(province, 200, programme=plan)
    target(province, 1000, periods.parse("2026..2030"))
    [definition] = [row for row in vocabulary.current_definitions() if row.indicator_id == CODE]

    said = {
        year: [
            (row.target.period.code(), row.planned_text, row.actual_text, row.reached)
            for row in queries.targets_beside([definition], periods.year(year)).get(CODE, [])
        ]
        for year in (2026, 2027, 2031)
    }

    assert said == {
        2026: [("2026", "200", "120", 60), ("2026..2030", "1,000", "200", 20)],
        2027: [("2026..2030", "1,000", "200", 20)],
        2031: [],
    }


def test_a_target_of_a_task_counts_only_what_names_the_task(province: Province, plan: Programme) -> None:
    task = task_of(plan, province)
    accepted(province, 120, task)
    accepted(province, 80)
    whole, part = target(province, 200, programme=plan), target(province, 200, programme=plan, task=task)
    definitions = {row.indicator_id: row for row in vocabulary.current_definitions()}

    found = queries.beside([whole, part], definitions, scope=None)

    assert [(row.figure and row.figure.value, row.reached) for row in found] == [
        (Decimal(200), 100),
        (Decimal(120), 60),
    ]


def test_of_a_target_of_the_province_a_focal_point_reads_no_actual(province: Province, plan: Programme) -> None:
    accepted(province, 120)
    of_all, of_own = target(province, 200, programme=plan), target(province, 60, agency=province.commune_a)
    definitions = {row.indicator_id: row for row in vocabulary.current_definitions()}

    def seen(user: User) -> list[str]:
        rows = queries.beside([of_all, of_own], definitions, scope=queries.figure_scope(user))
        return [row.actual_text for row in rows]

    assert seen(province.lan) == ["120", "120"]
    assert seen(province.an) == ["–", "120"]
    assert seen(province.binh) == ["–", "–"]


# -- tasks -----------------------------------------------------------------------------------------


def test_a_task_is_in_progress_once_an_accepted_record_names_it(province: Province, plan: Programme) -> None:
    tasks = [task_of(plan, province, name, due_on=date(2026, 6, 30)) for name in ("Có", "Chưa", "Xong")]
    record = accepted(province, 120, tasks[0])
    tasks[2] = programme.declare_done(tasks[2], on=date(2026, 2, 5), product="x", by=province.an, at=AT)
    day = date(2026, 5, 1)

    rows = queries.task_rows(tasks, today=day)
    assert [(row.state, row.record_count) for row in rows] == [
        (TaskState.IN_PROGRESS, 1), (TaskState.NOT_STARTED, 0), (TaskState.DONE, 0),
    ]  # fmt: skip
    for when in (day, date(2026, 7, 1)):
        for state in TaskState:
            derived = {row.task for row in queries.task_rows(tasks, today=when) if row.state == state}
            assert set(queries.tasks_in(Task.objects.all(), state, today=when)) == derived, (when, state)

    actions.reverse(record, by=province.lan, at=AT, reason="Ghi nhầm")
    assert queries.task_rows(tasks[:1], today=day)[0].state == TaskState.NOT_STARTED


def test_what_a_tasks_records_add_up_to(province: Province, plan: Programme) -> None:
    task = task_of(plan, province)
    accepted(province, 120, task)
    actions.reverse(accepted(province, 50, task), by=province.lan, at=AT, reason="Ghi nhầm")

    assert [(row.measure.code, row.value, row.row_count) for row in queries.task_sums(task)] == [
        ("attendances", Decimal(120), 1), ("talks", Decimal(1), 1),
    ]  # fmt: skip
    assert queries.task_sums(task, agencies=[province.commune_b.code]) == []


def test_a_focal_point_begins_with_the_tasks_of_its_agency(
    province: Province, plan: Programme, client_of: Browser
) -> None:
    task_of(plan, province, "Việc của xã A")
    task_of(plan, province, "Việc của xã B", lead_agency=province.commune_b)
    task_of(plan, province, "Cùng làm", lead_agency=province.commune_b, coordinating=[province.commune_a])
    names = ["Việc của xã A", "Việc của xã B", "Cùng làm"]

    def shown(user: User, query: str = "") -> list[str]:
        page = read(client_of(user), reverse("ledger:tasks") + query)
        return [name for name in names if f">{name}</a>" in page]

    assert shown(province.an) == ["Việc của xã A", "Cùng làm"]
    assert shown(province.an, "?agency=") == names
    assert shown(province.lan) == names
    assert shown(province.lan, f"?agency={province.commune_b.code}") == ["Việc của xã B", "Cùng làm"]
    assert shown(province.lan, "?state=done") == []


def test_the_next_due_task_stands_first_and_what_is_done_last(
    province: Province, plan: Programme, client_of: Browser
) -> None:
    days = {"Không hạn": None, "Muộn": date(2026, 9, 1), "Xong": date(2026, 1, 9), "Sớm": date(2026, 3, 1)}
    tasks = {name: task_of(plan, province, name, due_on=day) for name, day in days.items()}
    programme.declare_done(tasks["Xong"], on=date(2026, 1, 8), product="x", by=province.an, at=AT)

    rows = client_of(province.lan).get(reverse("ledger:tasks")).context["rows"]

    assert [row.task.name for row in rows] == ["Sớm", "Muộn", "Không hạn", "Xong"]


def test_a_plan_shows_its_tasks_by_state_and_lead(province: Province, plan: Programme, client_of: Browser) -> None:
    late = task_of(plan, province, "Việc trễ", due_on=date(2020, 1, 1))
    task_of(plan, province, "Việc khác", lead_agency=province.commune_b)
    address, client = reverse("ledger:plan", args=[plan.code]), client_of(province.leader)

    assert [row.task.name for row in client.get(address).context["rows"]] == ["Việc trễ", "Việc khác"]
    assert [row.task for row in client.get(address + "?state=overdue").context["rows"]] == [late]
    assert [row.task.name for row in client.get(f"{address}?agency=xa-binh-minh").context["rows"]] == ["Việc khác"]
    assert "Nothing matches" in read(client, address + "?state=done")


def test_a_reading_person_is_offered_no_step(province: Province, plan: Programme, client_of: Browser) -> None:
    task = task_of(plan, province)
    steps = [reverse("programme:task_done", args=[task.code]), reverse("programme:task_edit", args=[task.code])]
    page = reverse("ledger:task", args=[task.code])

    offered = {
        user.username: [step in read(client_of(user), page) for step in steps]
        for user in (province.lan, province.an, province.binh, province.leader)
    }

    assert offered == {"lan": [True, True], "an": [True, False], "binh": [False, False], "ha": [False, False]}


# -- queries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["programmes", "plan", "tasks", "task"])
def test_pages_ask_the_same_number_of_queries_for_one_and_for_three(
    page: str, province: Province, plan: Programme, client_of: Browser, count_queries: Any
) -> None:
    first = task_of(plan, province)
    address = {
        "programmes": reverse("programme:programmes"), "plan": reverse("ledger:plan", args=[plan.code]),
        "tasks": reverse("ledger:tasks"), "task": reverse("ledger:task", args=[first.code]),
    }[page]  # fmt: skip
    client, counts = client_of(province.lan), []
    for number in (1, 2):
        for index in range(number):
            accepted(province, 10, first)
            task_of(plan, province, f"Việc {number} {index}")
            period = periods.year(2026 + number * 10 + index)
            target(province, 5, period, programme=plan)
            target(province, 5, period, programme=plan, task=first)
            facts = programme.ProgrammeFacts("Kế hoạch", Programme.Type.PLAN, plan.starts_on, plan.ends_on, parent=plan)
            programme.add_programme(facts, by=province.lan, at=AT)
        client.get(address)
        with count_queries() as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 15, [query["sql"] for query in captured]


# -- everywhere a figure stands --------------------------------------------------------------------


def test_the_figure_page_says_the_target_or_that_none_is_set(
    province: Province, plan: Programme, client_of: Browser
) -> None:
    accepted(province, 120)
    address = reverse("ledger:figure", args=[CODE]) + "?period="
    client = client_of(province.lan)
    assert "No target is set for this period." in read(client, address + "2026")

    target(province, 200, programme=plan)
    target(province, 1000, periods.parse("2026..2030"))

    page = read(client, address + "2026")
    assert "60 % reached" in page
    assert "Target of 2026–2030" in page
    assert "120 over that whole period so far" in page
    page = read(client, address + "2027")
    assert "No target is set for this period." in page
    assert "Target of 2026–2030" in page


def test_a_target_of_a_period_in_which_nothing_was_recorded_says_so(
    province: Province, plan: Programme, client_of: Browser
) -> None:
    shown = target(province, 200, programme=plan)
    target(province, 1000, periods.parse("2026..2030"))
    client = client_of(province.lan)
    [definition] = [row for row in vocabulary.current_definitions() if row.indicator_id == CODE]
    said = queries.targets_beside([definition], shown.period)[CODE]
    assert [(row.actual_text, row.reached, row.is_recorded) for row in said] == [("–", None, False)] * 2
    for address in (
        reverse("ledger:figure", args=[CODE]) + "?period=2026",
        reverse("ledger:figures") + "?period=2026",
        reverse("ledger:plan", args=[plan.code]),
    ):
        page = read(client, address)
        assert "0 % reached" not in page
        assert "othing recorded" in page
    assert "2026–2030: target 1,000, nothing recorded" in read(client, reverse("ledger:figures") + "?period=2026")


def test_the_list_of_figures_and_the_first_page_show_targets(
    province: Province, plan: Programme, client_of: Browser
) -> None:
    this_year = periods.year(timezone.localdate().year)
    accepted(province, 120, year=this_year.since.year - 1)
    target(province, 200, this_year.year_before(), programme=plan)

    assert "60 % reached" in read(
        client_of(province.lan), f"{reverse('ledger:figures')}?period={this_year.since.year - 1}"
    )
    home = read(client_of(province.lan), reverse("office:home"))
    assert "No target set" in home

    target(province, 50, this_year, programme=plan)
    assert "Target 50: nothing recorded" in read(client_of(province.lan), reverse("office:home"))


def test_a_frozen_review_keeps_the_target_of_that_moment(province: Province, plan: Programme) -> None:
    accepted(province, 120)
    target(province, 200, programme=plan)
    sections = [("1. Kết quả", "Có [[talk_attendances]] lượt; năm trước [[talk_attendances@2025]].")]
    review = reports.create("Review", period=YEAR, by=province.lan, at=AT, language="en", sections=sections)

    reports.freeze(review, by=province.lan, at=AT)
    target(province, 400, programme=plan, reason="Giao thêm")

    html = FrozenDocument.objects.get(report=review).html
    assert html.count("200<small>60\u00a0% reached</small>") == 1
    assert html.count("<small>no target set</small>") == 1
    assert "400" not in html


def test_the_command_line_gives_the_target(
    province: Province, plan: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted(province, 120)
    target(province, 200, programme=plan)
    target(province, 1000, periods.parse("2026..2030"))

    said = []
    for period in ("2026", "2027"):
        assert main(["figure", CODE, "--period", period, "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out))

    assert said[0]["target"] == {
        "value": 200, "period": "2026", "actual": 120, "percent": 60, "programme": plan.code,
    }  # fmt: skip
    longer = [{"value": 1000, "period": "2026..2030", "actual": 120, "percent": 12, "programme": None}]
    assert (said[1]["target"], said[0]["longer_targets"], said[1]["longer_targets"]) == (None, longer, longer)
    assert main(["figure", CODE, "--period", "2026-Q3"]) == 0
    assert "Mục tiêu năm 2026: 200; cả kỳ đó đến nay đạt: 120\n" in capsys.readouterr().out


# -- the first page --------------------------------------------------------------------------------


def test_the_first_page_names_tasks_that_are_due(province: Province, plan: Programme, client_of: Browser) -> None:
    task_of(plan, province, "Việc trễ của xã A", due_on=date(2020, 1, 1))
    task_of(plan, province, "Việc trễ của xã B", due_on=date(2020, 1, 1), lead_agency=province.commune_b)
    names = ["Việc trễ của xã A", "Việc trễ của xã B"]

    def due(user: User) -> list[str]:
        page = read(client_of(user), reverse("office:home"))
        return [name for name in names if name in page]

    assert (due(province.lan), due(province.an), due(province.leader)) == (names, names[:1], [])
