"""Programs that run together: started in groups of their own, restarted when they die, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

QUICK_DEATH_SECONDS = 30.0
MOST_QUICK_DEATHS = 5
_POLL_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """A command line with what it needs in its environment. waits: started only once the first program answers."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    waits: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    restart_at: float | None = None
    quick_deaths: int = 0

    def start(self) -> None:
        # A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops all in order.
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self.started_at, self.restart_at = time.monotonic(), None

    def signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):  # ended meanwhile
                os.killpg(self.process.pid, number)


class Supervisor:
    """Keeps programs running until SIGINT, SIGTERM or SIGHUP, or until one of them cannot be kept alive."""

    def __init__(
        self, programs: list[Program], *, first_pause_seconds: float = 0.5, stop_seconds: float = 10.0
    ) -> None:
        self._programs = programs
        self._first_pause_seconds = first_pause_seconds
        self._stop_seconds = stop_seconds
        self._wake = threading.Event()
        self._stopping = False
        self._is_ready: Callable[[], bool] = lambda: True
        self._announce: Callable[[], None] = lambda: None

    def on_ready(self, is_ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        self._is_ready, self._announce = is_ready, announce

    def run(self) -> str:
        """returns: "" when told to stop, else the name of the program that cannot be kept alive"""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: self._wake.set())
        try:
            for program in self._programs:
                if not program.waits:
                    program.start()
            return self._wait_until_ready() or self._watch()
        finally:
            self._stop_all()

    def _stop(self, *_: object) -> None:
        self._stopping = True
        self._wake.set()

    def _wait_until_ready(self) -> str:
        while not self._stopping:
            if self._is_ready():
                for program in self._programs:
                    if program.waits:
                        program.start()
                self._announce()
                break
            if broken := self._mend():
                return broken
            self._sleep(_POLL_SECONDS)
        return ""

    def _watch(self) -> str:
        while not self._stopping:
            if broken := self._mend():
                return broken
            waits = [program.restart_at for program in self._programs if program.restart_at is not None]
            self._sleep(max(0.0, min(waits) - time.monotonic()) if waits else None)
        return ""

    def _mend(self) -> str:
        """Start again what died, later each time. returns: the name of what died too often"""
        now = time.monotonic()
        for program in self._programs:
            if program.restart_at is not None and program.restart_at <= now:
                program.start()
            elif program.restart_at is None and program.process is not None and program.process.poll() is not None:
                quick = now - program.started_at < QUICK_DEATH_SECONDS
                program.quick_deaths = program.quick_deaths + 1 if quick else 0
                if program.quick_deaths >= MOST_QUICK_DEATHS:
                    return program.name
                program.signal(signal.SIGKILL)  # what it left behind in its group would keep the port
                print(f"{program.name}: ended with {program.process.returncode}, starting again", file=sys.stderr)
                program.restart_at = now + (self._first_pause_seconds * 2**program.quick_deaths if quick else 0.0)
        return ""

    def _sleep(self, seconds: float | None) -> None:
        self._wake.wait(seconds)
        self._wake.clear()

    def _stop_all(self) -> None:
        """Ask all at once, wait, then force whoever is left."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        running = [program for program in self._programs if program.process and program.process.poll() is None]
        for program in running:
            program.signal(signal.SIGTERM)
        deadline = time.monotonic() + self._stop_seconds
        for program in running:
            assert program.process is not None
            with suppress(subprocess.TimeoutExpired):
                program.process.wait(max(0.0, deadline - time.monotonic()))
            program.signal(signal.SIGKILL)
            program.process.wait()


def _die_with_parent() -> None:
    """Where Linux offers it: when the supervisor itself is killed, its programs must not keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
