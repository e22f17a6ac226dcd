"""What readers leave for the writer: handed over once, whatever breaks in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lantoa.base import spools
from lantoa.base.spools import Spool

pytestmark = pytest.mark.django_db


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "notes")


def _swept(spool: Spool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    spool.sweep(found.extend)
    return found


def test_what_is_noted_is_handed_over_once_and_leaves_nothing(spool: Spool) -> None:
    assert _swept(spool) == []
    assert spool.note({"text": "học bổng", "n": 1})
    assert spool.note({"text": "a\nb"})
    assert _swept(spool) == [{"text": "học bổng", "n": 1}, {"text": "a\nb"}]
    assert _swept(spool) == []
    assert list(spool.folder.iterdir()) == []


def test_what_cannot_be_kept_now_is_handed_over_the_next_time(spool: Spool) -> None:
    def refuse(_lines: object) -> None:
        raise RuntimeError("locked")

    spool.note({"n": 1})
    with pytest.raises(RuntimeError):
        spool.sweep(refuse)
    spool.note({"n": 2})

    assert _swept(spool) == [{"n": 1}, {"n": 2}]


def test_half_a_line_is_left_out(spool: Spool) -> None:
    spool.note({"n": 1})
    with (spool.folder / "open").open("a", encoding="utf-8") as file:
        file.write('{"n": 2\n[3]\n')
    spool.note({"n": 4})

    assert _swept(spool) == [{"n": 1}, {"n": 4}]


def test_full_file_or_folder_that_cannot_be_made_stops_nobody(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spools, "MOST_BYTES", 10)
    assert [spool.note({"n": number}) for number in (1, 2, 3)] == [True, True, False]
    (tmp_path / "file").touch()
    assert not Spool(tmp_path / "file" / "notes").note({"n": 1})


def test_what_many_note_while_it_is_taken_is_all_there_and_once(spool: Spool) -> None:
    found: list[dict[str, Any]] = []

    def note_many(writer: int) -> list[bool]:
        return [spool.note({"writer": writer, "n": number}) for number in range(200)]

    def sweep_many(take: Callable[..., object]) -> None:
        while sum(not each.done() for each in writing):
            spool.sweep(take)

    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(note_many, writer) for writer in range(4)]
        sweep_many(found.extend)
    spool.sweep(found.extend)

    assert sorted((line["writer"], line["n"]) for line in found) == [(w, n) for w in range(4) for n in range(200)]
