"""The screens around the register: acts on many, files to take away, saved views, what is new."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry, SavedView
from lantoa.core.ledger.rules import bulk, looks, saved
from lantoa.core.ledger.views.bulk import ACTS
from lantoa.core.people.models import User
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
REGISTER = "/office/activities/"


def drafted(province: Province, title: str = "Nói chuyện", **more: Any) -> Activity:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title=title, occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip
    return actions.save_draft(replace(draft, **more), by=province.an, at=AT)


def sent(province: Province, title: str = "Nói chuyện", **more: Any) -> Activity:
    return actions.submit(drafted(province, title, **more), by=province.an, at=AT)


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the form that confirms."""
    return dict(re.findall(r'type="hidden" name="(act|picked|key|seen_at|look)" value="([^"]*)"', text))


def state(activity: Activity) -> str:
    return Activity.objects.get(pk=activity.pk).state


# -- acts on many ----------------------------------------------------------------------------------


def test_all_that_match_are_accepted_after_the_effect_was_shown(province: Province, client_of: Browser) -> None:
    rows = [sent(province, f"Buổi {number}") for number in range(3)]
    draft, secretary = drafted(province, "Nháp"), client_of(province.lan)
    shown = secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": "q=buoi"})
    assert [row.pk for row in shown.context["taken"]] == [row.pk for row in rows]
    moved = {
        change.then.definition.indicator_id: (change.now.value, change.then.value)
        for change in shown.context["changes"]
    }
    assert moved["talk_attendances"] == (0, 120)
    assert Entry.objects.count() == 0
    confirm = hidden(shown.text)
    for _ in range(2):  # the second tap finds what the first did
        answer = secretary.post(reverse("ledger:bulk_confirm"), confirm, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("ledger:bulk_done", args=[confirm["key"]]) + "?q=buoi"
    assert [state(row) for row in (*rows, draft)] == ["accepted"] * 3 + ["draft"]
    assert Entry.objects.count() == 3
    undo = reverse("ledger:bulk_undo", args=[confirm["key"]])
    assert secretary.post(undo, {"reason": " "}).status_code == 422
    secretary.post(undo, {"reason": "Nhầm bộ lọc"})
    assert [state(row) for row in rows] == ["submitted"] * 3
    assert queries.verify().problems == []


def test_ticked_rows_that_cannot_be_taken_are_listed_with_why(province: Province, client_of: Browser) -> None:
    good, draft = sent(province, "Đã gửi"), drafted(province, "Chưa gửi")
    data = {"act": "accept", "pick": [good.pk, draft.pk, "²", "9" * 40, "-1"], "look": ""}
    shown = client_of(province.lan).post(reverse("ledger:bulk"), data)
    assert [row.pk for row in shown.context["taken"]] == [good.pk]
    assert [(row.pk, str(why)) for row, why in shown.context["refused"]] == [(draft.pk, "Chưa gửi.")]


def test_nothing_ticked_leads_back_to_the_same_list(province: Province, client_of: Browser) -> None:
    sent(province)
    secretary = client_of(province.lan)
    for data in ({"act": "accept", "look": "q=noi"}, {"act": "accept", "everything": "1", "look": "state=draft"}):
        assert secretary.post(reverse("ledger:bulk"), data).headers["Location"] == f"{REGISTER}?{data['look']}"
    assert secretary.post(reverse("ledger:bulk"), {"act": "delete"}).headers["Location"] == REGISTER


def test_returning_many_asks_for_the_reason_and_keeps_the_rows(province: Province, client_of: Browser) -> None:
    made, secretary = sent(province), client_of(province.lan)
    shown = secretary.post(reverse("ledger:bulk"), {"act": "return", "pick": [made.pk]})
    confirm = hidden(shown.text)
    again = secretary.post(reverse("ledger:bulk_confirm"), confirm)
    assert (again.status_code, hidden(again.text)["picked"]) == (422, str(made.pk))
    secretary.post(reverse("ledger:bulk_confirm"), {**hidden(again.text), "reason": "Thiếu ảnh"})
    assert (state(made), Activity.objects.get().return_reason) == ("returned", "Thiếu ảnh")


def test_an_officer_sends_and_takes_back_its_own_and_cannot_accept(province: Province, client_of: Browser) -> None:
    made, officer = drafted(province), client_of(province.an)
    assert [act for act, _ in officer.get(REGISTER).context["acts"]] == ["submit", "withdraw"]
    confirm = hidden(officer.post(reverse("ledger:bulk"), {"act": "submit", "pick": [made.pk]}).text)
    done = officer.post(reverse("ledger:bulk_confirm"), confirm, follow=True)
    assert (state(made), done.context["undoable"]) == ("submitted", 1)
    forged = {**confirm, "act": "accept", "key": "7e5c4f3a-0000-4000-8000-000000000000"}
    officer.post(reverse("ledger:bulk_confirm"), forged)
    assert (state(made), Entry.objects.count()) == ("submitted", 0)
    assert client_of(province.binh).get(reverse("ledger:bulk_done", args=[confirm["key"]])).status_code == 404
    officer.post(reverse("ledger:bulk_undo", args=[confirm["key"]]))
    assert state(made) == "draft"


def test_a_page_of_long_ago_is_refused_and_nothing_happens(province: Province, client_of: Browser) -> None:
    made, secretary = sent(province), client_of(province.lan)
    confirm = hidden(secretary.post(reverse("ledger:bulk"), {"act": "accept", "pick": [made.pk]}).text)
    bad = [("key", "x"), ("seen_at", "x"), ("seen_at", "2026-13-01T00:00:00+00:00"), ("picked", ""), ("act", "x")]
    for field, value in bad:
        assert secretary.post(reverse("ledger:bulk_confirm"), {**confirm, field: value}).status_code == 302
    assert (state(made), Entry.objects.count()) == ("submitted", 0)


def test_the_effect_page_asks_as_often_for_one_as_for_three(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    secretary, counts = client_of(province.lan), []
    for number in (1, 2):
        for at in range(number):
            day = date(2026, 2, 3 * (number + at))
            sent(province, coordinating=[province.commune_b.code], occurred_from=day, occurred_on=day)
        with count_queries() as captured:
            secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": ""})
        counts.append(len(captured))
    assert counts[0] == counts[1]


# -- files to take away ----------------------------------------------------------------------------


def test_a_csv_file_holds_what_the_screen_shows_and_no_formula(province: Province, client_of: Browser) -> None:
    sent(province, '=HYPERLINK("http://x")', quantities={"talks": (1000, ""), "attendances": (40000, "over")})
    sent(province, "+84", occurred_on=date(2026, 2, 5))
    sent(province, "Ngoài kỳ", occurred_from=date(2025, 1, 1), occurred_on=date(2025, 1, 1))
    look = "period=2026&sort=day&column=agency&column=day&column=counted&column=state"
    answer = client_of(province.lan).get(reverse("ledger:export", args=["csv"]) + f"?{look}")
    text = answer.getvalue().decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert [row[0] for row in rows[:4]] == ["Sổ hoạt động", "Người lấy", "Vào lúc", "Số dòng"]
    assert (rows[0][1], rows[1][1], rows[3][1]) == ("Điều kiện lọc: Kỳ báo cáo: năm 2026", "Nguyễn Thị Lan", "2")
    assert rows[4] == []
    assert rows[6:] == [
        ['\'=HYPERLINK("http://x")', "UBND xã An Bình", "2026-02-03", "2026-02-03", "hơn 40", "1", "Đã gửi"],
        ["'+84", "UBND xã An Bình", "2026-02-03", "2026-02-05", "40", "1", "Đã gửi"],
    ]


def test_a_workbook_holds_the_same_with_days_and_numbers(province: Province, client_of: Browser) -> None:
    sent(province, "=1+1", source="@x")
    every = "&".join(f"column={name}" for name in looks.COLUMNS)
    answer = client_of(province.lan).get(reverse("ledger:export", args=["xlsx"]) + f"?{every}")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    about, sheet = book.worksheets
    assert [row[0].value for row in about.iter_rows()] == ["Sổ hoạt động", "Người lấy", "Vào lúc", "Số dòng"]
    assert about["B4"].value == "1"
    heads = [str(cell.value) for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert row["Hoạt động"].value == "=1+1"
    assert row["Hoạt động"].data_type == "s"
    assert row["Nguồn"].value == "@x"
    assert row["Từ ngày"].value == datetime(2026, 2, 3)
    assert [cell.value for head, cell in row.items() if head.endswith("(lượt người)")] == [40]
    assert row["Ngày gửi"].value == datetime(2026, 3, 1, 12, 0)
    assert sheet.max_row == 2


def test_a_file_holds_no_more_than_one_may_see(province: Province, client_of: Browser) -> None:
    sent(province, "Riêng của An Bình")
    for form in ("csv", "xlsx"):
        address = reverse("ledger:export", args=[form]) + "?agency=xa-an-binh"
        mine, theirs = (client_of(user).get(address).getvalue() for user in (province.an, province.binh))
        if form == "csv":
            assert "Riêng của An Bình" in mine.decode()
            assert "Riêng của An Bình" not in theirs.decode()
        else:
            rows = [openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].max_row for content in (mine, theirs)]
            assert rows == [2, 1]


def test_a_file_leaves_a_line_without_the_words_that_were_searched(province: Province, client_of: Browser) -> None:
    sent(province, "Riêng của An Bình")
    for form in ("csv", "xlsx"):
        address = reverse("ledger:export", args=[form]) + "?agency=xa-an-binh&q=Nguyen+Van+A"
        client_of(province.lan).get(address).getvalue()
    lines = ModelLogEntry.objects.filter(action="people.take_away", user=province.lan).order_by("pk")
    assert [line.data for line in lines] == [
        {"what": "register", "form": form, "count": "0", "filters": "agency=xa-an-binh"} for form in ("csv", "xlsx")
    ]
    client_of(province.lan).get(reverse("ledger:export", args=["csv"])).getvalue()
    assert [line.data["count"] for line in lines.all()] == ["0", "0", "1"]


def test_a_file_takes_few_statements_for_many_rows(province: Province, client_of: Browser, count_queries: Any) -> None:
    secretary, counts = client_of(province.lan), []
    for number in (1, 2):
        for _ in range(number):
            sent(province)
        secretary.get(reverse("ledger:export", args=["csv"])).getvalue()
        with count_queries() as captured:
            secretary.get(reverse("ledger:export", args=["csv"])).getvalue()
        counts.append(len(captured))
    assert counts[0] == counts[1]


# -- saved views -----------------------------------------------------------------------------------


def test_a_saved_view_is_a_tab_of_ones_own_and_can_be_taken_away(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    look = "state=draft&state=returned&sort=title&column=kind"
    officer.post(reverse("ledger:save_view"), {"name": "Của tôi", "look": look + "&none=1", "shared": "on"})
    view = SavedView.objects.get()
    assert (view.owner, view.address) == (province.an, look)
    shown = officer.get(f"{REGISTER}?{look}")
    assert (shown.context["shown_view"], "Của tôi" in shown.text) == (view, True)
    for other in (province.binh, province.lan):
        assert "Của tôi" not in client_of(other).get(REGISTER).text
        assert client_of(other).post(reverse("ledger:drop_view", args=[view.pk])).status_code == 404
    officer.post(reverse("ledger:save_view"), {"name": "Của tôi", "look": "kind=talk"})
    assert [row.address for row in SavedView.objects.all()] == ["kind=talk"]
    officer.post(reverse("ledger:drop_view", args=[view.pk]))
    assert SavedView.objects.count() == 0


def test_the_secretariat_shares_a_view_with_everybody(province: Province, client_of: Browser) -> None:
    secretary = client_of(province.lan)
    secretary.post(reverse("ledger:save_view"), {"name": "Chờ duyệt", "look": "state=submitted", "shared": "on"})
    view = SavedView.objects.get()
    shown = client_of(province.binh).get(f"{REGISTER}?state=submitted")
    assert ("Chờ duyệt" in shown.text, shown.context["shown_view"]) == (True, None)
    assert client_of(province.binh).post(reverse("ledger:drop_view", args=[view.pk])).status_code == 404
    secretary.post(reverse("ledger:drop_view", args=[view.pk]))
    assert SavedView.objects.count() == 0


def test_saved_views_are_few_and_have_names(province: Province, client_of: Browser) -> None:
    officer = client_of(province.an)
    officer.post(reverse("ledger:save_view"), {"name": " ", "look": "kind=talk"})
    assert SavedView.objects.count() == 0
    for number in range(saved.MOST + 1):
        officer.post(reverse("ledger:save_view"), {"name": f"Tab {number}", "look": "kind=talk"})
    assert SavedView.objects.count() == saved.MOST


# -- news ------------------------------------------------------------------------------------------


def test_what_was_done_to_ones_records_is_new_until_somebody_there_has_read_it(
    province: Province, client_of: Browser
) -> None:
    returned, corrected, reversed_, quiet = (sent(province, title) for title in ("Một", "Hai", "Ba", "Bốn"))
    for row in (corrected, reversed_, quiet):
        actions.accept(row, by=province.lan, at=AT)
    officer = client_of(province.an)
    assert "bell-count" not in officer.get("/office/").text
    actions.return_for_repair(returned, by=province.lan, at=AT, reason="Thiếu ảnh")
    better = Draft(
        kind="talk", agency=province.commune_a.code, title="Hai", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (50000, "")},
    )  # fmt: skip
    actions.correct(corrected, better, by=province.lan, at=AT, reason="Đếm lại")
    actions.reverse(reversed_, by=province.lan, at=AT, reason="Không diễn ra")

    page = officer.get(reverse("ledger:news"))
    assert [row.title for row in page.context["page"]] == ["Ba", "Hai", "Một"]
    for reason in ("Thiếu ảnh", "Đếm lại", "Không diễn ra"):
        assert reason in page.text
    assert 'class="bell-count">3<' in officer.get("/office/").text
    for other in (province.binh, province.lan):
        assert "bell-count" not in client_of(other).get("/office/").text

    client_of(province.binh).post(reverse("ledger:news"), {"read": [corrected.pk]})  # not its own
    officer.post(reverse("ledger:news"), {"read": [corrected.pk, "²", "9" * 30]})
    assert [row.title for row in officer.get(reverse("ledger:news")).context["page"]] == ["Ba", "Một"]
    shown = officer.get(reverse("ledger:activity", args=[reversed_.pk])).text
    assert "Đã đọc</button>" in shown
    assert "%(" not in shown
    actions.submit(returned, by=province.an, at=AT)  # who sends it again has read why it came back
    assert [row.title for row in officer.get(reverse("ledger:news")).context["page"]] == ["Ba"]


def test_the_list_of_news_asks_as_often_for_one_as_for_three(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    client, counts = client_of(province.an), []
    for number in (1, 2):
        for _ in range(number):
            actions.return_for_repair(sent(province), by=province.lan, at=AT, reason="x")
        with count_queries() as captured:
            assert client.get(reverse("ledger:news")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_every_act_has_its_words() -> None:
    assert set(ACTS) == {*bulk.ACTS, bulk.UNACCEPT, bulk.UNRETURN}
