import io
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import pytest

from lantoa.core.documents.queries import reading_docx
from lantoa.core.documents.queries.template_check import BadTemplate
from lantoa.core.documents.rendering import docx
from tests.core.documents.clerks import saved, template
from tests.core.documents.sheets import ND30, needs_writer, through_libreoffice
from tests.core.documents.statements import small

pytestmark = pytest.mark.usefixtures("english")
TEMPLATE = saved(template())


def _texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in python_docx.Document(io.BytesIO(content)).paragraphs]


def test_a_clerks_sheet_stands_around_our_text() -> None:
    content = docx.render(small(), ND30, template=TEMPLATE)
    texts = _texts(content)
    assert texts[:6] == [
        "ỦY BAN NHÂN DÂN", "Số: 05/BC-UBND", "Sông Xanh, ngày 03 tháng 12 năm 2026", "BÁO CÁO",
        "Kết quả công tác thông tin đối ngoại năm 2026", "Kính gửi:",
    ]  # fmt: skip
    at = texts.index("I. KẾT QUẢ THỰC HIỆN")
    assert texts[at + 1].startswith("Trong năm, tỉnh đón ")
    end = texts.index("- Lưu: VT, TTĐN.")
    assert texts[end + 1 : end + 3] == ["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH ", "Nguyễn Thị Mẫu"]
    document = python_docx.Document(io.BytesIO(content))
    assert document.sections[0].header.paragraphs[0].text == "Tệp mẫu của ỦY BAN NHÂN DÂN"


def test_figures_of_a_filled_template_are_bound_like_ours() -> None:
    returned = reading_docx.figures_in(docx.render(small(), ND30, template=TEMPLATE))
    assert reading_docx.compare(returned, small()).unchanged == ("F-00001", "F-00002")


def test_annexes_follow_at_the_end_or_where_the_clerk_wants_them() -> None:
    texts = _texts(docx.render(small(), ND30, template=TEMPLATE))
    assert texts.index("Nguyễn Thị Mẫu") < texts.index("Phụ lục I") < texts.index("Phụ lục II")
    before = saved(template("{{p annexes }}", "{{p content }}", "{{ signer }}"))
    texts = _texts(docx.render(small(), ND30, template=before))
    assert texts.index("Phụ lục II") < texts.index("I. KẾT QUẢ THỰC HIỆN") < texts.index("Nguyễn Thị Mẫu")


def test_the_same_template_gives_the_same_bytes() -> None:
    assert docx.render(small(), ND30, template=TEMPLATE) == docx.render(small(), ND30, template=TEMPLATE)


def test_what_a_statement_says_is_text_and_never_a_template() -> None:
    letterhead = replace(small().letterhead, signer="{{ 7*7 }} <b>&\x00 \ue000content\ue000")
    texts = _texts(docx.render(replace(small(), letterhead=letterhead), ND30, template=TEMPLATE))
    assert texts.count("I. KẾT QUẢ THỰC HIỆN") == 1
    assert "{{ 7*7 }} <b>& content" in texts


def test_a_template_is_checked_again_when_it_is_used() -> None:
    with pytest.raises(BadTemplate, match="There is no place “x”"):
        docx.render(small(), ND30, template=saved(template("{{p content }}", "{{ x }}")))


@needs_writer
def test_libreoffice_keeps_the_figures_of_a_filled_template(tmp_path: Path) -> None:
    content = through_libreoffice(docx.render(small(), ND30, template=TEMPLATE), tmp_path)
    comparison = reading_docx.compare(reading_docx.figures_in(content), small())
    assert (comparison.altered, comparison.missing, comparison.fewer) == ((), (), ())
