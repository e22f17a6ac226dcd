"""A process that has loaded the product and stays: of it come, in milliseconds, servers and commands of journeys.

Every journey has a server of its own, loaded and never used; to load one anew takes two seconds. All that was loaded
stands in one folder, behind one port, so each journey finds its copy of the sample there. How a server and how commands
start as a person starts them is tested in test_up.py, test_serving.py, test_kill.py and doors/cli.
"""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from tests.databases import PROJECT


class Loaded:
    """`Loaded(folder).lantoa("ledger", "head")`: what the command prints with `--json`.

    folder, database: where each journey puts its copy; the database's name is for PostgreSQL
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"lantoa_test_{os.urandom(6).hex()}"
        # Kept as long as we live, so that nobody takes the port between two servers.
        self._reserved = socket.socket()
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind(("127.0.0.1", 0))
        self._port = int(self._reserved.getsockname()[1])
        self.url = f"http://localhost:{self._port}"
        self._process: subprocess.Popen[str] | None = None
        self.returncode: int | None = None

    def load(self, environment: dict[str, str]) -> None:
        """With the first copy, which lies in its place."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.loaded"], env={**environment, "LANTOA_URL": self.url},
                cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip

    def lantoa(self, *words: str) -> Any:
        return json.loads(self._done("lantoa", *words, "--json"))

    def python(self, *words: str) -> str:
        """As `python` takes them: `-m module words` or `-c program`. returns: what it printed"""
        return self._done("python", *words).strip()

    def serve(self) -> None:
        self._ask("serve", str(self._port))

    def poll(self) -> int | None:
        """Of the server, as that of a Popen."""
        self.returncode = self._ask("poll")
        return self.returncode

    def stop(self) -> None:
        """The server; returns when it has ended."""
        assert self._ask("stop") == 0, "the server did not end by itself"

    def end(self) -> None:
        if self._process:
            self._process.communicate(timeout=20)
        self._reserved.close()

    def _done(self, *words: str) -> str:
        code, said, complained = self._ask(*words)
        assert code == 0, complained
        return str(said)

    def _ask(self, *words: str) -> Any:
        assert self._process
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(words), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


# -- in the process --------------------------------------------------------------------------------


def _stay() -> None:
    # slow imports: only the process itself needs them
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation
    from granian import cli  # noqa: F401 the server, loaded and not yet started

    import lantoa.wsgi  # noqa: F401 all of the product
    from lantoa.doors.cli.main import main  # noqa: F401 and its commands

    assert get_resolver().url_patterns
    for folder in (PROJECT / "lantoa").rglob("templates"):
        for file in folder.rglob("*.html"):
            get_template(file.relative_to(folder).as_posix())
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")

    server = 0
    for line in sys.stdin:
        what, *words = json.loads(line)
        answer: Any = None
        if what == "serve":
            server = _forked(partial(_serve, words[0]))
        elif what == "poll":
            answer = _ended(server)
        elif what == "stop":
            answer = _stopped(server)
        else:
            answer = _answer_of_a_fork(what, words)
        print(json.dumps(answer), flush=True)


def _ended(pid: int) -> int | None:
    """Of a child, whether and how; as often as one asks."""
    found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if found is None:
        return None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


def _stopped(pid: int) -> int | None:
    """What it ended with; None where it had to be killed."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while (code := _ended(pid)) is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return code


def _forked(act: Callable[[], object]) -> int:
    if pid := os.fork():
        return pid
    try:
        # Our questions and answers are not the child's.
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        act()
    except SystemExit as end:
        os._exit(int(end.code or 0))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _serve(port: str) -> None:
    from granian import cli

    from lantoa.doors.portal.cache import purge

    purge()  # another journey's pages may lie in the folder
    sys.argv = [
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--no-ws", "--workers", "1",
        "--blocking-threads", "1", "--log-level", "warning", "lantoa.wsgi:application",
    ]  # fmt: skip
    cli.entrypoint()


def _answer_of_a_fork(what: str, words: list[str]) -> Any:
    read, write = os.pipe()
    pid = _forked(lambda: os.write(write, json.dumps(_run(what, words)).encode()))
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        found = answer.read()
    os.waitpid(pid, 0)
    return json.loads(found)


def _run(what: str, words: list[str]) -> tuple[int, str, str]:
    said, complained, code = StringIO(), StringIO(), 0
    with redirect_stdout(said), redirect_stderr(complained):
        try:
            if what == "lantoa":
                from lantoa.doors.cli.main import main

                code = main(words)
            elif words[0] == "-c":
                exec(words[1], {"__name__": "__main__"})
            else:
                sys.argv = words[1:]
                runpy.run_module(words[1], run_name="__main__")
        except SystemExit as end:
            code = int(end.code or 0)
        except Exception:
            traceback.print_exc()
            code = 1
    return code, said.getvalue(), complained.getvalue()


if __name__ == "__main__":
    _stay()
