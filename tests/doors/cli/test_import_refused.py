"""`lantoa import` of files that cannot be taken in: exit code 2, one sentence, nothing written."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.doors.cli.main import main
from tests.core.ledger.workbooks.making import BAD
from tests.factories import Province

pytestmark = pytest.mark.django_db

TABLES: dict[str, list[list[object]]] = {
    "blank": [],
    "one cell": [["x"]],
    "two headings": [["x", "y"], [1, 2]],
    "headings alone": [["a", "b", "c"]],
    "days alone": [["Ngày"], ["22/11/2026"]],
}


def _table(folder: Path, rows: list[list[object]]) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    workbook.save(folder / "table.xlsx")
    return folder / "table.xlsx"


def _import(file: Path, province: Province, *more: str) -> int:
    return main(["import", str(file), "--agency", province.commune_a.code, *more])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("more", [(), ("--as", "talk")])
def test_a_table_that_says_nothing_is_refused(
    name: str, more: tuple[str, ...], province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _table(tmp_path, TABLES[name])
    assert _import(file, province, *more) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert _import(file, province, *more, "--json") == 2
    assert json.loads(capsys.readouterr().out)["refused"].endswith(".")
    assert not Activity.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["no_rows_at_all", "nothing_known", "empty", "noise"])
def test_a_bad_file_is_refused(
    name: str, province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    BAD[name][0](tmp_path / "bad.xlsx")
    assert _import(tmp_path / "bad.xlsx", province) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)


def test_a_file_that_is_not_there_is_said_in_the_language_of_the_terminal(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _import(tmp_path / "away.xlsx", province) == 2
    assert "không có tệp hay thư mục này" in capsys.readouterr().err
    assert _import(tmp_path, province) == 2
    assert "đây là một thư mục" in capsys.readouterr().err


def test_a_table_of_ones_own_is_told_how_it_is_read(
    province: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [["Nội dung", "Ngày", "Số lượt người"], ["Nói chuyện biên giới", "05/03/2026", 120]]
    file = _table(tmp_path, rows)
    assert _import(file, province) == 2
    assert "--as" in capsys.readouterr().err
    assert _import(file, province, "--as", "talk", "--dry-run") == 0
