"""More time for a report: given, changed, taken back, and told to the agency."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.people.models import User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import ReportingPeriod
from tests.core.programme.conftest import NOON, Owed, clock
from tests.factories import Province

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
AT = clock("2026-10-02 09:00:00")
AGENCIES = ["so-ngoai-vu", "xa-an-binh", "xa-binh-minh"]


def test_more_time_is_given_to_those_who_owe_and_only_forward(owed: Owed, an: User, lan: User) -> None:
    actions.submit_report(owed("xa-an-binh"), by=an, at=AT)
    rows = [owed(code) for code in AGENCIES]
    with pytest.raises(actions.NotNow, match="Sở Ngoại vụ"):
        actions.extend(rows, until=date(2026, 10, 6), reason="Bão số 5", by=lan, at=AT)
    with pytest.raises(actions.NotNow):
        actions.extend(rows, until=date(2026, 10, 1), reason="Bão số 5", by=lan, at=AT)
    assert actions.extend(rows, until=date(2026, 10, 12), reason="Bão số 5", by=lan, at=AT) == 2
    with pytest.raises(actions.NotNow, match="12/10/2026"):
        actions.extend(rows, until=date(2026, 10, 9), reason="Gõ nhầm ngày", by=lan, at=AT)
    assert actions.extend(rows, until=date(2026, 10, 12), reason="Bão số 5 và mưa lũ", by=lan, at=AT) == 2
    assert [owed(code).extended_until for code in AGENCIES] == [date(2026, 10, 12), None, date(2026, 10, 12)]


def test_more_time_is_changed_and_taken_back_with_a_reason(owed: Owed, an: User, lan: User) -> None:
    rows = [owed(code) for code in AGENCIES[:2]]
    actions.extend(rows, until=date(2026, 10, 20), reason="Bão số 5", by=lan, at=AT)
    everybody = [owed(code) for code in AGENCIES]
    for until, reason, told in (
        (date(2026, 10, 12), " ", "lý do"),
        (date(2026, 10, 1), "Nhầm ngày", "đã qua"),
        (date(2026, 10, 7), "Nhầm ngày", "Sở Ngoại vụ"),
    ):
        with pytest.raises(actions.NotNow, match=told):
            actions.change_extension(everybody, until=until, reason=reason, by=lan, at=AT)
    change: dict[str, Any] = {"reason": "Tỉnh nộp sớm hơn", "by": lan, "at": AT}
    assert actions.change_extension(everybody, until=date(2026, 10, 12), **change) == 2  # the third had none
    assert [owed(code).last_day for code in AGENCIES] == [date(2026, 10, 12), date(2026, 10, 12), date(2026, 10, 5)]
    assert actions.change_extension([owed("xa-an-binh")], until=None, **change) == 1
    assert actions.change_extension([owed("xa-an-binh")], until=None, **change) == 0
    back = owed("xa-an-binh")
    assert (back.extended_until, back.last_day, back.extension_reason) == (None, back.due_on, "Tỉnh nộp sớm hơn")
    assert [(line.action, line.data.get("until")) for line in queries.history_of(back)] == [
        ("submissions.extend", "2026-10-20"),
        ("submissions.change_extension", "2026-10-12"),
        ("submissions.change_extension", "2026-10-05"),
    ]


def test_days_in_which_a_report_came_are_not_taken_away(owed: Owed, an: User, lan: User) -> None:
    row, in_time = owed("xa-an-binh"), clock("2026-10-08 09:00:00")
    actions.extend([row], until=date(2026, 10, 12), reason="Bão số 5", by=lan, at=AT)
    actions.submit_report(row, by=an, at=in_time)
    assert actions.change_extension([row], until=None, reason="Nhầm", by=lan, at=in_time) == 0
    actions.return_report(row, by=lan, at=in_time, reason="Thiếu số liệu")
    with pytest.raises(actions.NotNow, match="trong thời gian"):
        actions.change_extension([row], until=None, reason="Nhầm", by=lan, at=in_time)
    change: dict[str, Any] = {"reason": "Sửa trong tuần", "by": lan, "at": in_time}
    assert actions.change_extension([row], until=date(2026, 10, 9), **change) == 1


@pytest.mark.usefixtures("eighth_of_october")
def test_more_time_for_many_needs_a_reason_and_keeps_the_choice(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    client, path = client_of(province.lan), reverse("programme:period_act", args=[period.pk])
    pick = [str(owed("xa-an-binh").pk), str(owed("so-ngoai-vu").pk)]
    wrong = client.post(path, {"do": "extend", "pick": pick, "extend-until": "2026-10-12"})
    assert (wrong.status_code, wrong.context["picked"]) == (422, {int(value) for value in pick})
    client.post(path, {"do": "extend", "pick": pick, "extend-until": "2026-10-12", "extend-reason": "Bão số 5"})
    assert dict(period.submissions.values_list("agency_id", "extended_until")) == {
        "so-ngoai-vu": date(2026, 10, 12), "xa-an-binh": date(2026, 10, 12), "xa-binh-minh": None
    }  # fmt: skip


@pytest.mark.usefixtures("eighth_of_october")
def test_more_time_taken_back_is_told_to_the_agency(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    client, path = client_of(province.lan), reverse("programme:period_act", args=[period.pk])
    taken = {"do": "change_extension", "pick": str(owed("xa-an-binh").pk)}
    board = reverse("programme:period", args=[period.pk])
    assert 'value="change_extension"' not in client.get(board).text
    why = {"change_extension-until": "", "change_extension-reason": "Gia hạn nhầm đơn vị"}
    assert "không có đơn vị nào" in client.post(path, taken | why, follow=True).text.lower()

    actions.extend([owed("xa-an-binh")], until=date(2026, 10, 12), reason="Bão số 5", by=province.lan, at=clock(NOON))
    wrong = client.post(path, taken)
    assert (wrong.status_code, 'value="change_extension"' in wrong.text) == (422, True)
    assert "Đã thay đổi cho 1 đơn vị" in client.post(path, taken | why, follow=True).text
    assert owed("xa-an-binh").last_day == date(2026, 10, 5)

    officer, report = client_of(province.an), reverse("ledger:submission", args=[owed("xa-an-binh").pk])
    for page in (reverse("office:home"), reverse("programme:periods")):
        assert "Thu hồi gia hạn: Gia hạn nhầm đơn vị" in " ".join(officer.get(page).text.split())
    assert "Hạn là 05/10/2026, không còn là 12/10/2026" in officer.get(report).text
    assert officer.get(report).context["changed_time"]["reason"] == "Gia hạn nhầm đơn vị"
    actions.extend([owed("xa-an-binh")], until=date(2026, 10, 14), reason="Bão số 6", by=province.lan, at=clock(NOON))
    assert officer.get(report).context["changed_time"] is None


@pytest.mark.usefixtures("eighth_of_october")
def test_the_reason_of_more_time_stays_on_the_board_once_the_report_came(
    period: ReportingPeriod, owed: Owed, province: Province, client_of: SignIn
) -> None:
    row, at = owed("xa-an-binh"), clock(NOON)
    actions.extend([row], until=date(2026, 10, 12), reason="Bão số 5", by=province.lan, at=at)
    actions.submit_report(row, is_on_behalf=True, by=province.lan, at=at)
    page = client_of(province.lan).get(reverse("programme:period", args=[period.pk])).text
    assert "nhập thay" in page
    assert "Bão số 5" in page
