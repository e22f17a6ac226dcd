"""The page of an agency's report."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, Role
from lantoa.core.programme import actions
from lantoa.core.programme.models import ReportingPeriod
from tests.core.programme.conftest import NOON, Owed, clock, talk
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eighth_of_october")]
SignIn = Callable[..., Client]


def _state(owed: Owed, code: str = "xa-an-binh") -> str:
    return owed(code).state


def test_my_report_names_what_is_not_sent_and_sends_it_with_the_report(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    inside = [talk(province, "Nói chuyện ở ấp Một"), talk(province, "Nói chuyện ở ấp Hai")]
    outside = talk(province, "Nói chuyện tháng Sáu", day=date(2026, 6, 30))
    page = client_of(province.an).get(reverse("ledger:submission", args=[owed("xa-an-binh").pk])).content.decode()
    assert "Nói chuyện ở ấp Một" in page
    assert "Nói chuyện ở ấp Hai" in page
    assert "Nói chuyện tháng Sáu" not in page

    path = reverse("ledger:submission_submit", args=[owed("xa-an-binh").pk])
    client_of(province.an).post(path, {"drafts": "1"})
    assert dict(Activity.objects.values_list("pk", "state")) == {
        inside[0].pk: "submitted", inside[1].pk: "submitted", outside.pk: "draft"
    }  # fmt: skip
    assert (owed("xa-an-binh").state, owed("xa-an-binh").is_on_behalf) == ("submitted", False)


def test_a_mended_record_that_goes_with_the_report_is_no_news_any_more(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    record, at = talk(province, "Nói chuyện ở ấp Một"), clock("2026-09-05 08:00:00")
    ledger.submit(record, by=province.an, at=at)
    ledger.return_for_repair(record, by=province.lan, at=at, reason="Thiếu ảnh")
    officer = client_of(province.an)
    assert list(officer.get(reverse("ledger:news")).context["page"]) == [record]

    officer.post(reverse("ledger:submission_submit", args=[owed("xa-an-binh").pk]), {"drafts": "1"})

    record.refresh_from_db()
    assert (record.state, record.news, record.return_reason) == ("submitted", "", "")
    assert list(officer.get(reverse("ledger:news")).context["page"]) == []
    assert "bị trả lại" not in officer.get(reverse("ledger:activity", args=[record.pk])).text


def test_a_draft_that_lacks_something_is_named_and_stays(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    whole, lacking = talk(province, "Đủ số liệu"), talk(province, "Thiếu số liệu")
    with raw_writes("a kind that asks for more than it did"):
        lacking.quantities.exclude(measure="talks").delete()
    client = client_of(province.an)
    page = client.get(reverse("ledger:submission", args=[owed("xa-an-binh").pk]))
    assert [item.activity for item in page.context["incomplete"]] == [lacking]
    client.post(reverse("ledger:submission_drafts", args=[owed("xa-an-binh").pk]))
    assert dict(Activity.objects.values_list("pk", "state")) == {whole.pk: "submitted", lacking.pk: "draft"}
    assert _state(owed) == "expected"


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-20", "Còn 2 ngày (ngày nghỉ)"),  # a Friday
        ("2026-11-21", "Còn 1 ngày (ngày nghỉ)"),
        ("2026-11-22", "Hôm nay là ngày cuối"),
        ("2026-11-19", "Còn 1 ngày làm việc"),
    ],
)
def test_the_last_day_is_named_only_when_it_is_today(
    today: str, told: str, owed: Owed, province: Province, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = owed("xa-an-binh")
    actions.extend([row], until=date(2026, 11, 22), reason="Bão số 5", by=province.lan, at=clock(NOON))  # a Sunday
    monkeypatch.setattr(timezone, "now", lambda: clock(f"{today} 09:00:00"))
    page = client_of(province.an).get(reverse("ledger:submission", args=[row.pk])).text
    assert told in page
    assert ("Hôm nay là ngày cuối" in page) == (today == "2026-11-22")


def test_nothing_arose_is_one_tap_and_refused_when_something_was_recorded(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    client = client_of(province.an)
    nothing = reverse("ledger:submission_nothing", args=[owed("xa-an-binh").pk])
    made = talk(province, "Nói chuyện ở ấp Một")
    refused = client.post(nothing, follow=True).content.decode()
    assert "Kỳ này đã ghi nhận 1 hoạt động" in refused
    assert _state(owed) == "expected"
    ledger.delete_draft(made, by=province.an, at=clock(NOON))
    client.post(nothing)
    assert (owed("xa-an-binh").state, owed("xa-an-binh").is_nil) == ("submitted", True)


def test_nothing_arose_is_not_said_by_who_took_part_in_what_another_agency_sent(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    made = talk(province, "Nói chuyện chung", agency=province.commune_b, coordinating=["xa-an-binh"], by=province.binh)
    row, at = owed("xa-an-binh"), clock(NOON)
    page, nothing = (reverse(f"ledger:{name}", args=[row.pk]) for name in ("submission", "submission_nothing"))
    for person in (province.an, province.lan):
        assert nothing in client_of(person).get(page).text  # a draft of another agency is nothing yet
    ledger.submit(made, by=province.binh, at=at)
    for person in (province.an, province.lan):
        client = client_of(person)
        shown = client.get(page)
        assert [activity.title for activity in shown.context["joined"]] == ["Nói chuyện chung"]
        assert "UBND xã Bình Minh chủ trì" in shown.text
        assert nothing not in shown.text
        assert (
            "đã phối hợp thực hiện “Nói chuyện chung” do UBND xã Bình Minh chủ trì"
            in client.post(nothing, follow=True).text
        )
    many = reverse("ledger:submission_nothing_of_many", args=[period.pk])
    told = client_of(province.lan).post(many, {"pick": [row.pk]}, follow=True).text
    assert "hãy mở và gửi báo cáo của đơn vị: UBND xã An Bình." in told
    assert _state(owed) == "expected"
    client_of(province.an).post(reverse("ledger:submission_submit", args=[row.pk]))
    assert (_state(owed), owed("xa-an-binh").is_nil) == ("submitted", False)


def test_what_was_joined_and_then_reversed_is_nothing_again(owed: Owed, province: Province, client_of: SignIn) -> None:
    at = clock(NOON)
    made = talk(province, "Nói chuyện chung", agency=province.commune_b, coordinating=["xa-an-binh"], by=province.binh)
    ledger.submit(made, by=province.binh, at=at)
    ledger.reverse(ledger.accept(made, by=province.lan, at=at), by=province.lan, at=at, reason="Không diễn ra")
    client_of(province.an).post(reverse("ledger:submission_nothing", args=[owed("xa-an-binh").pk]))
    assert owed("xa-an-binh").is_nil


def test_a_report_is_taken_back_by_its_agency(owed: Owed, province: Province, client_of: SignIn) -> None:
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock(NOON))
    client_of(province.an).post(reverse("ledger:submission_withdraw", args=[owed("xa-an-binh").pk]))
    assert _state(owed) == "expected"


def test_the_secretariat_enters_on_behalf_and_the_page_says_so(
    owed: Owed, province: Province, client_of: SignIn
) -> None:
    client = client_of(province.lan)
    client.post(reverse("ledger:submission_nothing", args=[owed("xa-an-binh").pk]))
    assert (owed("xa-an-binh").is_on_behalf, owed("xa-an-binh").submitted_by) == (True, province.lan)
    page = client_of(province.an).get(reverse("ledger:submission", args=[owed("xa-an-binh").pk])).content.decode()
    assert "nhập thay đơn vị" in page


def test_another_agency_sees_nothing_of_a_report_that_is_there(
    owed: Owed, province: Province, client_of: SignIn
) -> None:
    path = reverse("ledger:submission", args=[owed("xa-an-binh").pk])
    assert client_of(province.an).get(path).status_code == 200
    assert client_of(province.binh).get(path).status_code == 404


def test_a_planned_period_is_hidden_until_it_opens(
    planned: ReportingPeriod, province: Province, client_of: SignIn
) -> None:
    title = planned.title
    path = reverse("programme:periods")
    assert title in client_of(province.lan).get(path).content.decode()
    assert title not in client_of(province.an).get(path).content.decode()
    client_of(province.lan).post(reverse("programme:period_open", args=[planned.pk]))
    assert title in client_of(province.an).get(path).content.decode()


def test_who_looks_through_reads_marks_or_returns_what_was_sent_and_nothing_else(
    owed: Owed, province: Province, client_of: SignIn
) -> None:
    so, row, at = Agency.objects.get(code="so-ngoai-vu"), owed("xa-an-binh"), clock(NOON)
    hoa = people.add_user("hoa", "Vũ Thị Hoa", password=None, posts=[(so, Role.FOCAL_POINT)])
    ledger.name_precheck([province.commune_a], looker=so, by=province.lan, at=at, today=date(2026, 10, 8))
    page, look, back = (
        reverse(f"ledger:{name}", args=[row.pk]) for name in ("submission", "submission_look", "submission_return")
    )
    client = client_of(hoa)
    assert client.get(page).status_code == 404  # not sent yet
    actions.submit_report(row, by=province.an, at=at)
    actions.submit_report(owed("xa-binh-minh"), by=province.binh, at=at)
    assert client.get(reverse("ledger:submission", args=[owed("xa-binh-minh").pk])).status_code == 404
    assert page in client.get("/office/").text
    for name, code in (("accept", 403), ("withdraw", 404), ("nothing", 404), ("submit", 404)):
        assert client.post(reverse(f"ledger:submission_{name}", args=[row.pk])).status_code == code, name
    client.post(look)
    assert (owed("xa-an-binh").looked_by, _state(owed)) == (hoa, "submitted")
    assert page not in client.get("/office/").text
    assert "Vũ Thị Hoa" in client_of(province.lan).get(page).text
    client.post(back, {"return-reason": "Thiếu ảnh"})
    assert (_state(owed), owed("xa-an-binh").return_reason) == ("returned", "Thiếu ảnh")
    assert client.post(look).status_code == 403
    actions.submit_report(row, by=province.an, at=at)
    assert owed("xa-an-binh").looked_at is None
    actions.accept_reports([row], by=province.lan, at=at)
    assert client.post(back, {"return-reason": "Muộn"}).status_code == 403
