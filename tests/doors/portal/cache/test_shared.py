import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from lantoa.doors.portal.cache.shared import Shared
from tests.databases import PROJECT

KEY = ("http", "localhost", "/vi/", "")
_HOLD = """
import sys, time
from pathlib import Path
from lantoa.doors.portal.cache.shared import Shared
with Shared(Path(sys.argv[1])).alone(("http", "localhost", "/vi/", ""), wait_seconds=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_purge_is_seen_by_every_process_that_mapped_the_number(tmp_path: Path) -> None:
    one, other = Shared(tmp_path), Shared(tmp_path)
    before = one.generation

    other.purge()
    other.purge()

    assert (one.generation, other.generation) == (before + 2, before + 2)
    assert Shared(tmp_path).generation == before + 2


def test_alone_when_another_holds_it_says_so_and_lets_go_when_that_one_is_killed(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", "LANTOA_DATA": str(settings.DATA)}
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        with Shared(tmp_path).alone(KEY, wait_seconds=0.05) as held:
            assert not held
        with Shared(tmp_path).alone(("http", "localhost", "/en/", ""), wait_seconds=0) as held:
            assert held

        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with Shared(tmp_path).alone(KEY, wait_seconds=0) as held:
        assert held


def test_a_stampede_on_two_processes_draws_the_page_once(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", "LANTOA_DATA": str(settings.DATA)}
    command = [sys.executable, "-m", "tests.doors.portal.cache.stampede", str(tmp_path), "100"]
    processes = [subprocess.Popen(command, cwd=PROJECT, env=environment) for _ in range(2)]
    try:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob("ready-*"))) < 2:
            assert time.monotonic() < deadline
            assert all(process.poll() is None for process in processes)
            time.sleep(0.02)
        (tmp_path / "go").touch()
        assert [process.wait(60) for process in processes] == [0, 0]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert (tmp_path / "drawn").read_bytes() == b"x"
