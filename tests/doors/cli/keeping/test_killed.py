"""`lantoa restore` over real work, killed at moments of chance: afterwards it is the old state or the new, said so."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.doors.cli.keeping.conftest import everything
from tests.installations import Installation

# On PostgreSQL a restore takes twice as long.
ROUNDS = int(os.environ.get("LANTOA_CHAOS_ROUNDS", "1" if databases.is_postgres() else "2"))


@pytest.mark.before_release(
    "test_damaged.py: a backup that breaks off changes nothing; `make chaos` kills thirty times"
)
def test_a_restoring_killed_at_any_moment_leaves_the_old_or_the_new_and_never_a_mixture(
    source: Installation, backup: Path, worked_in: Installation
) -> None:
    """The process alone is killed, or with all that it started. `make chaos` kills thirty times."""
    there, new = worked_in, (source.head, source.files())
    begun = time.monotonic()
    there.lantoa("restore", str(backup), "--replace")
    whole_seconds = time.monotonic() - begun
    came_to: list[str] = []
    for number in range(ROUNDS):
        old = work_goes_on(there)
        moment = random.Random(number).uniform(0, whole_seconds * 1.1)
        restore_killed_after(moment, there, backup, with_children=number % 2 == 0)
        was_begun = (there.folder / "restoring.json").exists()
        said = there.run("ledger", "head").stderr  # the first command takes the last steps, if they had begun
        assert ("has been completed: the backup is in place" in said) is was_begun
        state = (there.head, there.files())
        assert state in (old, new), (number, moment)
        came_to.append("old" if state == old else "new")
        told = there.lantoa("restore", str(backup), "--replace")
        assert told["head_before"] == told["head_after"]
        assert (there.head, there.files()) == new
        assert not [name for name in everything(there) if name.startswith("restoring")]
        assert schemas_prepared(there) == []
    assert there.lantoa("ledger", "verify")["holds"]
    print(f"killed {ROUNDS} times within {whole_seconds:.0f} s: {came_to.count('old')} old, {came_to.count('new')} new")


def work_goes_on(there: Installation) -> tuple[tuple[int, str], dict[str, bytes]]:
    """A correction and a file more than the backup has. returns: the head and the files then"""
    talk = there.lantoa("entry", "list", "--indicator", "talk_attendances")[0]["seq"]
    there.lantoa("entry", "correct", str(talk), "--set", "attendances=7", "--reason", "Đếm lại")
    (there.folder / "media" / "moi.txt").write_text("một tệp mới")
    return there.head, there.files()


def restore_killed_after(seconds: float, there: Installation, backup: Path, *, with_children: bool) -> None:
    restoring = subprocess.Popen(
        [sys.executable, "-m", "lantoa", "restore", str(backup), "--replace"], env=there.environment,
        cwd=databases.PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    with suppress(subprocess.TimeoutExpired):
        restoring.wait(seconds)
    with suppress(ProcessLookupError):
        if with_children:
            os.killpg(restoring.pid, signal.SIGKILL)
        else:
            restoring.kill()
    restoring.wait()


def schemas_prepared(there: Installation) -> list[str]:
    """What is left of preparations; what a restoring put aside has another name."""
    if not databases.is_postgres():
        return []
    question = "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'restoring')"
    with psycopg.connect(there.environment["DATABASE_URL"]) as server:
        return [name for (name,) in server.execute(question).fetchall()]
