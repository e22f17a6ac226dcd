"""A table that is no template, on the web: asked how it is read, mended in place, taken in, kept for the next one."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.ledger.models import Activity, ImportBatch
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people.models import User
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.core.ledger.workbooks.habits import old_habits
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
TABLE = "Nội dung\tThời gian\tSố người\nHọp dân\t5/3/2025\t1.000\nHội nghị\t5/13/2025\tnhiều\n"


@pytest.fixture
def client_of(client_of: Browser) -> Browser:
    """In English, in which the sentences are compared."""

    def signed_in(user: User) -> Client:
        client = client_of(user)
        client.cookies[LANGUAGE_COOKIE] = "en"
        return client

    return signed_in


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
    uploads.clean(at=datetime(2200, 1, 1, tzinfo=UTC))


def answers_of(page: str) -> dict[str, str]:
    """What a browser would send back of the mapping page, unchanged."""
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page))
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items() if name != "csrfmiddlewaretoken"}


def paste(client: Client, text: str = TABLE, html: str = "") -> str:
    response = client.post(reverse("ledger:imports"), {"table": text, "html": html})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def test_a_pasted_table_is_asked_about_mended_and_taken_in(client_of: Browser, province: Province) -> None:
    client = client_of(province.an)
    address = paste(client)
    assert "/imports/mapping/" in address
    given = answers_of(client.get(address).content.decode()) | {"kind": "talk"}
    looked = client.post(address, given | {"look": "1"})
    assert "Họp dân" in looked.content.decode()
    given = answers_of(looked.content.decode()) | {"name": "Sổ họp"}
    assert (given["column_0"], given["column_1"], given["column_2"]) == ("title", "occurred_on", "attendances")
    gone = client.post(address, given | {"go": "1"})
    preview = str(gone.headers["Location"])
    page = client.get(preview).content.decode()
    assert "paste all of it again" in page
    assert "your file" not in page
    assert Activity.objects.count() == 0
    names = re.findall(r'name="(cell [^"]+)" value="([^"]*)"', page)
    assert names == [("cell 0:3:occurred_on:B", "5/13/2025"), ("cell 0:3:attendances:C", "nhiều")]
    client.post(preview, {"mend": "1", names[0][0]: "13/5/2025", names[1][0]: "trên 300"})
    client.post(preview)
    batch = ImportBatch.objects.get()
    found = batch.activities.order_by("occurred_on")
    assert [(item.title, item.occurred_on, item.quantities.get(measure="attendances").quantity) for item in found] == [
        ("Họp dân", date(2025, 3, 5), 1_000_000),
        ("Hội nghị", date(2025, 5, 13), 300_000),
    ]
    assert (batch.left_out, batch.agency_id) == ([], province.commune_a.code)
    assert (batch.mapping_name, batch.kind_id, (batch.mapping or {})["columns"]["2"]) == (
        "Sổ họp",
        "talk",
        "attendances",
    )


def test_the_next_table_of_the_same_form_is_read_as_the_first(client_of: Browser, province: Province) -> None:
    test_a_pasted_table_is_asked_about_mended_and_taken_in(client_of, province)
    client = client_of(province.an)
    address = paste(client, TABLE.replace("Họp dân", "Họp khác"))
    page = client.get(address).content.decode()
    assert "Read as “Sổ họp”" in page
    assert answers_of(page)["kind"] == "talk"
    other = client_of(province.binh)
    assert "Read as “Sổ họp”" not in other.get(paste(other, TABLE)).content.decode()


def test_rows_left_out_are_listed_and_can_be_downloaded(client_of: Browser, province: Province) -> None:
    client = client_of(province.an)
    address = paste(client)
    page = client.post(address, answers_of(client.get(address).content.decode()) | {"kind": "talk", "look": "1"})
    gone = client.post(address, answers_of(page.content.decode()) | {"go": "1"})
    preview = str(gone.headers["Location"])
    client.post(preview, {"leave_all": "1"})
    shown = client.get(preview).content.decode()
    assert "Not taken in" in shown
    client.post(preview)
    batch = ImportBatch.objects.get()
    assert (batch.row_count, [row[:2] + row[3:] for row in batch.left_out]) == (
        1, [["Pasted table", 3, "Hội nghị", "5/13/2025", "nhiều"]],
    )  # fmt: skip
    response = client.get(reverse("ledger:import_left_out", args=[batch.pk]))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
    rows: list[Any] = list(sheet.iter_rows(values_only=True))
    assert rows[1][0:2] + rows[1][3:] == ("Pasted table", "3", "Hội nghị", "5/13/2025", "nhiều")
    assert "day comes before the month" in rows[1][2]
    assert client_of(province.binh).get(reverse("ledger:import_left_out", args=[batch.pk])).status_code == 404


def test_a_number_alone_is_asked_about_and_said_for_all_rows(client_of: Browser, province: Province) -> None:
    client = client_of(province.an)
    table = "Nội dung\tThời gian\tSố người\nHọp dân\t5\t100\nHội nghị\t12/3\t20\nTập huấn\t7\t30\n"
    address = paste(client, table)
    given = answers_of(client.get(address).content.decode()) | {"kind": "talk", "year": "2025"}
    page = client.post(address, given | {"look": "1"}).content.decode()
    assert re.search(r'<select name="bare"', page)
    assert "In 2 rows." in page
    gone = client.post(address, answers_of(page) | {"go": "1", "year": "2025"})
    preview = str(gone.headers["Location"])
    assert "“5” may be a day or a month" in client.get(preview).text
    client.post(preview, {"mend": "1", "bare": "nonsense"})
    assert "“5” may be a day or a month" in client.get(preview).text
    client.post(preview, {"mend": "1", "bare": "11"})
    client.post(preview)
    days = sorted(str(day) for day in Activity.objects.values_list("occurred_on", flat=True))
    assert days == ["2025-03-12", "2025-11-05", "2025-11-07"]
    assert (ImportBatch.objects.get().mapping or {})["bare"] == "11"


def test_rows_that_were_all_left_out_say_so_and_come_back(client_of: Browser, province: Province) -> None:
    client = client_of(province.an)
    address = paste(client, TABLE.replace("5/3/2025", "5/14/2025"))
    page = client.post(address, answers_of(client.get(address).content.decode()) | {"kind": "talk", "look": "1"})
    gone = client.post(address, answers_of(page.content.decode()) | {"go": "1"})
    preview = str(gone.headers["Location"])
    client.post(preview, {"leave_all": "1"})
    shown = client.get(preview)
    assert "No row can be taken in" in shown.text
    assert "in the register already" not in shown.text
    assert [rows for _why, rows in shown.context["not_taken"]] == [[2], [3]]
    client.post(preview, {"look_again": "1"})
    assert [remark.row for remark in client.get(preview).context["reading"].problems] == [2, 3, 3]


def test_a_row_in_doubt_is_asked_about_and_a_row_passed_over_can_be_taken_in(
    client_of: Browser, province: Province
) -> None:
    client = client_of(province.an)
    rows = ["Nội dung\tTháng 1\tTháng 2", "Nói chuyện\t30\t5", "Tổng các buổi tối\t1\t2", "Cộng\t31\t7"]
    address = paste(client, "\n".join(rows) + "\n")
    given = answers_of(client.get(address).content.decode()) | {"kind": "talk"}
    looked = client.post(address, given | {"look": "1", "year": "2025"})
    gone = client.post(address, answers_of(looked.content.decode()) | {"go": "1", "year": "2025"})
    preview = str(gone.headers["Location"])
    page = client.get(preview).content.decode()
    assert "This row may be a total." in page
    assert "Cộng · 31 · 7" in page
    assert re.findall(r'name="(?:take|leave)" value="([^"]+)"', page) == ["0:3", "0:3"]
    client.post(preview, {"mend": "1", "take": "0:3"})
    page = client.get(preview).content.decode()
    assert re.findall(r'name="take" value="([^"]+)"( checked)?', page) == [("0:3", " checked"), ("0:4", "")]
    client.post(preview, {"passed": "1", "take": "0:4"})
    page = client.get(preview).content.decode()
    assert "This row may be a total." in page  # no longer taken in: asked once more
    client.post(preview, {"mend": "1", "take": "0:3"})
    client.post(preview)
    batch = ImportBatch.objects.get()
    titles = sorted(batch.activities.values_list("title", flat=True))
    assert titles == ["Cộng"] * 2 + ["Nói chuyện"] * 2 + ["Tổng các buổi tối"] * 2


def test_what_is_missing_is_said_and_nothing_is_written(client_of: Browser, province: Province) -> None:
    client = client_of(province.an)
    address = paste(client)
    given = answers_of(client.get(address).content.decode()) | {"kind": "talk"}
    given = answers_of(client.post(address, given | {"look": "1"}).content.decode())
    refused = client.post(address, given | {"column_0": "", "column_1": "", "go": "1"})
    assert refused.status_code == 422
    assert "Something is still missing" in refused.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "99999999999", "1e9", "²"])
def test_answers_of_a_hostile_browser_never_fail(client_of: Browser, province: Province, nonsense: str) -> None:
    client = client_of(province.an)
    address = paste(client)
    given = answers_of(client.get(address).content.decode())
    response = client.post(address, dict.fromkeys(given, nonsense) | {"go": "1", f"column_{nonsense}": "title"})
    assert response.status_code in {200, 302, 422}


def test_a_workbook_of_old_habits_goes_all_the_way(client_of: Browser, province: Province, tmp_path: Path) -> None:
    client = client_of(province.an)
    content = old_habits(tmp_path / "so.xlsx").read_bytes()
    sent = client.post(reverse("ledger:imports"), {"file": SimpleUploadedFile("so.xlsx", content)})
    address = str(sent.headers["Location"])
    given = answers_of(client.get(address).content.decode()) | {"kind": "talk"}
    page = client.post(address, given | {"look": "1"}).content.decode()
    gone = client.post(address, answers_of(page) | {"go": "1"})
    preview = str(gone.headers["Location"])
    assert "mend them in your file" in client.get(preview).content.decode()
    assert "You may not record for this agency" in client.get(preview).content.decode()
    client.post(preview, {"leave_all": "1"})
    client.post(preview)
    batch = ImportBatch.objects.get()
    assert (batch.row_count, len(batch.left_out)) == (2, 2)


@pytest.mark.parametrize("table", ["x\ty\n1\t2\n", "a\tb\tc\n", "Ngày\tx\n22/11/2026\t1\n"])
def test_a_table_whose_headings_say_nothing_is_asked_about(table: str, province: Province, client_of: Browser) -> None:
    shown = client_of(province.an).post(reverse("ledger:imports"), {"table": table, "html": ""}, follow=True)
    assert shown.status_code == 200
    assert "/imports/mapping/" in shown.redirect_chain[-1][0]
