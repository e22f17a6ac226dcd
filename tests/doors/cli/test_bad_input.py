"""What cannot be done ends with 2 and a sentence, never with a traceback."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lantoa.base.database import copy_template
from lantoa.doors.cli.main import main
from tests.databases import CACHE, is_postgres
from tests.doors.cli.test_main import _lantoa

BYTES = os.fsdecode(b"\xff")


@pytest.mark.parametrize(
    "words",
    [
        ("figure", BYTES, "--period", "2026"),
        ("figure", "delegations_in", "--period", BYTES),
        ("figure", "delegations_in", "--period", "2026", "--agency", BYTES),
        ("entry", "show", BYTES),
        ("report", "trace", BYTES),
        ("template", BYTES, "-o", "x.xlsx"),
        ("outlines", f"{BYTES}.geojson"),
        ("import", f"{BYTES}.xlsx", "--agency", "xa-an-binh"),
    ],
)
def test_bytes_that_are_no_text_are_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert (said.out, "\\udcff" in said.err) == ("", True)


@pytest.mark.parametrize("words", [("figure", "delegations_in", "--period", "2026"), ("entry", "list")])
@pytest.mark.parametrize("seq", ["9" * 20, "9" * 5000, "-" + "9" * 20, "²", "1.5"])
def test_a_number_that_no_entry_can_have_is_refused(words: tuple[str, ...], seq: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, f"--as-of={seq}"])
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [("figure", "delegations_in", "--period", "2026"), ("entry", "list")])
@pytest.mark.parametrize("seq", ["1", "999999", "-1"])
def test_an_entry_that_is_still_to_come_is_refused(
    words: tuple[str, ...], seq: str, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, f"--as-of={seq}"]) == 2
    assert f"bút toán số {seq}: bút toán mới nhất của sổ cái là số 0" in capsys.readouterr().err


@pytest.mark.skipif(is_postgres(), reason="about the embedded database")
@pytest.mark.parametrize("damage", ["no database", "no table", "folder"])
def test_a_database_that_cannot_be_used_is_named(damage: str, tmp_path: Path) -> None:
    (tmp_path / "cache").symlink_to(CACHE)
    file = tmp_path / "lantoa.sqlite3"
    copy_template(file, cache=CACHE)
    if damage == "no database":
        file.write_bytes(b"This is a letter, not a database. " * 200)
    elif damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        with closing(sqlite3.connect(file)) as database:
            database.execute("DROP TABLE ledger_head")
    done = _lantoa("ledger", "head", LANTOA_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
