import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.doors.portal.cache.answers import Answer, drawn
from lantoa.doors.portal.cache.shelves import Folder, Memory


def _key(number: int) -> tuple[str, str, str, str]:
    return ("http", "localhost", f"/vi/{number}/", "")


def _page(size: int = 1000, letter: bytes = b"a") -> Answer:
    headers = [("Content-Type", "application/octet-stream"), ("Content-Length", str(size))]
    return drawn("200 OK", headers, letter * size, generation=1, now=5.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9_000)), max_size=40))
def test_memory_never_holds_more_than_it_may(puts: list[tuple[int, int]]) -> None:
    memory = Memory(30_000)
    for number, size in puts:
        memory.put(_key(number), _page(size))
        assert memory.size_bytes <= 30_000
        held = [answer for number in range(10) if (answer := memory.get(_key(number)))]
        assert memory.size_bytes == sum(answer.size_bytes for answer in held)
    if puts:
        assert memory.get(_key(puts[-1][0])) is not None


def test_memory_keeps_what_is_asked_for() -> None:
    memory = Memory(25_000)
    memory.put(_key(0), _page())
    for number in range(1, 40):
        memory.put(_key(number), _page())
        found = memory.get(_key(0))
        assert found is not None
        found.was_used = True  # as the door does
    assert memory.get(_key(1)) is None


def test_folder_gives_back_what_was_put(tmp_path: Path) -> None:
    folder = Folder(tmp_path, 10**6)
    page = drawn(
        "200 OK",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", "2000"),
            ("X-Lantoa-Counted", "view:1:vi:web"),
        ],
        b"y" * 2000,
        generation=7,
        now=3.5,
    )

    folder.put(_key(1), page)

    assert Folder(tmp_path, 10**6).get(_key(1)) == page
    assert folder.get(_key(2)) is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]\n", b"\xff\n", b'{"sizes": 3}\n', b'{"sizes": [1, 2], "name": 1}\nabc']
)
def test_folder_with_a_broken_file_has_nothing(tmp_path: Path, content: bytes) -> None:
    folder = Folder(tmp_path, 10**6)
    folder.put(_key(1), _page())
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert folder.get(_key(1)) is None


def test_folder_of_two_processes_stays_below_its_limit(tmp_path: Path) -> None:
    processes = [Folder(tmp_path, 100_000), Folder(tmp_path, 100_000)]
    for number in range(400):
        processes[number % 2].put(_key(number), _page(1500))
        assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 100_000
    assert processes[0].get(_key(399)) is not None


def test_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = Folder(tmp_path / "pages", 10**6)
    (tmp_path / "pages").rmdir()
    with caplog.at_level(logging.WARNING):
        folder.put(_key(1), _page())
    assert "could not be kept" in caplog.text
    assert folder.get(_key(1)) is None
