"""No page of the office asks the database more than fifteen questions, with one thing on it or with three."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from lantoa.base.periods import year
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Programme
from tests import test_access
from tests.factories import Province
from tests.test_access import AT, World

pytestmark = pytest.mark.django_db
MOST = 15
# Files, not pages: they are written from all that there is.
FILES = {
    "ledger:export",
    "ledger:template",
    "ledger:evidence",
    "people:audit_file",
    "people:committee_file",
    "people:committee_paper_file",
    "vocabulary:export",
    "vocabulary:versions",
    "media:picture",
    "expert_file",
}
FIGURE = ("ledger:figure", "talk_attendances", "login ok ok ok ok ok ok ok", "-")


def _asked(world: World, clients: dict[str, Client], count_queries: Any) -> dict[tuple[str, str], int]:
    """(row, role) -> how many questions the page asks; what is refused and what is no page is left out."""
    counts = {}
    for name, given, get, _post in [*test_access.ROWS, FIGURE]:
        for role, client in clients.items():
            allowed = dict(zip(test_access.ROLES, get.split(), strict=False))
            # Who administers is asked for what the secretariat may not open: the rest is the same page.
            if name in FILES or allowed.get(role) != "ok" or (role == "administrator" and allowed["lan"] == "ok"):
                continue
            path = test_access._path(name, given, world)
            with count_queries() as captured:
                response = client.get(path)
            if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                counts[f"{name} {given}".strip(), role] = len(captured)
    return counts


def _grow(world: World) -> None:
    """Two more of what pages list: records with partners, tasks and targets of the plan."""
    province, plan = world.province, Programme.objects.get(code=world.own_plan)
    for number in (1, 2):
        task = programme.add_task(
            plan, programme.TaskFacts(f"Việc {number}", province.commune_a), by=province.an, at=AT
        )
        draft = Draft(
            kind="talk", agency=province.commune_a.code, title=f"Buổi {number}", occurred_from=date(2026, 2, number),
            occurred_on=date(2026, 2, number), quantities={"talks": (1000, ""), "attendances": (1000, "")},
            coordinating=[province.commune_b.code], task=task.code, programme=plan.code,
        )  # fmt: skip
        ledger.save_draft(draft, by=province.an, at=AT)
        ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
        sent = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
        ledger.accept(sent, by=province.lan, at=AT)
        how: Any = {"programme": plan, "agency": province.commune_a, "by": province.an, "at": AT}
        programme.set_target("talk_attendances", year(2026 + number), Decimal(5), **how)


def test_no_page_asks_more_than_fifteen_questions(
    province: Province, client_of: Callable[..., Client], count_queries: Any
) -> None:
    world = World(province)
    clients = {role: client_of(getattr(province, role)) for role in ("an", "lan", "administrator")}
    for name, given, *_ in test_access.ROWS:
        test_access._path(name, given, world)  # makes what stands in addresses, before anything is counted
    few = _asked(world, {"lan": clients["lan"]}, count_queries)
    _grow(world)
    many = _asked(world, clients, count_queries)

    assert len(few) > 60
    assert {page: count for page, count in (few | many).items() if count > MOST} == {}
    grown = {page: (count, many[page]) for page, count in few.items() if many[page] > count + 1}
    assert set(grown) <= {
        ("reports:report frozen", "lan"),
        ("reports:report review", "lan"),
    }
