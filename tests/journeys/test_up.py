"""`lantoa up` as `make run` starts it: in a new folder, twice, on a taken port, with a server that dies."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import installations
from tests.databases import PROJECT
from tests.journeys.servers import free_port, wait_for

Up = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    place = installations.empty(tmp_path / "data")
    yield place.environment
    place.remove()


@pytest.fixture
def up(environment: dict[str, str]) -> Iterator[Up]:
    started: list[subprocess.Popen[str]] = []

    def start(port: int, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "lantoa", "up", "--port", str(port), "--no-sample", *words]
        process = subprocess.Popen(
            command, env=environment, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _wait_until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_up_serves_with_worker_and_ticker_mends_and_ends_cleanly(up: Up) -> None:
    port = free_port()
    address = f"http://localhost:{port}"
    process = up(port)
    wait_for(f"{address}/accounts/login/", process)
    _wait_until(lambda: len(_children(process.pid)) == 3)

    page = urllib.request.urlopen(f"{address}/accounts/login/", timeout=10).read().decode()
    for file in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert urllib.request.urlopen(address + file, timeout=10).status == 200
    assert urllib.request.urlopen(f"{address}/static/wagtailadmin/css/core.css", timeout=10).status == 200

    server = _children(process.pid)[0]
    os.kill(server, signal.SIGKILL)
    _wait_until(lambda: len(_children(process.pid)) == 3 and server not in _children(process.pid))
    wait_for(f"{address}/accounts/login/", process)

    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert f"{address}/\n" in out
    assert "Traceback" not in out
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_up_on_a_taken_port_says_so_and_what_to_type(up: Up) -> None:
    port = free_port()
    first = up(port)
    wait_for(f"http://localhost:{port}", first)

    second = up(port)
    out, _ = second.communicate(timeout=30)

    assert second.returncode == 2
    assert f"lantoa up --port {port + 1}" in out
    assert "Traceback" not in out
