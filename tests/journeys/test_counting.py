"""Counting when programs are killed: half a second of views may be lost, and nothing is counted twice."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations
from tests.installations import Installation, Running

ROUNDS = int(os.environ.get("LANTOA_CHAOS_ROUNDS", "2"))
_COUNT = (
    "import django; django.setup()\n"
    "from django.db.models import Sum\n"
    "from lantoa.desks.channels.models import Tally\n"
    "print(Tally.objects.filter(is_human=True).aggregate(n=Sum('event_count'))['n'] or 0)"
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    place = installations.empty(tmp_path / "data")
    assert place.run("ledger", "head").returncode == 0  # makes the database
    yield place
    place.remove()


def _kill(process: Running) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


def _wait_for_lines(file: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while not file.exists() or len(file.read_bytes().splitlines()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.before_release(
    "test_folding.py: a writer that is stopped counts nothing twice; test_serving.py: all readers are counted"
)
def test_a_server_that_is_killed_loses_less_than_a_second_and_a_killed_writer_counts_nothing_twice(
    place: Installation, tmp_path: Path
) -> None:
    folder = place.folder / "counts"
    noted = surely_written = 0
    for number in range(ROUNDS):
        seen, folded = tmp_path / f"seen-{number}", tmp_path / f"folded-{number}"
        reader = place.start("-m", "tests.desks.channels.reader", str(folder), str(seen))
        for turn in range(2):
            writer = place.start("-m", "tests.desks.channels.writer", str(folder), str(folded))
            _wait_for_lines(folded, turn * 2 + 2)
            time.sleep(random.uniform(0.1, 0.8))
            _kill(writer)
        _kill(reader)
        said = [line.split() for line in seen.read_text().splitlines()]
        last = float(said[-1][1])
        noted += int(said[-1][0]) + 1  # perhaps killed before it could say so
        surely_written += max((int(number) for number, at in said if float(at) < last - 1), default=0)

    for _ in range(2):
        place.python("-m", "tests.desks.channels.writer", str(folder), "once")

    counted = int(place.python("-c", _COUNT))
    assert 0 < surely_written <= counted <= noted
    assert list(folder.glob("*.spool")) == []
