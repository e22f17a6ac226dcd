"""What people do to a template before they send it back, and what the template itself holds."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import columns, reader, sources, template
from lantoa.core.people import actions as people
from lantoa.core.people.models import Place
from tests.core.ledger.workbooks.making import filled
from tests.factories import Province

pytestmark = pytest.mark.django_db
DATA_SHEET = columns.in_both(template.DATA)[0]
TALK: dict[str, Any] = {"title": "Nói chuyện", "occurred_on": "3/2/2026", "attendances": 120}


@pytest.fixture(autouse=True)
def _province(province: Province) -> None:
    """Agencies for the lists."""


def read(path: Path) -> workbooks.Reading:
    return workbooks.read(path, file_name=path.name, agency="xa-an-binh", agencies=None, today=date(2026, 11, 22))


def changed(path: Path, change: Callable[[Worksheet], Any], kind: str = "talk") -> Path:
    return filled(path, kind, [TALK], change=change)


def column(sheet: Worksheet, code: str) -> str:
    return next(reader.letter(n) for n, cell in enumerate(sheet[1]) if str(cell.value).endswith(f":{code}"))


def test_moved_columns_are_still_known(tmp_path: Path) -> None:
    def move(sheet: Worksheet) -> None:
        for row in range(1, 4):
            cells = [sheet.cell(row, number).value for number in range(1, sheet.max_column + 1)]
            for number, value in enumerate(reversed(cells), start=1):
                sheet.cell(row, number).value = value

    reading = read(changed(tmp_path / "x.xlsx", move))
    assert (reading.problems, reading.notices) == ([], [])
    assert reading.rows[0].draft.quantities["attendances"] == (120_000, "")


def test_a_renamed_column_is_read_and_said(tmp_path: Path) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet["A2"] = "Tên hoạt động của xã"

    reading = read(changed(tmp_path / "x.xlsx", rename))
    assert reading.rows[0].draft.title == "Nói chuyện"
    assert [(remark.cell, remark.heading) for remark in reading.notices] == [("A2", "Tên hoạt động của xã")]


def test_a_heading_that_contradicts_its_column_is_refused(tmp_path: Path) -> None:
    def swap(sheet: Worksheet) -> None:
        one, other = f"{column(sheet, 'talks')}2", f"{column(sheet, 'attendances')}2"
        sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value

    with pytest.raises(workbooks.BadWorkbook, match=r"the heading now says “.+”, but the column was made for “.+”"):
        read(changed(tmp_path / "x.xlsx", swap))


def test_without_the_hidden_row_the_headings_alone_are_enough(tmp_path: Path) -> None:
    reading = read(changed(tmp_path / "x.xlsx", lambda sheet: sheet.delete_rows(1)))
    assert (reading.kind, [row.row for row in reading.rows], reading.problems) == ("talk", [2], [])


def test_cells_pasted_into_a_new_workbook_are_known_by_their_headings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    words = Words.load()
    names = [item for item in columns.columns_of("talk", words) if item.code in {*TALK, "talks"}]
    sheet.append(["BÁO CÁO THÁNG 2"])
    sheet.append([item.vi.upper() for item in names])
    sheet.append([TALK.get(item.code) for item in names])
    book.save(tmp_path / "x.xlsx")
    reading = read(tmp_path / "x.xlsx")
    assert (reading.kind, reading.rows[0].row, reading.rows[0].draft.title) == ("talk", 3, "Nói chuyện")


def test_headings_that_fit_several_kinds_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    names = {item.code: item.en for item in columns.columns_of("talk", Words.load())}
    book.worksheets[0].append([names["title"], names["occurred_on"], names["note"]])
    book.worksheets[0].append(["A", "3/2/2026", ""])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(workbooks.BadWorkbook, match="could be of several kinds"):
        read(tmp_path / "x.xlsx")


def test_several_sheets_of_one_kind_are_read_together_and_strange_ones_named(tmp_path: Path) -> None:
    def more(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        copy = sheet.parent.copy_worksheet(sheet)
        copy.title = "Tháng 3"
        sheet.parent.create_sheet("Ghi chép")["A1"] = "khác"

    reading = read(changed(tmp_path / "x.xlsx", more))
    assert [row.sheet for row in reading.rows] == [DATA_SHEET, "Tháng 3"]
    assert [(remark.sheet, remark.row) for remark in reading.notices] == [("Ghi chép", 0)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheet: sheet.delete_cols(2), "lacks the columns “"),
        (lambda sheet: sheet.cell(1, 40, sheet["A1"].value), "columns A and AN are both"),
        (
            lambda sheet: [cell.__setattr__("value", cell.value.replace("talk:1", "gala:1")) for cell in sheet[1]],
            "“gala”",
        ),
        (
            lambda sheet: [cell.__setattr__("value", cell.value.replace(":1:", ":9:")) for cell in sheet[1]],
            "newer version",
        ),
        (lambda sheet: sheet.__setitem__("A1", "lantoa:delegation:1:title"), "columns of different kinds"),
        (lambda sheet: sheet.delete_rows(3), "holds no rows yet"),
        (lambda sheet: sheet.delete_rows(1, 2), "columns of a template"),
    ],
)
def test_a_sheet_that_cannot_be_read_as_a_whole_says_why(tmp_path: Path, change: Any, words: str) -> None:
    with pytest.raises(workbooks.BadWorkbook, match=words):
        read(changed(tmp_path / "x.xlsx", change))


def test_a_column_of_ones_own_is_not_read_and_said(tmp_path: Path) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.cell(2, 30, "Số điện thoại")
        sheet.cell(3, 30, "0900 000 000")

    reading = read(changed(tmp_path / "x.xlsx", add))
    assert [(remark.cell, remark.heading) for remark in reading.notices] == [("AD2", "Số điện thoại")]


def test_every_kind_has_a_template_that_reads_back_and_is_the_same_each_time(tmp_path: Path) -> None:
    words = Words.load()
    for kind in words.kinds:
        made = []
        for _ in range(2):
            book = io.BytesIO()
            workbooks.write_template(kind, words, book)
            made.append(book.getvalue())
        assert made[0] == made[1]
        (tmp_path / "x.xlsx").write_bytes(made[0])
        sheets = sources.read(tmp_path / "x.xlsx").sheets
        assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [
            (DATA_SHEET, False),
            (columns.in_both(template.GUIDE)[0], False),
            ("_lantoa", True),
        ]
        codes = [columns.read_mark(mark) for mark in sheets[0].rows[0].cells.values()]
        assert codes == [(kind, columns.VERSION, column.code) for column in columns.columns_of(kind, words)]
        with pytest.raises(workbooks.BadWorkbook, match="holds no rows yet"):
            read(tmp_path / "x.xlsx")


def test_a_template_offers_lists_checks_and_a_frozen_head(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(changed(tmp_path / "x.xlsx", lambda sheet: None, kind="talk")).worksheets[0]
    rules = {str(rule.sqref).partition(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"{column(sheet, 'topic')}3"].formula1 == "list_topic"
    assert rules[f"{column(sheet, 'place')}3"].formula1 == "list_place"
    assert rules[f"{column(sheet, 'attendances_qualifier')}3"].formula1 == "list_qualifier"
    assert {rules[f"{column(sheet, code)}3"].type for code in ("occurred_on", "attendances")} == {"custom"}
    assert sheet.freeze_panes == "B3"
    assert sheet.row_dimensions[1].hidden
    assert "lượt người" in sheet[f"{column(sheet, 'attendances')}2"].value
    # Text cells: an Excel with other habits must not turn 05/11/2026 or 18,9 into something else.
    assert {sheet.column_dimensions[column(sheet, code)].width > 10 for code in ("occurred_on", "attendances")} == {
        True
    }
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]


def test_two_places_of_one_name_are_told_apart_by_their_code(tmp_path: Path, province: Province) -> None:
    people.add_place("xa-an-binh-2", "Xã An Bình", "An Binh Commune", level=Place.Level.COMMUNE)
    choices = Words.load().choices("place")
    labels = columns.labels(choices)
    assert {"Xã An Bình (xa-an-binh)", "Xã An Bình (xa-an-binh-2)", "Xã Bình Minh"} <= set(labels)
    path = filled(
        tmp_path / "x.xlsx", "talk", [{**TALK, "place": "Xã An Bình (xa-an-binh-2)"}, {**TALK, "place": "xã An Bình"}]
    )
    reading = read(path)
    assert [row.draft.place for row in reading.rows] == ["xa-an-binh-2"]
    assert [remark.row for remark in reading.problems] == [4]


def test_a_name_is_never_a_formula_or_a_link(province: Province) -> None:
    for number, name in enumerate(['=HYPERLINK("https://evil.example")', "https://evil.example", "+1+1", "@SUM(A1)"]):
        people.add_place(f"noi-{number}", name, "", level=Place.Level.COMMUNE)
    book = io.BytesIO()
    workbooks.write_template("delegation", Words.load(), book)
    with zipfile.ZipFile(book) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f" in parts.read(name).replace(b"<formula", b"") for name in sheets)
        assert not any(b"evil.example" in parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
