"""Charts: what they print, what they never fetch, and that they look the same on any machine."""

import re
import struct
from dataclasses import replace

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from lantoa.core.documents.rendering import charts, fonts
from lantoa.core.documents.rules.statement import Chart, Table

TABLE = Table("", ("",), ())
YEARS = Chart("bars", "Đoàn vào", "đoàn", (("Thực hiện", (("2025", 1165.0), ("2026", 1234.5))),), TABLE, "")
PURPOSES = Chart(
    "share", "Theo mục đích", "đoàn",
    (("Đoàn vào", (("Hữu nghị", 22.0), ("Xúc tiến đầu tư, thương mại", 41.0), ("Khác", None))),), TABLE, "",
)  # fmt: skip
TARGETS = Chart(
    "target", "Mục tiêu", "đoàn",
    (("Thực hiện", (("Đoàn vào", 181.0), ("Hội nghị", None))), ("Mục tiêu", (("Đoàn vào", 200.0), ("Hội nghị", 6.0)))),
    TABLE, "",
)  # fmt: skip


def printed(chart: Chart, language: str = "vi", width_mm: float = 160) -> list[str]:
    """The texts of the picture, in the order in which they are drawn."""
    found = re.findall(r"<text[^>]*>(.*?)</text>", charts.svg(chart, language=language, width_mm=width_mm))
    return [re.sub(r"<[^>]+>", " ", text).strip() for text in found]


def test_numbers_follow_the_language() -> None:
    assert {"1.165", "1.234,5", "Đơn vị tính: đoàn"} <= set(printed(YEARS))
    assert {"1,165", "1,234.5", "Unit: đoàn"} <= set(printed(YEARS, "en"))


def test_shares_stand_from_the_largest_with_their_part() -> None:
    assert [text for text in printed(PURPOSES) if "(" in text or "chưa" in text] == [
        "41 (65,1\u00a0%)", "22 (34,9\u00a0%)", "chưa có số liệu",
    ]  # fmt: skip


def test_labels_left_of_bars_keep_their_widths_in_whatever_face_a_browser_has() -> None:
    name = "Ủy ban nhân dân xã Đồng Tháp Mười & Láng Sen"
    chart = replace(PURPOSES, values=(("Đoàn", ((name, 3.0), ("Khác", 1.0))),))
    drawn = charts.browser_svg(chart, language="vi", width_mm=160)
    labels = re.findall(r'<text text-anchor="end".*?</text>', drawn, re.DOTALL)
    lines = [int(width) for label in labels for width in re.findall(r'textLength="(\d+)"', label)]
    assert len(lines) == sum(label.count("<tspan") or 1 for label in labels) >= 2
    left = int(re.search(r"translate\((\d+),", drawn)[1])  # type: ignore[index] # there is one
    assert max(lines) <= left
    assert re.sub(r' textLength="\d+" lengthAdjust="\w+"', "", drawn) == charts.svg(chart, language="vi")


def test_a_target_stands_beside_what_was_done() -> None:
    assert {"181 / 200", "chưa có số liệu / 6", "Thực hiện", "Mục tiêu"} <= set(printed(TARGETS))


def test_a_part_of_a_target_that_was_not_set_is_no_missing_figure() -> None:
    parts = (
        ("Thực hiện", (("Đoàn vào", 90.0), ("Hội nghị", None))),
        ("Mục tiêu", (("Đoàn vào", 100.0), ("Hội nghị", None))),
    )
    said = printed(replace(TARGETS, unit="%", values=parts))
    assert "chưa có mục tiêu" in said
    assert "chưa có số liệu" not in said


def test_a_chart_without_any_value_says_so() -> None:
    assert "chưa có số liệu" in printed(replace(YEARS, values=()))
    assert "chưa có số liệu" in printed(replace(YEARS, values=(("Thực hiện", ()),)))


def test_bars_begin_at_zero() -> None:
    for chart in (YEARS, PURPOSES, TARGETS):
        drawn = charts.specification(chart, language="vi", width_mm=85)
        scale = (drawn["encoding"].get("y") or drawn["encoding"]["x"])["scale"]
        assert scale.get("zero") or scale["domain"][0] == 0


def test_many_long_labels_lie_down() -> None:
    months = Chart("bars", "", "bài", (("n", tuple((f"Tháng {each} năm 2026", 1e6) for each in range(12))),), TABLE, "")
    assert "y" not in charts.specification(months, language="vi")["encoding"]
    assert "y" in charts.specification(YEARS, language="vi")["encoding"]


def test_a_picture_is_as_wide_as_was_asked() -> None:
    for chart in (YEARS, PURPOSES, TARGETS, replace(YEARS, values=())):
        for width_mm in (85, 160):
            picture = charts.png(chart, language="vi", width_mm=width_mm, scale=1)
            wide, _high = struct.unpack(">II", picture[16:24])
            assert abs(wide - width_mm * charts.PIXELS_OF_MM) <= 6, (chart.kind, width_mm, wide)


def test_a_picture_is_the_same_twice() -> None:
    assert charts.png(YEARS, language="vi") == charts.png(YEARS, language="vi")
    assert charts.svg(YEARS, language="vi") == charts.svg(YEARS, language="vi")


def test_a_text_is_no_markup_and_no_expression() -> None:
    label = "</text><script>alert(1)</script> \\n ' \" datum.value"
    drawn = charts.svg(replace(YEARS, values=(("Thực hiện", ((label, 5.0), ("2026", 6.0))),)), language="vi")
    assert "<script" not in drawn
    assert "alert(1)" in drawn


def test_nothing_outside_is_ever_read() -> None:
    drawn = charts.specification(YEARS, language="vi")
    assert "url" not in str(drawn)
    drawn["data"] = {"url": "https://songxanh.example/data.json"}
    with pytest.raises(ValueError, match="External data url not allowed"):
        vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[])


def test_every_letter_has_a_form_in_the_face_of_the_project() -> None:
    drawn = charts.svg(replace(YEARS, unit="ẾỔỮắ ≈"), language="vi")
    assert set(re.findall(r'font-family="([^"]*)"', drawn)) == {fonts.FACES}


@pytest.mark.parametrize("text", ["\x00", "Đoàn\x01 vào", "\ud800", "\U0010ffff\ufffe", "\u2028", " "])
def test_a_character_that_is_none_does_not_end_the_process(text: str) -> None:
    assert "5" in printed(Chart("bars", "", text, ((text, ((text, 5.0),)),), TABLE, ""))


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["bars", "target", "share"]),
    values=st.lists(
        st.tuples(st.text(max_size=60), st.none() | st.floats(-1e9, 1e12).map(lambda each: round(each, 3)))
    ),
    width_mm=st.sampled_from([85.0, 160.0]),
)
def test_any_chart_is_drawn(kind: str, values: list[tuple[str, float | None]], width_mm: float) -> None:
    chart = Chart(kind, "", "%", (("a", tuple(values)), ("b", tuple(values[:3]))), TABLE, "")
    assert charts.svg(chart, language="vi", width_mm=width_mm).startswith("<svg")
