"""One event recorded twice is named before many records are accepted, sent or imported at once; nothing is blocked."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lantoa.base import periods
from lantoa.core.ledger import actions
from lantoa.core.ledger.models import Activity
from lantoa.core.programme import actions as programme
from lantoa.core.programme.models import Submission
from tests.core.ledger.test_duplicates import AT, DAY, Browser, talk
from tests.core.ledger.workbooks.making import filled
from tests.factories import Province

pytestmark = pytest.mark.django_db


def drafted(province: Province, *given: Any, **more: Any) -> Activity:
    return actions.save_draft(talk(*given, **more), by=province.lan, at=AT)


def sent(province: Province, *given: Any, **more: Any) -> Activity:
    return actions.submit(drafted(province, *given, **more), by=province.lan, at=AT)


def other_event(province: Province) -> Activity:
    return sent(province, title="Phân giới cắm mốc", occurred_from=date(2026, 1, 9), occurred_on=date(2026, 1, 9))


def states(*rows: Activity) -> list[str]:
    return [Activity.objects.get(pk=row.pk).state for row in rows]


def hidden(text: str) -> dict[str, str]:
    names = "act|picked|key|seen_at|look|doubtful"
    return dict(re.findall(rf'type="hidden" name="({names})" value="([^"]*)"', text))


def ticks(text: str) -> dict[str, bool]:
    found = re.findall(r'<input type="checkbox" name="also" value="([\d,]+)"( checked)?>', text)
    return {value: bool(is_checked) for value, is_checked in found}


# -- many at once ----------------------------------------------------------------------------------


def test_two_records_of_one_event_are_named_and_left_out_until_they_are_ticked(
    province: Province, client_of: Browser
) -> None:
    one, two, clear = sent(province), sent(province, "xa-binh-minh"), other_event(province)
    secretary = client_of(province.lan)
    page = secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": ""})
    assert ticks(page.text) == {str(one.pk): False, str(two.pk): False}
    assert page.text.count(f'href="{reverse("ledger:activity", args=[one.pk])}"') == 2  # its own, and as the other
    told = {change.then.definition.indicator_id: change.then.value for change in page.context["changes"]}
    assert (told["talk_attendances"], page.context["taken"]) == (40, [clear])

    again = secretary.post(reverse("ledger:bulk_confirm"), {**hidden(page.text), "also": [two.pk], "again": "1"})
    told = {change.then.definition.indicator_id: change.then.value for change in again.context["changes"]}
    assert (told["talk_attendances"], ticks(again.text)) == (80, {str(one.pk): False, str(two.pk): True})
    assert states(one, two, clear) == ["submitted"] * 3

    secretary.post(reverse("ledger:bulk_confirm"), {**hidden(again.text), "also": [two.pk]})
    assert states(one, two, clear) == ["submitted", "accepted", "accepted"]


def test_where_all_is_in_doubt_and_nothing_ticked_nothing_is_done(province: Province, client_of: Browser) -> None:
    rows, secretary = [sent(province), sent(province, "xa-binh-minh")], client_of(province.lan)
    page = secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": ""})
    assert (page.context["taken"], page.context["changes"]) == ([], None)
    secretary.post(reverse("ledger:bulk_confirm"), hidden(page.text))
    assert states(*rows) == ["submitted"] * 2


def test_what_is_beyond_the_page_is_ticked_as_one(
    province: Province, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lantoa.core.ledger.views.doubts.SHOWN", 1)
    rows, secretary = [sent(province) for _ in range(3)], client_of(province.lan)
    page = secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": ""})
    rest = f"{rows[1].pk},{rows[2].pk}"
    assert ticks(page.text) == {str(rows[0].pk): False, rest: False}
    secretary.post(reverse("ledger:bulk_confirm"), {**hidden(page.text), "also": [rest]})
    assert states(*rows) == ["submitted", "accepted", "accepted"]


def test_an_officer_who_sends_many_may_leave_some_out(province: Province, client_of: Browser) -> None:
    actions.accept(sent(province, "xa-binh-minh"), by=province.lan, at=AT)
    sent(province, "ubnd-tinh", "Gặp mặt kiều bào, chưa ai chấp nhận")  # which an officer is not told of
    draft, officer = drafted(province), client_of(province.an)
    page = officer.post(reverse("ledger:bulk"), {"act": "submit", "everything": "1", "look": ""})
    assert ticks(page.text) == {str(draft.pk): True}
    assert ("UBND xã Bình Minh" in page.text, "chưa ai chấp nhận" in page.text) == (True, False)
    officer.post(reverse("ledger:bulk_confirm"), hidden(page.text))
    assert states(draft) == ["draft"]
    officer.post(reverse("ledger:bulk_confirm"), {**hidden(page.text), "also": [draft.pk]})
    assert states(draft) == ["submitted"]


def test_the_page_asks_as_often_for_one_pair_as_for_three(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    secretary, counts = client_of(province.lan), []
    for number in (1, 2):
        for at in range(number):
            day = DAY + timedelta(10 * (number + at))
            for agency in ("xa-an-binh", "xa-binh-minh"):
                sent(province, agency, occurred_from=day, occurred_on=day, coordinating=["ubnd-tinh"])
        with count_queries() as captured:
            page = secretary.post(reverse("ledger:bulk"), {"act": "accept", "everything": "1", "look": ""})
        counts.append((len(ticks(page.text)), len(captured)))
    assert [count for count, _asked in counts] == [2, 6]
    assert counts[0][1] == counts[1][1] == 15


# -- workbooks -------------------------------------------------------------------------------------


def test_an_import_is_accepted_after_a_look_at_what_is_recorded_twice(province: Province, client_of: Browser) -> None:
    theirs = actions.accept(sent(province, "xa-binh-minh"), by=province.lan, at=AT)
    origin = actions.Origin("so.xlsx", "a" * 64, "b" * 64, "talk", "xa-an-binh")
    series = [
        talk(
            title=f"Tuyên truyền lưu động ngày {day}", occurred_from=date(2026, 1, day), occurred_on=date(2026, 1, day)
        )
        for day in (5, 6, 7)
    ]
    batch = actions.import_drafts([talk(), *series], origin, by=province.an, at=AT)
    twice, *others = batch.activities.order_by("pk")
    secretary, address = client_of(province.lan), reverse("ledger:import_accept", args=[batch.pk])

    page = secretary.post(address)
    assert ticks(page.text) == {str(twice.pk): False}  # one list of three days tells of three events
    assert reverse("ledger:activity", args=[theirs.pk]) in page.text
    assert states(twice, *others) == ["submitted"] * 4
    assert [added.total for added in page.context["adds"] if added.measure.code == "attendances"] == [120_000]
    again = secretary.post(address, {**hidden(page.text), "also": [twice.pk], "again": "1"})
    assert [added.total for added in again.context["adds"] if added.measure.code == "attendances"] == [160_000]
    secretary.post(address, hidden(page.text))
    assert states(twice, *others) == ["submitted", *["accepted"] * 3]
    assert "Chấp nhận 0 hoạt động" not in secretary.post(address).text
    secretary.post(address, {**hidden(page.text), "also": [twice.pk]})
    assert states(twice) == ["accepted"]


def test_a_workbook_is_held_against_the_register_and_against_itself(
    province: Province, client_of: Browser, tmp_path: Path
) -> None:
    theirs = actions.accept(sent(province, "xa-binh-minh"), by=province.lan, at=AT)
    row = {"occurred_on": "3/2/2026", "attendances": 40, "place": "Xã An Bình"}
    rows = [
        {**row, "title": theirs.title}, {**row, "title": "Phân giới cắm mốc"}, {**row, "title": "Lễ hội sông nước"},
        {**row, "title": "Lễ hội trên sông nước"},
    ]  # fmt: skip
    file = filled(tmp_path / "x.xlsx", "talk", rows)
    officer = client_of(province.an)
    page: Any = officer.post(
        reverse("ledger:imports"), {"file": SimpleUploadedFile("x.xlsx", file.read_bytes())}, follow=True
    )
    first, *twins = page.context["doubts"]
    numbers = [first.row.row + 2, first.row.row + 3]
    assert ([one.pk for one in first.alike], first.rows) == ([theirs.pk], [])
    assert [(doubt.row.row, doubt.alike, doubt.rows) for doubt in twins] == [
        (numbers[0], [], [numbers[1]]), (numbers[1], [], [numbers[0]]),
    ]  # fmt: skip
    assert (theirs.title in page.text, reverse("ledger:activity", args=[theirs.pk]) in page.text) == (True, False)

    address = page.redirect_chain[-1][0]
    page = officer.post(address, {"leave_alike": "1", "leave": [first.row.key, twins[0].row.key]}, follow=True)
    assert (page.context["doubts"], len(page.context["reading"].left_out)) == ([], 2)
    officer.post(address)
    assert set(Activity.objects.filter(state="submitted").values_list("title", flat=True)) == {
        "Phân giới cắm mốc", "Lễ hội trên sông nước",
    }  # fmt: skip


# -- the report of a period ------------------------------------------------------------------------


def test_drafts_go_with_the_report_but_those_that_are_unticked(
    province: Province, client_of: Browser, count_queries: Any
) -> None:
    period = programme.plan_period(
        window=periods.parse("2026-Q1"), cutoff_at=AT, dues={"commune": date(2026, 4, 5)}, by=province.lan, at=AT
    )
    programme.open_period(period, by=province.lan, at=AT)
    theirs = actions.accept(sent(province, "xa-binh-minh"), by=province.lan, at=AT)
    twice, clear = drafted(province), drafted(province, title="Phân giới cắm mốc")
    owed = Submission.objects.get(agency="xa-an-binh")
    officer, address = client_of(province.an), reverse("ledger:submission", args=[owed.pk])
    officer.get(address)
    with count_queries() as captured:
        page = officer.get(address)
    assert len(captured) <= 15
    assert (ticks(page.text), theirs.title in page.text) == ({str(twice.pk): True}, True)
    assert ("Còn 1 hoạt động" in page.text, page.context["clear"]) == (True, [clear])
    officer.post(reverse("ledger:submission_drafts", args=[owed.pk]), hidden(page.text))
    assert states(twice, clear) == ["draft", "submitted"]

    page = officer.get(address)
    given = {**hidden(page.text), "also": [twice.pk], "drafts": "1"}
    officer.post(reverse("ledger:submission_submit", args=[owed.pk]), given)
    assert states(twice, clear) == ["submitted", "submitted"]
    secretary = client_of(province.lan)
    with count_queries() as captured:
        judged = secretary.get(address)
    assert len(captured) <= 15
    assert reverse("ledger:activity", args=[theirs.pk]) in judged.text
    assert ticks(judged.text) == {}
