"""A process that runs one command of `lantoa` after the other: to load Django for each takes more than they do.

Tests of commands ask it what stands there before and after; that commands work as a person starts them is what they
test. Journeys have a process of their own for this, which serves as well: loaded.py.
"""

import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import cached_property
from io import StringIO
from typing import Any

from tests.databases import PROJECT


class Resident:
    """`Resident(environment).lantoa("ledger", "head")`: what the command prints with `--json`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def lantoa(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        process = self._process
        assert process.stdin
        assert process.stdout
        print(json.dumps(words), file=process.stdin, flush=True)
        return subprocess.CompletedProcess(words, *json.loads(process.stdout.readline()))

    @cached_property
    def _process(self) -> "subprocess.Popen[str]":
        """Begins with the first command: most journeys have none."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.resident"], env=self._environment, cwd=PROJECT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def end(self) -> None:
        if "_process" in self.__dict__:
            self._process.communicate(timeout=20)


def _serve() -> None:
    # slow imports: only the process itself needs them
    import django

    django.setup()
    from django.db import connections

    from lantoa.doors.cli.main import main

    for line in sys.stdin:
        said, complained = StringIO(), StringIO()
        with redirect_stdout(said), redirect_stderr(complained):
            code = main(json.loads(line))
        connections.close_all()
        print(json.dumps([code, said.getvalue(), complained.getvalue()]), flush=True)


if __name__ == "__main__":
    _serve()
