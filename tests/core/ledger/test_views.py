"""The walk through the screens: record, send, return, repair, accept, count, correct."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry, Evidence
from lantoa.core.people.models import User
from tests.core.documents.signing import signed
from tests.factories import Province
from tests.pdfs import hostile, pdf
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
TALK = {"title": "Nói chuyện về biển, đảo", "occurred_on": "2026-02-03", "attendances": "1.250", "topic": "sea_islands"}


def recorded(province: Province, **more: Any) -> Activity:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (40000, "")}, **more,
    )  # fmt: skip
    return actions.save_draft(draft, by=province.an, at=AT)


def sent(province: Province, **more: Any) -> Activity:
    return actions.submit(recorded(province, **more), by=province.an, at=AT)


def photo(*, place: bool = True) -> SimpleUploadedFile:
    out = BytesIO()
    picture = Image.new("RGB", (3000, 2000), "#7a5")
    exif = picture.getexif()
    exif[0x0110] = "Camera of a person"
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    picture.save(out, format="JPEG", exif=exif)
    return SimpleUploadedFile("anh.jpg", out.getvalue())


def test_an_officer_records_and_sends_in_one_form(province: Province, client_of: Browser) -> None:
    address = reverse("ledger:record", args=["talk"])
    officer = client_of(province.an)
    assert officer.get(address).status_code == 200
    answer = officer.post(address, {**TALK, "submit": "1", "evidence": photo()}, follow=True)
    made = Activity.objects.get()
    assert answer.redirect_chain == [(reverse("ledger:activity", args=[made.pk]), 302)]
    assert (made.state, made.agency_id, made.topic) == ("submitted", "xa-an-binh", "sea_islands")
    assert dict(made.quantities.values_list("measure", "quantity")) == {"talks": 1000, "attendances": 1250000}
    with Evidence.objects.get().file.open() as file, Image.open(file) as kept:
        assert (max(kept.size), dict(kept.getexif())) == (2400, {})


def test_a_second_tap_makes_no_second_activity(province: Province, client_of: Browser) -> None:
    officer, address = client_of(province.an), reverse("ledger:record", args=["talk"])
    page = officer.get(address).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)
    assert key, "the form carries its key"
    for _ in range(2):
        officer.post(address, {**TALK, "form_key": key[1], "submit": "1"})
    assert Activity.objects.count() == 1


def test_all_errors_stand_at_their_fields_and_nothing_is_lost(province: Province, client_of: Browser) -> None:
    answer = client_of(province.an).post(
        reverse("ledger:record", args=["talk"]),
        {"title": "Chỉ có tên", "occurred_on": "2026-02-31", "attendances": "1,000"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"occurred_on", "attendances"}
    assert 'value="Chỉ có tên"' in page
    assert 'value="1,000"' in page
    assert Activity.objects.count() == 0


def test_nobody_records_for_another_agency(province: Province, client_of: Browser) -> None:
    address = reverse("ledger:record", args=["talk"])
    client_of(province.an).post(address, {**TALK, "agency": province.commune_b.code, "submit": "1"})
    assert Activity.objects.get().agency_id == province.commune_a.code
    answer = client_of(province.lan).post(address, {**TALK, "agency": "khong-co", "submit": "1"})
    assert (answer.status_code, Activity.objects.count()) == (422, 1)


def test_another_agency_sees_nothing_and_can_do_nothing(province: Province, client_of: Browser) -> None:
    made = sent(province)
    item = actions.attach(made, photo(), name="anh.jpg", media_type="image/jpeg", by=province.an, at=AT)
    pages = [reverse("ledger:activity", args=[made.pk]), reverse("ledger:evidence", args=[item.pk])]
    for page in pages:
        answer = client_of(province.an).get(page)
        assert (answer.status_code, bool(answer.getvalue())) == (200, True)
        assert client_of(province.binh).get(page).status_code == 404
    assert "Nói chuyện" in client_of(province.an).get(reverse("ledger:register")).content.decode()
    assert "Nói chuyện" not in client_of(province.binh).get(reverse("ledger:register")).content.decode()
    for name in ("submit", "withdraw", "delete", "attach"):
        assert client_of(province.binh).post(reverse(f"ledger:{name}", args=[made.pk])).status_code == 404
    for name in ("accept", "return", "reverse"):
        assert client_of(province.an).post(reverse(f"ledger:{name}", args=[made.pk])).status_code == 403
    assert Activity.objects.get().state == "submitted"


def test_a_participant_sees_the_record_but_cannot_change_it(province: Province, client_of: Browser) -> None:
    partner = client_of(province.binh)
    unsent = recorded(province, coordinating=[province.commune_b.code])
    assert partner.get(reverse("ledger:activity", args=[unsent.pk])).status_code == 404
    made = sent(province, coordinating=[province.commune_b.code])
    assert partner.get(reverse("ledger:activity", args=[made.pk])).status_code == 200
    for name in ("submit", "withdraw", "delete", "attach"):
        assert partner.post(reverse(f"ledger:{name}", args=[made.pk])).status_code == 404


def test_returning_asks_for_a_reason_and_the_officer_repairs(province: Province, client_of: Browser) -> None:
    made, secretary, officer = sent(province), client_of(province.lan), client_of(province.an)
    address = reverse("ledger:return", args=[made.pk])
    assert secretary.post(address, {"return-reason": " "}).status_code == 422
    secretary.post(address, {"return-reason": "Thiếu ảnh"})
    assert "Thiếu ảnh" in officer.get(reverse("ledger:edit", args=[made.pk])).content.decode()
    officer.post(reverse("ledger:edit", args=[made.pk]), {**TALK, "submit": "1"})
    made.refresh_from_db()
    assert (made.state, made.title, made.return_reason) == ("submitted", TALK["title"], "")


def test_accepting_counts_and_correcting_lists_the_change(province: Province, client_of: Browser) -> None:
    made, secretary = sent(province), client_of(province.lan)
    secretary.post(reverse("ledger:accept", args=[made.pk]))
    figure = reverse("ledger:figure", args=["talk_attendances"]) + "?period=2026"
    assert secretary.get(figure).context["figure"].value == 40
    address = reverse("ledger:correct", args=[made.pk])
    assert secretary.get(address).status_code == 200
    changed = {"agency": "xa-an-binh", "title": "Nói chuyện", "occurred_on": "2026-02-03", "attendances": "45"}
    assert secretary.post(address, changed).status_code == 422  # the reason is missing
    secretary.post(address, {**changed, "correct-reason": "Đếm lại"})
    now, then = secretary.get(figure), secretary.get(f"{figure}&as_of=1")
    assert (now.context["figure"].value, then.context["figure"].value, then.context["now"].value) == (45, 40, 45)
    assert "Đếm lại" in now.content.decode()
    secretary.post(reverse("ledger:reverse", args=[made.pk]), {"reverse-reason": "Không diễn ra"})
    assert secretary.get(figure).context["figure"].value == 0
    assert queries.verify().holds


def test_a_focal_point_reads_only_the_figures_of_its_agency(province: Province, client_of: Browser) -> None:
    actions.accept(sent(province), by=province.lan, at=AT)
    figure = reverse("ledger:figure", args=["talk_attendances"]) + "?period=2026"
    assert client_of(province.leader).get(figure).context["figure"].value == 40
    assert client_of(province.an).get(figure).context["figure"].value == 40
    for address in (figure, f"{figure}&agency=xa-an-binh", f"{figure}&agency="):
        assert client_of(province.binh).get(address).context["figure"].value == 0
    entry = reverse("ledger:entry", args=[Entry.objects.get().seq])
    assert client_of(province.an).get(entry).status_code == 200
    assert client_of(province.binh).get(entry).status_code == 404


def test_figures_page_survives_what_people_write_in_the_address(province: Province, client_of: Browser) -> None:
    secretary = client_of(province.lan)
    for query in ("period=2026-H3", "period=" + "9" * 50, "agency=khong-co", "as_of=99999999999999999999", "page=-4",
                  "f_year=abc", "f_purpose=%00", "f_agency=", "f_kind=x", "period=2025-12-15..2026-12-14"):  # fmt: skip
        for page in (reverse("ledger:figures"), reverse("ledger:figure", args=["delegations_in"])):
            assert secretary.get(f"{page}?{query}").status_code in {200, 400, 422}, query
    assert secretary.get(reverse("ledger:figure", args=["khong_co"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"<html><script>alert(1)</script>"),
        ("a.pdf", b"MZ\x90\x00 not a pdf"),
        ("a.pdf", b"%PDF-1.4 late"),
        ("a.pdf", b"%PDF-1.7\n%%EOF\n"),
        ("a.pdf", pdf()[:300]),
        ("a.pdf", pdf(password="bí mật")),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"\x89PNG\r\n\x1a\n broken"),
        ("a.jpg", b"\xff\xd8\xff"),
    ],
)
def test_evidence_is_known_by_its_content(name: str, content: bytes, province: Province, client_of: Browser) -> None:
    made = recorded(province)
    upload = {"evidence": SimpleUploadedFile(name, content)}
    answer = client_of(province.an).post(reverse("ledger:attach", args=[made.pk]), upload)
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)
    (said,) = answer.context["evidence_form"].errors["evidence"]
    assert said.startswith("a.pdf: ") == content.startswith(b"%PDF-")


def test_a_pdf_keeps_its_pages_and_links_and_loses_what_acts_or_tells(province: Province, client_of: Browser) -> None:
    content = hostile()
    hidden = [b"/JavaScript", b"alert", b"/Launch", b"cmd", b"GPS", b"Camera", b"Hoa"]
    assert [word for word in hidden if word not in content] == []

    kept = attached(province, client_of, content)

    assert [word for word in hidden if word in kept] == []
    page: Any = PdfReader(BytesIO(kept)).pages[0]
    assert [link.get_object()["/A"]["/URI"] for link in page["/Annots"] if "/A" in link.get_object()] == [
        "https://x.example/"
    ]
    assert page.images[0].image.size == (60, 40)


def test_a_signed_pdf_stays_byte_for_byte(province: Province, client_of: Browser) -> None:
    content = signed(hostile())
    assert attached(province, client_of, content) == content


def test_a_pdf_that_opens_without_a_password_is_taken_in(province: Province, client_of: Browser) -> None:
    assert attached(province, client_of, pdf(password="")).startswith(b"%PDF-")


def attached(province: Province, client_of: Browser, content: bytes) -> bytes:
    """What is kept of a file that an officer adds."""
    upload = {"evidence": SimpleUploadedFile("danh sach.pdf", content)}
    client_of(province.an).post(reverse("ledger:attach", args=[recorded(province).pk]), upload)
    with Evidence.objects.get().file.open() as file:
        found: bytes = file.read()
    return found


PAGES = ["ledger:register", "ledger:figures", "office:home"]


@pytest.mark.parametrize("page", PAGES)
def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(
    page: str, province: Province, client_of: Browser, count_queries: Any
) -> None:
    secretary = client_of(province.lan)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            sent(province)
        actions.accept(sent(province), by=province.lan, at=AT)
        secretary.get(reverse(page))
        with count_queries() as captured:
            assert secretary.get(reverse(page)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 15, [query["sql"] for query in captured]


def test_the_figure_page_asks_the_same_number_of_queries_for_one_and_for_three(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    secretary = client_of(province.lan)
    address = reverse("ledger:figure", args=["talk_attendances"]) + "?period=2026"
    counts = []
    for number in (1, 2):
        for _ in range(number):
            actions.accept(sent(province), by=province.lan, at=AT)
        with count_queries() as captured:
            assert secretary.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_whole_import_is_accepted_after_its_page_showed_what_it_adds(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    day = date(2026, 2, 3)
    drafts = [
        Draft("talk", province.commune_a.code, title, day, day,
              quantities={"talks": (1000, ""), "attendances": (number * 1000, "")})
        for number, title in ((10, "Biên giới và người dân"), (20, "Lễ hội mùa nước nổi"), (30, "Gặp gỡ kiều bào"))
    ]  # fmt: skip
    origin = actions.Origin("a.xlsx", "a" * 64, "b" * 64, "talk", province.commune_a.code)
    batch = actions.import_drafts(drafts, origin, by=province.an, at=AT)
    page = reverse("ledger:import_batch", args=[batch.pk])
    assert client_of(province.an).get(page).context["accepting"] == 0
    shown = client_of(province.lan).get(page).context
    assert shown["accepting"] == 3
    assert {(row.year, row.measure.code, row.total) for row in shown["adds"]} == {
        (2026, "talks", 3000), (2026, "attendances", 60000),
    }  # fmt: skip
    client_of(province.lan).post(reverse("ledger:import_accept", args=[batch.pk]))
    assert queries.head_seq() == 3
    assert client_of(province.lan).get(page).context["accepting"] == 0
    assert queries.verify().holds


# -- files of what was accepted --------------------------------------------------------------------


def test_a_page_of_before_the_acceptance_adds_no_file_and_says_who_does(province: Province, client_of: Browser) -> None:
    key = "00000000-0000-4000-8000-000000000001"
    officer = client_of(province.an)
    officer.post(reverse("ledger:record", args=["talk"]), {**TALK, "submit": "1", "form_key": key})
    made = actions.accept(Activity.objects.get(), by=province.lan, at=AT)

    for address, more in (
        (reverse("ledger:attach", args=[made.pk]), {}),
        (reverse("ledger:record", args=["talk"]), {**TALK, "submit": "1", "form_key": key}),
    ):
        answer = officer.post(address, {**more, "evidence": photo()}, follow=True)
        assert answer.redirect_chain == [(reverse("ledger:activity", args=[made.pk]), 302)]
        assert "nên không thêm được tệp" in answer.text

    assert Evidence.objects.count() == 0
    assert queries.verify().documents.same_count == 1


def test_a_correction_takes_a_photo_along(province: Province, client_of: Browser) -> None:
    made, secretary = (
        actions.accept(sent(province, dimensions={"topic": "border"}), by=province.lan, at=AT),
        client_of(province.lan),
    )
    address = reverse("ledger:correct", args=[made.pk])
    form = secretary.get(address).context["form"]
    answers = {name: form[name].value() or "" for name in form.fields if name != "coordinating"}

    refused = secretary.post(
        address, {**answers, "correct-reason": "Thêm ảnh", "evidence": SimpleUploadedFile("a.txt", b"x")}
    )
    assert refused.status_code == 422
    secretary.post(address, {**answers, "correct-reason": "Thêm ảnh", "evidence": photo()})

    made.refresh_from_db()
    assert (made.state, made.evidence.get().name, Entry.objects.count()) == ("corrected", "anh.jpg", 3)
    assert queries.verify().documents.same_count == 1


def test_the_page_of_the_ledger_tells_the_chain_from_the_files_beside_it(
    province: Province, client_of: Browser
) -> None:
    late, forged = (actions.accept(sent(province), by=province.lan, at=AT) for _ in range(2))
    with raw_writes("a file that came after the entry, and a changed title"):
        Evidence.objects.create(
            activity=late, file="x", name="muon.pdf", media_type="application/pdf", size_bytes=9, sha256="a" * 64,
            added_by=province.an, added_at=AT.replace(hour=6),
        )  # fmt: skip
        Activity.objects.filter(pk=forged.pk).update(title="Tên đã bị sửa")

    page = client_of(province.lan).get(reverse("ledger:head"), {"verify": "1"})

    assert ([*page.context["altered"]], [*page.context["added"]]) == ([forged], [late])
    assert "1 bản ghi có tệp mà bút toán không bao gồm" in page.text
    assert "1 bản ghi không còn đúng như lúc vào sổ" in page.text
    assert "Chuỗi mã băm khớp" in page.text


def test_the_secretariat_deletes_a_file_with_personal_data(province: Province, client_of: Browser) -> None:
    made = sent(province)
    kept, gone = (
        actions.attach(made, ContentFile(name.encode()), name=name, media_type="image/jpeg", by=province.an, at=AT)
        for name in ("hoi-truong.jpg", "can-cuoc-ba-hoa.jpg")
    )
    made = actions.accept(made, by=province.lan, at=AT)
    address, page = reverse("ledger:redact", args=[made.pk]), reverse("ledger:activity", args=[made.pk])
    secretary, path = client_of(province.lan), Path(gone.file.path)
    assert "Xóa hẳn tệp" in secretary.get(page).text
    assert "Xóa hẳn tệp" not in client_of(province.an).get(page).text
    assert secretary.post(address, {"redact-evidence": gone.pk}).status_code == 422
    assert path.exists()

    secretary.post(address, {"redact-evidence": gone.pk, "redact-reason": "Ảnh chụp căn cước"})

    shown = client_of(province.an).get(page).text
    assert ("hoi-truong.jpg" in shown, "can-cuoc-ba-hoa.jpg" in shown, "Ảnh chụp căn cước" in shown) == (
        True,
        False,
        True,
    )
    assert client_of(province.an).get(reverse("ledger:evidence", args=[gone.pk])).status_code == 404
    assert secretary.post(address, {"redact-evidence": gone.pk, "redact-reason": "x"}).status_code == 422
    assert queries.verify().documents.same_count == 1
    assert kept.sha256 != gone.sha256
