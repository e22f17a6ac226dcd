"""Targets: a later one supersedes an earlier one, both stay; a draft's are not in force; nothing is added up."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lantoa.base import append_only, periods
from lantoa.base.periods import year
from lantoa.core.programme import actions, queries
from lantoa.core.programme.actions import NotNow
from lantoa.core.programme.models import Programme, Target, Task
from lantoa.core.programme.rules import targets as rules
from lantoa.core.vocabulary import queries as vocabulary
from tests.core.programme.conftest import AT
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CODE = "training_classes"


@pytest.fixture
def how(province: Province) -> dict[str, Any]:
    return {"by": province.lan, "at": AT}


def test_a_later_target_supersedes_the_earlier_one_and_says_why(how: dict[str, Any], scheme: Programme) -> None:
    first = actions.set_target(CODE, year(2026), Decimal(10), programme=scheme, **how)
    same = actions.set_target(CODE, year(2026), Decimal(10), programme=scheme, **how)
    with pytest.raises(NotNow, match="why it changes"):
        actions.set_target(CODE, year(2026), Decimal(12), programme=scheme, **how)

    later = actions.set_target(CODE, year(2026), Decimal(12), programme=scheme, reason="Thêm 2 xã", **how)

    assert same == first
    assert queries.targets([CODE], year(2026)) == {CODE: 12000}
    assert queries.earlier_and_later(first) == [later, first]
    assert queries.standing_targets_of(scheme) == [later]


def test_a_withdrawn_target_no_longer_stands_and_stays_on_record(how: dict[str, Any], scheme: Programme) -> None:
    target = actions.set_target(CODE, year(2026), Decimal(10), programme=scheme, **how)
    with pytest.raises(NotNow, match="reason"):
        actions.withdraw_target(target, reason=" ", **how)

    gone = actions.withdraw_target(target, reason="Không giao nữa", **how)

    assert actions.withdraw_target(target, reason="Lần nữa", **how) == gone
    assert queries.targets([CODE], year(2026)) == {}
    assert [(row.value, row.reason) for row in queries.earlier_and_later(target)] == [
        (None, "Không giao nữa"), (10000, ""),
    ]  # fmt: skip
    assert queries.standing_targets_of(scheme) == []


def test_a_unit_stands_behind_a_target_as_behind_any_number_and_never_behind_percent() -> None:
    classes, share = vocabulary.definition(CODE), vocabulary.definition("reports_on_time")
    said = [(rules.written(value, classes), rules.unit_behind(value, classes)) for value in (Decimal(1), Decimal(2))]
    assert said == [("1", "class"), ("2", "classes")]
    assert (rules.written(Decimal("0.9"), share), rules.unit_behind(Decimal("0.9"), share)) == ("90\u00a0%", "")


def test_a_draft_promises_nothing_until_it_is_signed(how: dict[str, Any], scheme: Programme, plan: Programme) -> None:
    actions.set_target(CODE, year(2026), Decimal(10), programme=scheme, **how)
    drafted = actions.set_target(CODE, year(2026), Decimal(12), programme=plan, reason="Theo kế hoạch", **how)
    assert queries.targets([CODE], year(2026)) == {CODE: 10000}
    assert queries.standing_targets_of(plan) == [drafted]

    actions.sign(plan, number="18", on=date(2026, 1, 16), **how)

    assert queries.targets([CODE], year(2026)) == {CODE: 12000}
    assert queries.standing_targets_of(scheme) == []


def test_a_target_stands_for_its_own_period_agency_and_task_only(
    how: dict[str, Any], province: Province, scheme: Programme, plan: Programme, task: Task
) -> None:
    actions.sign(plan, number="18", on=date(2026, 1, 16), **how)
    term = actions.set_target(CODE, periods.parse("2026..2030"), Decimal(60), programme=scheme, **how)
    of_year = actions.set_target(CODE, year(2026), Decimal(12), programme=plan, **how)
    actions.set_target(CODE, year(2026), Decimal(3), programme=plan, agency=province.commune_a, **how)
    actions.set_target(CODE, year(2026), Decimal(5), programme=plan, task=task, **how)

    assert queries.targets([CODE], year(2026)) == {CODE: 12000}
    assert queries.targets([CODE], year(2027)) == {}, "60 for five years promises nothing of one of them"
    assert queries.targets([CODE], year(2026), agency=province.commune_a.code) == {CODE: 3000}
    assert queries.targets_around([CODE], year(2026)) == {CODE: [of_year, term]}
    assert queries.targets_around([CODE], year(2027)) == {CODE: [term]}
    assert queries.targets_around([CODE], periods.parse("2026-H1")) == {CODE: [of_year, term]}


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_target(how: dict[str, Any], verb: str) -> None:
    target = actions.set_target(CODE, year(2026), Decimal(10), **how)
    assert append_only.missing([Target], using="default") == []
    rows = Target.objects.filter(pk=target.pk)
    forged: Any = {"update": lambda: rows.update(value=1), "delete": rows.delete}[verb]
    with raw_writes("the triggers stand below the actions"), pytest.raises(DatabaseError), transaction.atomic():
        forged()
    assert Target.objects.get().value == 10000


@pytest.mark.parametrize(
    ("actual", "target", "percent"),
    [(Decimal("59.94"), Decimal(60), 99), (Decimal(60), Decimal(60), 100), (Decimal(75), Decimal(60), 125),
     (Decimal(0), Decimal(60), 0), (None, Decimal(60), None), (Decimal(3), Decimal(0), None)],
)  # fmt: skip
def test_what_was_reached_is_cut_and_not_rounded(actual: Decimal | None, target: Decimal, percent: int | None) -> None:
    assert rules.reached(actual, target) == percent
