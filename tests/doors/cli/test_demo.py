"""The sample: the figures it promises, the same ledger for the same day, and never in the way of real work."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth import authenticate
from django.core.files.base import ContentFile
from django.utils import translation

from lantoa.base import database, periods
from lantoa.base.models import Installation
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import queries
from lantoa.core.ledger.drafts import draft_of
from lantoa.core.ledger.models import Activity, Evidence
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, CommitteePaper, User
from lantoa.core.reports import queries as reports
from lantoa.core.reports.models import Report
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.answers import actions as answers
from lantoa.desks.answers.models import Remark
from lantoa.doors.cli import CommandError, demo, swap
from lantoa.doors.cli.main import main
from lantoa.doors.cli.sample import build, records
from tests import databases
from tests.databases import PROJECT

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
PROMISED = {
    "training_classes": 5, "training_delegates": 300, "delegations_in": 181, "talk_attendances": 2889,
    "panel_clusters": 3,
}  # fmt: skip
sqlite_alone = pytest.mark.skipif(databases.is_postgres(), reason="a file is swapped on SQLite alone")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of this module alone: a sample of a fixed day must not be taken for the one of this week."""
    folder = tmp_path_factory.mktemp("cache")
    template = database.template(databases.CACHE)
    shutil.copyfile(template, folder / template.name)
    return folder


@pytest.fixture
def empty(committed_database: str, cache: Path, tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An installation that holds nothing yet, in a folder of its own."""
    (tmp_path / "cache").symlink_to(cache)
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.DATABASE_FILE = Path(committed_database)
    with translation.override("en"):
        yield tmp_path


@pytest.fixture
def loaded(empty: Path) -> Path:
    demo.load(TODAY)
    return empty


def figure(code: str, period: str) -> Any:
    return queries.figure(vocabulary.definition(code), periods.parse(period)).value


def _evidence() -> list[str]:
    return list(Evidence.objects.exclude(file="").values_list("file", flat=True))


def refused(**how: Any) -> str:
    """The sentence with which the sample is not removed; nothing may have changed."""
    before = (queries.head().head_hash, Activity.objects.count(), User.objects.count())
    with pytest.raises(CommandError) as said:
        demo.remove(**how)
    assert (queries.head().head_hash, Activity.objects.count(), User.objects.count()) == before
    assert said.value.code == 1
    return str(said.value)


# -- what it holds ---------------------------------------------------------------------------------


def test_the_sample_gives_what_it_promises(loaded: Path) -> None:
    assert {code: figure(code, "2014..2018") for code in PROMISED} == PROMISED
    assert figure("review_papers", "2019") == 5
    assert queries.verify().problems == []
    grown = queries.figure(vocabulary.definition("foreign_press_growth"), periods.parse("2026"))
    assert (grown.numerator or 0) > (grown.denominator or 0) > 0
    assert figure("staff", "2026") == 43

    # A paper register stands for 24 delegations without a record each, and says so.
    shown = queries.explain(vocabulary.definition("delegations_in"), periods.parse("2014..2018"))
    value, count = shown.lump_value, shown.lump_count
    assert (value, count) == (39, 2)

    # The frozen review says what was known then; what came since stands beside it, and nothing of it has moved.
    review = Report.objects.get(state=Report.State.FROZEN)
    check = reports.check(review)
    moved = {item.frozen.token: (item.stated.text, item.now.text) for item in check.figures if item.is_restated}
    assert moved == {
        "delegations_in@2014..2018": ("182", "181"),
        "delegations_in@2017": ("39", "38"),
        "investment_delegation_share@2014..2018": ("32/182", "32/181"),
        "talk_attendances@2014..2018": ("2,916", "2,889"),
    }
    assert check.holds

    states = set(Activity.objects.filter(occurred_on__year=2026).values_list("state", flat=True))
    assert states == {*Activity.State.values} - {Activity.State.MERGED}  # nothing was recorded twice in it
    assert 200 <= Activity.objects.filter(occurred_on__year=2026).count() <= 260
    assert not Activity.objects.filter(occurred_on__gte=TODAY).exists()
    assert Evidence.objects.count() > 20
    assert all((loaded / "media" / name).is_file() for name in _evidence())
    installation = Installation.current()
    assert (installation.is_sample, installation.name_vi) == (True, "Tỉnh Thuận Biên")
    assert all(authenticate(username=name, password=password) for name, password, _ in demo.SIGN_INS)


@pytest.mark.before_release("the sample gives what it promises, to the digit")
def test_the_same_day_gives_the_same_ledger(loaded: Path, cache: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    shutil.copyfile(next(cache.glob("template-*.sqlite3")), again / "lantoa.sqlite3")
    environment = {
        **os.environ, "LANTOA_DATA": str(again), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "lantoa.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "lantoa.doors.cli.sample", TODAY.isoformat(), "another password"]
    subprocess.run(command, env=environment, cwd=PROJECT, check=True)
    with sqlite3.connect(again / "lantoa.sqlite3") as made:
        rows = made.execute("SELECT head_seq, head_hash FROM ledger_head").fetchall()
    made.close()
    assert rows == [(queries.head().head_seq, queries.head().head_hash)]


def test_any_day_has_records_to_repair() -> None:
    for number in range(0, 800, 13):
        today = date(2026, 1, 1) + timedelta(days=number)
        stream = records.of_two_years(_plan("year"), today)
        assert all(record.day < today for record in stream)
        repairs = records.to_repair(stream, today)
        assert len({id(repair.record) for repair in repairs}) == 6
        # Accepted by then: on the Monday after the one in which it came.
        assert all(repair.after_days >= 14 for repair in repairs)
        assert all(repair.record.came_on + timedelta(days=repair.after_days) < today for repair in repairs)


def test_no_place_of_the_sample_is_a_real_one() -> None:
    real = PROJECT.parent / "shared" / "data" / "vn-admin" / "wards_3321.csv"
    if not real.exists():
        pytest.skip("needs the list of communes, which is not part of the project")
    with real.open(encoding="utf-8") as file:
        names = {row["name_vi"] for row in csv.DictReader(file)}
    plan = _plan("province")
    assert not {item["vi"].split(" ", 1)[1] for item in plan["communes"]} & names
    assert not {part for item in plan["places"] for part in names if item["vi"].endswith(f" {part}")}


def _plan(name: str) -> Any:
    return yaml.safe_load((build.FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


# -- loading and removing --------------------------------------------------------------------------


def test_load_where_something_is_recorded_refuses(empty: Path) -> None:
    people.add_agency("so-that", "Sở thật", "", level=Agency.Level.DEPARTMENT)
    with pytest.raises(CommandError, match=r"agencies: \+1") as said:
        demo.load(TODAY)
    assert said.value.code == 1
    assert Agency.objects.count() == 1
    assert not Installation.current().is_sample


def test_load_again_is_instant_where_nobody_worked_and_refused_where_somebody_did(loaded: Path) -> None:
    assert demo.load(TODAY)["head_seq"] == queries.head().head_seq
    if databases.is_postgres():
        assert "new empty database" in refused()
    activity = Activity.objects.filter(state=Activity.State.SUBMITTED).first()
    assert activity
    ledger.accept(activity, by=User.objects.get(username="lan"), at=AT)
    with pytest.raises(CommandError, match=r"entries in the ledger: \+1"):
        demo.load(TODAY)


@sqlite_alone
def test_remove_puts_an_empty_database_in_place_and_keeps_the_old_file(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, names = queries.head().head_hash, _evidence()
    assert main(["demo", "--remove", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["removed"], done["discarded"]) == (True, [])
    assert (Activity.objects.count(), User.objects.count(), Installation.current().is_sample) == (0, 0, False)

    kept = loaded / done["kept_as"]
    with sqlite3.connect(kept) as old:
        assert old.execute("SELECT head_hash FROM ledger_head").fetchall() == [(head,)]
    old.close()
    assert all((loaded / f"{kept.stem}-files" / name).is_file() for name in names)
    assert not any((loaded / "media" / name).exists() for name in names)
    assert "no sample" in refused()


@sqlite_alone
def test_remove_after_work_refuses_unless_all_of_it_may_go(loaded: Path) -> None:
    an = User.objects.get(username="an")
    known = Activity.objects.filter(agency="xa-suoi-may", kind="talk").first()
    assert known
    ledger.save_draft(draft_of(known), by=an, at=AT)
    said = refused()
    assert "activities: +1" in said
    assert "--discard" in said

    done = demo.remove(discard=True)
    assert done["discarded"] == ["activities: +1"]
    assert Activity.objects.count() == 0
    with sqlite3.connect(loaded / done["kept_as"]) as old:
        assert old.execute("SELECT count(*) FROM ledger_activity").fetchone()[0] == 652
    old.close()


@sqlite_alone
def test_a_paper_that_somebody_filed_stays_and_goes_with_the_sample(loaded: Path) -> None:
    paper, by = CommitteePaper.objects.order_by("pk").first(), User.objects.get(username="lan")
    assert paper
    people.keep_paper_file(paper, ContentFile(b"%PDF-1.7", name="qd.pdf"), by=by, at=AT)
    paper.refresh_from_db()
    name = str(paper.file.name)
    assert "papers of the steering committee and their files: +1" in refused()
    done = demo.remove(discard=True)
    assert not (loaded / "media" / name).exists()
    assert (loaded / f"{Path(done['kept_as']).stem}-files" / name).is_file()


@sqlite_alone
def test_remove_refuses_where_a_reader_wrote_a_remark(loaded: Path) -> None:
    answers.receive("question", "Khi nào hội mở?", page=None, language="vi", at=AT, today=TODAY)
    assert "remarks of readers: +1" in refused()
    assert Remark.objects.count() == 1


@sqlite_alone
def test_nothing_is_swapped_while_somebody_has_the_database_open(loaded: Path) -> None:
    with sqlite3.connect(loaded / "lantoa.sqlite3") as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT count(*) FROM ledger_entry").fetchone()
        assert "in use" in refused()
    other.close()
    with swap.serving(loaded):
        assert "in use" in refused()
    assert not [*loaded.glob("removed-sample-*"), *loaded.glob("*.part")]
    assert demo.remove()["removed"]


@sqlite_alone
def test_discard_alone_is_bad_input(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--discard"]) == 2
    assert "--remove" in capsys.readouterr().err
