"""The supervisor runs in a process of its own here: it takes over the signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import PROJECT

_RUN = """
import sys
from lantoa.doors.cli.supervisor import Program, Supervisor
programs = [
    Program(name, [sys.executable, "-c", code], waits=name.startswith("later"))
    for name, code in zip(sys.argv[1::2], sys.argv[2::2])
]
supervisor = Supervisor(programs, first_pause_seconds=0.01, stop_seconds=1)
supervisor.on_ready(lambda: True, lambda: print("ready", flush=True))
print("broken:" + supervisor.run())
"""
# One write: the lines of several programs must not mix.
_SLEEPS = "import os, time; os.write(1, b'pid %d\\n' % os.getpid()); time.sleep(60)"
_DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + _SLEEPS


@pytest.fixture
def supervise() -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []

    def start(**programs: str) -> "subprocess.Popen[str]":
        words = [word for pair in programs.items() for word in pair]
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _read_pids(process: "subprocess.Popen[str]", count: int) -> list[int]:
    assert process.stdout is not None
    pids: list[int] = []
    while len(pids) < count:
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        if line.startswith("pid"):
            pids.append(int(line.split()[1]))
    return pids


def _is_gone(pid: int, *, within_seconds: float = 3.0) -> bool:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_when_told_to_stop_ends_every_program(
    supervise: Callable[..., "subprocess.Popen[str]"], number: int
) -> None:
    process = supervise(one=_SLEEPS, later=_SLEEPS)
    pids = _read_pids(process, 2)

    process.send_signal(number)
    out, err = process.communicate(timeout=10)

    assert (process.returncode, out.splitlines()[-1], err) == (0, "broken:", "")
    assert all(_is_gone(pid) for pid in pids)


def test_run_when_a_program_dies_starts_it_again(supervise: Callable[..., "subprocess.Popen[str]"]) -> None:
    process = supervise(one=_SLEEPS)
    (first,) = _read_pids(process, 1)

    os.kill(first, signal.SIGKILL)
    (second,) = _read_pids(process, 1)

    assert second != first
    process.terminate()
    _, err = process.communicate(timeout=10)
    assert err == "one: ended with -9, starting again\n"


def test_run_when_a_program_keeps_dying_stops_all_and_names_it(
    supervise: Callable[..., "subprocess.Popen[str]"],
) -> None:
    process = supervise(good=_SLEEPS, later_bad="raise SystemExit(3)")
    (pid,) = _read_pids(process, 1)

    out, err = process.communicate(timeout=20)

    assert out.splitlines()[-1] == "broken:later_bad"
    assert err == "later_bad: ended with 3, starting again\n" * 4
    assert _is_gone(pid)


def test_run_when_a_program_ignores_the_request_forces_it(
    supervise: Callable[..., "subprocess.Popen[str]"],
) -> None:
    process = supervise(deaf=_DEAF)
    (pid,) = _read_pids(process, 1)

    process.terminate()
    process.communicate(timeout=20)

    assert process.returncode == 0
    assert _is_gone(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_run_when_the_supervisor_is_killed_leaves_nothing_behind(
    supervise: Callable[..., "subprocess.Popen[str]"],
) -> None:
    process = supervise(one=_SLEEPS)
    pids = _read_pids(process, 1)

    process.kill()

    assert all(_is_gone(pid) for pid in pids)
