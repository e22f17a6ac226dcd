"""Programmes, plans, tasks in every state, and targets of the sample."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.programme import actions
from lantoa.core.programme.actions import ProgrammeFacts, TaskFacts
from lantoa.core.programme.models import Programme, Task
from lantoa.doors.cli.sample.province import Province


def make(plan: dict[str, Any], province: Province, *, today: date) -> None:
    """Make all of it, and next year's plan as a draft copied from this year's. plan: plans.yaml"""
    made: dict[str, Programme] = {}
    for item in plan["programmes"]:
        _Maker(province, made, today, item["signed_on"]).programme(item)
    for item in _of_year(plan["year"], today.year):
        month, day = (int(part) for part in item["signed"].split("-"))
        _Maker(province, made, today, date(today.year, month, day)).programme(
            {**item, "type": "plan", "from": date(today.year, 1, 1), "until": date(today.year, 12, 31)}
        )
    actions.copy_plan(made[f"ke-hoach-{today.year}"], by=province.secretariat, at=_morning(today))


class _Maker:
    """One programme after the other; what lies in the future of `today` is left undone."""

    def __init__(self, province: Province, made: dict[str, Programme], today: date, signed_on: date) -> None:
        self.province, self.made, self.today, self.signed_on = province, made, today, signed_on
        self.by, self.at = province.secretariat, _morning(min(signed_on, today))

    def programme(self, item: dict[str, Any]) -> None:
        facts = ProgrammeFacts(
            item["vi"], Programme.Type(item["type"]), item["from"], item["until"], name_en=item["en"],
            parent=self.made.get(item.get("parent", "")), lead_agency=self._agency(item.get("lead")),
            legal_basis=item.get("legal_basis", ""),
        )  # fmt: skip
        new = self.made[item["code"]] = actions.add_programme(facts, by=self.by, at=self.at, code=item["code"])
        tasks = {task["code"]: self._task(new, task, item) for task in item["tasks"]}
        self._targets(new, tasks, item)
        if self.signed_on <= self.today:
            actions.sign(new, number=item["number"], on=self.signed_on, by=self.by, at=self.at)
        if "ended" in item:
            actions.end(new, reason=item["ended"], by=self.by, at=_morning(item["until"] + timedelta(days=20)))

    def _task(self, programme: Programme, item: dict[str, Any], plan: dict[str, Any]) -> Task:
        facts = TaskFacts(
            item["vi"], self.province.agencies[item["lead"]], name_en=item["en"], number=item.get("number", ""),
            due_on=self._due(item.get("due"), plan["until"]), product=item.get("product", ""),
            is_key=item.get("key", False), repeats_yearly=item.get("yearly", False),
            coordinating=[self.province.agencies[code] for code in item.get("with", [])],
        )  # fmt: skip
        code = item["code"] if programme.type != Programme.Type.PLAN else f"kh{self.today.year}-{item['code']}"
        task = actions.add_task(programme, facts, by=self.by, at=self.at, code=code)
        if "done" in item:
            product, days = item["done"] if isinstance(item["done"], list) else (item["done"], 0)
            on = max(self.today - timedelta(days=days), plan["from"]) if days else plan["until"]
            by = self.province.reporters[item["lead"]]
            actions.declare_done(task, on=on, product=product, by=by, at=_morning(on))
        return task

    def _due(self, said: int | str | None, last: date) -> date:
        if said is None:
            return last
        if isinstance(said, int):
            return self.today + timedelta(days=said)
        month, day = (int(part) for part in said.split("-"))
        return date(self.today.year, month, day)

    def _targets(self, programme: Programme, tasks: dict[str, Task], item: dict[str, Any]) -> None:
        term = Period(periods.year(item["from"].year).since, periods.year(item["until"].year).until)
        how: dict[str, Any] = {"by": self.by, "at": self.at, "programme": programme, "source": item["document"]}
        for code, value in item["targets"].items():
            actions.set_target(code, term, Decimal(value), **how)
        for code, (first, then, reason) in item.get("raised", {}).items():
            actions.set_target(code, term, Decimal(first), **how)
            actions.set_target(code, term, Decimal(then), reason=reason, **how)
        for agency, targets in item.get("agency_targets", {}).items():
            for code, value in targets.items():
                actions.set_target(code, term, Decimal(value), agency=self._agency(agency), **how)
        for task, targets in item.get("task_targets", {}).items():
            for code, value in targets.items():
                actions.set_target(code, term, Decimal(value), task=tasks[task], **how)

    def _agency(self, code: str | None) -> Any:
        return self.province.agencies[code] if code else None


def _of_year(items: list[dict[str, Any]], year: int) -> list[dict[str, Any]]:
    """The same plans with the year put in wherever {year} stands."""

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("{year}", str(year))
        if isinstance(value, dict):
            return {name: filled(inner) for name, inner in value.items()}
        return [filled(inner) for inner in value] if isinstance(value, list) else value

    return [filled(item) for item in items]


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=timezone.get_default_timezone())
