"""What was recorded goes out as a workbook and comes back changed: what was before, what will be, what is refused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from lantoa.core.ledger import actions, workbooks
from lantoa.core.ledger.drafts import Draft, Words, draft_of
from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people.models import User
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary.models import Measure
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
    uploads.clean(at=datetime(2200, 1, 1, tzinfo=UTC))


def recorded(by: User, title: str, *, state: str = "submitted", **more: Any) -> Activity:
    told: dict[str, Any] = {
        "kind": "talk", "agency": "xa-an-binh", "title": title, "occurred_from": date(2026, 2, 3),
        "occurred_on": date(2026, 2, 3), "quantities": {"talks": (1000, ""), "attendances": (120_000, "over")},
    }  # fmt: skip
    made = actions.save_draft(Draft(**told | more), by=by, at=AT)
    return made if state == "draft" else actions.submit(made, by=by, at=AT)


def download(client: Client, period: str = "2026") -> Any:
    response = client.get(reverse("ledger:import_records"), {"kind": "talk", "period": period})
    assert response.status_code == 200
    return openpyxl.load_workbook(BytesIO(response.content))


def columns(sheet: Any) -> dict[str, int]:
    return {str(cell.value).rpartition(":")[2]: number for number, cell in enumerate(sheet[1], start=1)}


def send(client: Client, book: Any) -> str:
    content = BytesIO()
    book.save(content)
    response = client.post(reverse("ledger:imports"), {"file": SimpleUploadedFile("x.xlsx", content.getvalue())})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


@pytest.fixture
def client(client_of: Callable[[User], Client], province: Province) -> Client:
    client = client_of(province.an)
    client.cookies[LANGUAGE_COOKIE] = "en"
    return client


def test_a_download_leaves_a_line_in_the_log(client: Client, province: Province) -> None:
    recorded(province.an, "Một")
    download(client)
    line = ModelLogEntry.objects.get(action="people.take_away")
    assert (line.user, line.data) == (
        province.an,
        {"what": "records", "form": "xlsx", "count": "1", "filters": "agency=xa-an-binh&kind=talk&period=2026"},
    )


def test_a_download_unchanged_changes_nothing(client: Client, province: Province) -> None:
    recorded(province.an, "Một", coordinating=["xa-binh-minh"], note="hai\ndòng", is_public=False)
    recorded(province.an, "Hai", occurred_from=date(2026, 1, 1), occurred_on=date(2026, 3, 31), state="draft")
    before = [repr(draft_of(activity)) for activity in Activity.objects.order_by("pk")]
    address = send(client, download(client))
    assert "Every row stands in the register already" in client.get(address).content.decode()
    client.post(address)
    assert [repr(draft_of(activity)) for activity in Activity.objects.order_by("pk")] == before
    assert not ImportBatch.objects.exists()


def test_rows_that_are_all_refused_say_why_and_where(client: Client, province: Province) -> None:
    recorded(province.an, "Một"), recorded(province.an, "Hai")
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    for number in (3, 4):
        sheet.cell(number, place["attendances"], 130)
    for activity in Activity.objects.all():
        actions.withdraw(activity, by=province.an, at=AT)
        changed = replace(draft_of(activity), note="đã sửa trên sổ")
        actions.save_draft(changed, by=province.an, at=AT, activity=activity)
    page = " ".join(client.get(send(client, book)).content.decode().split())
    assert "Every row stands in the register already" not in page
    assert "No row can be taken in" in page
    assert "2 rows: It was changed in the register since this workbook was downloaded." in page
    assert "Rows 3, 4" in page


def test_changed_new_and_accepted_rows_are_told_apart_before_anything_is_written(
    client: Client, province: Province
) -> None:
    first, draft = recorded(province.an, "Một"), recorded(province.an, "Nháp", state="draft")
    accepted = actions.accept(recorded(province.an, "Đã duyệt"), by=province.lan, at=AT)
    returned = actions.return_for_repair(recorded(province.an, "Trả lại"), by=province.lan, at=AT, reason="thiếu")
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    rows = {sheet.cell(number, place["title"]).value: number for number in range(3, 7)}
    for title, number in rows.items():
        sheet.cell(number, place["attendances"], 130)
        sheet.cell(number, place["title"], f"{title} (sửa)")
    sheet.cell(7, place["title"], "Mới")
    sheet.cell(7, place["occurred_on"], "5/2/2026")
    sheet.cell(7, place["attendances"], 7)
    address = send(client, book)
    page = client.get(address).content.decode()
    assert "1 activity can be sent" in page
    assert page.count("over 120") == 4
    assert "Corrections of accepted records" in page
    assert Activity.objects.filter(title__endswith="(sửa)").count() == 0

    client.post(address)
    batch = ImportBatch.objects.get()
    assert (batch.row_count, batch.changed_count, batch.left_out) == (1, 3, [])
    assert [item["activity"] for item in batch.proposals] == [accepted.pk]
    states = dict(Activity.objects.values_list("pk", "state"))
    assert [states[item.pk] for item in (first, draft, accepted, returned)] == [
        "submitted", "draft", "accepted", "submitted",
    ]  # fmt: skip
    assert set(Activity.objects.values_list("title", flat=True)) == {
        "Một (sửa)", "Nháp (sửa)", "Đã duyệt", "Trả lại (sửa)", "Mới",
    }  # fmt: skip


def test_a_row_changed_elsewhere_meanwhile_is_refused(client: Client, province: Province) -> None:
    activity = recorded(province.an, "Một", state="draft")
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    sheet.cell(3, place["title"], "Ở Excel")
    draft = draft_of(activity)
    draft.title = "Ở trang web"
    actions.save_draft(draft, by=province.an, at=AT, activity=activity)
    page = client.get(send(client, book)).content.decode()
    assert "It was changed in the register since this workbook was downloaded" in page
    activity.refresh_from_db()
    assert activity.title == "Ở trang web"


def test_records_of_others_cannot_be_changed_by_their_number(
    client: Client, client_of: Callable[[User], Client], province: Province
) -> None:
    recorded(province.an, "Một")
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    sheet.cell(3, place["title"], "Của người khác")
    sheet.cell(3, place["agency"]).value = None
    binh = client_of(province.binh)
    binh.cookies[LANGUAGE_COOKIE] = "en"
    address = send(binh, book)
    assert "No record of yours has the number" in binh.get(address).content.decode()
    binh.post(address)
    assert list(Activity.objects.values_list("title", flat=True)) == ["Một"]


def test_a_missing_row_or_column_deletes_nothing(client: Client, province: Province) -> None:
    recorded(province.an, "Một", note="giữ lại")
    recorded(province.an, "Hai", occurred_on=date(2026, 2, 4))
    book = download(client)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    sheet.cell(3, place["title"], "Một (sửa)")
    sheet.delete_rows(4)
    sheet.delete_cols(place["note"])
    client.post(send(client, book))
    assert set(Activity.objects.values_list("title", "note")) == {("Một (sửa)", "giữ lại"), ("Hai", "")}


def test_a_number_that_is_no_longer_asked_for_can_still_be_corrected(client: Client, province: Province) -> None:
    recorded(province.an, "Một", state="draft")
    book = download(client)
    ended = Measure.objects.get(code="attendances")
    vocabulary.end(ended, on=date(2026, 6, 1), by=province.administrator, at=AT)
    for told in (130, 140):
        sheet, place = book.worksheets[0], columns(book.worksheets[0])
        sheet.cell(3, place["attendances"], told)
        client.post(send(client, book))
        assert draft_of(Activity.objects.get()).quantities["attendances"] == (told * 1000, "over")
        book = download(client)
    assert "attendances" not in columns(download(client, "2025").worksheets[0])


def test_known_records_without_a_column_that_is_asked_for_by_now_are_not_read_as_a_foreign_table(
    client: Client, province: Province
) -> None:
    ended = Measure.objects.get(code="attendances")
    vocabulary.end(ended, on=date(2026, 6, 1), by=province.administrator, at=AT)
    recorded(province.an, "Một", quantities={"talks": (1000, "")})
    book = download(client)
    vocabulary.take_up_again(ended, by=province.administrator, at=AT)
    content = BytesIO()
    book.save(content)
    answer = client.post(reverse("ledger:imports"), {"file": SimpleUploadedFile("x.xlsx", content.getvalue())})
    assert answer.status_code == 422
    assert "Download the records again" in answer.text


DRAFTS = st.builds(
    lambda title, days, numbers, note, partner, flags: {
        "title": f"T{title}".strip(), "occurred_from": min(days), "occurred_on": max(days), "note": note.strip(),
        "quantities": {"talks": (numbers[0] * 1000, ""), "attendances": (numbers[1] * 1000, numbers[2])},
        "coordinating": ["xa-binh-minh"] if partner else [], "is_subset": flags[0], "is_public": flags[1],
    },
    st.text("aăđế ữ0123456789=&<>\"'", max_size=20).map(lambda text: " ".join(text.split())),
    st.lists(st.dates(date(2026, 1, 1), TODAY), min_size=1, max_size=2),
    st.tuples(st.integers(0, 50), st.integers(0, 10**9), st.sampled_from(["", "over", "nearly", "about"])),
    st.text("aăđế ữ0123456789", max_size=20),
    st.booleans(),
    st.tuples(st.booleans(), st.booleans()),
)  # fmt: skip


@limits(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(DRAFTS, min_size=1, max_size=4))
def test_whatever_is_recorded_comes_back_as_it_was(
    told: list[dict[str, Any]], province: Province, tmp_path: Path
) -> None:
    made = [recorded(province.an, **more) for more in told]
    book = BytesIO()
    workbooks.write_template("talk", Words.load(), book, records=((item.pk, draft_of(item)) for item in made))
    path = tmp_path / "x.xlsx"
    path.write_bytes(book.getvalue())
    reading = workbooks.read(path, file_name="x", agency="xa-an-binh", agencies=None, today=TODAY)
    assert reading.problems == []
    comparison = workbooks.compare(reading)
    assert (comparison.new, comparison.changed, comparison.refused) == ([], [], [])
    assert sorted(pk for _row, pk in comparison.known) == sorted(item.pk for item in made)
