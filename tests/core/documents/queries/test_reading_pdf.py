"""PDFs that come back: signed, with scanned pages, altered, and those that were never ours."""

import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfWriter

from lantoa.core.documents.queries import reading_pdf
from lantoa.core.documents.queries.package import BadDocument
from lantoa.core.documents.queries.reading_docx import Altered
from lantoa.core.documents.rendering import pdf, plain
from lantoa.core.documents.rules.statement import Number, Paragraph, Section, Statement, Words
from tests.core.documents.sheets import ND30
from tests.core.documents.signing import signed
from tests.core.documents.statements import large, line, public_id, small


@pytest.fixture(scope="module")
def issued() -> bytes:
    return pdf.render(small(), ND30)


def compared(content: bytes, statement: Statement | None = None) -> reading_pdf.Comparison:
    return reading_pdf.compare(reading_pdf.figures_in(content), statement or small())


def written(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_what_was_issued_is_read_back_whole(issued: bytes) -> None:
    returned = reading_pdf.figures_in(issued)
    assert returned.page_count == 4
    assert [(each.figure, each.text) for each in returned.printed] == [
        (public_id(1), "181"), (public_id(2), "2.889"), (public_id(1), "181"), (public_id(1), "181"),
        (public_id(1), "181"), (public_id(2), "2.889"),
    ]  # fmt: skip
    comparison = compared(issued)
    assert comparison.is_as_issued
    assert comparison.unchanged == (public_id(1), public_id(2))


def test_a_signature_changes_nothing_that_is_read(issued: bytes) -> None:
    content = signed(issued)
    assert content.startswith(issued)
    assert b"/ByteRange" in content[len(issued) :]
    assert compared(content).is_as_issued


def test_scanned_pages_before_and_after_change_nothing(issued: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(issued))
    writer.insert_blank_page(width=595, height=842, index=0)
    writer.add_blank_page(width=595, height=842)
    returned = reading_pdf.figures_in(written(writer))
    assert returned.page_count == 6
    assert reading_pdf.compare(returned, small()).is_as_issued


def test_a_large_one_is_read_back_whole() -> None:
    statement = large(charts=1, rows=300)
    comparison = compared(pdf.render(statement, ND30), statement)
    assert comparison.is_as_issued
    assert len(comparison.unchanged) == 60


def test_an_altered_number_is_named(issued: bytes) -> None:
    text = Paragraph((Words("Tỉnh đón "), Number("191", public_id(1)), Words(" đoàn.")))
    other = pdf.render(replace(small(), sections=(Section("I", (text,)),)), ND30)
    comparison = compared(other)
    assert comparison.altered == (Altered(public_id(1), "181", "191"),)
    assert comparison.unchanged == (public_id(2),)  # in the annex
    assert comparison.attached == ()
    assert not comparison.is_as_issued


def test_a_figure_that_is_gone_is_missing_and_a_foreign_one_unknown(issued: bytes) -> None:
    statement = replace(small(), figures=(small().figures[0], line(9)))
    comparison = compared(issued, statement)
    assert comparison.missing == (public_id(9),)
    assert {each.figure for each in comparison.unknown} == {public_id(2)}
    assert {each.figure for each in comparison.attached} == {public_id(2), public_id(9)}


def test_an_altered_attachment_is_named(issued: bytes) -> None:
    false = replace(small(), figures=(replace(line(1), value="191"), small().figures[1]))
    writer = PdfWriter()
    writer.append(BytesIO(issued))
    writer.add_attachment("figures.json", plain.figures_json(false))
    comparison = compared(written(writer))
    assert [each.figure for each in comparison.attached] == [public_id(1)]
    assert comparison.altered == ()


@pytest.mark.parametrize("attached", [None, b"{", b"[]", b'{"figures": 5}'])
def test_a_lost_attachment_is_said(issued: bytes, attached: bytes | None) -> None:
    """As when the document was printed to a new PDF: pages and links only."""
    writer = PdfWriter()
    writer.append(BytesIO(issued))
    if attached is not None:
        writer.add_attachment("figures.json", attached)
    comparison = compared(written(writer))
    assert not comparison.has_attachment
    assert comparison.unchanged == (public_id(1), public_id(2))
    assert not comparison.is_as_issued


def test_a_document_without_any_link_misses_every_figure() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    assert compared(written(writer)).missing == (public_id(1), public_id(2))


# -- hostile files ---------------------------------------------------------------------------------


def hand_made(objects: list[str | bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode())
        body += b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


CATALOGUE, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
LINK = "<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://songxanh.example/office/trace/F-00001/) >> >>"


def bomb() -> bytes:
    """A page whose text would unpack to two gigabytes."""
    size = 2048 * 2**20
    packer = zlib.compressobj(9)
    start, megabyte = (whole := packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH))[:2], whole[2:]
    # A megabyte that leans on nothing before it, again and again: to pack them all takes eight seconds.
    packed = start + megabyte * 2048 + b"\x03\x00" + (size % 65521 << 16 | 1).to_bytes(4, "big")
    stream = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Annots [{LINK}] >>"
    return hand_made([CATALOGUE, PAGES, page, stream])


def endless() -> bytes:
    """A tree of pages that holds itself."""
    return hand_made([CATALOGUE, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"])


def crowd() -> bytes:
    return hand_made([CATALOGUE, f"<< /Type /Pages /Kids [{'3 0 R ' * 1001}] /Count 1001 >>",
                      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"])  # fmt: skip


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=9, height=9)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    return written(writer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no PDF"),
        (b"PK\x03\x04 a Word document", "no PDF"),
        (b"%PDF-1.7\n" + b"\x00" * 500, "damaged"),
        (b"%PDF-1.7\n" + b"[" * 100_000, "damaged"),
        (locked(), "password"),
        (crowd(), "more than 1000 pages"),
        (endless(), "damaged|refused for safety"),
    ],
    ids=["empty", "word", "zeros", "brackets", "locked", "crowd", "endless"],
)
def test_what_is_no_readable_pdf_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(BadDocument, match=sentence):
        reading_pdf.figures_in(content)


def test_a_page_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    comparison = compared(bomb())
    assert (comparison.unread, comparison.unchanged) == ((public_id(1),), ())


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pdf, "MAX_BYTES", 100)
    with translation.override("en"), pytest.raises(BadDocument, match="larger than 40 MB"):
        reading_pdf.figures_in(b"%PDF-" + b"0" * 100)


def test_half_a_document_is_refused_or_read(issued: bytes) -> None:
    """A reader may mend a file that was cut; what it finds is never more than there was."""
    try:
        returned = reading_pdf.figures_in(issued[: len(issued) // 2])
    except BadDocument:
        return
    assert len(returned.printed) <= 6
