import re

import pytest

from lantoa.core.documents.queries import package, reading_docx
from lantoa.core.documents.queries.reading_docx import Altered, Loose, Printed
from lantoa.core.documents.rendering import docx
from lantoa.core.documents.rules.statement import Number, Paragraph, Section, Statement, Words
from tests.core.documents.sheets import ND30, changed, packed, parts
from tests.core.documents.statements import LETTERHEAD, line

pytestmark = pytest.mark.usefixtures("english")
FIRST, SECOND = line(1), line(2, text="2.889")
STATEMENT = Statement(
    type_name="BÁO CÁO", title="Kết quả", language="vi", period="2026", period_name="năm 2026",
    letterhead=LETTERHEAD,
    sections=(
        Section("I. KẾT QUẢ", (
            Paragraph((Words("Đón "), Number("181", FIRST.id), Words(" đoàn, gồm 3 đoàn cấp cao."))),
            Paragraph((Words("Nói chuyện cho "), Number("2.889", SECOND.id), Words(" lượt."))),
        )),
    ),
    figures=(FIRST, SECOND), frozen_at="2026-12-03T09:15:00+07:00",
)  # fmt: skip
ISSUED = docx.render(STATEMENT, ND30)


def _compare(content: bytes) -> reading_docx.Comparison:
    return reading_docx.compare(reading_docx.figures_in(content), STATEMENT)


def test_a_document_as_issued_is_found_so() -> None:
    comparison = _compare(ISSUED)
    assert comparison.is_as_issued
    assert comparison.unchanged == ("F-00001", "F-00002")


def test_a_figure_printed_otherwise_is_altered() -> None:
    comparison = _compare(changed(ISSUED, lambda xml: xml.replace(">181<", ">281<", 1)))
    assert comparison.altered == (Altered("F-00001", "181", "281"),)
    assert comparison.unchanged == ("F-00002",)


def test_a_figure_that_word_cut_into_runs_is_read_whole() -> None:
    cut = '>1</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>81<'
    assert _compare(changed(ISSUED, lambda xml: xml.replace(">181<", cut))).is_as_issued


def test_controls_without_bookmarks_and_bookmarks_without_controls_are_both_read() -> None:
    without_marks = changed(ISSUED, lambda xml: re.sub(r"<w:bookmark(Start|End) [^>]*F_[^>]*>", "", xml))
    assert _compare(without_marks).is_as_issued
    without_controls = changed(
        ISSUED, lambda xml: re.sub(r"<w:sdt><w:sdtPr>.*?</w:sdtPr><w:sdtContent>|</w:sdtContent></w:sdt>", "", xml)
    )
    assert _compare(without_controls).is_as_issued


def test_a_figure_that_is_gone_is_missing_and_one_struck_once_is_fewer() -> None:
    once = changed(ISSUED, lambda xml: re.sub(r"<w:sdt>.*?</w:sdt>", "", xml, count=1))
    assert (_compare(once).fewer, _compare(once).missing) == (("F-00001",), ())
    everywhere = changed(ISSUED, lambda xml: re.sub(r'<w:sdt><w:sdtPr><w:alias w:val="F-00001"/>.*?</w:sdt>', "", xml))
    assert (_compare(everywhere).fewer, _compare(everywhere).missing) == ((), ("F-00001",))


def test_a_figure_of_another_document_is_unknown() -> None:
    comparison = _compare(changed(ISSUED, lambda xml: xml.replace("F-00002", "F-99999").replace("F_00002", "F_99999")))
    assert comparison.unknown == (Printed("F-99999", "2.889"), Printed("F-99999", "2.889"))
    assert comparison.missing == ("F-00002",)


def test_numbers_of_a_sentence_that_was_not_there_are_bound_to_nothing() -> None:
    comparison = _compare(changed(ISSUED, lambda xml: xml.replace(" lượt.", " lượt, tăng 12,5% so với 2.570.")))
    sentence = "Nói chuyện cho 2.889 lượt, tăng 12,5% so với 2.570./."
    assert comparison.loose == (Loose("12,5", sentence), Loose("2.570", sentence))
    assert comparison.unchanged == ("F-00001", "F-00002")


def test_a_number_typed_over_its_control_is_seen_twice() -> None:
    typed = changed(ISSUED, lambda xml: re.sub(r"<w:sdt>.*?</w:sdt>", "<w:r><w:t>281</w:t></w:r>", xml, count=1))
    comparison = _compare(typed)
    assert comparison.fewer == ("F-00001",)
    assert [each.text for each in comparison.loose] == ["281", "3"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This is no Word document"),
        (b"%PDF-1.7", "This is no Word document"),
        (b"PK\x03\x04 broken", "The document is damaged"),
        (packed({"a.txt": b"x"}), "The document is damaged"),
        (ISSUED[: len(ISSUED) // 2], "The document is damaged"),
        (packed({**parts(ISSUED), "word/document.xml": b"<w:p"}), "The document is damaged"),
        (packed({**parts(ISSUED), "word/document.xml": b"<!DOCTYPE a><a/>"}), "type declaration"),
        (packed({**parts(ISSUED), "word/document.xml": b"<a>" * 300 + b"</a>" * 300}), "The document is damaged"),
        (packed({**parts(ISSUED), "word/media/a.bin": b"\0" * 30_000_000}), "unreasonable size"),
        (b"PK" + b"\0" * (package.MAX_FILE_BYTES + 1), "at most 10 MB"),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(package.BadDocument, match=sentence):
        reading_docx.figures_in(content)


def test_a_workbook_is_refused() -> None:
    rels = parts(ISSUED)["_rels/.rels"].replace(b"word/document.xml", b"xl/workbook.xml")
    with pytest.raises(package.BadDocument, match="no Word document"):
        reading_docx.figures_in(packed({**parts(ISSUED), "_rels/.rels": rels}))
