"""Workbooks that nobody made for us: guessed, read by a mapping, and nothing passed over in silence."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import foreign, guessing, sources
from lantoa.core.ledger.workbooks.mapping import ColumnMapping, Shape, fingerprint, problems_of
from lantoa.core.ledger.workbooks.reader import Workbook
from lantoa.core.ledger.workbooks.reading import Repairs
from tests.core.ledger.workbooks.habits import old_habits
from tests.factories import Province

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _province(province: Province) -> None:
    """Two communes that rows may name."""


def table(tmp_path: Path, rows: Sequence[Any], *, merged: tuple[str, ...] = ()) -> Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(tmp_path / "x.xlsx")
    return sources.read(tmp_path / "x.xlsx")


def read(book: Workbook, mapping: ColumnMapping, **more: Any) -> workbooks.Reading:
    return foreign.read(
        book, mapping, Words.load(), file_name="x.xlsx", agency="xa-an-binh", agencies=None, today=TODAY, **more
    )


def counted(talks: int, attendances: int, qualifier: str = "") -> dict[str, tuple[int, str]]:
    return {"talks": (talks * 1000, ""), "attendances": (attendances * 1000, qualifier)}


def said(reading: workbooks.Reading) -> list[tuple[str, date, date, dict[str, tuple[int, str]]]]:
    return [
        (row.draft.title, row.draft.occurred_from, row.draft.occurred_on, row.draft.quantities) for row in reading.rows
    ]


def test_a_workbook_of_ten_years_of_habits_is_read_by_the_guess_alone(tmp_path: Path) -> None:
    old_habits(tmp_path / "so.xlsx")
    book = sources.read(tmp_path / "so.xlsx")
    words = Words.load()
    mapping = guessing.guess(book, words, file_name="so.xlsx")
    assert mapping.shape == Shape(sheet=1, first=4, last=6, kind="talk")
    assert (mapping.year, dict(mapping.columns)) == (
        2025,
        {0: "", 1: "title", 2: "occurred_on", 3: "talks", 4: "attendances", 5: "note", 6: "agency", 7: "note"},
    )
    assert problems_of(mapping, words) == []
    reading = read(book, mapping)
    assert reading.problems == []
    assert said(reading) == [
        ("Nói chuyện về biên giới", date(2025, 3, 5), date(2025, 3, 5), counted(1, 1000)),
        ("Hội nghị thông tin đối ngoại", date(2025, 4, 19), date(2025, 4, 20), counted(2, 200, "about")),
        ("Tuyên truyền biển đảo", date(2025, 5, 1), date(2025, 5, 31), counted(1, 300, "over")),
        ("Phổ biến kiến thức đối ngoại", date(2025, 6, 7), date(2025, 6, 7), counted(1, 120)),
    ]
    assert [row.draft.agency for row in reading.rows] == ["xa-an-binh", "xa-an-binh", "xa-binh-minh", "xa-binh-minh"]
    assert reading.rows[0].draft.note == "Địa điểm: Nhà văn hóa ấp 2\nGhi chú: Có mưa"
    told = {(remark.sheet, remark.message.split(" ")[0], remark.value) for remark in reading.passed_over}
    told |= {(remark.sheet, remark.message.split(" ")[0], remark.value) for remark in reading.notices}
    assert ("Tổng hợp", "This", "") in told
    assert ("Năm 2025", "These", "rows 7") in told
    assert ("Năm 2025", "These", "rows 12, 15") in told
    assert ("Năm 2025", "These", "rows 17, 18, 20") in told
    assert ("Năm 2025", "Hidden", "rows 13") in told
    assert any("TCVN3" in remark.message for remark in reading.notices)


def test_days_without_a_year_take_the_year_of_the_table(tmp_path: Path) -> None:
    book = table(
        tmp_path, [["Nội dung", "Thời gian"], ["A", "5/3"], ["B", "tháng 4"], ["C", "19-20/11"], ["D", "6/3/2024"],
         ["E", "05/03"], ["F", "5.3 (sáng)"]],
    )  # fmt: skip
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), 2025, {0: "title", 1: "occurred_on"}, {"attendances": "0"})
    assert [(row[1], row[2]) for row in said(read(book, mapping))] == [
        (date(2025, 3, 5), date(2025, 3, 5)),
        (date(2025, 4, 1), date(2025, 4, 30)),
        (date(2025, 11, 19), date(2025, 11, 20)),
        (date(2024, 3, 6), date(2024, 3, 6)),
        (date(2025, 3, 5), date(2025, 3, 5)),
        (date(2025, 3, 5), date(2025, 3, 5)),
    ]
    wrong = read(table(tmp_path, [["Nội dung", "Thời gian"], ["A", "5/13"]]), mapping).problems
    assert [remark.value for remark in wrong] == ["5/13/2025"]
    mended = Repairs({wrong[0].key: "13/05"})
    assert said(read(table(tmp_path, [["Nội dung", "Thời gian"], ["A", "5/13"]]), mapping, repairs=mended))[0][1] == (
        date(2025, 5, 13)
    )


FORMS = [
    # what stands there, the first and last day it means in 2025; "": it is asked about; None: refused
    ("5/3", "2025-03-05", "2025-03-05"),
    ("5-3", "2025-03-05", "2025-03-05"),
    ("5/2026", "2026-05-01", "2026-05-31"),
    ("tháng 5", "2025-05-01", "2025-05-31"),
    ("T5", "2025-05-01", "2025-05-31"),
    ("quý 2", "2025-04-01", "2025-06-30"),
    ("quý II", "2025-04-01", "2025-06-30"),
    ("từ 3-5/6", "2025-06-03", "2025-06-05"),
    ("3-5/6", "2025-06-03", "2025-06-05"),
    ("từ ngày 3 đến ngày 5/6", "2025-06-03", "2025-06-05"),
    ("từ tháng 3 đến tháng 5", "2025-03-01", "2025-05-31"),
    ("cả năm", "2025-01-01", "2025-12-31"),
    ("6 tháng đầu năm", "2025-01-01", "2025-06-30"),
    ("2024", "2024-01-01", "2024-12-31"),
    ("5", "", ""),
    (5, "", ""),
    ("05", "", ""),
    ("ngày 5", "", ""),
    ("từ 3-5", "", ""),
    ("3 - 5", "", ""),
    ("từ ngày 3 đến 5", "", ""),
    ("5, 6, 7", "", ""),
    ("5/26", None, None),
    ("5/13", None, None),
    ("5.3.25", None, None),
    ("hằng tháng", None, None),
    ("tháng 3, 5", None, None),
    (5.3, None, None),
]


@pytest.mark.parametrize(("cell", "first", "last"), FORMS)
def test_a_day_is_understood_asked_about_or_refused(
    cell: str | float, first: str | None, last: str | None, tmp_path: Path
) -> None:
    book = table(tmp_path, [["Nội dung", "Thời gian"], ["Nói chuyện ở xã", cell]])
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), 2025, {0: "title", 1: "occurred_on"}, {"attendances": "0"})
    reading = read(book, mapping)
    assert [(str(row[1]), str(row[2])) for row in said(reading)] == ([(first, last)] if first else [])
    asks = ["may be a day or a month" in remark.message for remark in reading.problems]
    assert asks == ([] if first else [first is not None])
    assert foreign.bare_count(book, mapping, Words.load()) == (first == "")


@pytest.mark.parametrize(
    ("cell", "bare", "first", "last"),
    [
        ("5", "months", "2025-05-01", "2025-05-31"),
        ("5", "11", "2025-11-05", "2025-11-05"),
        (5, "11", "2025-11-05", "2025-11-05"),
        ("từ 3-5", "11", "2025-11-03", "2025-11-05"),
        ("từ 3-5", "months", "2025-03-01", "2025-05-31"),
        ("5, 6, 7", "11", "2025-11-05", "2025-11-07"),
        ("5/3", "11", "2025-03-05", "2025-03-05"),
        ("15", "months", None, None),
        ("31", "11", None, None),
    ],
)
def test_numbers_alone_are_what_the_person_said(
    cell: str | int, bare: str, first: str | None, last: str | None, tmp_path: Path
) -> None:
    shape, columns = Shape(0, 1, 1, "talk"), {0: "title", 1: "occurred_on"}
    mapping = ColumnMapping(shape, 2025, columns, {"attendances": "0"}, bare=bare)
    reading = read(table(tmp_path, [["Nội dung", "Thời gian"], ["Nói chuyện ở xã", cell]]), mapping)
    assert [(str(row[1]), str(row[2])) for row in said(reading)] == ([(first, last)] if first else [])
    assert bool(reading.problems) == (first is None)
    assert mapping.on(shape, 2026).bare == ("months" if bare == "months" else "")
    assert ColumnMapping.from_json(mapping.to_json()) == mapping


def test_one_column_for_each_month_gives_one_record_for_each_number(tmp_path: Path) -> None:
    book = table(
        tmp_path,
        [["STT", "Nội dung", "Tháng 1", "Tháng 2", "Tháng 3", "Tổng"], [1, "Nói chuyện", 30, None, "1.000", 1030],
         [2, "Nói chuyện khác", "-", 5, None, 5], [None, "Tổng cộng", 30, 5, 1000, 1035]],
    )  # fmt: skip
    mapping = guessing.guess(book, Words.load(), file_name="Năm 2025.xlsx", kind="talk")
    assert dict(mapping.columns) == {
        0: "", 1: "title", 2: "attendances@1", 3: "attendances@2", 4: "attendances@3", 5: ""
    }  # fmt: skip
    assert [(row[0], row[1], row[3]["attendances"]) for row in said(read(book, mapping))] == [
        ("Nói chuyện", date(2025, 1, 1), (30_000, "")),
        ("Nói chuyện", date(2025, 3, 1), (1_000_000, "")),
        ("Nói chuyện khác", date(2025, 2, 1), (5_000, "")),
    ]


def test_several_numbers_in_a_cell_go_to_the_measures_their_units_name(tmp_path: Path) -> None:
    book = table(tmp_path, [["Nội dung", "Ngày", "Kết quả"], ["A", "5/3/2025", "2 buổi, trên 150 lượt người"]])
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), None, {0: "title", 1: "occurred_on", 2: "several"})
    units = {row.measure_id: row.measure.unit_vi for row in Words.load().measures_of("talk")}
    reading = read(book, mapping)
    assert reading.problems == [], units
    assert said(reading)[0][3] == {"talks": (2000, ""), "attendances": (150_000, "over")}


def test_words_of_the_table_are_read_as_the_mapping_says(tmp_path: Path) -> None:
    rows = [["Nội dung", "Ngày", "Chủ trì", "Phối hợp"], ["A", "5/3/2025", "Xã A", "xã bình minh, Đài huyện"]]
    book = table(tmp_path, rows)
    columns = {0: "title", 1: "occurred_on", 2: "agency", 3: "coordinating"}
    bare = ColumnMapping(Shape(0, 1, 1, "talk"), None, columns, {"attendances": "0"})
    words = Words.load()
    assert [(item.text, item.near) for item in foreign.unknown_values(book, bare, words)] == [
        ("Xã A", ""),
        ("Đài huyện", ""),
        ("xã bình minh", "xa-binh-minh"),
    ]
    values = {"agency": {"xa a": "xa-an-binh"}, "coordinating": {"xa binh minh": "xa-binh-minh", "dai huyen": "-"}}
    told = ColumnMapping(bare.shape, None, columns, bare.fixed, values)
    draft = read(book, told).rows[0].draft
    assert (draft.agency, draft.coordinating, draft.note) == ("xa-an-binh", ["xa-binh-minh"], "Phối hợp: Đài huyện")


def test_a_cell_joined_over_rows_counts_for_each_and_a_joined_number_is_asked(tmp_path: Path) -> None:
    rows = [
        ["Đơn vị", "Nội dung", "Ngày", "Số người"],
        ["Xã Bình Minh", "A", "5/3/2025", 10],
        [None, "B", "6/3/2025", None],
    ]
    mapping = ColumnMapping(
        Shape(0, 1, 1, "talk"), None, {0: "agency", 1: "title", 2: "occurred_on", 3: "attendances"}, {},
        {"agency": {"xa binh minh": "xa-binh-minh"}},
    )  # fmt: skip
    book = table(tmp_path, rows, merged=("A2:A3", "D2:D3"))
    reading = read(book, mapping)
    assert {row.draft.agency for row in reading.rows} == {"xa-binh-minh"}
    assert [remark.cell for remark in reading.problems] == ["2", "D3"]
    assert "D2:D3 are merged" in reading.problems[0].message


def looks(reading: workbooks.Reading) -> tuple[list[str], list[int], list[tuple[int, str]]]:
    """(titles that are read, rows that are asked about, rows that are passed over and what they look like)"""
    asked = [remark.row for remark in reading.problems if remark.is_doubt]
    return [row.draft.title for row in reading.rows], asked, [(item.row, item.name) for item in reading.passed]


ACTIVITIES = [
    "Công tác tuyên truyền biển, đảo",
    "Tổng kết công tác biên giới",
    "CÔNG BỐ SÁCH TRẮNG",
    "Cộng đồng người Việt ở Lào họp mặt",
    "Tổng Bí thư tiếp khách",
    "Tổng Lãnh sự Lào chào xã giao",
    "TỔNG KẾT NĂM 2025",
]
TOTALS = [
    "Tổng cộng", "CỘNG:", "Tổng số (I+II)", "Cộng năm 2025", "Tổng toàn tỉnh", "Lũy kế từ đầu năm", "Cộng dồn.",
    "Tổng số 6 tháng đầu năm", "Cộng mục II", "Tổng cộng quý I, II và III", "Luỹ kế đến 30/6/2025", "TỔNG CỘNG (A + B)",
]  # fmt: skip
DOUBTS = ["Tổng các buổi nói chuyện", "Cộng số lớp đã mở", "Lũy kế các đợt tuyên truyền"]


def test_titles_that_begin_like_totals_are_read_and_totals_listed(tmp_path: Path) -> None:
    rows = [[n, title, 3, 4, 5] for n, title in enumerate([*ACTIVITIES, *TOTALS, *DOUBTS], start=1)]
    book = table(tmp_path, [["STT", "Nội dung", "Tháng 1", "Tháng 2", "Tháng 3"], *rows])
    mapping = guessing.guess(book, Words.load(), file_name="Năm 2025.xlsx", kind="talk")
    titles, asked, passed = looks(read(book, mapping))
    assert list(dict.fromkeys(titles)) == ACTIVITIES
    first = 2 + len(ACTIVITIES)
    assert passed == [(row, "Look like totals") for row in range(first, first + len(TOTALS))]
    assert asked == list(range(first + len(TOTALS), first + len(TOTALS) + len(DOUBTS)))


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (["Cộng", "31/3/2025", 15, None], True),
        (["Cộng", None, 15, "Trần Văn An ký"], True),
        (["Cộng", None, "3 lớp, 150 người", "-"], False),
        (["Cộng", None, "1.620", None], False),
    ],
)
def test_a_total_with_more_than_numbers_is_asked_about(tmp_path: Path, row: list[Any], is_asked: bool) -> None:
    rows = [["Nội dung", "Ngày", "Số người", "Ghi chú"], ["A", "5/3/2025", 10, None], row]
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), None, {0: "title", 1: "occurred_on", 2: "attendances", 3: "note"})
    titles, asked, passed = looks(read(table(tmp_path, rows), mapping))
    assert (titles, asked, passed) == (["A"], [3] if is_asked else [], [] if is_asked else [(3, "Look like totals")])


def test_where_one_day_holds_for_all_rows_no_title_is_lost(tmp_path: Path) -> None:
    rows = [
        ["STT", "Nội dung", "Ghi chú"],
        [1, "Chủ tịch UBND tỉnh tiếp Đại sứ Lào", None],
        [2, "Công tác tuyên truyền", None],
        ["I", "Nửa đầu tháng", None],
        [None, "Chủ tịch UBND tỉnh tiếp đoàn Champasak", None],
        [None, "Gặp mặt phóng viên", None],
        [None, "Xã An Bình, ngày 30 tháng 6 năm 2025", None],
        [None, "TM. ỦY BAN NHÂN DÂN", "NGƯỜI LẬP BIỂU"],
        [None, "CHỦ TỊCH\nTrần Văn An", None],
    ]
    fixed = {"occurred_on": "3/2025", "attendances": "0"}
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), None, {0: "", 1: "title", 2: "note"}, fixed)
    book = table(tmp_path, rows)
    titles, asked, passed = looks(read(book, mapping))
    assert (titles, asked) == (["Chủ tịch UBND tỉnh tiếp Đại sứ Lào", "Công tác tuyên truyền"], [5, 6])
    assert passed == [(4, "Look like headings"), *((row, "Look like signatures") for row in (7, 8, 9))]
    answered = read(book, mapping, repairs=Repairs(left_out={"0:6"}, taken_in={"0:5", "0:4"}))
    assert answered.problems == []
    assert [row.row for row in answered.rows] == [2, 3, 4, 5]
    assert [(row.row, row.cells[1]) for row in answered.left_out] == [(6, "Gặp mặt phóng viên")]
    assert [(item.row, item.is_taken) for item in answered.passed] == [
        (4, True), (5, True), (7, False), (8, False), (9, False),
    ]  # fmt: skip


def test_a_row_without_a_number_in_any_month_is_listed(tmp_path: Path) -> None:
    rows = [["STT", "Nội dung", "Tháng 1", "Tháng 2"], [1, "Nói chuyện", 3, None], [2, "Mít tinh", None, "-"]]
    book = table(tmp_path, rows)
    mapping = guessing.guess(book, Words.load(), file_name="Năm 2025.xlsx", kind="talk")
    reading = read(book, mapping)
    assert [(item.row, item.key, item.says) for item in reading.passed] == [(3, "", "2 · Mít tinh · -")]
    assert [(remark.value, remark.message.partition(";")[0]) for remark in reading.passed_over] == [
        ("rows 3", "These rows have no number in any month")
    ]


def test_wrong_cells_are_mended_and_rows_left_out_keep_what_they_said(tmp_path: Path) -> None:
    rows = [["Nội dung", "Ngày", "Số người"], ["A", "5/13/2025", 10], ["B", "6/3/2025", "nhiều"], ["C", "7/3/2025", 3]]
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), None, {0: "title", 1: "occurred_on", 2: "attendances"})
    wrong = read(table(tmp_path, rows), mapping).problems
    assert [remark.key for remark in wrong] == ["0:2:occurred_on:B", "0:3:attendances:C"]
    repairs = Repairs({wrong[0].key: "13/5/2025"}, {wrong[1].row_key})
    reading = read(table(tmp_path, rows), mapping, repairs=repairs)
    assert reading.problems == []
    assert [(row[0], row[1]) for row in said(reading)] == [("A", date(2025, 5, 13)), ("C", date(2025, 3, 7))]
    assert [(row.row, row.cells) for row in reading.left_out] == [(3, ["B", "6/3/2025", "nhiều"])]
    assert "is not a number" in reading.left_out[0].why


def test_a_mapping_says_what_it_lacks_and_survives_being_kept(tmp_path: Path) -> None:
    mapping = ColumnMapping(Shape(0, 1, 1, "talk"), 2025, {0: "title", 1: "title", 2: "attendances@3"})
    words = Words.load()
    assert [what for what, _name in problems_of(mapping, words)] == ["twice"]
    assert ColumnMapping.from_json(mapping.to_json()) == mapping
    assert [what for what, _ in problems_of(ColumnMapping(mapping.shape), words)] == ["missing"] * 3
    first = {0: "STT", 1: "Nội dung năm 2024"}
    assert fingerprint(first) == fingerprint({0: "stt", 1: "nội  dung năm 2025"}) != fingerprint({0: "STT"})
