"""Imports beyond the template on the command line, and what undoing one takes away."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.ledger import actions, workbooks
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.queries import imports as import_queries
from lantoa.core.people.models import User
from lantoa.doors.cli.main import main
from tests.core.ledger.workbooks.habits import old_habits
from tests.core.ledger.workbooks.making import filled
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_foreign_table_is_imported_as_the_kind_that_is_named(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = old_habits(tmp_path / "so.xlsx")
    assert main(["import", str(path), "--agency", "xa-an-binh", "--json"]) == 2
    assert "tệp mẫu" in json.loads(capsys.readouterr().out)["refused"]
    assert not Activity.objects.exists()
    assert main(["import", str(path), "--agency", "xa-an-binh", "--as", "talk", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["imported"], told["totals"]) == (
        4, 4,
        [{"measure": "talks", "value": 5, "approximate": False},
         {"measure": "attendances", "value": 1620, "approximate": True}],
    )  # fmt: skip
    assert Activity.objects.count() == 4


def test_undoing_an_accepted_import_says_what_the_figures_lose(
    province: Province, tmp_path: Path, client_of: Callable[[User], Client]
) -> None:
    rows = [{"title": f"Họp {n}", "occurred_on": f"{n}/2/2026", "attendances": 100 + n} for n in range(1, 4)]
    path = filled(tmp_path / "x.xlsx", "talk", rows)
    reading = workbooks.read(path, file_name="x", agency="xa-an-binh", agencies=None, today=date(2026, 11, 22))
    batch = workbooks.take_in(reading, workbooks.compare(reading), by=province.an, at=AT)
    actions.accept_many(batch.activities.order_by("pk")[:2], by=province.lan, at=AT)
    assert [(item.year, item.measure.code, item.total) for item in import_queries.undo_sums(batch)] == [
        (2026, "attendances", 203_000),
        (2026, "talks", 2_000),
    ]
    lan = client_of(province.lan)
    lan.cookies["lantoa_language"] = "en"
    page = lan.get(reverse("ledger:import_batch", args=[batch.pk])).content.decode()
    assert "Takes away" in page
    assert "Partly accepted" in page
    actions.undo_import(batch, by=province.lan, at=AT, reason="nhầm tệp")
    assert import_queries.undo_sums(batch) == []
