"""Files that are no whole backup: a clear sentence, exit code 2, and nothing written."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from lantoa.doors.cli.keeping import archive
from tests import databases
from tests.doors.cli.keeping.conftest import NewPlace, everything

# What a list says of a file with one letter x.
_LETTER = {"size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
Spoil = Callable[[Path, Path], None]


def _truncated(backup: Path, file: Path) -> None:
    whole = backup.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3])


def _flipped(backup: Path, file: Path) -> None:
    whole = bytearray(backup.read_bytes())
    whole[len(whole) // 3] ^= 0xFF
    file.write_bytes(whole)


def _no_zip(backup: Path, file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" * 100)


def _empty(backup: Path, file: Path) -> None:
    file.touch()


def _other_zip(backup: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("manifest.json", '{"format": "something else"}')


def _nothing_listed(backup: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("database.sqlite3", "x")


def _bomb(backup: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out, out.open("media/0.png", "w") as big:
        for _ in range(400):
            big.write(bytes(1024 * 1024))


def _rewritten(
    change: Callable[[dict[str, Any]], None] = lambda manifest: None,
    *,
    add: tuple[str | zipfile.ZipInfo, bytes] | None = None,
    without: str = "",
) -> Spoil:
    """The backup again, with another list, a member more, or one less."""

    def spoil(backup: Path, file: Path) -> None:
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
            manifest = json.loads(old.read("manifest.json"))
            for name in manifest["members"]:
                if not name.startswith(without or "\n"):
                    out.writestr(name, old.read(name))
            if add:
                out.writestr(*add)
            change(manifest)
            out.writestr("manifest.json", json.dumps(manifest))

    return spoil


def _listed_too(name: str) -> Spoil:
    def change(manifest: dict[str, Any]) -> None:
        manifest["members"][name] = _LETTER

    return _rewritten(change, add=(name, b"x"))


def _link() -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo("media/link")
    info.external_attr = 0o120777 << 16
    return info, b"../lantoa.sqlite3"


def _put(**values: Any) -> Spoil:
    return _rewritten(lambda manifest: manifest.update(values))


def _deep(backup: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("manifest.json", "[" * 100_000)


def _of_the_other_database() -> Spoil:
    if not databases.is_postgres():
        return _put(database="postgresql")

    def change(manifest: dict[str, Any]) -> None:
        manifest["database"] = "sqlite"
        manifest["members"]["database.sqlite3"] = _LETTER

    return _rewritten(change, add=("database.sqlite3", b"x"))


SPOILED: dict[str, tuple[Spoil, str]] = {
    "truncated": (_truncated, "no whole backup"),
    "one byte flipped": (_flipped, ""),
    "no ZIP": (_no_zip, "no whole backup"),
    "empty": (_empty, "no whole backup"),
    "another ZIP": (_other_zip, "no backup of Lan Tỏa"),
    "no list": (_nothing_listed, "no backup of Lan Tỏa"),
    "nested list": (_deep, ""),
    "a bomb": (_bomb, "which no honest one does"),
    "out of the folder": (_listed_too("media/../../lantoa.sqlite3"), "belongs nowhere"),
    "absolute": (_listed_too("/tmp/x"), "belongs nowhere"),
    "backslashes": (_listed_too("media/..\\..\\x"), "belongs nowhere"),
    "a folder": (_listed_too("media/x/"), "belongs nowhere"),
    "another place": (_listed_too("lantoa.sqlite3"), "belongs nowhere"),
    "a link": (_rewritten(add=_link()), "belongs nowhere"),
    "unlisted": (_rewritten(add=("media/unlisted.png", b"x")), "own list"),
    "one missing": (_rewritten(without="media/"), "own list"),
    "list without heads": (_rewritten(lambda manifest: manifest.pop("head_seq")), "no backup of Lan Tỏa"),
    "list of lists": (_put(members=[]), "no backup of Lan Tỏa"),
}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A small file as `backup` writes it, with nothing of worth in it."""
    file = tmp_path / "whole.zip"
    with archive.written(file) as writer:
        with writer.member("media/evidence/2026/11/anh.jpg") as write:
            write(bytes(range(256)) * 400)
        with writer.member("database.sqlite3") as write:
            write(b"SQLite format 3")
        writer.finish({
            "version": "0.1.0", "database": "sqlite", "migrations": [], "tables": {}, "head_seq": 0,
            "head_hash": "0" * 64, "made_at": "", "name": "", "counts": {},
        })  # fmt: skip
    return file


def test_a_whole_file_is_taken(whole: Path) -> None:
    assert archive.check(whole)["members"].keys() == {"media/evidence/2026/11/anh.jpg", "database.sqlite3"}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_file_is_refused_with_a_sentence(how: str, whole: Path, tmp_path: Path) -> None:
    spoil, sentence = SPOILED[how]
    file = tmp_path / "lantoa.zip"
    spoil(whole, file)
    with translation.override("en"), pytest.raises(archive.Damaged) as caught:
        archive.check(file)
    assert sentence in str(caught.value)


# -- as a person meets it --------------------------------------------------------------------------

CHECKED_LATER: dict[str, tuple[Spoil, str]] = {
    "truncated": (_truncated, "no whole backup"),
    "another head": (_put(head_hash="ab" * 32), "another head"),
    "newer": (_rewritten(lambda manifest: manifest["migrations"].append("ledger.9999_x")), "newer version"),
    "another database": (_of_the_other_database(), "the same kind"),
}


def test_a_spoiled_backup_changes_nothing(backup: Path, new_place: NewPlace, tmp_path: Path) -> None:
    there = new_place()
    assert there.asked.lantoa("ledger", "head")["head_seq"] == 0
    before = everything(there)
    for name, (spoil, sentence) in CHECKED_LATER.items():
        file = tmp_path / f"{name}.zip"
        spoil(backup, file)

        # One as a person starts it, the others of one process: what they say and where they end is the same.
        done = (there if name == "truncated" else there.asked).run("restore", str(file))

        assert (done.returncode, done.stdout) == (2, ""), name
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
        assert everything(there) == before, name
    missing = there.asked.run("restore", str(tmp_path / "none.zip"))
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "there is no such file" in missing.stderr
    assert there.head == (0, "0" * 64)
