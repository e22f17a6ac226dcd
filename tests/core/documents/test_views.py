from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx as python_docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.core.documents import actions, queries
from lantoa.core.documents.models import DocumentTemplate, LayoutProfile, Letterhead
from lantoa.core.documents.queries import template_check
from lantoa.core.documents.rendering import docx
from lantoa.core.people.models import Agency
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.core.documents.clerks import saved, template
from tests.core.documents.sheets import ND30, changed
from tests.core.documents.statements import small
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
ClientOf = Callable[..., Client]


@pytest.fixture
def browser(client_of: ClientOf) -> Callable[..., Client]:
    """Signed in, reading English."""

    def signed_in(user: Any) -> Client:
        client = client_of(user)
        client.cookies[LANGUAGE_COOKIE] = "en"
        return client

    return signed_in


def _upload(content: bytes, name: str = "bao-cao.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _letterhead(agency: Agency, **other: Any) -> Letterhead:
    said: dict[str, Any] = {
        "profile": "nd30", "parent_body": "Tỉnh Sông Xanh", "body": "Ủy ban nhân dân", "code": "BC-UBND",
        "place": "Sông Xanh", "addressees": [], "recipients": ["Như trên", "Lưu: VT"], "signing": ["CHỦ TỊCH"],
        "signer": "", "by": None, "at": AT,
    }  # fmt: skip
    return actions.write_letterhead(agency, **{**said, **other})


# -- checking --------------------------------------------------------------------------------------


def test_a_document_is_judged_rule_by_rule_and_nothing_is_kept(browser: ClientOf, province: Province) -> None:
    content = changed(docx.render(small(), ND30), lambda xml: xml.replace("ngày 03 tháng 12", "ngày 3 tháng 12", 1))
    answer = browser(province.an).post(reverse("documents:check"), {"file": _upload(content), "layout": "nd30"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 rule is not kept" in page
    assert page.index("How the day is written") < page.index("Upper margin")  # what differs stands on top
    assert "The document carries 2 figures of reviews." in page
    assert "Phần I, mục II, điểm c khoản 4" in page
    assert (LayoutProfile.objects.count(), DocumentTemplate.objects.count()) == (2, 0)


def test_a_document_as_it_should_be_is_said_so(browser: ClientOf, province: Province) -> None:
    said = {"file": _upload(docx.render(small(), ND30)), "layout": "nd30"}
    page = browser(province.binh).post(reverse("documents:check"), said).content.decode()
    assert "Every rule that could be judged is kept" in page


def test_an_unconfirmed_layout_is_said_so(browser: ClientOf, province: Province) -> None:
    said = {"file": _upload(docx.render(small(), ND30)), "layout": "party"}
    page = browser(province.lan).post(reverse("documents:check"), said).content.decode()
    assert "Not yet held against the official text" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"file": b"%PDF-1.4", "layout": "nd30"}, "This is no Word document"),
        ({"file": b"", "layout": "nd30"}, "The file is empty"),
        ({"layout": "nd30"}, "This field is required"),
        ({"file": b"x", "layout": "other"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_checked_comes_back_with_a_sentence(
    browser: ClientOf, province: Province, said: dict[str, Any], sentence: str
) -> None:
    sent = {name: _upload(value) if isinstance(value, bytes) else value for name, value in said.items()}
    answer = browser(province.an).post(reverse("documents:check"), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


# -- letterheads -----------------------------------------------------------------------------------

FORM = {
    "profile": "nd30", "parent_body": "Tỉnh Sông Xanh", "body": "Ủy ban nhân dân", "code": "BC-UBND",
    "place": "Sông Xanh", "addressees": "", "recipients": "Như trên\n\n  Lưu: VT  ", "signing": "TM. UBND\nCHỦ TỊCH",
    "signer": "",
}  # fmt: skip


def test_the_secretariat_writes_the_letterhead_of_its_agency(browser: ClientOf, province: Province) -> None:
    client, address = browser(province.lan), reverse("documents:letterhead_edit", args=["ubnd-tinh"])
    assert client.post(address, FORM).status_code == 302
    assert client.post(address, {**FORM, "place": "Sông Đỏ"}).status_code == 302
    row = queries.letterhead_of("ubnd-tinh")
    assert row is not None
    assert (row.place, row.recipients, row.signing, row.addressees) == (
        "Sông Đỏ", ["Như trên", "Lưu: VT"], ["TM. UBND", "CHỦ TỊCH"], [],
    )  # fmt: skip
    assert ModelLogEntry.objects.filter(action="documents.letterhead", user=province.lan).count() == 2
    page = client.get(reverse("documents:letterhead", args=["ubnd-tinh"])).content.decode()
    assert page.index("Sông Đỏ, ngày …… tháng …… năm ……") < page.index("BC-UBND · Sông Xanh")
    assert "- Lưu: VT." in page
    assert "ỦY BAN NHÂN DÂN" in page


def test_a_letterhead_without_a_body_comes_back(browser: ClientOf, province: Province) -> None:
    address = reverse("documents:letterhead_edit", args=["ubnd-tinh"])
    answer = browser(province.lan).post(address, {**FORM, "body": ""})
    assert answer.status_code == 422
    assert queries.letterhead_of("ubnd-tinh") is None


def test_the_first_letterhead_is_offered_to_who_may_write_it(browser: ClientOf, province: Province) -> None:
    address = reverse("documents:letterheads")
    page = browser(province.lan).get(address).content.decode()
    assert "No agency has a letterhead yet" in page
    assert reverse("documents:letterhead_edit", args=["ubnd-tinh"]) in page
    assert (
        reverse("documents:letterhead_edit", args=["ubnd-tinh"])
        not in browser(province.an).get(address).content.decode()
    )


def test_a_letterhead_is_tried_in_word(browser: ClientOf, province: Province) -> None:
    _letterhead(province.committee, place="Sông Đỏ")
    answer = browser(province.an).get(reverse("documents:letterhead_sheet", args=["ubnd-tinh"]))
    texts = [cell.text for cell in python_docx.Document(BytesIO(answer.content)).tables[0].rows[1].cells]
    assert texts[0] == "Số: 01/BC-UBND"
    assert texts[1].startswith("Sông Đỏ, ngày ")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_list_asks_the_same_for_one_and_for_three(
    browser: ClientOf, province: Province, count_queries: Callable[[], Any]
) -> None:
    client = browser(province.administrator)
    counts = []
    for agencies in ([province.committee], [province.commune_a, province.commune_b]):
        for agency in agencies:
            _letterhead(agency)
        with count_queries() as asked:
            client.get(reverse("documents:letterheads"))
        counts.append(len(asked))
    assert counts == [5, 5]


# -- templates -------------------------------------------------------------------------------------


def test_a_template_is_sent_tried_given_back_and_put_away(browser: ClientOf, province: Province) -> None:
    client, content = browser(province.lan), saved(template())
    said = {"agency": "ubnd-tinh", "name": "Báo cáo năm", "file": _upload(content)}
    assert client.post(reverse("documents:templates"), said).status_code == 302
    (row,) = queries.templates()
    reader = browser(province.an)
    assert "Báo cáo năm" in reader.get(reverse("documents:templates")).content.decode()
    assert reader.get(reverse("documents:template", args=[row.pk])).content == content
    tried = reader.get(reverse("documents:template_try", args=[row.pk])).content
    assert "I. KẾT QUẢ THỰC HIỆN" in [each.text for each in python_docx.Document(BytesIO(tried)).paragraphs]
    assert client.post(reverse("documents:template_retire", args=[row.pk])).status_code == 302
    assert queries.templates() == []


def test_every_problem_of_a_template_is_named_at_once(browser: ClientOf, province: Province) -> None:
    content = saved(template("{{ tieu_de }}", "{{ 7*7 }}"))
    said = {"agency": "ubnd-tinh", "name": "x", "file": _upload(content)}
    answer = browser(province.lan).post(reverse("documents:templates"), said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no place “tieu_de”." in page
    assert "“{{ 7*7 }}” is not understood" in page
    assert "needs its place once" in page
    assert queries.templates() == []


def test_the_template_to_begin_with_is_one_that_we_take(browser: ClientOf, province: Province) -> None:
    content = browser(province.an).get(reverse("documents:template_begin")).content
    template_check.check(content)
    filled = docx.render(small(), ND30, template=content)
    texts = [each.text for each in python_docx.Document(BytesIO(filled)).element.body.iter() if each.tag.endswith("}t")]
    assert "TỈNH SÔNG XANH" in texts
    assert "Số: 05/BC-UBND" in texts
    assert "- Lưu: VT, TTĐN." in texts
    assert "DANH MỤC SỐ LIỆU" in texts
    assert not any("{" in (text or "") for text in texts)


def test_the_list_of_templates_asks_the_same_for_one_and_for_three(
    browser: ClientOf, province: Province, count_queries: Callable[[], Any]
) -> None:
    client, counts = browser(province.administrator), []
    for agencies in ([province.committee], [province.commune_a, province.commune_b]):
        for agency in agencies:
            actions.take_template(agency, name="Báo cáo", content=saved(template()), by=None, at=AT)
        with count_queries() as asked:
            client.get(reverse("documents:templates"))
        counts.append(len(asked))
    assert counts == [5, 5]


# -- layouts ---------------------------------------------------------------------------------------


def test_layouts_show_numbers_and_their_clauses(browser: ClientOf, province: Province) -> None:
    client = browser(province.an)
    page = client.get(reverse("documents:layouts")).content.decode()
    assert page.index("Administrative document") < page.index("Party document")
    assert page.count("to be confirmed") == 2
    row = LayoutProfile.objects.get(code="nd30")
    page = client.get(reverse("documents:layout", args=[row.pk])).content.decode()
    assert "30–35 mm" in page
    assert "Phần I, mục I, khoản 3" in page
    assert "Add a newer version" not in page


def test_an_administrator_adds_a_version_from_tomorrow_on(browser: ClientOf, province: Province) -> None:
    client, before = browser(province.administrator), LayoutProfile.objects.get(code="nd30")
    address = reverse("documents:layout_change", args=[before.pk])
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    said |= {"valid_from": "1/1/2099", "source": "Nghị định mới", "is_verified": "on", "margins.left.used": "32,5"}
    answer = client.post(address, said)
    made = LayoutProfile.objects.get(is_shipped=False)
    assert answer.headers["Location"] == reverse("documents:layout", args=[made.pk])
    assert (made.is_verified, made.made_by, made.code) == (True, province.administrator, "nd30")
    assert made.numbers["margins"]["left"]["used"] == 32.5
    changed_back = {**made.numbers, "margins": before.numbers["margins"]}
    assert changed_back == before.numbers
    assert "not in force today" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("margins.left.used", "60", "is not between the least and the most"),
        ("valid_from", "1/1/2020", "today or later"),
        ("valid_from", "hôm qua", "hôm qua"),
        ("elements.text.least", "mười ba", "Enter a number"),
    ],
)
def test_a_version_that_cannot_be_comes_back(
    browser: ClientOf, province: Province, name: str, value: str, sentence: str
) -> None:
    client, before = browser(province.administrator), LayoutProfile.objects.get(code="nd30")
    address = reverse("documents:layout_change", args=[before.pk])
    form = client.get(address).context["form"]
    said = {each: form[each].value() for each in form.fields if form[each].value() is not None}
    answer = client.post(address, {**said, name: value})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert LayoutProfile.objects.count() == 2
