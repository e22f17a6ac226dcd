from dataclasses import replace
from datetime import date

import pytest

from lantoa.base import yaml_text
from lantoa.core.documents.actions import SEED
from lantoa.core.documents.rules import profiles, wording
from tests.core.documents.statements import LETTERHEAD, small

PROFILES = {row["code"]: profiles.read(row["code"], row["numbers"]) for row in yaml_text.read(SEED)}


@pytest.mark.parametrize(
    ("profile", "number", "code", "line"),
    [
        ("nd30", "5", "BC-UBND", "Số: 05/BC-UBND"),
        ("nd30", "05", "BC-UBND", "Số: 05/BC-UBND"),
        ("nd30", "123", "KH-BCĐ", "Số: 123/KH-BCĐ"),
        ("nd30", "", "BC-UBND", "Số: ……/BC-UBND"),
        ("party", "399", "QĐ/TW", "Số 399-QĐ/TW"),
    ],
)
def test_number_and_code_are_joined_as_the_layout_says(profile: str, number: str, code: str, line: str) -> None:
    assert wording.number_line(replace(LETTERHEAD, number=number, code=code), PROFILES[profile]) == line


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Báo cáo tổng kết Đề án", "Tổng kết Đề án"),
        ("BÁO CÁO: kết quả năm 2026", "Kết quả năm 2026"),
        ("Báo cáo", "Báo cáo"),
        ("Báo cáo viên cấp tỉnh", "Báo cáo viên cấp tỉnh"),
        ("Kết quả năm 2026", "Kết quả năm 2026"),
        ("", ""),
    ],
)
def test_the_name_of_the_type_is_not_said_twice(title: str, abstract: str) -> None:
    assert wording.abstract(replace(small(), title=title)) == abstract


def test_in_a_sentence_the_body_is_not_shouted() -> None:
    named = replace(LETTERHEAD, body="UBND TỈNH", body_in_text="Ủy ban nhân dân tỉnh Sông Xanh")
    for letterhead, said in ((named, "Ủy ban nhân dân tỉnh Sông Xanh"), (LETTERHEAD, "ỦY BAN NHÂN DÂN")):
        line = wording.attached(replace(small(), letterhead=letterhead), PROFILES["nd30"])
        assert line == f"(Kèm theo Báo cáo số 05/BC-UBND ngày 03 tháng 12 năm 2026 của {said})"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2026, 12, 3), "Sông Xanh, ngày 03 tháng 12 năm 2026"),
        (date(2026, 1, 20), "Sông Xanh, ngày 20 tháng 01 năm 2026"),
        (date(2026, 3, 9), "Sông Xanh, ngày 09 tháng 3 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(day: date, line: str) -> None:
    assert wording.dated(replace(LETTERHEAD, dated_on=day.isoformat()), "vi") == line


def test_a_document_without_a_day_leaves_room_for_the_pen() -> None:
    assert wording.dated(replace(LETTERHEAD, dated_on=""), "vi") == "Sông Xanh, ngày …… tháng …… năm ……"
    assert wording.dated(LETTERHEAD, "en") == "Sông Xanh, 3 December 2026"


def test_recipients_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert wording.listed(("- Như trên;", "Bộ VHTTDL", "Lưu: VT, TTĐN.")) == [
        "- Như trên;",
        "- Bộ VHTTDL;",
        "- Lưu: VT, TTĐN.",
    ]


def test_an_annex_says_what_it_is_attached_to() -> None:
    assert wording.attached(small(), PROFILES["nd30"]) == (
        "(Kèm theo Báo cáo số 05/BC-UBND ngày 03 tháng 12 năm 2026 của ỦY BAN NHÂN DÂN)"
    )
