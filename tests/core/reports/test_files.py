"""Reviews as files: away, signed, and back."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime

import docx as python_docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from wagtail.models import ModelLogEntry

from lantoa.core.documents import actions as documents
from lantoa.core.documents.models import DocumentTemplate
from lantoa.core.people.models import Agency, User
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.models import Report
from tests.core.documents.clerks import GOOD, saved, template
from tests.core.reports.conftest import Record, Write
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 3, 3, tzinfo=UTC)
TODAY = date(2026, 12, 3)
Browser = Callable[[User], Client]


@pytest.fixture
def frozen(province: Province, record: Record, write: Write) -> Report:
    record("talk", attendances=1250)
    report = write("Có [[talk_attendances]] lượt người dự.\n[[bars:talk_attendances@2025..2026]]")
    return actions.freeze(report, by=province.lan, at=AT)


def altered(content: bytes, old: str, new: str) -> bytes:
    """The same Word file with other words in its text."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            text = before.read(item)
            if item.filename == "word/document.xml":
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(item, text)
    return made.getvalue()


def test_a_word_file_comes_back_as_it_was_issued(frozen: Report) -> None:
    found = queries.returned(rendering.file(frozen, "docx", today=TODAY))
    assert (found.report, found.is_as_issued) == (frozen, True)
    assert found.counts == {"unchanged": frozen.figures.count()}


def test_a_pdf_comes_back_as_it_was_issued(frozen: Report) -> None:
    found = queries.returned(rendering.file(frozen, "pdf", today=TODAY))
    assert (found.report, found.is_as_issued) == (frozen, True)
    assert found.counts == {"unchanged": frozen.figures.count()}


def test_a_pdf_with_another_attachment_is_found_out(frozen: Report) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(rendering.file(frozen, "pdf", today=TODAY)))
    name, (attached,) = next(iter(writer.attachments.items()))
    for item in list(writer.attachment_list):
        item.content = attached.replace(b'"value": "1250"', b'"value": "1520"')
    changed = io.BytesIO()
    writer.write(changed)
    assert name
    assert "altered" in queries.returned(changed.getvalue()).counts


def test_an_altered_number_is_found_out(frozen: Report) -> None:
    own = frozen.figures.get(token="talk_attendances@2026")
    found = queries.returned(altered(rendering.file(frozen, "docx", today=TODAY), "1.250", "1.520"))
    assert [(each.line.id, each.line.text, each.found) for each in found.figures if each.state == "altered"] == [
        (own.public_id, "1.250", "1.520")
    ]
    assert not found.is_as_issued


def test_the_same_review_gives_the_same_bytes(frozen: Report) -> None:
    files = [rendering.file(Report.objects.get(pk=frozen.pk), "docx", today=TODAY) for _time in range(2)]
    assert files[0] == files[1]


def test_number_and_day_stand_in_every_later_file_and_move_no_figure(province: Province, frozen: Report) -> None:
    actions.issue(frozen, number="05", on=date(2026, 12, 7), by=province.lan, at=AT)
    issued = queries.report(frozen.pk)
    said = rendering.stated(issued)
    assert (said.letterhead.number, said.letterhead.dated_on) == ("05", "2026-12-07")
    assert queries.check(issued).holds
    assert queries.returned(rendering.file(issued, "docx", today=TODAY)).is_as_issued
    log = ModelLogEntry.objects.filter(action="reports.issue")
    actions.issue(frozen, number="05", on=date(2026, 12, 7), by=province.lan, at=AT)
    assert [entry.data for entry in log] == [{"number": "05", "on": "2026-12-07", "is_public": False}]


def test_a_draft_has_no_number(province: Province, write: Write) -> None:
    with pytest.raises(actions.NotFrozen):
        actions.issue(write("x"), number="05", on=None, by=province.lan, at=AT)


def test_the_letterhead_of_the_day_of_freezing_stays(province: Province, record: Record, write: Write) -> None:
    def head(body: str) -> None:
        documents.write_letterhead(
            province.committee, profile="nd30", parent_body="", body=body, code="BC-UBND", place="Sông Xanh",
            addressees=[], recipients=["Lưu: VT"], signing=["TM. ỦY BAN NHÂN DÂN"], signer="", by=province.lan, at=AT,
        )  # fmt: skip

    head("ỦY BAN NHÂN DÂN TỈNH SÔNG XANH")
    report = actions.freeze(write("Đạt."), by=province.lan, at=AT)
    head("ỦY BAN NHÂN DÂN TỈNH KHÁC")
    assert rendering.stated(queries.report(report.pk)).letterhead.body == "ỦY BAN NHÂN DÂN TỈNH SÔNG XANH"


def test_a_review_is_taken_away_in_a_template_of_the_office(
    frozen: Report, write: Write, province: Province, client_of: Browser
) -> None:
    def taken(agency: Agency, name: str) -> DocumentTemplate:
        content = saved(template(*GOOD))
        return documents.take_template(agency, name=name, content=content, by=province.lan, at=AT)

    own, other = taken(province.committee, "Mẫu của tỉnh"), taken(province.commune_b, "Mẫu của xã")
    with raw_writes("as one that was kept under milder rules"):
        spoiled = DocumentTemplate.objects.create(
            agency=province.committee, name="Mẫu hỏng", content=b"PK", size_bytes=2, sha256="0" * 64, uploaded_at=AT
        )
    desk = client_of(province.lan)
    for report in (frozen, write("Có [[talk_attendances]] lượt.")):
        page = desk.get(reverse("reports:report", args=[report.pk])).text
        assert ("Mẫu của tỉnh" in page, "Mẫu của xã" in page, "Mẫu hỏng" in page) == (True, False, False)
        address = reverse("reports:download", args=[report.pk, "docx"])
        answer = desk.get(address, {"template": own.pk})
        assert python_docx.Document(io.BytesIO(answer.content)).sections[0].header.paragraphs[0].text.startswith("Tệp")
        for wrong in (other.pk, spoiled.pk, own.pk + 99, "x", "1" * 30):
            assert desk.get(address, {"template": wrong}).status_code == 404, wrong
    assert queries.returned(desk.get(reverse("reports:download", args=[frozen.pk, "docx"])).content).is_as_issued
    in_template = desk.get(reverse("reports:download", args=[frozen.pk, "docx"]), {"template": own.pk}).content
    assert queries.returned(in_template).is_as_issued
    logged = ModelLogEntry.objects.filter(action="people.take_away").latest("timestamp", "pk")
    assert logged.data["filters"] == f"review={frozen.pk}&template={own.pk}"


def test_a_review_without_a_statement_has_its_page_alone(
    frozen: Report, province: Province, client_of: Browser
) -> None:
    with raw_writes("as a review of an older version"):
        from django.db import connection

        table = frozen.document._meta.db_table
        with connection.cursor() as cursor:
            for trigger in triggers(table):
                cursor.execute(trigger)
            cursor.execute(f"UPDATE {table} SET statement = '', statement_sha256 = ''")
    old = queries.report(frozen.pk)
    assert queries.check(old).document_holds
    assert b"1.250" in rendering.file(old, "html", today=TODAY)
    actions.issue(old, number="5", on=None, by=province.lan, at=AT)
    assert old.document.html in client_of(province.an).get(reverse("reports:report", args=[old.pk])).text
    with pytest.raises(rendering.NothingKept):
        rendering.file(old, "docx", today=TODAY)
    answer = client_of(province.lan).get(reverse("reports:download", args=[old.pk, "docx"]), follow=True)
    assert "phiên bản cũ" in answer.text


def triggers(table: str) -> list[str]:
    """What takes the guard of a table away, for a state that only an older version could make."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return ["SET CONSTRAINTS ALL IMMEDIATE", f"ALTER TABLE {table} DISABLE TRIGGER USER"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


# -- on the web ------------------------------------------------------------------------------------


def test_a_file_is_taken_away_changed_and_checked(frozen: Report, province: Province, client_of: Browser) -> None:
    desk = client_of(province.lan)
    assert reverse("reports:download", args=[frozen.pk, "docx"]) in desk.get(f"/office/reports/{frozen.pk}/").text
    answer = desk.get(reverse("reports:download", args=[frozen.pk, "docx"]))
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    sent = SimpleUploadedFile("ky.docx", altered(answer.content, "1.250", "1.205"))
    page = desk.post("/office/reports/returned/", {"file": sent})
    assert [each.state for each in page.context["returned"].figures].count("altered") == 1
    assert "1.205" in page.text
    assert desk.post(f"/office/reports/{frozen.pk}/issue/", {"number": "05", "on": "2026-12-07"}).status_code == 302
    assert queries.report(frozen.pk).document_number == "05"


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused_with_a_sentence(
    content: bytes, province: Province, client_of: Browser
) -> None:
    page = client_of(province.lan).post("/office/reports/returned/", {"file": SimpleUploadedFile("x.docx", content)})
    assert page.status_code == 422
    assert len(page.context["form"].errors["file"][0]) > 20


def test_of_a_review_elsewhere_nothing_is_said(
    frozen: Report, province: Province, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = rendering.file(frozen, "docx", today=TODAY)
    monkeypatch.setattr(queries.returning, "visible_to", lambda user: Report.objects.none())
    page = client_of(province.an).post("/office/reports/returned/", {"file": SimpleUploadedFile("x.docx", content)})
    assert (page.status_code, page.context["returned"]) == (422, None)


def test_a_draft_is_taken_away_as_a_draft(province: Province, record: Record, write: Write, client_of: Browser) -> None:
    record("talk", attendances=1250)
    report = write("Có [[talk_attendances]] lượt.")
    answer = client_of(province.lan).get(reverse("reports:download", args=[report.pk, "docx"]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        text = file.read("word/document.xml").decode()
    assert "1.250" in text
    assert "talk_attendances@" not in text


def test_a_draft_is_looked_at_page_by_page_in_one_click(
    province: Province, record: Record, write: Write, client_of: Browser
) -> None:
    record("talk", attendances=1250)
    report = write("\n".join(["Có [[talk_attendances]] lượt."] * 80))
    lan = client_of(province.lan)
    address = f"{reverse('reports:download', args=[report.pk, 'pdf'])}?look"
    assert f'href="{address}"' in lan.get(reverse("reports:report", args=[report.pk])).text

    answer = lan.get(address)

    assert answer.headers["Content-Disposition"] == f'inline; filename="review-{report.pk}-2026.pdf"'
    assert "sandbox" not in answer.headers["Content-Security-Policy"]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) >= 3
    assert all("DỰ THẢO" in text for text in pages)
    taken = lan.get(reverse("reports:download", args=[report.pk, "docx"]) + "?look")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert client_of(province.binh).get(address).status_code == 404
