"""The sheet on a screen: head and foot as in Word and PDF, on the page of its layout."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.core.documents import actions as documents
from lantoa.core.documents import queries as document_queries
from lantoa.core.documents.models import LayoutProfile
from lantoa.core.documents.rendering import page
from lantoa.core.people.models import Agency, User
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import FrozenDocument, Report
from tests.core.reports.conftest import AT, Write
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]

HEAD: dict[str, Any] = {
    "profile": "nd30", "parent_body": "Tỉnh ủy Sông Xanh", "body": "Ủy ban nhân dân tỉnh", "code": "BC-UBND",
    "place": "Sông Xanh", "addressees": ["Bộ Ngoại giao", "Tỉnh ủy"], "recipients": ["Như trên", "Lưu: VT"],
    "signing": ["TM. Ủy ban nhân dân", "Chủ tịch"], "signer": "Hồ Minh Đức",
}  # fmt: skip
SAID = [
    "TỈNH ỦY SÔNG XANH", "ỦY BAN NHÂN DÂN TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Kính gửi:", "Bộ Ngoại giao", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Hồ Minh Đức",
]  # fmt: skip


def lettered(agency: Agency, by: User, **other: Any) -> None:
    documents.write_letterhead(agency, by=by, at=AT, **(HEAD | other))


def shown(browser: Client, report: Report) -> str:
    """The sheet alone, without what stands around it."""
    text = browser.get(reverse("reports:report", args=[report.pk])).content.decode()
    found = re.search(r'<article class="review a4".*</article>', text, re.DOTALL)
    assert found
    return found[0]


def test_draft_and_frozen_sheet_carry_the_letterhead_of_word_and_pdf(
    write: Write, province: Province, client_of: Browser
) -> None:
    lettered(province.committee, province.lan)
    report, browser = write("Đón [[delegations_in]] đoàn."), client_of(province.lan)
    draft = shown(browser, report)
    for words in [*SAID, "DỰ THẢO", "Số: ……/BC-UBND", "Sông Xanh, ngày …… tháng …… năm ……"]:
        assert words in draft, words
    assert "a4-gap" not in draft

    actions.freeze(report, by=province.lan, at=AT)
    kept = FrozenDocument.objects.get(report=report).html
    assert kept.strip() == shown(browser, report).strip()
    for words in [*SAID, "Số: ……/BC-UBND"]:
        assert words in kept, words
    assert "DỰ THẢO" not in kept


def test_number_and_day_stand_on_the_sheet_once_they_are_noted(
    write: Write, province: Province, client_of: Browser
) -> None:
    lettered(province.committee, province.lan)
    report, browser = actions.freeze(write("Không có số."), by=province.lan, at=AT), client_of(province.an)
    actions.issue(report, number="5", on=date(2026, 12, 7), by=province.lan, at=AT)
    report = queries.report(report.pk)
    sheet, file = shown(browser, report), rendering.file(report, "html", today=AT.date()).decode()
    for text in (sheet, file):
        assert "Số: 05/BC-UBND" in text
        assert "Sông Xanh, ngày 07 tháng 12 năm 2026" in text
    assert "Số: ……/BC-UBND" in FrozenDocument.objects.get(report=report).html
    assert report.document.statement_sha256 in file.replace("<wbr>", "")
    assert "size: 210mm 297mm; margin: 20mm 15mm 20mm 30mm" in file


def test_without_a_letterhead_the_draft_names_what_is_missing_where_it_will_stand(
    write: Write, province: Province, client_of: Browser
) -> None:
    report = write("Đón [[delegations_in]] đoàn.")
    answer = client_of(province.lan).get(reverse("reports:report", args=[report.pk])).content.decode()
    gaps = re.findall(r'<span class="a4-gap">([^<]+)</span>', answer)
    assert len(gaps) == 6
    assert reverse("documents:letterhead_edit", args=["ubnd-tinh"]) in answer
    leader = client_of(province.leader).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert re.findall(r'<span class="a4-gap">([^<]+)</span>', leader) == gaps
    assert reverse("documents:letterhead_edit", args=["ubnd-tinh"]) not in leader
    lettered(province.committee, province.lan, signer="", recipients=[])
    answer = client_of(province.lan).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert len(re.findall(r'<span class="a4-gap">', answer)) == 2
    frozen = actions.freeze(report, by=province.lan, at=AT)
    assert "a4-gap" not in FrozenDocument.objects.get(report=frozen).html


def test_an_english_sheet_names_the_country_in_both_languages(write: Write, province: Province) -> None:
    report = write("Nothing.", title="Review", language="en")
    html = FrozenDocument.objects.get(report=actions.freeze(report, by=province.lan, at=AT)).html
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM", "Annex", "List of figures"):
        assert words.lower() in html.lower(), words


def test_a_party_sheet_has_its_star_and_its_own_name(write: Write, province: Province) -> None:
    lettered(province.committee, province.lan, profile="party")
    html = FrozenDocument.objects.get(report=actions.freeze(write("x"), by=province.lan, at=AT)).html
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in html
    assert '<p class="a4-number">*</p>' in html
    assert "a4-motto" not in html


def test_the_page_of_a_layout_has_its_margins_and_sizes(province: Province, client_of: Browser) -> None:
    for row in LayoutProfile.objects.all():
        answer = client_of(province.an).get(reverse("documents:layout_css", args=[row.pk]))
        profile = document_queries.read_profile(row)
        assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
        assert answer.content.decode() == page.stylesheet(profile)
        assert f"--a4-margin-left: {profile.margins['left'].used:g};" in page.stylesheet(profile)
        size = profile.looks["national_name"].size.used
        assert f".a4 .a4-national-name {{ font-size: calc({size:g} * var(--pt));" in page.stylesheet(profile)


def test_whoever_takes_a_file_away_reads_that_nobody_confirmed_its_layout(
    write: Write, province: Province, client_of: Browser
) -> None:
    said = "Thể thức chưa được đối chiếu với văn bản quy định"
    browser = client_of(province.lan)
    for profile, is_said in (("nd30", True), ("nd30", False), ("party", True)):
        if not is_said:  # a clerk compared it
            today = timezone.localdate()
            before = document_queries.profile_in_force(profile, on=today)
            documents.follow(
                before, numbers=before.numbers, source=before.source, is_verified=True, valid_from=today, today=today,
                by=province.lan, at=AT,
            )  # fmt: skip
        lettered(province.committee, province.lan, profile=profile)
        report = write("Đạt.")
        address = reverse("reports:report", args=[report.pk])
        draft = browser.get(address).text
        assert (said in draft) is is_said
        # The Party has no motto: the rule stands below its name.
        assert ('<span class="a4-lined">ĐẢNG CỘNG SẢN VIỆT NAM</span>' in draft) is (profile == "party")
        actions.freeze(report, by=province.lan, at=AT)
        assert (said in browser.get(address).text) is is_said


def test_in_a_sentence_the_body_has_the_name_of_its_agency(write: Write, province: Province) -> None:
    lettered(province.committee, province.lan, body="ỦY BAN NHÂN DÂN TỈNH SÔNG XANH")
    report = actions.freeze(write("Đạt."), by=province.lan, at=AT)
    assert rendering.stated(queries.report(report.pk)).letterhead.body_in_text == "UBND tỉnh Sông Xanh"
