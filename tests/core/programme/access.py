"""Who may open what of plans, tasks, targets and findings: rows for the table of `tests/test_access.py`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from lantoa.base.periods import parse, year
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Finding, Programme
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)

ROWS = [
    ("programme:periods", "", "login ok ok ok ok ok ok ok", "-"),
    ("programme:period_new", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_regimes", "", "login ok ok ok ok ok ok ok", "-"),
    ("programme:period_regime", "press-year", "login ok ok ok ok ok ok ok", "-"),
    ("programme:period_regime_new", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    (
        "programme:period_regime_edit",
        "press-year",
        "login 403 403 ok 403 ok 403 403",
        "login 403 403 ok 403 ok 403 403",
    ),
    ("programme:period_regime_end", "press-year", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_regime_take_back", "press-year", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_calendar", "", "login ok ok ok ok ok ok ok", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_calendar_forget", "holiday", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period", "period", "login 403 403 ok ok ok ok 403", "-"),
    ("programme:period", "planned", "login 403 403 ok 404 ok 404 403", "-"),
    ("programme:period_act", "period", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_nudge", "period", "login 403 403 ok 403 ok 403 403", "-"),
    ("programme:period_print", "period", "login 403 403 ok ok ok ok 403", "-"),
    ("programme:period_edit", "period", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_open", "planned", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_reopen", "period", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_discard", "planned", "-", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_add", "period", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("programme:period_history", "period", "login 403 403 ok ok ok ok 403", "-"),
    ("programme:programmes", "", "login ok ok ok ok ok ok ok", "-"),
    ("programme:programme_new", "", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("programme:programme_edit", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:programme_sign", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:programme_end", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:programme_copy", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:programme_delete", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_new", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:target_new", "own_plan", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_edit", "own_task", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_done", "own_task", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_stop", "own_task", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_reopen", "own_task", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:task_delete", "own_task", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:target_withdraw", "own_target", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:programme_edit", "scheme", "login 404 404 ok 403 ok 403 403", "login 404 404 ok 403 ok 403 403"),
    ("programme:target", "own_target", "login ok ok ok ok ok ok ok", "-"),
    ("programme:findings", "", "login ok ok ok ok ok ok 403", "-"),
    ("programme:finding_new", "", "login ok ok ok 403 ok 403 403", "login ok ok ok 403 ok 403 403"),
    ("programme:finding", "finding", "login ok 404 ok ok ok ok 403", "-"),
    ("programme:finding_edit", "finding", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
    ("programme:finding_settle", "finding", "-", "login ok 404 ok 403 ok 403 403"),
    ("programme:finding_reopen", "finding", "-", "login ok 404 ok 403 ok 403 403"),
    ("programme:finding_carry", "finding", "-", "login ok 404 ok 403 ok 403 403"),
    ("programme:finding_delete", "finding", "login ok 404 ok 403 ok 403 403", "login ok 404 ok 403 ok 403 403"),
]


@dataclass
class Plans:
    """Of commune_a, to put into addresses."""

    province: Province

    @cached_property
    def scheme(self) -> str:
        facts = programme.ProgrammeFacts("Đề án", Programme.Type.SCHEME, date(2026, 1, 1), date(2030, 12, 31))
        return programme.add_programme(facts, by=self.province.lan, at=AT).code

    @cached_property
    def own_plan(self) -> str:
        """The plan that commune_a made for itself."""
        facts = programme.ProgrammeFacts(
            "Kế hoạch", Programme.Type.PLAN, date(2026, 1, 1), date(2026, 12, 31),
            parent=Programme.objects.get(code=self.scheme), lead_agency=self.province.commune_a,
        )  # fmt: skip
        return programme.add_programme(facts, by=self.province.an, at=AT).code

    @cached_property
    def own_task(self) -> str:
        plan = Programme.objects.get(code=self.own_plan)
        facts = programme.TaskFacts("Mở lớp", self.province.commune_a)
        return programme.add_task(plan, facts, by=self.province.an, at=AT).code

    @cached_property
    def own_target(self) -> int:
        plan, agency = Programme.objects.get(code=self.own_plan), self.province.commune_a
        how: Any = {"programme": plan, "agency": agency, "by": self.province.an, "at": AT}
        return programme.set_target("training_classes", year(2026), Decimal(5), **how).pk

    @cached_property
    def finding(self) -> Finding:
        """Of commune_a."""
        window = parse("2026-Q1")
        facts = programme.FindingFacts(Finding.Kind.LIMITATION, "Chậm", window, agency=self.province.commune_a)
        return programme.add_finding(facts, by=self.province.an, at=AT)
