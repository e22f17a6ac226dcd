"""[[findings:…]] in a review: what was written down as a list, frozen with its words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.base.periods import parse
from lantoa.core.documents.rules.statement import Items, Paragraph, Statement, text_of
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Finding
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import Report
from tests.core.reports.conftest import AT
from tests.factories import Province

pytestmark = pytest.mark.django_db
Write = Callable[..., Report]
Kind = Finding.Kind
Find = Callable[..., Finding]


@pytest.fixture
def find(province: Province) -> Find:
    """`find("Chậm")`: a limitation of the province in quarter I of 2026, unless said otherwise."""

    def found(
        text: str, kind: Kind = Kind.LIMITATION, *, agency: Agency | None = None, window: str = "2026-Q1", **more: Any
    ) -> Finding:
        facts = programme.FindingFacts(kind, text, parse(window), agency, **more)
        return programme.add_finding(facts, by=province.lan, at=AT)

    return found


def _lines(statement: Statement) -> list[str]:
    (section,) = statement.sections
    return [
        text_of(runs)
        for block in section.blocks
        for runs in (block.items if isinstance(block, Items) else [block.runs] if isinstance(block, Paragraph) else [])
    ]


def _printed(report: Report) -> list[str]:
    return _lines(rendering.draft(queries.preview(report)))


def test_what_was_found_in_the_period_is_listed_with_its_agency(find: Find, write: Write, province: Province) -> None:
    find("Báo cáo chậm.", agency=province.commune_a)
    find("Ít tài liệu tiếng Anh")
    find("Từ năm trước", window="2025-Q4")
    find("Hỏi sớm", Kind.LESSON)
    assert _printed(write("[[findings:limitation]]")) == ["Báo cáo chậm (UBND xã An Bình).", "Ít tài liệu tiếng Anh"]
    assert _printed(write("[[findings:limitation@last_year]]")) == ["Từ năm trước"]


def test_several_kinds_stand_in_the_order_of_the_token_and_say_what_they_are(find: Find, write: Write) -> None:
    find("Thiếu người", Kind.SUBJECTIVE_CAUSE)
    find("Mưa lũ", Kind.OBJECTIVE_CAUSE)
    assert _printed(write("[[findings:objective_cause,subjective_cause]]")) == [
        "Nguyên nhân khách quan: Mưa lũ", "Nguyên nhân chủ quan: Thiếu người"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "agency", "expected"),
    [
        ("", "", ["Tỉnh", "A (UBND xã An Bình).", "B (UBND xã Bình Minh)."]),
        ("#xa-an-binh", "", ["A (UBND xã An Bình)."]),
        ("#ubnd-tinh", "", ["A (UBND xã An Bình).", "B (UBND xã Bình Minh)."]),
        ("#own", "", ["Tỉnh"]),
        ("", "xa-an-binh", ["A"]),
        ("#own", "xa-an-binh", ["A"]),
    ],
)
def test_the_scope_says_whose(
    scope: str, agency: str, expected: list[str], find: Find, write: Write, province: Province
) -> None:
    for text, whose in (("Tỉnh", None), ("A", province.commune_a), ("B", province.commune_b)):
        find(text, agency=whose)
    report = write(f"[[findings:limitation{scope}]]", agency=province.commune_a if agency else None)
    assert _printed(report) == expected


def test_a_proposal_says_whom_it_asks_and_what_was_answered(find: Find, write: Write, province: Province) -> None:
    finding = find("Xin thêm lớp.", Kind.PROPOSAL, addressed_to="Bộ Ngoại giao")
    report = write("[[findings:proposal]]")
    assert _printed(report) == ["Xin thêm lớp (kiến nghị với: Bộ Ngoại giao)."]
    programme.settle_finding(finding, response="Đã mở lớp.", by=province.lan, at=AT)
    assert _printed(report) == ["Xin thêm lớp (kiến nghị với: Bộ Ngoại giao; đã giải quyết: Đã mở lớp)."]


def test_what_was_carried_on_inside_the_period_is_listed_once(find: Find, write: Write, province: Province) -> None:
    programme.carry_finding(find("Thiếu người"), by=province.lan, at=AT)
    assert _printed(write("[[findings:limitation]]")) == ["Thiếu người"]
    assert _printed(write("[[findings:limitation@2026-Q1]]")) == ["Thiếu người"]
    assert Finding.objects.count() == 2


def test_where_nothing_was_written_a_sentence_says_so(write: Write, province: Province) -> None:
    report = write("[[findings:limitation,lesson]]")
    expected = ["Không ghi nhận nội dung nào trong năm 2026 về: hạn chế, bài học kinh nghiệm."]
    assert _printed(report) == expected
    frozen = actions.freeze(report, by=province.lan, at=AT)
    assert expected[0] in frozen.document.html


def test_the_frozen_words_do_not_move_and_typed_numbers_are_named(find: Find, write: Write, province: Province) -> None:
    finding = find("Còn 17 xã chưa có đầu mối")
    report = write("[[findings:limitation]]")
    reading = queries.preview(report)
    assert (reading.unbound, reading.typed_in_findings) == ([], ["17"])

    frozen = actions.freeze(report, by=province.lan, at=AT)
    programme.delete_finding(finding, by=province.lan, at=AT)
    kept = Report.objects.get(pk=frozen.pk).document
    assert "Còn 17 xã chưa có đầu mối" in kept.html
    assert "không lấy từ sổ cái: 17." in kept.html
    assert queries.check(frozen).holds


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[[findings:limitations]]", "Không có loại “limitations”"),
        ("[[findings:limitation#xa-khong-co]]", "Không có đơn vị “xa-khong-co”"),
        ("Gồm [[findings:limitation]]", "đứng riêng một dòng"),
        ("[[findings:limitation@khi-nao]]", "@previous"),
    ],
)
def test_what_means_nothing_cannot_be_frozen(body: str, message: str, write: Write) -> None:
    (problem,) = queries.preview(write(body)).problems
    assert message in problem.message


def test_many_lists_cost_as_much_as_one(
    find: Find, write: Write, province: Province, count_queries: Callable[[], Any]
) -> None:
    def asked(*bodies: str) -> int:
        report = write("\n".join(bodies))
        with count_queries() as made:
            assert len(queries.preview(report).findings) == len(bodies)
        return len(made)

    for number in range(3):
        find(f"Hạn chế {number}", agency=province.commune_a)
    one = asked("[[findings:limitation]]")
    assert one == asked("[[findings:limitation]]", "[[findings:lesson]]", "[[findings:proposal@last_year]]")


def test_the_editor_offers_each_kind_and_puts_it_on_a_line_of_its_own(
    find: Find, write: Write, province: Province, client_of: Callable[[User], Client]
) -> None:
    find("Chậm", window="2026")
    report = write("Mở đầu.")
    section = report.sections.get()
    path = reverse("reports:section", args=[report.pk, section.pk])
    page = client_of(province.lan).get(path)
    offered = {item.token: item.count for item in page.context["findings"]}
    assert (offered["[[findings:limitation]]"], offered["[[findings:lesson]]"]) == (1, 0)

    given = {"heading": section.heading, "body": "Mở đầu.", "insert": "[[findings:limitation]]"}
    client_of(province.lan).post(path, given)
    section.refresh_from_db()
    assert section.body == "Mở đầu.\n[[findings:limitation]]"
    assert _printed(report) == ["Mở đầu.", "Chậm"]
