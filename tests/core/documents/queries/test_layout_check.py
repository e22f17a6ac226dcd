import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from lantoa.core.documents.queries import layout_check
from lantoa.core.documents.queries.layout_check import Result, Verdict
from lantoa.core.documents.rendering import docx
from tests.core.documents.sheets import ND30, PROFILES, changed, needs_writer, through_libreoffice
from tests.core.documents.statements import small
from tests.databases import PROJECT

DECREE = PROJECT.parent / "shared" / "data" / "vectors-docx-nd30"
LONG = "Trong năm, tỉnh đã tổ chức nhiều hoạt động giới thiệu vùng đất và con người đến bạn bè quốc tế."
ISSUED = docx.render(small(), ND30)


def _judged(content: bytes, profile: str = "nd30") -> dict[str, Result]:
    with translation.override("en"):
        return {result.rule: result for result in layout_check.check(content, PROFILES[profile])}


def _wrong(content: bytes) -> dict[str, str]:
    return {rule: result.found for rule, result in _judged(content).items() if result.verdict is Verdict.DIFFERS}


def test_our_own_documents_hold_every_rule() -> None:
    results = _judged(ISSUED)
    assert len(results) == 29
    assert {rule for rule, result in results.items() if result.verdict is not Verdict.HOLDS} == set()


def test_every_rule_of_the_decree_names_its_clause() -> None:
    assert [rule for rule, result in _judged(ISSUED).items() if not result.where] == []


def test_the_partys_documents_hold_the_partys_rules_and_not_the_decrees() -> None:
    party = replace(small(), letterhead=replace(small().letterhead, code="BC/TU"))
    content = docx.render(party, PROFILES["party"])
    differing = {rule for rule, result in _judged(content, "party").items() if result.verdict is Verdict.DIFFERS}
    assert differing == set()
    assert _judged(content)["National name"].verdict is Verdict.UNKNOWN
    assert "Number and code" in _wrong(content)


def _style(name: str, old: str, new: str) -> Callable[[str], str]:
    """Changes one of our styles."""

    def change(xml: str) -> str:
        start = xml.index(f'w:styleId="LT{name}"')
        end = xml.index("</w:style>", start)
        assert old in xml[start:end]
        return xml[:start] + xml[start:end].replace(old, new) + xml[end:]

    return change


STYLES = "word/styles.xml"
BODY = "word/document.xml"


@pytest.mark.parametrize(
    ("part", "change", "wrong"),
    [
        (BODY, lambda xml: xml.replace('w:w="11906"', 'w:w="12240"'), {"Paper": "216 × 297 mm"}),
        (BODY, lambda xml: re.sub(r'w:left="1701"', 'w:left="1134"', xml), {"Left margin": "20 mm"}),
        (BODY, lambda xml: re.sub(r'w:top="1134"', 'w:top="1984"', xml), {"Upper margin": "35 mm"}),
        (BODY, lambda xml: xml.replace("<w:titlePg/>", ""), {"Page number": "also on the first page"}),
        (STYLES, _style("page_number", '"center"', '"right"'), {"Page number": "not in the middle"}),
        (STYLES, _style("source", "Times New Roman", "Arial"), {"Font": "Arial (2% of the letters)"}),
        (STYLES, _style("national_name", '"24"', '"28"'), {"National name": "size 14"}),
        (STYLES, _style("motto", "<w:b/>", ""), {"Motto": "not bold"}),
        (BODY, lambda xml: xml.replace(">ỦY BAN NHÂN DÂN<", ">Ủy ban nhân dân<"), {"Issuing body": "not in capitals"}),
        (STYLES, _style("parent_body", '"24"', '"22"'), {"Superior body": "size 11"}),
        (STYLES, _style("number", '"26"', '"24"'), {"Number and code": "size 12"}),
        (BODY, lambda xml: xml.replace(">Số: 05/", ">Số: 5/"), {"How number and code are written": "Số: 5/BC-UBND"}),
        (BODY, lambda xml: xml.replace(">Số: 05/", ">Số 05-"), {"How number and code are written": "Số 05-BC-UBND"}),
        (STYLES, _style("place_and_date", "<w:i/>", ""), {"Place and date": "not italic"}),
        (
            BODY,
            lambda xml: xml.replace("ngày 03 tháng 12", "ngày 3 tháng 12", 1),
            {"How the day is written": "Sông Xanh, ngày 3 tháng 12 năm 2026"},
        ),
        (STYLES, _style("type_name", '"center"', '"left"'), {"Name of the type": "not centred"}),
        (STYLES, _style("title", "<w:b/>", "<w:i/>"), {"Title": "not bold, italic"}),
        (STYLES, _style("addressees", '"28"', '"24"'), {"Addressed to": "size 12"}),
        (STYLES, _style("signing", "<w:b/>", ""), {"Authority of the signer": "not bold"}),
        (STYLES, _style("signer", '"28"', '"32"'), {"Name of the signer": "size 16"}),
        (STYLES, _style("recipients_label", "<w:b/>", ""), {"The word “Nơi nhận”": "not bold"}),
        (STYLES, _style("recipients", '"22"', '"26"'), {"List of recipients": "size 13"}),
        (BODY, lambda xml: xml.replace("VT, TTĐN.", "VT, TTĐN;"), {"Last line of the recipients": "- Lưu: VT, TTĐN;"}),
        (STYLES, _style("annex_label", '"28"', '"26"'), {"The word “Phụ lục”": "size 13"}),
    ],
)  # fmt: skip
def test_one_thing_changed_is_the_one_thing_that_differs(
    part: str, change: Callable[[str], str], wrong: dict[str, str]
) -> None:
    assert _wrong(changed(ISSUED, change, part)) == wrong


@pytest.mark.parametrize(
    ("old", "new", "rule", "found"),
    [
        ('<w:sz w:val="28"/>', '<w:sz w:val="24"/>', "Text: size", "size 12"),
        ('w:val="both"', 'w:val="left"', "Text: both margins", "not justified"),
        ('w:firstLine="720"', 'w:firstLine="0"', "Text: first line", "0 mm"),
        ('w:after="120"', 'w:after="40"', "Text: between paragraphs", "2 pt"),
        ('w:line="276"', 'w:line="480"', "Text: between lines", "2 lines"),
    ],
)
def test_text_is_judged_paragraph_by_paragraph(old: str, new: str, rule: str, found: str) -> None:
    prose = changed(ISSUED, lambda xml: xml.replace("Tiếp tục mở rộng hợp tác.", LONG))
    assert _wrong(prose) == {}
    paragraphs = f"{found} in 2 of 2 paragraphs, first in “Trong năm, tỉnh đón"
    wrong = _wrong(changed(prose, _style("text", old, new), STYLES))
    assert list(wrong) == [rule]
    assert wrong[rule].startswith(paragraphs)


def test_letters_set_by_hand_win_over_their_style() -> None:
    old, new = "<w:r><w:t", '<w:r><w:rPr><w:b w:val="0"/><w:sz w:val="40"/></w:rPr><w:t'
    by_hand = changed(ISSUED, lambda xml: xml.replace(f'{old} xml:space="preserve">BÁO CÁO<', f"{new}>BÁO CÁO<"))
    assert _wrong(by_hand) == {"Name of the type": "size 20, not bold"}


def test_a_page_number_at_the_foot_is_said_so() -> None:
    without = changed(ISSUED, lambda xml: xml.replace("headerReference", "footerReference"))
    assert _wrong(without) == {"Page number": "at the foot of the page"}


def test_what_is_not_found_is_not_judged() -> None:
    empty = changed(ISSUED, lambda xml: re.sub(r"<w:t[ >][^<]*</w:t>", "", xml))
    results = _judged(empty)
    assert {result.verdict for rule, result in results.items() if "margin" not in rule} == {
        Verdict.HOLDS, Verdict.UNKNOWN,
    }  # fmt: skip
    assert results["National name"].found == "not found"
    assert results["Addressed to"].found == "not found; not every document has it"
    assert results["Font"].verdict is Verdict.UNKNOWN


@needs_writer
def test_libreoffice_changes_nothing_of_the_verdict(tmp_path: Path) -> None:
    assert _wrong(through_libreoffice(ISSUED, tmp_path)) == {}


@pytest.mark.skipif(not DECREE.is_dir(), reason="the decree's own files are not on this machine")
def test_the_decree_itself_holds_its_own_rules() -> None:
    results = _judged((DECREE / "30_2020_ND_CP.docx").read_bytes())
    assert {rule: result.found for rule, result in results.items() if result.verdict is not Verdict.HOLDS} == {
        "Superior body": "not found; not every document has it",
        "Addressed to": "not found; not every document has it",
        "The word “Phụ lục”": "not found; not every document has it",
    }


@pytest.mark.skipif(not DECREE.is_dir(), reason="the decree's own files are not on this machine")
@pytest.mark.parametrize("name", ["Phuluc1", "Phuluc3", "Phuluc4", "Phuluc5", "Phuluc6"])
def test_the_annexes_of_the_decree_are_read_without_trouble(name: str) -> None:
    results = _judged((DECREE / f"{name}.docx").read_bytes())
    assert results["Paper"].verdict is Verdict.HOLDS
    assert results["Left margin"].verdict is Verdict.HOLDS
