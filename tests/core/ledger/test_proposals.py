"""Accepted records that a workbook brings back changed: the agency asks, the secretariat answers, all or none."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.base.templatetags.lantoa import moment
from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.ledger.models import Activity, Entry, ImportBatch
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people.models import User
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.core.ledger.test_downloads import columns, download, recorded, send
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
DAYS = timedelta(days=30)
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
    uploads.clean(at=datetime(2200, 1, 1, tzinfo=UTC))


@pytest.fixture
def english_client(client_of: Browser) -> Browser:
    def signed_in(user: User) -> Client:
        client = client_of(user)
        client.cookies[LANGUAGE_COOKIE] = "en"
        return client

    return signed_in


@pytest.fixture
def accepted(province: Province) -> list[Activity]:
    """Two of An's records with 120 attendances, in the ledger."""
    made = [recorded(province.an, title) for title in ("Một", "Hai")]
    return [actions.accept(activity, by=province.lan, at=AT) for activity in made]


def _downloaded_and_changed(client: Client, attendances: int = 130) -> Any:
    """A download in which both rows have other attendances."""
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    for row in (3, 4):
        sheet.cell(row, place["attendances"], attendances)
        sheet.cell(row, place["attendances"] + 1).value = None
    return book


def _asked_by(client: Client, workbook: Any) -> ImportBatch:
    client.post(send(client, workbook))
    return ImportBatch.objects.latest("pk")


def attendances() -> list[tuple[str, int]]:
    rows = Activity.objects.order_by("pk").prefetch_related("quantities")
    return [(row.state, draft_of(row).quantities["attendances"][0]) for row in rows]


def asked(client: Client, **more: Any) -> ImportBatch:
    return _asked_by(client, _downloaded_and_changed(client, **more))


def test_an_agency_asks_and_nothing_is_corrected_before_the_answer(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    officer = english_client(province.an)
    address = send(officer, _downloaded_and_changed(officer))
    page = officer.get(address).content.decode()
    assert "2 accepted records are to be corrected" in page
    assert "Why are they corrected?" not in page
    assert not ImportBatch.objects.exists()

    officer.post(address)

    batch = ImportBatch.objects.get()
    assert (batch.proposals_state, [item["activity"] for item in batch.proposals]) == (
        "waiting", [activity.pk for activity in accepted],
    )  # fmt: skip
    assert (attendances(), Entry.objects.count()) == ([("accepted", 120_000)] * 2, 2)
    own = officer.get(reverse("ledger:import_batch", args=[batch.pk])).content.decode()
    assert "The secretariat has not answered yet" in own
    assert reverse("ledger:import_corrections", args=[batch.pk]) not in own


def test_the_secretariat_sees_each_change_and_corrects_all_under_one_reason(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    batch, desk = asked(english_client(province.an)), english_client(province.lan)
    page = reverse("ledger:import_batch", args=[batch.pk])
    assert page in desk.get(reverse("ledger:imports")).content.decode()
    assert page in desk.get(reverse("office:home")).content.decode()
    assert page not in english_client(province.an).get(reverse("office:home")).content.decode()
    shown = desk.get(page)
    assert [(one.activity.pk, one.is_late, [cell[1:] for cell in one.cells]) for one in shown.context["asked"]] == [
        (activity.pk, False, [["over 120", "130"]]) for activity in accepted
    ]
    answer = reverse("ledger:import_corrections", args=[batch.pk])
    assert desk.post(answer, {"answer-reason": "", "confirm": "1"}).status_code == 422
    for _ in range(2):
        desk.post(answer, {"answer-reason": "Đếm lại danh sách", "confirm": "1"})

    assert attendances() == [("corrected", 130_000)] * 2
    assert Entry.objects.count() == 2 + 2 * 2
    reasons = set(Entry.objects.filter(seq__gt=2).values_list("reason__text", flat=True))
    batch.refresh_from_db()
    assert (reasons, batch.proposals_state, batch.proposals_reason, batch.proposals_answered_by) == (
        {"Đếm lại danh sách"}, "done", "Đếm lại danh sách", province.lan,
    )  # fmt: skip
    # What was asked is no longer needed; of which records stays.
    assert batch.proposals == [{"activity": activity.pk} for activity in accepted]
    assert page not in desk.get(reverse("ledger:imports")).content.decode().partition('id="earlier"')[0]


def test_one_that_changed_meanwhile_stops_all(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    batch = asked(english_client(province.an))
    second = draft_of(accepted[1])
    second.title = "Hai, đã sửa"
    actions.correct(accepted[1], second, by=province.lan, at=AT, reason="Sai tên")
    with pytest.raises(actions.NotNow, match="Hai, đã sửa"):
        actions.confirm_proposals(batch, by=province.lan, at=AT, reason="Đếm lại")
    assert attendances() == [("accepted", 120_000), ("corrected", 120_000)]
    page = english_client(province.lan).get(reverse("ledger:import_batch", args=[batch.pk]))
    assert [one.is_late for one in page.context["asked"]] == [False, True]

    for _ in range(2):
        actions.decline_proposals(batch, by=province.lan, at=AT, reason="Tải lại tệp mới")
    batch.refresh_from_db()
    assert (batch.proposals_state, batch.proposals_reason) == ("declined", "Tải lại tệp mới")
    assert actions.confirm_proposals(batch, by=province.lan, at=AT, reason="x") == 0
    told = english_client(province.an).get(reverse("ledger:import_batch", args=[batch.pk])).content.decode()
    assert "Tải lại tệp mới" in told


def test_the_secretariat_s_own_workbook_corrects_at_once_with_its_reason(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    desk = english_client(province.lan)
    book = desk.get(
        reverse("ledger:import_records"), {"kind": "talk", "period": "2026", "agency": "xa-an-binh"}
    )  # fmt: skip
    assert book.status_code == 200
    address = _changed_by_desk(desk, book.content)
    refused = desk.post(address)
    assert (refused.status_code, "reason" in refused.context["reason_form"].errors) == (422, True)
    assert not ImportBatch.objects.exists()

    desk.post(address, {"reason": "Đếm lại danh sách"})

    assert attendances() == [("corrected", 130_000)] * 2
    assert ImportBatch.objects.get().proposals_state == "done"


def _changed_by_desk(desk: Client, content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    for row in (3, 4):
        sheet.cell(row, place["attendances"], 130)
        sheet.cell(row, place["attendances"] + 1).value = None
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("x.xlsx", out.getvalue())
    answer = desk.post(reverse("ledger:imports"), {"file": file, "agency": "xa-an-binh"})
    return str(answer.headers["Location"])


def test_undoing_the_import_withdraws_what_waits_and_leaves_what_was_corrected(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    officer = english_client(province.an)
    batch = asked(officer)
    officer.post(reverse("ledger:import_undo", args=[batch.pk]), {"reason": ""})
    batch.refresh_from_db()
    assert (batch.state, batch.proposals_state, batch.proposals) == ("undone", "", [])
    assert actions.confirm_proposals(batch, by=province.lan, at=AT, reason="x") == 0
    assert attendances() == [("accepted", 120_000)] * 2


def test_what_nobody_answers_lapses_on_its_day_and_may_be_asked_again(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    officer, desk = english_client(province.an), english_client(province.lan)
    workbook = _downloaded_and_changed(officer)
    batch = _asked_by(officer, workbook)
    page = reverse("ledger:import_batch", args=[batch.pk])
    last = moment(batch.imported_at + DAYS).split()[0]
    for reader in (officer, desk):
        assert f"If nobody answers until {last}" in reader.get(page).content.decode()

    assert actions.forget_proposals(at=batch.imported_at + DAYS - timedelta(seconds=1), kept=DAYS) == 0
    at = batch.imported_at + DAYS
    assert [actions.forget_proposals(at=at, kept=DAYS) for _ in range(2)] == [1, 0]

    batch.refresh_from_db()
    assert (batch.proposals_state, batch.proposals, batch.proposals_answered_by, batch.proposals_answered_at) == (
        "expired", [{"activity": activity.pk} for activity in accepted], None, at,
    )  # fmt: skip
    assert attendances() == [("accepted", 120_000)] * 2
    for reader in (officer, desk):
        assert "the request lapsed" in reader.get(page).content.decode()
    assert page not in desk.get(reverse("office:home")).content.decode()
    assert actions.confirm_proposals(batch, by=province.lan, at=at, reason="x") == 0
    line = ModelLogEntry.objects.get(action="lantoa.proposals_expired")
    assert (line.user, line.data) == (None, {"count": 2})

    again = _asked_by(officer, workbook)
    assert (again.pk != batch.pk, again.proposals_state) == (True, "waiting")
    actions.confirm_proposals(again, by=province.lan, at=AT, reason="Đếm lại")
    assert attendances() == [("corrected", 130_000)] * 2


def test_rows_that_came_with_what_lapsed_are_not_taken_in_twice(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    officer = english_client(province.an)
    workbook = _downloaded_and_changed(officer)
    sheet, place = workbook.worksheets[0], columns(workbook.worksheets[0])
    for name, value in (("title", "Ba"), ("occurred_on", "5/2/2026"), ("attendances", 7)):
        sheet.cell(5, place[name], value)
    first = _asked_by(officer, workbook)
    actions.forget_proposals(at=first.imported_at + DAYS, kept=DAYS)
    again = _asked_by(officer, workbook)
    assert (first.row_count, again.row_count, len(again.proposals)) == (1, 0, 2)
    assert Activity.objects.filter(title="Ba").count() == 1


def test_a_record_corrected_since_the_download_is_refused_as_before(
    province: Province, accepted: list[Activity], english_client: Browser
) -> None:
    officer = english_client(province.an)
    book = download(officer)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    sheet.cell(3, place["title"], "Ở Excel")
    first = draft_of(accepted[0])
    first.note = "Thêm ghi chú"
    actions.correct(accepted[0], first, by=province.lan, at=AT, reason="Thiếu")
    page = officer.get(send(officer, book)).content.decode()
    assert "It was changed in the register since this workbook was downloaded" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_page_ask_the_same_few_questions(
    count: int, province: Province, english_client: Browser, count_queries: Callable[[], Any]
) -> None:
    made = [
        actions.accept(recorded(province.an, f"R{number}"), by=province.lan, at=AT) for number in range(count)
    ]  # fmt: skip
    batches = []
    for number, activity in enumerate(made):
        after = draft_of(activity)
        after.title = f"R{number} (sửa)"
        origin = actions.Origin("x.xlsx", str(number), str(number), "talk", "xa-an-binh")
        rows = [(one, after, [("Nội dung", "R", after.title)]) for one in made]
        batches.append(actions.import_drafts([], origin, by=province.an, at=AT, proposals=rows))
    desk, found = english_client(province.lan), []
    for path in (reverse("ledger:imports"), reverse("ledger:import_batch", args=[batches[0].pk])):
        desk.get(path)
        with count_queries() as queries:
            answer = desk.get(path)
        found.append(len(queries))
    assert len(answer.context["asked"]) == count
    assert found == [8, 10]
