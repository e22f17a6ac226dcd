"""A workbook from the template to the figures and back out again; twice, half, forbidden, and on three doors."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from lantoa.base import periods
from lantoa.core.ledger import actions, queries, workbooks
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.ledger.models import Activity, Entry, ImportBatch
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import IndicatorVersion
from lantoa.doors.cli.main import main
from tests.core.ledger.workbooks.making import BAD, filled
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 5, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ATTENDANCES = IndicatorVersion(indicator_id="x", spec={"agg": "sum", "kind": "talk", "measure": "attendances"})
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
    uploads.clean(at=datetime(2200, 1, 1, tzinfo=UTC))


def talks(count: int = 3, **more: Any) -> list[dict[str, Any]]:
    return [
        {"title": f"Nói chuyện {n}", "occurred_on": f"{n}/2/2026", "attendances": 100 + n, **more}
        for n in range(1, count + 1)
    ]


def read(path: Path, agency: str = "xa-an-binh") -> workbooks.Reading:
    return workbooks.read(path, file_name=path.name, agency=agency, agencies=None, today=TODAY)


def take_in(path: Path, by: User, agency: str = "xa-an-binh") -> ImportBatch:
    reading = read(path, agency)
    assert reading.problems == []
    return workbooks.take_in(reading, workbooks.compare(reading), by=by, at=AT)


def attendances() -> Decimal | None:
    return queries.figure(ATTENDANCES, periods.year(2026)).value


# -- from the template to the figures --------------------------------------------------------------


def test_a_filled_template_counts_once_it_is_accepted(province: Province, tmp_path: Path) -> None:
    rows = [*talks(2), {"title": "Phiên họp", "occurred_on": "quý I năm 2026", "attendances": "hơn 1.000"}]
    batch = take_in(filled(tmp_path / "x.xlsx", "talk", rows), province.an)
    assert (batch.row_count, batch.kind_id, batch.agency_id, batch.imported_by) == (
        3,
        "talk",
        "xa-an-binh",
        province.an,
    )
    assert set(batch.activities.values_list("state", "submitted_by")) == {("submitted", province.an.pk)}
    assert attendances() in (0, None)
    actions.accept_many(batch.activities.all(), by=province.lan, at=AT)
    assert attendances() == 101 + 102 + 1000
    assert queries.figure(ATTENDANCES, periods.parse("2026-Q1")).approximate


def _spell_day(day: date) -> st.SearchStrategy[Any]:
    return st.sampled_from(
        [day, day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day}.{day.month}.{day.year}"]
    )


def _spell_number(number: int) -> st.SearchStrategy[Any]:
    return st.sampled_from([number, str(number), f"{number:,}".replace(",", "."), float(number)])


ROWS = st.lists(
    st.tuples(
        st.text("aăbcdđeếơ ữ0123456789&<>\"'", min_size=1, max_size=20).filter(lambda text: text.strip()),
        st.dates(date(2000, 1, 1), TODAY).flatmap(lambda day: st.tuples(st.just(day), _spell_day(day))),
        st.integers(0, 10**7).flatmap(lambda number: st.tuples(st.just(number), _spell_number(number))),
        st.sampled_from(["", "over", "nearly", "about"]),
    ),
    min_size=1,
    max_size=6,
)


@limits(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_whatever_is_written_into_the_template_is_read_back(
    rows: list[Any], province: Province, tmp_path: Path
) -> None:
    given_rows = [
        {"title": f"T {title}", "occurred_on": day[1], "attendances": number[1], "attendances_qualifier": qualifier}
        for title, day, number, qualifier in rows
    ]
    reading = read(filled(tmp_path / "x.xlsx", "talk", given_rows))
    assert reading.problems == []
    assert [
        (row.draft.title, row.draft.occurred_from, row.draft.occurred_on, row.draft.quantities) for row in reading.rows
    ] == [
        (
            " ".join(f"T {title}".split()), day[0], day[0],
            {"talks": (1000, ""), "attendances": (number[0] * 1000, qualifier)},
        )
        for title, day, number, qualifier in rows
    ]  # fmt: skip


# -- twice -----------------------------------------------------------------------------------------


def test_the_same_workbook_twice_is_recognised_and_says_who_and_when(province: Province, tmp_path: Path) -> None:
    first = take_in(filled(tmp_path / "một.xlsx", "talk", talks()), province.an)
    again = read(filled(tmp_path / "hai.xlsx", "talk", list(reversed(talks()))))
    comparison = workbooks.compare(again)
    assert (comparison.earlier, comparison.new, [row.row for row, _pk in comparison.known]) == (first, [], [3, 4, 5])
    with pytest.raises(actions.AlreadyImported, match=r"22/11/2026 12:00 by Trần Văn An, from “một.xlsx”") as raised:
        workbooks.take_in(again, comparison, by=province.lan, at=AT)
    assert raised.value.earlier == first
    assert (ImportBatch.objects.count(), Activity.objects.count()) == (1, 3)


def test_a_workbook_that_grew_brings_only_its_new_rows(province: Province, tmp_path: Path) -> None:
    take_in(filled(tmp_path / "x.xlsx", "talk", talks(2)), province.an)
    grown = [*talks(4), talks(1)[0]]  # the last row is a second talk just like the first
    batch = take_in(filled(tmp_path / "x.xlsx", "talk", grown), province.an)
    assert batch.row_count == 3
    assert Activity.objects.filter(title="Nói chuyện 1").count() == 2
    with pytest.raises(actions.AlreadyImported):
        take_in(filled(tmp_path / "y.xlsx", "talk", grown), province.an)
    with pytest.raises(actions.NothingNew):
        take_in(filled(tmp_path / "z.xlsx", "talk", talks(3)), province.an)


def test_the_database_refuses_the_same_rows_even_if_nobody_asks(province: Province, tmp_path: Path) -> None:
    from tests.write_guard import raw_writes

    batch = take_in(filled(tmp_path / "x.xlsx", "talk", talks()), province.an)
    batch.pk = None
    with raw_writes("two people at the same moment"), pytest.raises(IntegrityError):
        batch.save(force_insert=True)


def test_the_same_rows_of_another_agency_are_other_records(province: Province, tmp_path: Path) -> None:
    path = filled(tmp_path / "x.xlsx", "talk", talks())
    assert take_in(path, province.lan).pk != take_in(path, province.lan, "xa-binh-minh").pk


# -- undo ------------------------------------------------------------------------------------------


def test_undo_before_acceptance_deletes_and_the_workbook_may_come_again(province: Province, tmp_path: Path) -> None:
    path = filled(tmp_path / "x.xlsx", "talk", talks())
    batch = take_in(path, province.an)
    actions.withdraw(batch.activities.all()[0], by=province.an, at=AT)
    assert queries.undo_effect(batch) == queries.UndoEffect(deleted=3, reversed=0)
    for done in (queries.UndoEffect(3, 0), queries.UndoEffect(0, 0)):
        assert actions.undo_import(batch, by=province.an, at=AT) == done
    assert not Activity.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.undone_at) == ("undone", AT)
    assert take_in(path, province.an).row_count == 3


def test_undo_after_acceptance_reverses_every_fact_and_keeps_the_past(province: Province, tmp_path: Path) -> None:
    batch = take_in(filled(tmp_path / "x.xlsx", "talk", talks()), province.an)
    accepted = list(batch.activities.order_by("pk")[:2])
    actions.accept_many(accepted, by=province.lan, at=AT)
    changed = draft_of(accepted[1])
    changed.quantities["attendances"] = (500_000, "")
    actions.correct(accepted[1], changed, by=province.lan, at=AT, reason="Đếm lại")
    known_then = (queries.head_seq(), attendances())
    with pytest.raises(actions.NotNow, match="reason"):
        actions.undo_import(batch, by=province.lan, at=AT)
    assert actions.undo_import(batch, by=province.lan, at=AT, reason="Nhập nhầm") == queries.UndoEffect(1, 2)
    assert sorted(batch.activities.values_list("state", flat=True)) == ["reversed", "reversed"]
    assert attendances() == 0
    assert queries.figure(ATTENDANCES, periods.year(2026), as_of_seq=known_then[0]).value == known_then[1]
    assert Entry.objects.filter(sign=-1, reason__text="Nhập nhầm").count() == 2


# -- the web ---------------------------------------------------------------------------------------


def uploaded(browser: Client, path: Path, **more: str) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return browser.post(reverse("ledger:imports"), {"file": file, **more}, follow=True)


def kept() -> list[Path]:
    return list((settings.DATA / "uploads").glob("*"))


def test_an_officer_uploads_looks_and_confirms_on_the_web(
    province: Province, client_of: Browser, tmp_path: Path
) -> None:
    officer = client_of(province.an)
    shown = uploaded(officer, filled(tmp_path / "x.xlsx", "talk", talks()))
    address = shown.redirect_chain[0][0]
    assert (shown.status_code, len(shown.context["rows"]), shown.context["reading"].problems) == (200, 3, [])
    assert (Activity.objects.count(), len(kept())) == (0, 1)
    done = officer.post(address, follow=True)
    batch = ImportBatch.objects.get()
    assert done.redirect_chain == [(reverse("ledger:import_batch", args=[batch.pk]), 302)]
    assert (done.status_code, batch.row_count, kept()) == (200, 3, [])
    assert officer.post(address, follow=True).redirect_chain == [(reverse("ledger:imports"), 302)]
    undone = officer.post(reverse("ledger:import_undo", args=[batch.pk]), follow=True)
    assert (undone.context["batch"].state, Activity.objects.count()) == ("undone", 0)


def test_a_workbook_with_problems_shows_them_all_and_cannot_be_confirmed(
    province: Province, client_of: Browser, tmp_path: Path
) -> None:
    rows = [*talks(1), {"title": "A", "occurred_on": "31/2/2026", "attendances": "1,000", "topic": "<b>gì đó</b>"}]
    shown = uploaded(client_of(province.an), filled(tmp_path / "x.xlsx", "talk", rows))
    text = shown.content.decode()
    assert all(remark.cell in text for remark in shown.context["reading"].problems)
    assert [remark.cell for remark in shown.context["reading"].problems] == ["B4", "D4", "H4"]
    assert "<b>gì" not in text
    client_of(province.an).post(shown.redirect_chain[0][0])
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", ["empty", "csv", "jpg", "encrypted", "entity_bomb", "bomb", "huge"])
def test_a_bad_file_on_the_web_gets_its_sentence_and_is_not_kept(
    name: str, province: Province, client_of: Browser, tmp_path: Path
) -> None:
    BAD[name][0](tmp_path / "x.xlsx")
    answer = uploaded(client_of(province.an), tmp_path / "x.xlsx")
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1
    assert kept() == []


def test_an_upload_belongs_to_its_person_for_a_day(province: Province, client_of: Browser, tmp_path: Path) -> None:
    address = uploaded(client_of(province.an), filled(tmp_path / "x.xlsx", "talk", talks())).redirect_chain[0][0]
    assert client_of(province.an).get(address).status_code == 200
    for other in (province.binh, province.lan):
        assert client_of(other).get(address).headers["Location"] == reverse("ledger:imports")
    token = address.split("/")[-2]
    now = datetime.now(UTC)
    with pytest.raises(uploads.UploadGone):
        uploads.find(token, user_id=province.an.pk, at=now + timedelta(days=1, minutes=1))
    with pytest.raises(uploads.UploadGone):
        uploads.find(token[:-1], user_id=province.an.pk, at=now)
    assert (uploads.clean(at=now + timedelta(hours=23)), len(kept())) == (0, 1)
    assert (uploads.clean(at=now + timedelta(hours=25)), kept()) == (1, [])


def test_who_may_see_and_undo_an_import(province: Province, client_of: Browser, tmp_path: Path) -> None:
    batch = take_in(filled(tmp_path / "x.xlsx", "talk", talks()), province.an)
    page, undo = (reverse(f"ledger:{name}", args=[batch.pk]) for name in ("import_batch", "import_undo"))
    assert client_of(province.an).get(page).context["may_undo"]
    assert client_of(province.binh).get(page).status_code == 404
    assert client_of(province.binh).post(undo).status_code == 404
    assert not client_of(province.binh).get(reverse("ledger:imports")).context["page"].object_list
    assert client_of(province.leader).get(page).status_code == 403
    actions.accept(batch.activities.all()[0], by=province.lan, at=AT)
    client_of(province.an).post(undo, {"reason": "Nhầm"})
    batch.refresh_from_db()
    assert (batch.state, Activity.objects.count()) == ("submitted", 3)
    assert client_of(province.lan).post(undo).status_code == 422
    assert client_of(province.lan).post(undo, {"reason": "Nhầm"}).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_a_row_for_another_agency_is_refused_to_a_focal_point(
    province: Province, client_of: Browser, tmp_path: Path
) -> None:
    path = filled(tmp_path / "x.xlsx", "talk", talks(1, agency="xa-binh-minh"))
    assert uploaded(client_of(province.an), path).context["reading"].problems
    shown = uploaded(client_of(province.lan), path, agency="xa-an-binh")
    client_of(province.lan).post(shown.redirect_chain[0][0])
    assert [made.agency_id for made in Activity.objects.all()] == ["xa-binh-minh"]


def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(
    province: Province, client_of: Browser, count_queries: Callable[[], Any], tmp_path: Path
) -> None:
    secretary, counts = client_of(province.lan), []
    for number in (1, 3):
        batch = take_in(filled(tmp_path / "x.xlsx", "talk", talks(number, note=f"{number}")), province.an)
        for address in (reverse("ledger:imports"), reverse("ledger:import_batch", args=[batch.pk])):
            secretary.get(address)
            with count_queries() as captured:
                assert secretary.get(address).status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 16


def test_a_template_is_downloaded_per_kind(province: Province, client_of: Browser) -> None:
    answer = client_of(province.an).get(reverse("ledger:template", args=["talk"]))
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lantoa-talk.xlsx"'
    assert client_of(province.an).get(reverse("ledger:template", args=["gala"])).status_code == 404


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def lantoa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`lantoa("import", ...)` in this process: its exit code, what it said, what it complained about."""
    monkeypatch.setenv("LANTOA_LANG", "en")
    monkeypatch.setattr("lantoa.doors.cli.main.prepare_database", lambda: False)

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_command_line_writes_a_template_checks_and_imports(
    province: Province, lantoa: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, out, _err = lantoa("template", "talk", "-o", tmp_path / "t.xlsx")
    assert (code, (tmp_path / "t.xlsx").read_bytes()[:2]) == (0, b"PK")
    assert str(tmp_path / "t.xlsx") in out
    code, _out, err = lantoa("template", "gala", "-o", tmp_path / "no.xlsx")
    assert (code, (tmp_path / "no.xlsx").exists()) == (2, False)
    assert "training_class" in err
    path = filled(tmp_path / "x.xlsx", "talk", talks())
    code, out, _err = lantoa("import", path, "--agency", "xa-an-binh", "--dry-run")
    assert (code, Activity.objects.count()) == (0, 0)
    assert "306" in out
    code, out, _err = lantoa("import", path, "--agency", "xa-an-binh", "--json")
    document = json.loads(out)
    batch = ImportBatch.objects.get()
    assert (code, document["imported"], document["import"], document["refused"]) == (0, 3, batch.pk, "")
    assert document["totals"] == [
        {"measure": "talks", "value": 3, "approximate": False},
        {"measure": "attendances", "value": 306, "approximate": False},
    ]
    for option in ([], ["--dry-run"]):
        code, _out, err = lantoa("import", path, "--agency", "xa-an-binh", *option)
        assert (code, Activity.objects.count()) == (2, 3)
        assert "already imported" in err
    code, out, _err = lantoa("import", path, "--agency", "xa-an-binh", "--json")
    assert (code, json.loads(out)["earlier_import"]) == (2, batch.pk)


@pytest.mark.parametrize("name", ["empty", "csv", "encrypted", "bomb", "entity_bomb", "huge"])
def test_the_command_line_ends_with_2_for_a_bad_file(
    name: str, province: Province, lantoa: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    BAD[name][0](tmp_path / "x.xlsx")
    code, out, err = lantoa("import", tmp_path / "x.xlsx", "--agency", "xa-an-binh")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert str(tmp_path / "x.xlsx") in err
    code, out, err = lantoa("import", tmp_path / "x.xlsx", "--agency", "xa-an-binh", "--json")
    assert (code, err, json.loads(out)["imported"]) == (2, "", 0)
    assert not ImportBatch.objects.exists()


def test_the_command_line_names_unknown_agencies_people_and_all_problems(
    province: Province, lantoa: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    path = filled(
        tmp_path / "x.xlsx", "talk", [*talks(1), {"title": "A", "occurred_on": "hôm qua", "attendances": "x"}]
    )
    assert lantoa("import", path, "--agency", "UBND xã An Bình")[0] == 2
    assert lantoa("import", path, "--agency", "xa-an-binh", "--by", "nobody")[0] == 2
    assert lantoa("import", path, "--agency", "xa-an-binh", "--by", "binh")[0] == 1
    code, _out, err = lantoa("import", path, "--agency", "xa-an-binh", "--by", "an")
    assert (code, re.findall(r" ([A-Z]\d) “", err)) == (2, ["B4", "H4"])
    assert not ImportBatch.objects.exists()
