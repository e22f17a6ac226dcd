"""The PDF: what is printed, where it leads, what travels inside, and that no word is ever markup."""

import json
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
import vl_convert
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from lantoa.base import codes
from lantoa.core.documents.rendering import fonts, pdf, plain
from lantoa.core.documents.rules.statement import Items, Number, Paragraph, Section, Statement, Table, Words
from tests.core.documents.sheets import ND30, PROFILES
from tests.core.documents.statements import large, public_id, small


def opened(statement: Statement, profile: str = "nd30") -> PdfReader:
    return PdfReader(BytesIO(pdf.render(statement, PROFILES[profile])))


def printed(statement: Statement, profile: str = "nd30") -> str:
    """All pages as one text with single spaces."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in opened(statement, profile).pages))


def links(reader: PdfReader) -> list[str]:
    return [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    ]


def with_words(*texts: str) -> Statement:
    return replace(small(), sections=(Section("I", tuple(Paragraph((Words(text),)) for text in texts)),))


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert pdf.render(small(), ND30) == pdf.render(small(), ND30)
    assert pdf.render(small(), ND30) != pdf.render(replace(small(), title="Khác"), ND30)


def test_it_is_pdf_a_and_pdf_ua_with_tags_and_the_time_of_freezing() -> None:
    reader = opened(small())
    metadata = reader.xmp_metadata
    assert metadata is not None
    told = metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert any(thing.get("/Type") == "/StructTreeRoot" for thing in objects(reader))
    assert reader.root_object.get("/Lang") == "vi-VN"
    about: Any = reader.metadata
    assert about.title == "Báo cáo: Kết quả công tác thông tin đối ngoại năm 2026"
    assert about.creation_date.isoformat() == "2026-12-03T02:15:00+00:00"


def test_every_face_is_ours_and_inside_the_file() -> None:
    faces = [thing for thing in objects(opened(small())) if thing.get("/Type") == "/FontDescriptor"]
    assert len(faces) > 2
    assert all("LanToaSerif" in face["/FontName"] for face in faces)
    assert all({"/FontFile2", "/FontFile3"} & set(face) for face in faces)


def objects(reader: PdfReader) -> list[Any]:
    """Every dictionary of the file; Any because pypdf's types stop at the first step into one."""
    found: list[Any] = [reader.get_object(IndirectObject(at, 0, reader)) for at in range(1, len(reader.xref[0]) + 1)]
    return [thing for thing in found if isinstance(thing, dict)]


def test_the_sheet_says_what_the_statement_says() -> None:
    words = printed(small())
    for text in (
        "TỈNH SÔNG XANH", "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND", "Sông Xanh, ngày 03 tháng 12 năm 2026", "BÁO CÁO",
        "Kính gửi: Bộ Văn hóa, Thể thao và Du lịch", "I. KẾT QUẢ THỰC HIỆN", "Trong năm, tỉnh đón 181",
        "- Biển, đảo: 181", "Số liệu đến bản ghi 4.812, ngày 22/11/2026", "97/140 đơn vị đã báo cáo./.",
        "Nơi nhận:", "- Lưu: VT, TTĐN.", "PHÓ CHỦ TỊCH", "Nguyễn Thị Mẫu", "Phụ lục I",
        "DANH MỤC SỐ LIỆU", "Phụ lục II",
    ):  # fmt: skip
        assert text in words, text
    assert "DỰ THẢO" not in words


def test_every_number_leads_to_its_trace_and_to_its_line_of_the_annex() -> None:
    statement, reader = small(), opened(small())
    expected = [line.url for number in statement.numbers() if (line := statement.figure(number.figure))]
    assert links(reader)[: len(expected)] == expected
    assert set(links(reader)) >= {row.url for row in statement.rows} | {statement.report_url, statement.head_url}
    inside = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/A" not in annotation.get_object()
    ]
    assert len(inside) == len(expected) + len({row.figure for row in statement.rows})


def test_the_figures_travel_inside_as_json() -> None:
    attached = opened(small()).attachments
    assert list(attached) == ["figures.json"]
    assert attached["figures.json"][0] == plain.figures_json(small())
    assert [each["id"] for each in json.loads(attached["figures.json"][0])["figures"]] == [public_id(1), public_id(2)]


def test_a_draft_says_so_and_names_no_figure() -> None:
    draft = replace(small(), frozen_at="", is_sample=True)
    reader, words = opened(draft), printed(draft)
    assert "DỰ THẢO" in words
    assert "DỮ LIỆU MẪU" in words
    assert "F-0000" not in words
    assert "Phụ lục II" not in words
    assert links(reader) == []
    assert list(reader.attachments) == []


def test_a_draft_with_tables_over_several_pages_is_set_too() -> None:
    draft = replace(large(figures=30, charts=1, rows=0), frozen_at="")
    pages = [page.extract_text() for page in opened(draft).pages]
    assert len(pages) > 5
    assert all("DỰ THẢO" in text for text in pages)


def test_the_number_of_a_page_stands_from_the_second_on_and_annexes_count_apart() -> None:
    pages = [page.extract_text().strip() for page in opened(large(figures=30, charts=0, rows=200)).pages]
    firsts = [place for place, text in enumerate(pages) if place == 0 or "Phụ lục" in text]
    assert len(firsts) == 3
    for begin, end in pairwise([*firsts, len(pages)]):
        assert not re.match(r"\d+\n", pages[begin])
        assert [text.split("\n")[0].strip() for text in pages[begin + 1 : end]] == [
            str(number) for number in range(2, end - begin + 1)
        ]
        assert end - begin > 1


def test_the_head_of_a_long_table_stands_on_every_page() -> None:
    pages = [page.extract_text() for page in opened(large(figures=30, charts=0, rows=0)).pages]
    annex = pages[next(place for place, text in enumerate(pages) if "DANH MỤC SỐ LIỆU" in text) :]
    assert len(annex) > 3
    assert all("Chỉ tiêu và cách tính" in text for text in annex)


def test_a_number_and_its_small_number_stay_on_one_line_however_narrow_the_column() -> None:
    statement = small()
    figure = statement.figures[1]
    number = (Number(figure.text, figure.id, approximate=True),)
    name, unit = (Words("Lượt người dự các buổi nói chuyện"),), (Words("lượt người"),)
    words = ("Số liệu", "Đơn vị tính", "Kết quả", "Kỳ trước", "Mục tiêu", "Đạt", "Ghi chú")
    table = Table("", words, ((name, unit, number, number, number, number, name),))
    narrow = opened(replace(statement, sections=(Section("I", (table,)),)))
    heights = {"≈": set(), "2.889": set(), "[2]": set()}  # type: dict[str, set[int]]

    def look(text: str, place: list[float], _matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip() in heights:
            heights[text.strip()].add(round(place[5]))

    narrow.pages[0].extract_text(visitor_text=look)
    assert all(heights.values()), "all three are there to be compared"
    assert heights["≈"] == heights["2.889"]
    assert min(heights["[2]"]) >= max(heights["2.889"]), "raised, not on a line below"


def test_the_entries_stand_below_their_figure_a_tagged_line_each() -> None:
    statement = large(figures=3, charts=0, rows=90)
    reader, words = opened(statement), printed(statement)
    heads = [
        f"[{place}] {line.name}, năm 2026: {line.text} đoàn ({line.id})"
        for place, line in enumerate(statement.figures, 1)
    ]
    begins = [*map(words.index, heads), len(words)]
    for line, (begin, end) in zip(statement.figures, pairwise(begins), strict=True):
        rows = [row.seq for row in statement.rows if row.figure == line.id]
        assert re.findall(r"(\d+) 05/03/2026 UBND xã An Bình; Xã An Bình; Đoàn khách 1", words[begin:end]) == [
            str(seq) for seq in rows
        ]
    kinds = [thing.get("/S") for thing in objects(reader)]
    assert (kinds.count("/L"), kinds.count("/LI"), kinds.count("/LBody")) == (3, 90, 90)


def test_no_figure_of_the_annex_is_torn_by_the_end_of_a_page() -> None:
    """Below its printed code each says that one must sign in: that stands on the page of its number."""
    statement = large(figures=30, charts=0, rows=0)
    internal = tuple(replace(line, is_public=False) for line in statement.figures)
    pages = [page.extract_text() for page in opened(replace(statement, figures=internal)).pages]
    annex = pages[next(place for place, text in enumerate(pages) if "DANH MỤC SỐ LIỆU" in text) :]
    ids = [len(re.findall(r"F-0\d+", text)) for text in annex]
    assert sum(ids) == 30
    assert [text.count("đăng nhập để xem") for text in annex] == ids


def test_a_list_at_the_end_carries_the_mark_behind_its_last_item() -> None:
    items = Items(((Words("Một."),), (Words("Hai."),)))
    assert "- Một. - Hai./. Nơi nhận" in printed(replace(small(), sections=(Section("I", (items,)),), notes=()))


def test_a_layout_that_nobody_confirmed_is_named_in_the_properties_and_not_on_the_sheet() -> None:
    said = "Thể thức chưa được văn thư đối chiếu với văn bản quy định"
    for profile in ("party", "nd30"):
        about: Any = opened(small(), profile).metadata
        assert said in about.subject
        assert said not in printed(small(), profile)
    confirmed: Any = PdfReader(BytesIO(pdf.render(small(), replace(PROFILES["nd30"], is_verified=True)))).metadata
    assert said not in (confirmed.subject or "")


def test_a_figure_of_the_annex_leads_to_its_entries() -> None:
    one, other = (len(destinations(replace(small(), rows=rows))) for rows in ((), small().rows))
    assert other == one + 1


def destinations(statement: Statement) -> list[Any]:
    """Every link inside the file."""
    return [thing for thing in objects(opened(statement)) if thing.get("/Subtype") == "/Link" and "/Dest" in thing]


@pytest.mark.parametrize(
    "text",
    [
        "#panic()", "$x^2$ và #x.y; sau", "\\ \\u{41} \\#", "*đậm* _nghiêng_ `mã`", "= Đầu", "- mục", "+ mục", "/ a: b",
        "<nhãn> @tham", "//không ghi chú", "/* không */", "~ -- --- ...", "'ngoặc' \"kép\"", "https://songxanh.example",
        "#import \"@preview/x:1.0.0\"", "]#[", "#read(\"/etc/passwd\")",
    ],
)  # fmt: skip
def test_a_text_is_never_markup(text: str) -> None:
    words = printed(with_words(f"đầu {text} cuối"))
    assert f"đầu {text} cuối" in words
    assert "root:" not in words


def test_letters_of_other_scripts_become_boxes_and_controls_nothing() -> None:
    assert "Đoàn □□ vào □ A" in printed(with_words("Đoàn 中文 vào\x00 ກ \x07A\u200b"))


def test_every_letter_of_the_face_is_printed() -> None:
    """PDF/A refuses a text that its face has no form for, so this fails if letters.txt promises too much."""
    ranges = (fonts.FOLDER / "letters.txt").read_text().split()
    letters = [
        chr(code)
        for each in ranges
        for code in range(int(each.split("-")[0], 16), int(each.split("-")[-1], 16) + 1)
    ]  # fmt: skip
    assert len(letters) > 1400
    assert pdf.render(with_words(" ".join(letters)), ND30)
    vietnamese = (
        "ăâđêôơưĂÂĐÊÔƠƯáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰ"
    )
    assert fonts.printable(vietnamese) == vietnamese


def test_what_typst_warns_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FAMILY", "Không có kiểu này")
    with pytest.raises(pdf.BadSheet, match="unknown font family"):
        pdf.render(small(), ND30)


def test_a_chart_is_drawn_with_its_description() -> None:
    words = printed(small())
    assert words.count("Đoàn vào theo năm") >= 2
    alts = [thing["/Alt"] for thing in objects(opened(small())) if "/Alt" in thing]
    assert "Biểu đồ cột: 165 đoàn năm 2025, 181 đoàn năm 2026." in alts


def test_a_sheet_beyond_the_limits_is_an_error_and_no_half_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_MEMORY_BYTES", 60 * 1024**2)
    with pytest.raises(pdf.BadSheet, match="limits of memory"):
        pdf.render(small(), ND30)


@pytest.mark.parametrize("number", range(12))
def test_a_code_opens_the_trace(number: int) -> None:
    """Every code has the same mask: a reader must take it whatever the address."""
    address = f"https://songxanh.example/office/trace/{public_id(number)}/"
    picture = vl_convert.svg_to_png(codes.drawn(address), scale=6)
    image = Image.new("RGB", (1000, 1000), "white")
    image.paste(Image.open(BytesIO(picture)).convert("RGBA"), (60, 60), Image.open(BytesIO(picture)).convert("RGBA"))
    assert [each.text for each in zxingcpp.read_barcodes(image)] == [address]


@pytest.mark.parametrize("profile", ["nd30", "party"])
def test_an_empty_statement_is_a_sheet_too(profile: str) -> None:
    empty = replace(small(), sections=(), figures=(), rows=(), notes=(), title="", frozen_by="", report_url="")
    assert len(opened(empty, profile).pages) == 1


def test_the_partys_sheet_has_its_own_head() -> None:
    words = printed(small(), "party")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in words
    assert "Số 05-BC-UBND" in words
    assert "Độc lập" not in words


def test_an_english_document_names_the_state_in_both() -> None:
    words = printed(replace(small(), language="en"))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in words
    assert "Recipients:" in words
    assert opened(replace(small(), language="en")).root_object["/Lang"] == "en-VN"
