"""What people write into cells, row by row: what is understood, what is asked, and where."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.workbooks import rows
from tests.core.ledger.workbooks.making import filled
from tests.factories import Province

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
VISIT: dict[str, Any] = {"title": "Đoàn đại biểu", "occurred_on": "3/2/2026", "direction": "in", "purpose": "trade"}


@pytest.fixture(autouse=True)
def _province(province: Province) -> None:
    """Two communes that rows may name."""


def read(path: Path, *, agencies: list[str] | None = None) -> workbooks.Reading:
    return workbooks.read(path, file_name=path.name, agency="xa-an-binh", agencies=agencies, today=TODAY)


def read_rows(tmp_path: Path, *given: Mapping[str, Any], kind: str = "delegation", **options: Any) -> workbooks.Reading:
    agencies = options.pop("agencies", None)
    return read(filled(tmp_path / "x.xlsx", kind, given, **options), agencies=agencies)


def problems(reading: workbooks.Reading) -> list[tuple[str, str]]:
    return [(remark.cell, remark.message) for remark in reading.problems]


def test_a_row_becomes_a_draft_with_everything_it_says(tmp_path: Path) -> None:
    row = {
        "title": "  Đoàn  tỉnh bạn ", "occurred_on": "5/3/2026", "occurred_from": date(2026, 3, 2),
        "direction": "Đoàn vào", "purpose": "TIM HIEU CO HOI DAU TU", "country": "Laos",
        "delegations": 2, "members": "hơn 1.000",
        "coordinating": "UBND xã Bình Minh; xa-an-binh", "agency": "ubnd xa binh minh", "source": "Báo cáo số 12",
        "note": "Có phiên dịch", "is_subset": "x", "is_public": "không",
    }  # fmt: skip
    reading = read_rows(tmp_path, row)
    assert reading.problems == []
    assert [item.draft for item in reading.rows] == [
        Draft(
            kind="delegation", agency="xa-binh-minh", title="Đoàn tỉnh bạn", occurred_from=date(2026, 3, 2),
            occurred_on=date(2026, 3, 5), quantities={"delegations": (2000, ""), "members": (1_000_000, "over")},
            dimensions={"direction": "in", "purpose": "investment", "country": "la"}, coordinating=["xa-an-binh"],
            source="Báo cáo số 12", note="Có phiên dịch", is_subset=True, is_public=False,
        )
    ]  # fmt: skip
    assert (reading.kind, reading.agency, reading.rows[0].row, len(reading.file_sha256)) == (
        "delegation",
        "xa-an-binh",
        3,
        64,
    )


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        (12, (12_000, "")), (5.0, (5000, "")), ("1.000", (1_000_000, "")), ("12.345.678", (12_345_678_000, "")),
        ("trên 100", (100_000, "over")), ("gần 90", (90_000, "nearly")), ("khoảng 30", (30_000, "about")),
        ("over 100", (100_000, "over")), (">100", (100_000, "over")), ("45 lượt người", (45_000, "")),
        ("hơn 45 người", None), ("1,000", None), ("18,9", None), (18.9, None), (-3, None), ("bốn", None), ("3-4", None),
        (True, None), (date(2026, 1, 5), None), ("5 xe", None), ("50%", None),
    ],
)  # fmt: skip
def test_whole_numbers_as_people_write_them(tmp_path: Path, cell: Any, quantity: tuple[int, str] | None) -> None:
    reading = read_rows(tmp_path, {**VISIT, "members": cell})
    if quantity is None:
        assert [where for where, _message in problems(reading)] == ["I3"]
        assert reading.rows == []
    else:
        assert reading.problems == []
        assert reading.rows[0].draft.quantities["members"] == quantity


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        ("18,9", 18_900), ("18.9", 18_900), (18.9, 18_900), (0.1 + 0.2, 300), ("3,5 triệu đồng", 3500),
        ("1.234,5", 1_234_500), ("3,5 tỷ đồng", None), (1 / 3, None), ("1,2345", None), (1e300, None), ("1e5", None),
    ],
)  # fmt: skip
def test_decimals_are_exact_or_refused(tmp_path: Path, cell: Any, quantity: int | None) -> None:
    row = {"title": "Cụm pa-nô", "occurred_on": "2/2/2026", "place": "song-xanh", "investment": cell}
    reading = read_rows(tmp_path, row, kind="panel_cluster")
    found = [item.draft.quantities["investment"] for item in reading.rows]
    assert found == ([] if quantity is None else [(quantity, "")])
    assert len(reading.problems) == (quantity is None)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        (date(2026, 5, 1), "2026-05-01", "2026-05-01"), (datetime(2026, 5, 1, 14, 30), "2026-05-01", "2026-05-01"),
        ("2026-05-01", "2026-05-01", "2026-05-01"), ("01/05/2026", "2026-05-01", "2026-05-01"),
        ("1-5-2026", "2026-05-01", "2026-05-01"), ("1.5.2026", "2026-05-01", "2026-05-01"),
        (2025, "2025-01-01", "2025-12-31"),
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30"), ("quý I năm 2018", "2018-01-01", "2018-03-31"),
    ],
)  # fmt: skip
def test_days_and_spans_as_people_write_them(tmp_path: Path, cell: Any, first: str, last: str) -> None:
    (row,) = read_rows(tmp_path, {**VISIT, "occurred_on": cell}).rows
    assert (row.draft.occurred_from.isoformat(), row.draft.occurred_on.isoformat()) == (first, last)


def test_a_day_that_lost_its_format_is_asked_for_with_a_guess(tmp_path: Path) -> None:
    assert problems(read_rows(tmp_path, {**VISIT, "occurred_on": 46054})) == [
        ("B3", "“46054” looks like a day that lost its format, perhaps 01/02/2026. Type the day.")
    ]


def test_all_problems_of_all_rows_come_at_once_each_with_its_cell(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        {"title": "A", "occurred_on": "22/11/25", "direction": "xuôi", "members": "1,000", "agency": "UBND xã Ân Bìn"},
        VISIT,
        {"occurred_on": "1/1/2027", "direction": "in", "purpose": "trade", "is_public": "có lẽ"},
    )
    assert [remark.cell for remark in reading.problems] == ["B3", "D3", "E3", "I3", "L3", "A5", "B5", "P5"]
    assert {remark.sheet for remark in reading.problems} == {reading.rows[0].sheet}
    assert "Did you mean “UBND xã An Bình”?" in reading.problems[4].message
    assert (reading.problems[3].value, reading.problems[3].heading) == ("1,000", "Số người trong đoàn (lượt người)")
    assert [row.row for row in reading.rows] == [4]


def test_blank_rows_are_passed_over_and_totals_with_a_notice(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path, VISIT, {}, {"note": "  "}, {"title": "TỔNG CỘNG:", "delegations": 9}, {"title": "Cộng"}
    )
    assert len(reading.rows) == 1
    assert reading.problems == []
    assert [remark.row for remark in reading.notices] == [6, 7]


def test_errors_formulas_and_merged_cells_are_named(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G3"] = "#REF!"
        sheet["G3"].data_type = "e"
        sheet["G4"] = "=1+1"
        sheet.merge_cells("A5:A6")
        sheet.merge_cells("C20:D20")

    reading = read_rows(tmp_path, VISIT, VISIT, VISIT, {**VISIT, "title": None}, change=change)
    found = {remark.cell or remark.value: remark.message for remark in reading.problems}
    assert found["G3"] == "The cell shows the error #REF!. Type the value instead."
    assert found["G4"].startswith("The formula was never calculated.")
    assert [message for message in found.values() if "A5:A6 are merged" in message]
    assert not [message for message in found.values() if "C20:D20" in message]


def test_a_row_may_name_only_agencies_one_may_record_for(tmp_path: Path) -> None:
    rows_given = ({**VISIT, "agency": "xa-binh-minh"}, {**VISIT, "agency": "UBND xã An Bình"})
    assert problems(read_rows(tmp_path, *rows_given, agencies=["xa-an-binh"])) == [
        ("L3", "You may not record for this agency. Leave the cell blank or ask the secretariat.")
    ]


def test_reading_stops_where_every_row_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST_PROBLEMS", 6)
    reading = read_rows(tmp_path, *[{"title": "A"}] * 10)
    assert len(reading.problems) == 7
    assert reading.problems[-1].message == "There are too many problems; reading stopped at row 4."


def test_the_same_records_have_the_same_digest_in_any_order(tmp_path: Path) -> None:
    first, second = {**VISIT, "title": "Một"}, {**VISIT, "title": "Hai", "members": "1.000"}
    one = read_rows(tmp_path, first, second)
    two = read_rows(tmp_path, {**second, "members": 1000}, {}, {**first, "occurred_on": date(2026, 2, 3)})
    assert one.rows_sha256 == two.rows_sha256
    assert one.file_sha256 != two.file_sha256
    assert one.rows_sha256 != read_rows(tmp_path, first).rows_sha256
    assert workbooks.totals(one.rows) == {"delegations": (2000, False), "members": (1_000_000, False)}
