"""The workbook: numbers as numbers, days as days, links to the trace, and nothing that is a formula."""

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from lantoa.core.documents.rendering import sheets
from lantoa.core.documents.rules.statement import Number, Section, Statement, Table, Words
from tests.core.documents.statements import large, line, row, small

FORMULA = "=HYPERLINK(\"https://songxanh.example\",1)"  # fmt: skip


def opened(statement: Statement) -> Workbook:
    return openpyxl.load_workbook(BytesIO(sheets.render(statement)))


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert sheets.render(small()) == sheets.render(small())


def test_there_is_a_sheet_of_figures_of_entries_and_of_each_table() -> None:
    assert opened(small()).sheetnames == ["Giới thiệu", "Số liệu", "Bút toán", "Bảng 1"]
    assert opened(replace(small(), language="en")).sheetnames == ["About", "Figures", "Entries", "Table 1"]


def test_a_figure_stands_with_all_that_makes_it() -> None:
    sheet = opened(replace(small(), figures=(replace(line(1), approximate=True, target_value="200"),)))["Số liệu"]
    assert [cell.value for cell in sheet[2]] == [
        "F-00001", "Đoàn khách quốc tế vào tỉnh, nhóm 1",
        "Số đoàn khách nước ngoài đến làm việc tại tỉnh, đếm theo đoàn.", None, "năm 2026", 181, "đoàn", None, None,
        200, "90,5%", 170, 165, 50, 4812, "ab" * 32, "delegations_1", 1,
    ]  # fmt: skip
    assert sheet["A2"].hyperlink is not None
    assert sheet["A2"].hyperlink.target == line(1).url
    assert sheet["F2"].number_format == '"≈ "#,##0'


def test_a_ratio_without_a_value_is_printed_as_it_is() -> None:
    ratio = replace(line(1), text="41/44", value=None, numerator="41", denominator="44.5")
    sheet = opened(replace(small(), figures=(ratio,)))["Số liệu"]
    assert [sheet[place].value for place in ("F2", "H2", "I2")] == ["41/44", 41, 44.5]


def test_an_entry_has_its_day_its_quantity_and_its_link() -> None:
    behind = (replace(row("F-00001", 4000), quantity="1.234,5"), replace(row("F-00001", 4001), quantity="hơn 30"))
    sheet = opened(replace(small(), rows=behind))["Bút toán"]
    assert [cell.value for cell in sheet[2]] == [
        4000, "F-00001", datetime(2026, 3, 5), "UBND xã An Bình", "Xã An Bình", "Đoàn khách", 1234.5,
    ]  # fmt: skip
    assert sheet["G3"].value == "hơn 30"
    assert sheet["A2"].hyperlink is not None
    assert sheet["A2"].hyperlink.target == "https://songxanh.example/office/entries/4000/"


def test_a_number_of_a_table_is_a_number_and_leads_to_its_trace() -> None:
    sheet = opened(small())["Bảng 1"]
    assert [[cell.value for cell in each] for each in sheet["A3:B5"]] == [
        ["Năm", "Số đoàn"],
        ["2025", 165],
        ["2026", 181],
    ]
    assert sheet["B5"].hyperlink is not None
    assert sheet["B5"].hyperlink.target == line(1).url
    assert sheet["B4"].hyperlink is None
    assert sheet["A7"].value == "Số liệu đến bản ghi 4.812, ngày 22/11/2026"


def test_no_text_is_ever_a_formula_and_no_address_but_the_web_is_a_link() -> None:
    table = Table(FORMULA, (FORMULA,), (((Words(FORMULA),),), ((Number(FORMULA, "F-00001"),),)), (True,), FORMULA)
    bad = replace(line(1), name=FORMULA, definition=FORMULA, text=FORMULA, value=None, unit=FORMULA, reached=FORMULA,
                  target=FORMULA, before=FORMULA, agency=FORMULA, url="file:///etc/passwd")  # fmt: skip
    behind = replace(
        row("F-00001", 1), agency=FORMULA, place=FORMULA, kind=FORMULA, quantity=FORMULA, url="javascript:x"
    )
    statement = replace(
        small(), sections=(Section("", (table,)),), figures=(bad,), rows=(behind,), title=FORMULA, notes=(FORMULA,)
    )
    cells = [cell for sheet in opened(statement) for each in sheet.iter_rows() for cell in each]
    assert sum(cell.value == FORMULA for cell in cells) > 10
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    links = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert links == {statement.report_url, statement.head_url}


def test_a_draft_says_so_and_names_no_figure() -> None:
    book = opened(replace(small(), frozen_at=""))
    assert book.sheetnames == ["Giới thiệu", "Số liệu", "Bảng 1"]
    cells = [cell for sheet in book for each in sheet.iter_rows() for cell in each]
    assert "DỰ THẢO" in {cell.value for cell in cells}
    assert not any("F-0" in str(cell.value) for cell in cells)
    assert not any(cell.hyperlink for cell in cells)


def test_english_numbers_are_read_as_english_writes_them() -> None:
    behind = (replace(row("F-00001", 1), quantity="1,234.5"),)
    assert opened(replace(small(), language="en", rows=behind))["Entries"]["G2"].value == 1234.5


def test_a_large_one_is_whole() -> None:
    book = opened(large())
    assert book["Số liệu"].max_row == 61
    assert book["Bút toán"].max_row == 3001
    assert sum(name.startswith("Bảng") for name in book.sheetnames) == 12


@pytest.mark.skipif(
    shutil.which("soffice") is None or not Path("/usr/lib/libreoffice/program/libsclo.so").exists(),
    reason="needs LibreOffice Calc",
)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    (tmp_path / "review.xlsx").write_bytes(sheets.render(small()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", "--outdir", str(tmp_path),
         str(tmp_path / "review.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*.csv"))
    assert "Đoàn khách quốc tế vào tỉnh, nhóm 1" in read
    assert ",181,đoàn," in read
