"""A workbook whose rows name an agency that is no more: refused, with the successor to write instead."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lantoa.core.ledger import actions
from lantoa.core.ledger.models import Activity
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, User
from lantoa.doors.cli.main import main
from lantoa.doors.office.middleware import LANGUAGE_COOKIE
from tests.core.ledger.test_downloads import columns, download, recorded, send
from tests.core.ledger.workbooks.making import filled
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
END = date(2026, 3, 1)
OLD, NEW = "An Bình Commune People's Committee", "Bình Minh Commune People's Committee"
Lantoa = Callable[..., tuple[int, Any]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
    uploads.clean(at=datetime(2200, 1, 1, tzinfo=UTC))


@pytest.fixture
def lantoa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lantoa:
    """`lantoa("import", ...)` in this process: its exit code and its JSON document."""
    monkeypatch.setenv("LANTOA_LANG", "en")
    monkeypatch.setattr("lantoa.doors.cli.main.prepare_database", lambda: False)

    def run(*words: str | Path) -> tuple[int, Any]:
        return main([*map(str, words), "--json"]), json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def merged(province: Province) -> Province:
    """Commune A became part of commune B on 1 March, and An went with it."""
    people.merge_agency(province.commune_a, into=province.commune_b, on=END)
    return province


@pytest.fixture
def english_client(client_of: Callable[[User], Client]) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = client_of(user)
        client.cookies[LANGUAGE_COOKIE] = "en"
        return client

    return signed_in


def talk(day: str, **more: Any) -> dict[str, Any]:
    return {"title": "Nói chuyện", "occurred_on": day, "attendances": 40, **more}


def test_the_command_line_refuses_what_took_place_after_the_end(
    merged: Province, lantoa: Lantoa, tmp_path: Path
) -> None:
    path = filled(tmp_path / "x.xlsx", "talk", [talk("28/2/2026"), talk("1/3/2026")])
    code, document = lantoa("import", path, "--agency", "xa-an-binh")
    assert (code, Activity.objects.count()) == (2, 0)
    assert [(item["row"], item["column"], item["message"]) for item in document["problems"]] == [
        (4, "B", f"{OLD} became part of {NEW} on 01/03/2026: record for {NEW} what took place since.")
    ]  # fmt: skip

    path = filled(tmp_path / "y.xlsx", "talk", [talk("28/2/2026"), talk("1/3/2026", agency="UBND xã Bình Minh")])
    code, document = lantoa("import", path, "--agency", "xa-an-binh")
    assert (code, document["problems"]) == (0, [])
    assert sorted(Activity.objects.values_list("agency", flat=True)) == ["xa-an-binh", "xa-binh-minh"]


def test_an_agency_that_only_ended_takes_nothing_after_its_end(
    province: Province, lantoa: Lantoa, tmp_path: Path
) -> None:
    people.end_agency(province.commune_a, on=END, by=province.lan, at=AT)
    path = filled(tmp_path / "x.xlsx", "talk", [talk("1/3/2026", agency="UBND xã An Bình")])
    code, document = lantoa("import", path, "--agency", "xa-binh-minh")
    assert (code, Activity.objects.count()) == (2, 0)
    assert [(item["heading"], item["message"]) for item in document["problems"]] == [
        ("Cơ quan chủ trì", f"{OLD} ended on 01/03/2026: only what took place before can be recorded for it.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "advice"),
    [
        ("an", f"record for {NEW} what took place since."),  # may still mend what the old agency has
        ("binh", f"write {NEW}, or leave the cell blank."),  # was never of the old agency
    ],
)
def test_the_page_leads_to_the_successor_in_the_very_cell(
    person: str, advice: str, merged: Province, english_client: Callable[[User], Client], tmp_path: Path
) -> None:
    officer = english_client(getattr(merged, person))
    path = filled(tmp_path / "x.xlsx", "talk", [talk("5/3/2026", agency="UBND xã An Bình")])
    file = SimpleUploadedFile("x.xlsx", path.read_bytes())
    page = officer.post(reverse("ledger:imports"), {"file": file, "agency": "xa-binh-minh"}).headers["Location"]

    (problem,) = officer.get(page).context["reading"].problems
    assert problem.message == f"{OLD} became part of {NEW} on 01/03/2026: {advice}"
    officer.post(page)
    assert Activity.objects.count() == 0

    officer.post(page, {f"cell {problem.key}": "UBND xã Bình Minh", "mend": "1"})
    assert officer.get(page).context["reading"].problems == []
    officer.post(page)
    assert list(Activity.objects.values_list("agency", flat=True)) == ["xa-binh-minh"]


def test_a_download_may_mend_what_stands_and_not_move_it_past_the_end(
    province: Province, english_client: Callable[[User], Client]
) -> None:
    made = [recorded(province.an, title) for title in ("Một", "Hai")]
    officer = english_client(province.an)
    book = download(officer)
    sheet, place = book.worksheets[0], columns(book.worksheets[0])
    sheet.cell(3, place["title"], "Một, đã sửa")
    sheet.cell(4, place["occurred_on"], "5/3/2026")
    page = send(officer, book)
    people.merge_agency(province.commune_a, into=province.commune_b, on=END)

    found = officer.get(page).context["comparison"]
    assert [change.activity for change in found.changed] == made[:1]
    assert [(refusal.activity, NEW in refusal.why) for refusal in found.refused] == [(made[1].pk, True)]


def test_a_name_that_two_agencies_bear_means_the_one_that_still_is(
    province: Province, lantoa: Lantoa, tmp_path: Path
) -> None:
    people.add_agency("xa-an-binh-moi", "UBND xã An Bình", "", level=Agency.Level.COMMUNE, parent=province.committee)
    path = filled(tmp_path / "x.xlsx", "talk", [talk("5/3/2026", agency="UBND xã An Bình")])
    assert lantoa("import", path, "--agency", "ubnd-tinh", "--dry-run")[0] == 2  # which of the two is not said

    people.end_agency(province.commune_a, on=END, by=province.lan, at=AT)
    assert lantoa("import", path, "--agency", "ubnd-tinh")[0] == 0
    made = Activity.objects.get()
    assert made.agency_id == "xa-an-binh-moi"
    assert actions.accept(made, by=province.lan, at=AT).is_standing
