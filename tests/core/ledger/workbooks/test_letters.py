"""TCVN3, VNI and letters taken apart: converted both ways over every letter, and never where it is Unicode already."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.core.ledger.workbooks import pasted, sources
from lantoa.core.ledger.workbooks.letters import TCVN3, VNI, from_tcvn3, from_vni, is_syllable, mend
from tests.databases import PROJECT

TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
SMALL = [unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
CAPITALS = [letter.upper() for letter in SMALL]
TEXTS = [
    "Hội nghị tuyên truyền biên giới đất liền",
    "Lớp tập huấn nghiệp vụ thông tin đối ngoại",
    "Đoàn đại biểu tỉnh Champasak đến thăm và làm việc",
    "Tổ chức triển lãm ảnh về biển đảo quê hương",
]


def _reversed(table: dict[str, str]) -> dict[str, str]:
    return {after: before for before, after in reversed(table.items())}


def to_tcvn3(text: str) -> str:
    return "".join(_reversed(TCVN3).get(sign, sign) for sign in text)


def to_vni(text: str) -> str:
    return "".join(_reversed(VNI).get(sign, sign) for sign in text)


def test_every_letter_of_vietnamese_goes_both_ways() -> None:
    plain = set("aeiouy")
    in_its_place = plain | {"ý"}
    assert {letter for letter in SMALL if from_tcvn3(to_tcvn3(letter)) != letter} == set()
    assert {letter for letter in SMALL if to_tcvn3(letter) == letter} == in_its_place
    assert set(TCVN3.values()) == (set(SMALL) - plain) | set("ĂÂÊÔƠƯĐ")
    for letter in [*SMALL, *CAPITALS]:
        assert from_vni(to_vni(letter)) == letter
    assert set(VNI.values()) == {*SMALL, *CAPITALS} - plain - {letter.upper() for letter in plain}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_in_old_letters_is_known_and_read(text: str) -> None:
    assert list(mend([(1, to_vni(text))])) == [(1, text, "VNI-Windows")]
    assert list(mend([(1, to_tcvn3(text))])) == [(1, text, "TCVN3 (ABC)")]
    assert list(mend([(1, unicodedata.normalize("NFD", text))])) == [(1, text, "")]


WORDS = """
    hội nghị tuyên truyền thông tin đối ngoại biên giới xã phường tỉnh đoàn khách nước Lào Hà Nội có và bà rịa tàu là
    thành phố lớp tập huấn cán bộ phóng viên báo chí đại sứ văn hóa giao lưu hữu nghị ảnh triển lãm quốc tế ý kiến mỹ
    nhật bản trong ngoài khu vực tôi đã thôn xóm chùa cá sông hồ núi rừng làng ấp tổ dân phố cụm
"""
SYLLABLES = st.sampled_from(WORDS.split())


@given(st.lists(SYLLABLES, min_size=1, max_size=8))
def test_correct_unicode_is_never_touched(words: list[str]) -> None:
    text = " ".join(words)
    assert list(mend([(1, text)])) == []
    assert list(mend([(1, text.upper()), (2, text.title())])) == []


@given(st.lists(SYLLABLES, min_size=1, max_size=8).filter(lambda words: not " ".join(words).isascii()))
def test_an_old_text_becomes_what_it_was_where_its_column_is_old(words: list[str]) -> None:
    text = " ".join(words)
    for encode in (to_tcvn3, to_vni):
        column = [(1, encode(text)), (2, encode("Hội nghị biên giới"))]
        assert {key: new for key, new, _name in mend(column)}.get(1, encode(text)) == text


OTHERS = """
    Café | São Paulo | Zürich | Côte d'Ivoire | 5 m² | © 2020 – 10 × 20 | Lào | Perú, 100 °C | naïve | Göteborg | § 5 |
    «báo cáo» | ±3 | Mêkông | Ñandú | Phú Quý | là | TP. Hồ Chí Minh | à | Ô Lâm | 100 µm | Kraków | baâ
"""


@pytest.mark.parametrize("text", [text.strip() for text in OTHERS.split("|")])
def test_other_words_with_marks_stay_as_they_are(text: str) -> None:
    assert list(mend([(1, text)])) == []


def test_a_cell_that_could_be_either_follows_a_column_without_doubt() -> None:
    old = [(1, to_tcvn3("Hội nghị")), (2, to_tcvn3("Có"))]
    assert {key: text for key, text, _ in mend(old)} == {1: "Hội nghị", 2: "Có"}
    assert [key for key, _, _ in mend([*old, (3, "Tuyên truyền")])] == [1]


def sheet(tmp_path: Path, rows: list[str]) -> tuple[list[list[str]], list[str]]:
    """The cells of a pasted table as they are read, and what is said of them."""
    (tmp_path / "x").write_bytes(pasted.kept(html="", text="\n".join(rows)))
    book = sources.read(tmp_path / "x")
    cells = [[str(row.cells[place]) for place in sorted(row.cells)] for row in book.sheets[0].rows]
    return cells, [notice.message for notice in book.notices]


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_headings_of_one_word_follow_a_sheet_in_old_letters(tmp_path: Path, encode: Callable[[str], str]) -> None:
    rows = ["Nội dung\tThời gian\tNgười\tGhi chú", "Hội nghị tuyên truyền biên giới\t5/3/2025\t100\t"]
    cells, said = sheet(tmp_path, [encode(row) for row in rows])
    assert cells[0] == ["Nội dung", "Thời gian", "Người", "Ghi chú"]
    assert cells[1][0] == "Hội nghị tuyên truyền biên giới"
    assert len(said) == 4


def test_a_sheet_that_is_partly_unicode_keeps_what_could_be_either(tmp_path: Path) -> None:
    rows = [
        f"{to_tcvn3('Nội dung')}\t{to_tcvn3('Ngày')}\tGhi chó\tĐịa điểm",
        f"{to_tcvn3('Hội nghị tuyên truyền biên giới')}\t5/3/2025\tCó\tPhú Quý",
        "Tuyên truyền biển đảo\t6/3/2025\tLào, Perú\tChùa",
    ]
    cells, _said = sheet(tmp_path, rows)
    assert cells == [
        ["Nội dung", "Ngày", "Ghi chó", "Địa điểm"],
        ["Hội nghị tuyên truyền biên giới", "5/3/2025", "Có", "Phú Quý"],
        ["Tuyên truyền biển đảo", "6/3/2025", "Lào, Perú", "Chùa"],
    ]


def test_one_old_cell_among_names_takes_none_of_them_with_it(tmp_path: Path) -> None:
    rows = [f"{to_tcvn3('Hội nghị')}\tPhú Quý\tHà Giang", "A\tChùa\tLào", "B\tPhú An\tXã An Bình"]
    assert sheet(tmp_path, rows)[0] == [["Hội nghị", "Phú Quý", "Hà Giang"], *[row.split("\t") for row in rows[1:]]]


def test_syllables_are_known_by_letters_and_tone() -> None:
    good = ["nghiêng", "quốc", "giếng", "gì", "khuỷu", "oách", "ưu", "yêu", "thuở", "quýt", "Đường", "quà"]
    bad = ["héi", "nghÞ", "hoäi", "tòc", "nghò", "cê", "ngh", "bcd", "táà", "strength"]
    assert [word for word in [*good, *bad] if is_syllable(word)] == good


@pytest.mark.skipif(
    not (PROJECT.parent / "shared/data/vn-orthography").is_dir(), reason="the collection of spellings is not here"
)
def test_real_spellings_are_syllables_and_stay_as_they_are() -> None:
    folder: Path = PROJECT.parent / "shared/data/vn-orthography"
    words = [
        json.loads(line)["want"] for line in (folder / "tone_placement.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(words) > 200
    assert [word for word in words if list(mend([(1, word)]))] == []
