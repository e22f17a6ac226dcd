"""Imports beyond the template on the command line, and what undoing one takes away."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.ledger import actions, workbooks
from lantoa.core.ledger.models import Activity, ImportBatch
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


def doubtful(folder: Path) -> Path:
    """Row 3 may be a total, row 4 has a number for a day, row 5 no day at all; row 6 is a total."""
    book = openpyxl.Workbook()
    rows: list[list[str | int | None]] = [
        ["Nội dung", "Thời gian", "Số lượt người"],
        ["Nói chuyện biên giới", "5/3/2025", 120],
        ["Cộng", "6/3/2025", 40],
        ["Họp dân", "7", 30],
        ["Tập huấn", "hằng tháng", 20],
        ["Cộng", None, 210],
    ]
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "so.xlsx")
    return folder / "so.xlsx"


def test_questions_about_rows_and_cells_are_answered_by_options(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(doubtful(tmp_path)), "--agency", "xa-an-binh", "--as", "talk", "--year", "2025"]
    assert main(words) == 2
    said = capsys.readouterr().err
    assert "--take 3" in said
    assert "--numbers months" in said
    answers = ["--take", "3", "--numbers", "11"]
    assert main([*words, *answers]) == 2  # B5 is not answered yet
    assert not Activity.objects.exists()
    answers = [*answers, "--cell", "b5=8/3/2025", "--leave", "2"]
    assert main([*words, *answers, "--dry-run"]) == 0
    assert not Activity.objects.exists()
    capsys.readouterr()
    assert main([*words, *answers, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["imported"], [row["rows"] for row in told["not_taken"]]) == (3, [[2], [6]])
    assert set(Activity.objects.values_list("title", "occurred_on")) == {
        ("Cộng", date(2025, 3, 6)), ("Họp dân", date(2025, 11, 7)), ("Tập huấn", date(2025, 3, 8))
    }  # fmt: skip
    assert ImportBatch.objects.get().left_out_count == 1


def test_an_answers_file_says_the_same_and_is_checked(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(doubtful(tmp_path)), "--agency", "xa-an-binh", "--as", "talk", "--year", "2025"]
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"leave": [3], "leave_wrong": True, "take": [], "numbers": 11, "cells": {}}))
    assert main([*words, "--answers", str(file), "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["rows"] for row in told["not_taken"]] == [[3], [5], [6]]
    for text in ("", "[]", '{"leaves": [3]}', '{"cells": ["B5"]}', '{"take": [true]}', '{"take": "3"}'):
        file.write_text(text)
        assert main([*words, "--answers", str(file)]) == 2
        assert "answers" in capsys.readouterr().err
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["--take", "99"], "không có câu hỏi nào về dòng 99"),
        (["--take", "2"], "không có câu hỏi nào về dòng 2"),  # read as it is
        (["--leave", "hai"], "không chỉ dòng nào"),
        (["--take", "3", "--leave", "2-4"], "--take và --leave"),
        (["--cell", "B99=x"], "không có câu hỏi nào về ô B99"),
        (["--cell", "B5"], "B12="),
        (["--numbers", "13"], "--numbers"),
        (["--answers", "khong-co.json"], "khong-co.json"),
    ],
)
def test_an_answer_to_no_question_is_refused(
    answers: list[str], told: str, province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(doubtful(tmp_path)), "--agency", "xa-an-binh", "--as", "talk", "--year", "2025"]
    assert main([*words, *answers]) == 2
    assert told.lower() in capsys.readouterr().err.lower()
    assert not Activity.objects.exists()


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
