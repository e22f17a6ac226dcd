import io
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pytest
from pypdf import PdfReader

from lantoa.core.documents.queries import reading_docx
from lantoa.core.documents.queries.formatting import Formatting, Line
from lantoa.core.documents.queries.package import opened
from lantoa.core.documents.rendering import docx
from lantoa.core.documents.rules.statement import Items, Paragraph, Section, Statement, Words
from tests.core.documents.sheets import ND30, PROFILES, needs_writer, parts, through_libreoffice
from tests.core.documents.statements import large, small


def _lines(statement: Statement, profile: str = "nd30") -> dict[str, Line]:
    return {line.text: line for line in Formatting(opened(docx.render(statement, PROFILES[profile]))).lines}


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert docx.render(small(), ND30) == docx.render(small(), ND30)


def test_properties_say_who_issued_it_and_when_and_nothing_of_the_machine() -> None:
    properties = python_docx.Document(io.BytesIO(docx.render(small(), ND30))).core_properties
    assert (properties.author, properties.last_modified_by) == ("ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN")
    assert properties.created.isoformat() == "2026-12-03T02:15:00+00:00" == properties.modified.isoformat()
    assert properties.title == "BÁO CÁO Kết quả công tác thông tin đối ngoại năm 2026"
    assert (properties.keywords, properties.revision) == ("", 1)
    assert properties.comments.startswith("Thể thức chưa được văn thư đối chiếu")
    assert "docProps/thumbnail.jpeg" not in parts(docx.render(small(), ND30))


def test_every_element_of_the_head_is_written_as_the_decree_asks() -> None:
    lines = _lines(small())
    looks = {
        name: (lines[name].size, lines[name].bold, lines[name].italic, lines[name].align)
        for name in (
            "TỈNH SÔNG XANH", "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "Số: 05/BC-UBND", "Sông Xanh, ngày 03 tháng 12 năm 2026", "BÁO CÁO",
            "Kết quả công tác thông tin đối ngoại năm 2026", "Kính gửi: Bộ Văn hóa, Thể thao và Du lịch",
            "Nơi nhận:", "- Như trên;", "- Lưu: VT, TTĐN.", "TM. ỦY BAN NHÂN DÂN", "Nguyễn Thị Mẫu",
        )
    }  # fmt: skip
    assert looks == {
        "TỈNH SÔNG XANH": (12, False, False, "center"),
        "ỦY BAN NHÂN DÂN": (12, True, False, "center"),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": (12, True, False, "center"),
        "Độc lập - Tự do - Hạnh phúc": (13, True, False, "center"),
        "Số: 05/BC-UBND": (13, False, False, "center"),
        "Sông Xanh, ngày 03 tháng 12 năm 2026": (13, False, True, "center"),
        "BÁO CÁO": (14, True, False, "center"),
        "Kết quả công tác thông tin đối ngoại năm 2026": (14, True, False, "center"),
        "Kính gửi: Bộ Văn hóa, Thể thao và Du lịch": (14, False, False, "center"),
        "Nơi nhận:": (12, True, True, "left"),
        "- Như trên;": (11, False, False, "left"),
        "- Lưu: VT, TTĐN.": (11, False, False, "left"),
        "TM. ỦY BAN NHÂN DÂN": (14, True, False, "center"),
        "Nguyễn Thị Mẫu": (14, True, False, "center"),
    }
    assert {each.font for line in lines.values() for each in line.letters} == {"Times New Roman"}


def test_the_body_and_the_state_stand_side_by_side_and_number_and_day_on_one_line() -> None:
    lines = _lines(small())
    body, nation = lines["ỦY BAN NHÂN DÂN"].cell, lines["Độc lập - Tự do - Hạnh phúc"].cell
    assert body is not None
    assert nation is not None
    assert body[:2] == nation[:2]
    number, dated = lines["Số: 05/BC-UBND"].cell, lines["Sông Xanh, ngày 03 tháng 12 năm 2026"].cell
    assert number is not None
    assert dated is not None
    assert number[:2] == dated[:2]
    assert number[2] < dated[2]


def test_the_page_is_a4_with_numbers_at_the_top_from_the_second_page_on() -> None:
    pages = Formatting(opened(docx.render(small(), ND30))).pages
    assert len(pages) == 3  # the text and two annexes
    for page in pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        assert {side: round(mm) for side, mm in page.margins.items()} == {
            "top": 20, "bottom": 20, "left": 30, "right": 15,
        }  # fmt: skip
        assert (page.number_align, page.number_size, page.first_differs, page.number_below) == (
            "center", 14, True, False,
        )  # fmt: skip
    body = parts(docx.render(small(), ND30))["word/document.xml"].decode()
    assert body.count('<w:pgNumType w:start="1"/>') == 2  # each annex counts its own pages


def test_text_is_justified_and_indented() -> None:
    line = _lines(small())["Tiếp tục mở rộng hợp tác."]
    assert (line.size, line.align, line.after) == (14, "both", 6)
    assert line.first_line == pytest.approx(12.7, abs=0.1)
    assert line.spacing == pytest.approx(1.15)


def test_the_end_of_the_text_is_marked_once_and_without_a_second_full_stop() -> None:
    assert "97/140 đơn vị đã báo cáo./." in _lines(small())
    last = Section("III", (Paragraph((Words("Hết"),)),))
    assert "Hết./." in _lines(replace(small(), sections=(last,), notes=()))
    table_last = replace(small(), sections=(Section("I", (small().sections[0].blocks[2],)),), notes=())
    assert "./." in _lines(table_last)


def test_a_list_at_the_end_carries_the_mark_behind_its_last_item() -> None:
    items = Items(((Words("Một."),), (Words("Hai."),)))
    lines = _lines(replace(small(), sections=(Section("I", (items,)),), notes=()))
    assert {"- Một.", "- Hai./."} <= set(lines)
    assert "./." not in lines


def test_a_layout_that_nobody_confirmed_is_named_in_the_properties_and_not_on_the_sheet() -> None:
    content = docx.render(small(), PROFILES["party"])
    said = python_docx.Document(io.BytesIO(content)).core_properties.comments
    assert said.startswith("Thể thức chưa được văn thư đối chiếu với văn bản quy định: Hướng dẫn số 36-HD/VPTW")
    assert not any("đối chiếu với văn bản quy định" in text for text in _lines(small(), "party"))


def test_several_addressees_stand_a_line_each() -> None:
    lines = _lines(replace(small(), letterhead=replace(small().letterhead, addressees=("Bộ A", "Bộ B"))))
    assert {"Kính gửi:", "- Bộ A;", "- Bộ B."} <= lines.keys()


def test_a_draft_says_so_and_leaves_room_for_number_and_day() -> None:
    draft = replace(small(), frozen_at="", letterhead=replace(small().letterhead, number="", dated_on=""))
    lines = _lines(draft)
    assert {"DỰ THẢO", "Số: ……/BC-UBND", "Sông Xanh, ngày …… tháng …… năm ……"} <= lines.keys()
    assert "DỰ THẢO" not in _lines(small())


def test_an_english_document_keeps_the_national_name_in_vietnamese_above_the_english_one() -> None:
    texts = list(_lines(replace(small(), language="en")))
    assert texts.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") < texts.index("SOCIALIST REPUBLIC OF VIET NAM")
    assert {"Recipients:", "Annex I", "Sông Xanh, 3 December 2026"} <= set(texts)
    assert "SOCIALIST REPUBLIC OF VIET NAM" not in _lines(small())


def test_the_party_writes_its_own_head() -> None:
    lines = _lines(replace(small(), letterhead=replace(small().letterhead, code="BC/TU")), "party")
    assert {"ĐẢNG CỘNG SẢN VIỆT NAM", "*", "Số 05-BC/TU"} <= lines.keys()
    assert "Độc lập - Tự do - Hạnh phúc" not in lines
    assert lines["ĐẢNG CỘNG SẢN VIỆT NAM"].size == 15


def test_sample_data_is_named_on_every_page() -> None:
    with_notice = [name for name, part in parts(docx.render(replace(small(), is_sample=True), ND30)).items()
                   if "DỮ LIỆU MẪU".encode() in part]  # fmt: skip
    assert len(with_notice) == 2  # the first page and the others
    assert all("footer" in name for name in with_notice)


def test_every_printed_number_is_a_locked_control_with_its_id() -> None:
    body = parts(docx.render(small(), ND30))["word/document.xml"].decode()
    returned = reading_docx.figures_in(docx.render(small(), ND30))
    assert [(each.figure, each.text) for each in returned.printed] == [
        ("F-00001", "181"), ("F-00002", "2.889"), ("F-00001", "181"), ("F-00001", "181"),  # prose, list, table
        ("F-00001", "181"), ("F-00002", "2.889"),  # the annex
    ]  # fmt: skip
    assert body.count('<w:lock w:val="sdtContentLocked"/>') == 6
    assert body.count('<w:alias w:val="F-00001"/>') == 4
    assert body.count('w:name="F_00001_') == 4
    assert body.count("<w:rPr><w:sz") == body.count('<w:rPr><w:sz w:val="2"/>')  # only rules; sizes are in styles


def test_a_small_number_behind_each_figure_leads_to_its_line_in_the_annex() -> None:
    body = parts(docx.render(small(), ND30))["word/document.xml"].decode()
    assert body.count('<w:hyperlink w:anchor="so_lieu_1"') == 3
    assert body.count('w:name="so_lieu_1"') == 1
    assert body.count('<w:hyperlink w:anchor="so_lieu_2"') == 1


def test_the_annex_lists_figures_with_meaning_period_result_and_rows() -> None:
    document = python_docx.Document(io.BytesIO(docx.render(small(), ND30)))
    figures, rows = document.tables[-2:]
    assert [cell.text for cell in figures.rows[0].cells] == [
        "TT", "Mã số liệu", "Chỉ tiêu và cách tính", "Kỳ", "Kết quả", "Số dòng",
    ]  # fmt: skip
    body = "\n".join(cell.text for cell in figures.rows[2].cells)
    assert "đăng nhập để xem" in body
    assert "Số đoàn khách nước ngoài đến làm việc tại tỉnh, đếm theo đoàn. (delegations_2, v1)" in body
    assert "cùng kỳ 165" in body
    xml = parts(docx.render(small(), ND30))["word/document.xml"].decode()
    assert 'HYPERLINK "https://songxanh.example/office/trace/F-00002/"'.replace('"', "&quot;") in xml
    assert len(rows.rows) == 6
    heads = [table for table in document.tables if table._tbl.xpath(".//w:tblHeader")]
    assert len(heads) == 3  # every table of data repeats its head; the two of the sheet itself have none


def test_texts_that_look_like_markup_are_printed_as_they_are() -> None:
    words = Words('a < b & c > "d" \x00\ue000 {{ 7*7 }} <w:p/>\uffff')
    lines = _lines(replace(small(), sections=(Section("", (Paragraph((words,)),)),), notes=()))
    assert 'a < b & c > "d" {{ 7*7 }} <w:p/>./.' in lines


def test_a_picture_carries_its_words_for_those_who_cannot_see_it() -> None:
    document = python_docx.Document(io.BytesIO(docx.render(small(), ND30)))
    (picture,) = document.element.xpath("//wp:docPr")
    assert picture.get("descr") == "Biểu đồ cột: 165 đoàn năm 2025, 181 đoàn năm 2026."


@needs_writer
def test_libreoffice_opens_and_saves_it_and_every_figure_is_as_issued(tmp_path: Path) -> None:
    statement = large(rows=60)
    saved = through_libreoffice(docx.render(statement, ND30), tmp_path)
    comparison = reading_docx.compare(reading_docx.figures_in(saved), statement)
    assert comparison.is_as_issued
    assert len(comparison.unchanged) == 60


@needs_writer
def test_libreoffice_prints_the_first_page_on_one_page_and_the_annexes_on_their_own(tmp_path: Path) -> None:
    pages = PdfReader(io.BytesIO(through_libreoffice(docx.render(small(), ND30), tmp_path, "pdf"))).pages
    first, *_others, figures, rows = [" ".join(page.extract_text().split()) for page in pages]
    assert first.startswith("TỈNH SÔNG XANH")
    assert "Phụ lục I " in figures
    assert "Phụ lục II " in rows
