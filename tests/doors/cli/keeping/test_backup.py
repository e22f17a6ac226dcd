"""`lantoa backup` and `lantoa restore`, from one folder and database to another."""

import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from lantoa import __version__
from tests import databases
from tests.doors.cli.keeping.conftest import NewPlace, Place, everything
from tests.installations import Installation

_POST = """
import django; django.setup()
from datetime import date
from django.utils import timezone
from lantoa.core.ledger import actions
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people import queries
lan, day, now = queries.person("lan"), date(2026, 2, 3), timezone.now()
agency = lan.current_posts[0].agency_id
while True:
    draft = Draft("talk", agency, "Nói chuyện", day, day, quantities={"talks": (1000, "")})
    actions.accept(actions.submit(actions.save_draft(draft, by=lan, at=now), by=lan, at=now), by=lan, at=now)
    print("posted", flush=True)
"""
_OLDER = """
import sys, django; django.setup()
from pathlib import Path
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from lantoa.doors.cli import backup
MigrationExecutor(connection).migrate([("reports", "0004_statements")])  # without what follows a migrate of ours
with connection.cursor() as cursor:  # the mark of another version
    is_sqlite = connection.vendor == "sqlite"
    cursor.execute("PRAGMA user_version = 1" if is_sqlite else "COMMENT ON TABLE django_migrations IS '1'")
backup.save(Path(sys.argv[1]))
"""


@pytest.mark.on_both
def test_a_backup_restored_elsewhere_is_the_same_installation(source: Place, backup: Path, new_place: NewPlace) -> None:
    there = new_place()
    assert there.asked.lantoa("ledger", "head")["head_seq"] == 0
    told = there.lantoa("restore", str(backup))

    seq, digest = source.head
    assert seq > 100
    assert told["head_before"] == told["head_after"] == {"seq": seq, "hash": digest}
    assert (told["problems"], told["kept_as"], told["version"]) == ([], None, __version__)
    assert there.head == source.head
    assert source.files() == there.files() != {}
    verified = there.asked.lantoa("ledger", "verify")
    assert verified == source.asked.lantoa("ledger", "verify")
    assert verified["holds"]
    assert verified["documents"]["same"] > 100
    figure = ("figure", "delegations_in", "--period", "2014..2018")
    assert there.asked.lantoa(*figure) == source.asked.lantoa(*figure)
    assert there.asked.lantoa("report", "list") == source.asked.lantoa("report", "list")
    # The secret key goes along where it was asked for; then people stay signed in.
    key = (there.folder / "secret_key").read_text()
    ours = source.environment.get("LANTOA_SECRET_KEY") or (source.folder / "secret_key").read_text()
    assert key.strip() == ours.strip()
    assert stat.S_IMODE((there.folder / "secret_key").stat().st_mode) == 0o600
    # The numbers that the database hands out go on where they were.
    assert there.python("-c", _POST.replace("while True", "for _ in range(2)")) == "posted\nposted"
    assert there.head[0] == seq + 2
    assert there.asked.lantoa("ledger", "verify")["holds"]


def test_the_list_in_a_backup_tells_what_it_holds(source: Place, backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        digests = {
            name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name in archive.namelist()
            if name != "manifest.json" and (data := archive.read(name)) is not None
        }
    assert manifest["members"] == digests
    assert {name.removeprefix("media/") for name in digests if name.startswith("media/")} == source.files().keys()
    assert "secret_key" in digests
    assert (manifest["head_seq"], manifest["head_hash"]) == source.head
    assert manifest["counts"]["entries"] == manifest["head_seq"]
    assert manifest["is_sample"] is True
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_is_never_written_over_unless_told(source: Place, tmp_path: Path) -> None:
    file = tmp_path / "lantoa.zip"
    file.write_text("mine")
    refused = source.run("backup", str(file))
    assert (refused.returncode, file.read_text()) == (1, "mine")
    assert "is there already" in refused.stderr

    assert source.asked.run("backup", str(file), "--force").returncode == 0
    assert zipfile.is_zipfile(file)
    assert os.listdir(tmp_path) == ["lantoa.zip"]  # noqa: PTH208 the names alone
    with zipfile.ZipFile(file) as archive:
        assert "secret_key" not in archive.namelist(), "it goes along only when asked for"


def test_a_backup_into_a_folder_that_is_not_there_is_bad_input(source: Place, tmp_path: Path) -> None:
    done = source.asked.run("backup", str(tmp_path / "none" / "lantoa.zip"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no folder" in done.stderr


def test_backups_made_while_people_write_are_whole_each_at_its_moment(
    worked_in: Place, new_place: NewPlace, tmp_path: Path
) -> None:
    here, there = worked_in, new_place()
    writer = here.start("-c", _POST)
    heads = []
    try:
        for number in range(2):
            assert writer.stdout
            assert writer.stdout.readline() == "posted\n"
            told = here.asked.lantoa("backup", str(tmp_path / f"{number}.zip"))
            heads.append((told["head_seq"], told["head_hash"]))
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()  # type: ignore[union-attr] # opened above

    assert heads[0] < heads[1] <= here.head
    there.lantoa("restore", str(tmp_path / "0.zip"))
    assert there.head == heads[0]
    there.lantoa("restore", str(tmp_path / "1.zip"), "--replace")
    assert there.head == heads[1]
    assert there.asked.lantoa("ledger", "verify")["holds"]


@pytest.mark.before_release("test_database.py: a database of an older version is migrated")
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    source: Place, worked_in: Place, new_place: NewPlace, tmp_path: Path
) -> None:
    there, file = new_place(), tmp_path / "older.zip"
    worked_in.python("-c", _OLDER, str(file))
    with zipfile.ZipFile(file) as archive:
        applied = json.loads(archive.read("manifest.json"))["migrations"]
    assert "reports.0004_statements" in applied
    assert "reports.0005_daily_heads" not in applied

    told = there.lantoa("restore", str(file))

    assert (told["head_after"]["seq"], told["head_after"]["hash"]) == source.head
    assert there.asked.lantoa("ledger", "verify")["holds"]
    assert there.run("tick", "--once").returncode == 0


def test_real_work_is_not_replaced_unless_told_and_then_kept(
    source: Place, backup: Path, worked_in: Place, tmp_path: Path
) -> None:
    there = worked_in
    there.python("-c", _POST.replace("while True", "for _ in range(1)"))
    old_head, old_files, before = there.head, there.files(), everything(there)

    refused = there.run("restore", str(backup))
    assert refused.returncode == 1
    assert "Something is recorded here already" in refused.stderr
    assert (there.head, everything(there)) == (old_head, before)

    told = there.lantoa("restore", str(backup), "--replace")

    assert there.head == source.head != old_head
    kept = there.folder / f"{told['kept_as']}-files"
    assert {path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file()} == old_files.keys()
    if not databases.is_postgres():
        old = Installation(tmp_path / "old", there.environment)
        old.folder.mkdir()
        (there.folder / f"{told['kept_as']}.sqlite3").rename(old.folder / "lantoa.sqlite3")
    else:
        url = there.environment["DATABASE_URL"]
        schema = told["kept_as"].replace("-", "_")
        old = Installation(there.folder, {"DATABASE_URL": f"{url}&options=-csearch_path%3D{schema}"})
    assert old.head == old_head


@pytest.mark.before_release("test_demo.py: nothing is swapped while somebody has the database open")
def test_nothing_is_restored_under_a_running_server(backup: Path, new_place: NewPlace) -> None:
    there = new_place()
    code = (
        "import sys, time; from pathlib import Path; from lantoa.doors.cli import swap\n"
        "with swap.serving(Path(sys.argv[1])): print('serving', flush=True); time.sleep(60)"
    )
    server = there.start("-c", code, str(there.folder))
    try:
        assert server.stdout
        assert server.stdout.readline() == "serving\n"
        before = everything(there)
        refused = there.run("restore", str(backup))
        # Every command that is the first in a folder makes its secret key.
        assert (refused.returncode, everything(there) - {"secret_key"}) == (1, before - {"secret_key"})
        assert "Stop “lantoa up” first" in refused.stderr
    finally:
        server.kill()
        server.wait()
        server.stdout.close()  # type: ignore[union-attr] # opened above
    assert there.lantoa("restore", str(backup))["restored"]
