"""The checker of numbers: every figure is found; dates, documents and the like are let through, and nothing more."""

import json
import re
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.core.reports.rules import numbers

UNITS = [
    "lớp",
    "đại biểu",
    "học viên",
    "lượt người",
    "đoàn",
    "nước, vùng lãnh thổ",
    "cụm",
    "tham luận",
    "classes",
    "people",
]
SHARED = Path(__file__).resolve().parents[4] / "shared"


def found(text: str, language: str = "vi") -> list[str]:
    return [finding.text for finding in numbers.unbound(text, language=language, units=UNITS)]


@pytest.mark.parametrize(
    ("text", "numbers_in_it"),
    [
        ("tuyên truyền cho 2.889 lượt người", ["2.889"]),
        ("ngày 2.889 lượt", ["2.889"]),
        ("tăng 18,9%", ["18,9"]),
        ("đạt 1/4 số xã", ["1/4"]),
        ("chặng đường ¼ thế kỷ", ["¼"]),
        ("học 1½ buổi", ["1½"]),
        ("Tổ chức 5 lớp cho 300 đại biểu", ["5", "300"]),
        ("05 ý kiến", ["05"]),
        ("Đại biểu 300 người, đoàn181", ["300", "181"]),
        ("14/11", ["14/11"]),
        ("41/44 đoàn", ["41/44"]),
        ("2 889 lượt", ["2 889"]),
        ("mỗi tháng 11 buổi", ["11"]),
        ("mỗi ngày 12 lượt", ["12"]),
        ("trong 6 tháng 12 đoàn", ["6", "12"]),
        ("tháng 11 tỉnh tiếp", ["11"]),
        ("trong năm 2000 lượt người dự", ["2000"]),
        ("năm 2021, 2000 tờ rơi", ["2000"]),
        ("5 năm 2014", ["5", "2014"]),
        ("từ 1950 đến 2050", ["1950", "2050"]),
        ("khoảng 2000 - 2050 tờ", ["2000", "2050"]),
        ("giai đoạn 2018 - 2014", ["2018", "2014"]),
        ("in 2000 tờ rơi", ["2000"]),
        ("tỷ lệ 1:10", ["1", "10"]),
        ("thời lượng 8 giờ 30 phút", ["8", "30"]),
        ("đạt 14.30 điểm", ["14.30"]),
        ("Điều 7, 300 đại biểu", ["300"]),
        ("khoản 300 triệu đồng", ["300"]),
        ("QĐ 5 lần", ["5"]),
        ("300 m2, 20 km", ["300", "20"]),
        ("[[delegations_in]]00", ["00"]),
        ("tổ chức năm lớp, đón mười hai đoàn", ["năm", "mười hai"]),
        ("mười một lớp, hai mươi mốt đoàn", ["mười một", "hai mươi mốt"]),
        ("Năm lớp tập huấn đã được tổ chức. Gồm: năm lớp, năm đoàn.", ["Năm", "năm", "năm"]),
        ("trong năm hai lớp", ["hai"]),
        ("ba chục đoàn, hai vạn lượt người, hai tỷ đồng", ["ba chục", "hai vạn", "hai tỷ"]),
        ("một nghìn hai trăm đại biểu", ["một nghìn hai trăm"]),
        ("5 triệu lượt người", ["5"]),
        ("14:30 lượt người, 20:14 đoàn", ["14", "30", "20", "14"]),
        ("181.\n", ["181"]),
        ("12:5", ["12", "5"]),
        ("٣٠٠ đại biểu", ["٣٠٠"]),
    ],
)  # fmt: skip
def test_a_number_is_flagged(text: str, numbers_in_it: list[str]) -> None:
    assert found(text) == numbers_in_it


LET_THROUGH = """
    22/11/2026 | 22-11-2026 | 22.11.2026 | 2026-11-22 | 19-20/7/2026 | 30/6 - 2/7/2026 | (22/12/2024) |
    ngày 14 tháng 11 | ngày 14 tháng 11 năm 2018 | Ngày 14/11, tại | Sáng 02-3, tại | Ngày 13.3, Ban |
    từ ngày 3 đến ngày 5 tháng 6 | từ ngày 28/2 đến 3/3 | tháng 11/2026 | tháng 11 năm 2026 | trong tháng 11, |
    tháng 3 - 5/2026 | năm 2026 | Năm 2017 và quý I năm 2018 | quý I/2018 | quý 3/2026 |
    các năm 2021, 2022 và 2023 | từ năm 2014 đến 2018 | giai đoạn 2014 - 2018 | giai đoạn 2021-2025 |
    nhiệm kỳ 2020–2025 | (2014 - 2018) | 6 tháng đầu năm 2022 | 9 tháng đầu năm | 14 giờ 30 | 14 giờ 30 phút |
    14:30 | 14h30 | lúc 8 giờ | 26-CT/TW | 72/2015/NĐ-CP | 80/2015/QH13 | số 45/KH-BCĐ | QĐ 173/QĐ-TTg |
    22/2016/TT-BTTTT | số 1234/STTTT-BC | Chỉ thị 26 của Ban Bí thư | Nghị quyết 09 | kế hoạch số 45 | Điều 24 |
    khoản 3 Điều 24 | 1. Đào tạo | 2.1. Tập huấn | a) Ưu điểm | 3) Khác | (1) một | III. Kết quả | 0271.3879.123 |
    ĐT: 0912 345 678 | +84 271 3879 123 | đường dây nóng 1900 1234 | https://example.vn/2026/11 | lan@example.vn |
    COVID-19 | mạng 5G | quốc lộ QL13 | km2 | [[delegations_in@2019]] | [[talk_attendances@2014..2018#xa-2]] |
    F-4TB8K | quan hệ hai nước | trong năm, lớp | cả năm lớp tập huấn |
    một lớp | không một lớp nào | ba đồng chí | ngày, tháng, năm lớp | (tỷ đồng) | 22/11/2026 14:30 | một năm
    Lớp tập huấn
"""


@pytest.mark.parametrize("text", [text.strip() for text in LET_THROUGH.split("|")])
def test_what_is_no_figure_is_let_through(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers_in_it"),
    [
        ("In 2026 the province received 181 delegations", ["181"]),
        ("On 22 November 2026, 5 classes", ["5"]),
        ("2,889 attendances", ["2,889"]),
        ("in 2000 people", ["2000"]),
        ("the first half of 2026", []),
        ("the period 2014–2018", []),
        ("five classes for two hundred and five foreign people", ["five", "two hundred and five"]),
        ("one class, in a year people remember", []),
    ],
)
def test_english_dates_are_masked_in_english_text_only(text: str, numbers_in_it: list[str]) -> None:
    assert found(text, "en") == numbers_in_it


@pytest.mark.parametrize(
    ("text", "language", "values", "pair"),
    [
        ("2.889 lượt", "vi", (Decimal(2889),), None),
        ("2,889 people", "en", (Decimal(2889),), None),
        ("18,9", "vi", (Decimal("18.9"),), None),
        ("05 ý kiến", "vi", (Decimal(5),), None),
        ("1,2 triệu lượt", "vi", (Decimal("1.2"), Decimal(1200000)), None),
        ("20%", "vi", (), None),
        ("41/44", "vi", (), (Decimal(41), Decimal(44))),
        ("1,000", "vi", (), None),
    ],
)
def test_what_a_number_may_mean(
    text: str, language: str, values: tuple[Decimal, ...], pair: tuple[Decimal, Decimal] | None
) -> None:
    (finding,) = numbers.unbound(text, language=language)
    assert (finding.values, finding.pair) == (values, pair)


@given(
    st.integers(1, 10**7),
    st.sampled_from(["", " lượt người", " đoàn", "%", " triệu đồng", ", ", ".", " tại tỉnh"]),
    st.sampled_from(["", "tổ chức ", "Đón ", "có ", "gồm: ", "đạt ", "-", "(", "hơn ", "mỗi năm ", "[[activities]] "]),
)
def test_a_number_behind_an_ordinary_word_never_hides(number: int, after: str, before: str) -> None:
    written = f"{number:,}".replace(",", ".")
    assert "".join(found(before + written + after)) == written


def in_vietnamese(number: int, *, rest: bool = False) -> str:
    """rest: something larger was said before, so that hundreds are said even where there are none"""
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn")):
        if number >= scale:
            low = in_vietnamese(number % scale, rest=True) if number % scale else ""
            return f"{in_vietnamese(number // scale, rest=rest)} {word} {low}".strip()
    hundreds, tens, last = number // 100, number // 10 % 10, number % 10
    words = [f"{digits[hundreds]} trăm"] if hundreds or rest else []
    if tens:
        words.append("mười" if tens == 1 else f"{digits[tens]} mươi")
    elif words and last:
        words.append("linh")
    if last:
        words.append({1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}.get(last, digits[last]))
    return " ".join(words)


def in_english(number: int) -> str:
    small = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    names = ["", *small.split(), "eighteen", "nineteen"]
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            low = ("and " if scale == 100 else "") + in_english(number % scale) if number % scale else ""
            return f"{in_english(number // scale)} {word} {low}".strip()
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    return names[number] if number < 20 else f"{tens[number // 10 - 2]}-{names[number % 10]}".strip("-")


WHOLE = st.one_of(st.integers(2, 3000), st.integers(2, 9 * 10**9))


@given(WHOLE, st.sampled_from(["", "Tổ chức ", "Gồm: ", "trong đó, "]), st.sampled_from(["lớp", "lượt người", "đồng"]))
def test_any_number_in_vietnamese_words_is_found_whole(number: int, before: str, unit: str) -> None:
    (finding,) = numbers.unbound(f"{before}{in_vietnamese(number)} {unit}.", units=UNITS)
    assert (finding.text, finding.values) == (in_vietnamese(number), (Decimal(number),))


@given(WHOLE, st.sampled_from(["", "There were ", "Of these, "]), st.sampled_from(["classes", "young people"]))
def test_any_number_in_english_words_is_found_whole(number: int, before: str, unit: str) -> None:
    (finding,) = numbers.unbound(f"{before}{in_english(number)} {unit}.", language="en", units=UNITS)
    assert (finding.text, finding.values) == (in_english(number), (Decimal(number),))


@pytest.mark.parametrize("word", ["tỷ ", "một tỷ ", "trăm ", "ba tư ", "năm trăm linh ", "chục rưỡi "])
def test_a_long_row_of_number_words_is_soon_read(word: str) -> None:
    begin = time.process_time()
    numbers.unbound(word * 100 + "văn bản", units=UNITS)
    assert time.process_time() - begin < 2


@given(st.text(alphabet="0123456789.,/:- ¼nămthágqulệ[]@\n", max_size=40))
def test_places_are_exact_and_apart(text: str) -> None:
    findings = numbers.unbound(text, units=UNITS)
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


# -- what provinces really wrote -------------------------------------------------------------------

GOLD = SHARED / "data" / "provincial-reports" / "gold-A-seeds.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the published sentences are not here")
def test_every_published_figure_is_found() -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert sum(len(row["figures"]) for row in rows) >= 7
    for row in rows:
        values = {value for finding in numbers.unbound(row["text"], units=UNITS) for value in finding.values}
        assert {Decimal(str(figure["value"])) for figure in row["figures"]} <= values, row["text"]


@pytest.mark.skipif(not GOLD.exists(), reason="the published pages are not here")
def test_of_published_pages_only_these_numbers_are_asked_about() -> None:
    flagged = {}
    for page in sorted((SHARED / "seeds").glob("*.txt")):
        text = page.read_text(encoding="utf-8")
        # A press page dates itself in its first lines in ways that no review is written.
        flagged[page.name[:3]] = found(re.sub(r"Đăng ngày:.*|\d\d/\d\d/\d{4} \d\d:\d\d", "", text))
    assert flagged == {
        "000": ["7", "30", "¼", "2022"],
        "001": ["1676"],
        "002": ["4", "4", "3", "2", "2.889", "5", "300", "181"],
        "003": [],
        "004": ["05", "7.103.112", "3.619"],
    }


@pytest.mark.parametrize("text", ["a." * 25_000, "hai " * 12_500, "9" * 50_000, "1.1" * 16_000])
def test_the_longest_section_is_read_at_once_whatever_stands_in_it(text: str) -> None:
    begin = time.process_time()
    numbers.unbound(text, units=UNITS)
    assert time.process_time() - begin < 2
