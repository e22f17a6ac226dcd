"""The pages of periods."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.base import periods
from lantoa.core.ledger import actions as ledger
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency
from lantoa.core.programme import actions
from lantoa.core.programme.models import CalendarDay, ReportingPeriod
from tests.core.programme.conftest import NOON, Owed, clock, talk
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eighth_of_october")]
SignIn = Callable[..., Client]


# -- the board -------------------------------------------------------------------------------------


def test_the_board_opens_the_rows_of_its_numbers(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock("2026-10-05 23:59:59"))
    client, path = client_of(province.lan), reverse("programme:period", args=[period.pk])
    shown = client.get(path)
    assert [(tile["value"], tile["query"]) for tile in shown.context["tiles"]] == [
        ("1/3", "show=reported"), ("1/1", "show=on_time"), (0, "show=nil"), (2, "show=late"), (0, "show=returned"),
        (1, "show=submitted"),
    ]  # fmt: skip

    def agencies(query: str) -> list[str]:
        return [row.submission.agency_id for row in client.get(f"{path}?{query}").context["rows"]]

    assert agencies("show=reported") == ["xa-an-binh"]
    assert agencies("show=late") == ["xa-binh-minh", "so-ngoai-vu"]
    assert agencies("show=late&level=department") == ["so-ngoai-vu"]
    for query in ("show=khong-co", "level=khong-co"):
        assert agencies(query) == []
        assert "“khong-co”" in client.get(f"{path}?{query}").text
        printed = client.get(reverse("programme:period_print", args=[period.pk]) + f"?{query}")
        assert (printed.context["rows"], "“khong-co”" in printed.text) == ([], True)


def test_many_are_accepted_at_once_and_those_not_sent_stay(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock(NOON))
    everybody = [str(row.pk) for row in period.submissions.all()]
    path = reverse("programme:period_act", args=[period.pk])
    client_of(province.lan).post(path, {"do": "accept", "pick": everybody})
    assert dict(period.submissions.values_list("agency_id", "state")) == {
        "so-ngoai-vu": "expected", "xa-an-binh": "accepted", "xa-binh-minh": "expected"
    }  # fmt: skip


def test_due_days_without_a_working_day_before_them_are_named_without_a_stray_sign(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    with raw_writes("a due day on the cut-off's Sunday"):
        ReportingPeriod.objects.filter(pk=period.pk).update(cutoff_at=clock("2026-10-05 00:00:00"))
        period.dues.filter(level="commune").update(due_on=date(2026, 10, 4))
    page = client_of(province.lan).get(reverse("programme:period", args=[period.pk])).text
    assert re.search(r"Kiểm tra lại: [^;]+ 04/10/2026\s*<", page)


@pytest.mark.parametrize(("do", "state"), [("return", "returned"), ("take_out", "not_applicable")])
def test_of_many_those_are_returned_or_taken_out_that_can_be(
    do: str, state: str, period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock(NOON))
    everybody = [str(row.pk) for row in period.submissions.all()]
    path = reverse("programme:period_act", args=[period.pk])
    client_of(province.lan).post(path, {"do": do, "pick": everybody, f"{do}-reason": "Thiếu ảnh"})
    acted = ["xa-an-binh"] if do == "return" else ["so-ngoai-vu", "xa-binh-minh"]
    found = period.submissions.filter(state=state).order_by("agency_id").values_list("agency_id", flat=True)
    assert list(found) == acted


def test_nothing_arose_is_entered_for_many_but_not_for_who_recorded_something(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    talk(province, "Nói chuyện", agency=province.commune_b)
    everybody = [str(row.pk) for row in period.submissions.all()]
    path = reverse("ledger:submission_nothing_of_many", args=[period.pk], query={"show": "late"})
    page = client_of(province.lan).post(path, {"pick": everybody}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("programme:period", args=[period.pk], query={"show": "late"})
    text = page.content.decode()
    assert "Đã nhập thay 2 đơn vị: không phát sinh." in text
    assert "hãy mở và gửi báo cáo của đơn vị: UBND xã Bình Minh." in text
    assert dict(period.submissions.values_list("agency_id", "is_nil")) == {
        "so-ngoai-vu": True, "xa-an-binh": True, "xa-binh-minh": False
    }  # fmt: skip
    assert (owed("xa-an-binh").is_on_behalf, owed("xa-binh-minh").state) == (True, "expected")
    again = client_of(province.lan).post(path, {}, follow=True)
    assert "Hãy chọn ít nhất một đơn vị." in again.content.decode()


def test_acting_reaches_only_reports_of_its_period(
    period: ReportingPeriod, province: Province, client_of: SignIn
) -> None:
    other = actions.plan_period(
        window=periods.parse("2026-Q4"), cutoff_at=clock("2027-01-01 00:00:00"), dues={"commune": date(2027, 1, 5)},
        by=province.lan, at=clock(NOON),
    )  # fmt: skip
    foreign = other.submissions.first()
    assert foreign
    path = reverse("programme:period_act", args=[period.pk])
    client_of(province.lan).post(path, {"do": "take_out", "pick": [str(foreign.pk)], "take_out-reason": "Thử"})
    assert set(other.submissions.values_list("state", flat=True)) == {"expected"}


def test_the_reminder_names_the_late_with_their_days_and_a_link(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    actions.submit_report(owed("so-ngoai-vu"), by=province.lan, at=clock("2026-10-07 09:00:00"))
    page = client_of(province.lan).get(reverse("programme:period_nudge", args=[period.pk]))
    for row, told in page.context["to_each"]:
        own = reverse("ledger:submission", args=[row.submission.pk])
        assert f"Đề nghị gửi báo cáo tại: http://localhost:8000{own}" in told.splitlines()
    assert page.context["to_all"].splitlines() == [
        "Nhắc báo cáo: “quý III năm 2026” đã quá hạn. Các đơn vị chưa gửi:",
        "1. UBND xã An Bình (quá hạn 3 ngày)",
        "2. UBND xã Bình Minh (quá hạn 3 ngày)",
        "Đề nghị gửi báo cáo tại: http://localhost:8000/office/programme/periods/",
        "Nếu không phát sinh, chỉ cần bấm “Không phát sinh”.",
    ]


def test_closing_says_what_it_leaves_and_keeps_the_head_of_the_ledger(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    ledger.accept(
        ledger.submit(talk(province, "Nói chuyện"), by=province.an, at=clock(NOON)), by=province.lan, at=clock(NOON)
    )
    client, path = client_of(province.lan), reverse("ledger:submission_close", args=[period.pk])
    page = client.get(path).content.decode()
    assert "Còn 3 đơn vị quá hạn" in page
    assert "UBND xã An Bình" in page
    client.post(path)
    closed = ReportingPeriod.objects.get(pk=period.pk)
    assert (closed.state, closed.cutoff_seq, closed.closed_at) == ("closed", 1, clock(NOON))
    client.post(reverse("programme:period_reopen", args=[period.pk]), {"reopen-reason": "Bổ sung"})
    assert ReportingPeriod.objects.get(pk=period.pk).state == "open"


# -- planning --------------------------------------------------------------------------------------


def test_planning_under_a_regime_proposes_its_dates_and_opens(province: Province, client_of: SignIn) -> None:
    client = client_of(province.lan)
    path = reverse("programme:period_new", query={"regime": "press-year", "window": "2025-12-15..2026-12-14"})
    form = client.get(path).context["form"]
    assert (form["cutoff_on"].value(), form["goes_up_on"].value()) == (date(2026, 12, 14), date(2026, 12, 19))
    client.post(path, {"cutoff_on": "2026-12-14", "due_commune": "2026-12-16", "open": "1"})
    made = ReportingPeriod.objects.get()
    assert (made.regime_id, made.state, made.window.code()) == ("press-year", "open", "2025-12-15..2026-12-14")
    assert made.submissions.count() == 2
    again = client.post(path, {"cutoff_on": "2026-12-14", "due_commune": "2026-12-16"})
    assert (again.headers["Location"], ReportingPeriod.objects.count()) == (
        reverse("programme:period", args=[made.pk]), 1
    )  # fmt: skip


def test_planning_warns_of_a_gap_without_a_working_day(province: Province, client_of: SignIn) -> None:
    client = client_of(province.lan)
    given = {
        "name": "Khảo sát", "since": "2026-10-01", "last_day": "2026-10-30", "cutoff_on": "2026-10-30",
        "due_commune": "2026-11-01",
    }  # fmt: skip
    made = client.post(reverse("programme:period_new", query={"free": "1"}), given, follow=True)
    assert "Từ chốt số liệu đến hạn gửi quá gần" in made.content.decode()  # a Friday and the Sunday after it


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_day": "2026-09-01"}, "last_day"),
        ({"due_commune": "2026-10-31"}, "due_commune"),
        ({"due_commune": ""}, "__all__"),
        ({"cutoff_on": "31/31/2026"}, "cutoff_on"),
    ],
)
def test_wrong_dates_come_back_beside_their_field(
    changed: dict[str, str], field: str, province: Province, client_of: SignIn
) -> None:
    given = {
        "since": "2026-10-01", "last_day": "2026-10-31", "cutoff_on": "2026-10-31", "due_commune": "2026-11-05"
    } | changed  # fmt: skip
    back = client_of(province.lan).post(reverse("programme:period_new", query={"free": "1"}), given)
    assert (back.status_code, field in back.context["form"].errors) == (422, True)
    assert ReportingPeriod.objects.count() == 0


def test_the_calendar_takes_a_day_and_gives_it_back(province: Province, client_of: SignIn) -> None:
    client, path = client_of(province.lan), reverse("programme:period_calendar")
    client.post(path, {"day": "2026-12-26", "is_working": "on", "name_vi": "Làm bù", "source": "Thông báo 1"})
    row = CalendarDay.objects.get(day=date(2026, 12, 26))
    assert (row.is_working, row.name_vi) == (True, "Làm bù")
    client.post(reverse("programme:period_calendar_forget", args=[row.pk]))
    assert not CalendarDay.objects.filter(day=date(2026, 12, 26)).exists()


# -- how many queries ------------------------------------------------------------------------------


def _agencies(province: Province, count: int) -> None:
    for number in range(count):
        code = f"xa-{number}"
        people.add_agency(code, f"UBND xã {number}", "", level=Agency.Level.COMMUNE, parent=province.committee)


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_the_same_few_questions_for_any_number_of_agencies(
    count: int, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    _agencies(province, count)
    made = _opened(province)
    for submission in made.submissions.select_related("agency"):
        actions.submit_report(submission, by=province.an, at=clock(NOON))
    client = client_of(province.lan)
    with count_queries() as queries:
        page = client.get(reverse("programme:period", args=[made.pk]))
    assert (len(page.context["rows"]), len(queries)) == (2 + count, 7)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_periods_asks_the_same_few_questions(
    count: int, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    for quarter in range(1, count + 1):
        _opened(province, window=f"2025-Q{quarter}")
    found = []
    for user in (province.lan, province.an):
        client = client_of(user)
        with count_queries() as queries:
            page = client.get(reverse("programme:periods"))
        found.append((len(page.context["page"]), len(queries)))
    assert found == [(count, 5), (count, 7)]


@pytest.mark.parametrize("count", [1, 3])
def test_my_report_asks_the_same_few_questions(
    count: int, period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn,
    count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    for number in range(count):
        talk(province, f"Nói chuyện {number}")
    client = client_of(province.an)
    with count_queries() as queries:
        page = client.get(reverse("ledger:submission", args=[owed("xa-an-binh").pk]))
    assert (len(page.context["complete"]), len(queries)) == (count, 14)


def _opened(province: Province, *, window: str = "2026-Q3") -> ReportingPeriod:
    made = actions.plan_period(
        window=periods.parse(window), cutoff_at=clock("2026-10-01 00:00:00"), dues={"commune": date(2026, 10, 5)},
        by=province.lan, at=clock("2026-09-20 08:00:00"),
    )  # fmt: skip
    return actions.open_period(made, by=province.lan, at=clock("2026-09-20 08:00:00"))


# -- beside figures and on the first page ----------------------------------------------------------


def test_a_figure_inside_a_period_says_who_reported(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock(NOON), is_nil=True)
    path = reverse("ledger:figure", args=["talk_attendances"])
    inside = client_of(province.lan).get(path, {"period": "2026-08"}).content.decode()
    assert "Có 1/3 đơn vị đã báo cáo (trong đó 1 đơn vị báo cáo không phát sinh)." in inside
    assert "completeness" not in client_of(province.lan).get(path, {"period": "2026"}).context
    own = client_of(province.an).get(path, {"period": "2026-Q3"})
    assert [row.submission.agency_id for row in own.context["own_reports"]] == ["xa-an-binh"]
    assert "UBND xã Bình Minh" not in own.content.decode()


def test_the_first_page_names_my_report_and_how_many_are_late(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    home = reverse("office:home")
    mine = client_of(province.an).get(home)
    assert [row.submission.agency_id for row in mine.context["reports"].owed] == ["xa-an-binh"]
    assert "Báo cáo của tôi: quý III năm 2026" in mine.content.decode()
    (row,) = client_of(province.lan).get(home).context["reports"].periods
    assert (row.late_count, row.to_accept_count, row.expected_count) == (3, 0, 3)
    actions.submit_report(owed("xa-an-binh"), by=province.an, at=clock(NOON))
    assert not client_of(province.an).get(home).context["reports"]
    (row,) = client_of(province.lan).get(home).context["reports"].periods
    assert (row.late_count, row.to_accept_count) == (2, 1)
