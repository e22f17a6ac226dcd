"""The server is killed at any moment while people work: what was confirmed is there, and nothing is half done.

Two rounds in every test run; `make chaos` makes a hundred (LANTOA_CHAOS_ROUNDS), each with moments of its own.
"""

import io
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import requests

from lantoa.doors.cli.demo import SIGN_INS
from tests import databases
from tests.databases import PROJECT
from tests.journeys.servers import Site, environment_in, free_port, name_in, wait_for

ROUNDS = int(os.environ.get("LANTOA_CHAOS_ROUNDS", "2"))
_ROWS = 120
_PASSWORDS = {name: password for name, password, _ in SIGN_INS}


@dataclass
class Confirmed:
    """What the server had answered for before it was killed: its redirects, by what they promised."""

    submitted: list[str] = field(default_factory=list)  # titles
    accepted: list[int] = field(default_factory=list)  # activities
    batches: list[int] = field(default_factory=list)
    accepted_batches: list[int] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)


class Visitor:
    """A person with a browser that knows forms and nothing else."""

    def __init__(self, url: str, username: str) -> None:
        self.url, self.session = url, requests.Session()
        self.session.trust_env = False
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": username, "password": _PASSWORDS[username]})

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=20)

    def post(self, path: str, data: dict[str, Any], **more: Any) -> str:
        """returns: the path of the redirect; raises AssertionError where the answer is another page"""
        token = {"csrfmiddlewaretoken": self.session.cookies.get("csrftoken", "")}
        response = self.session.post(
            self.url + path, data={**data, **token}, headers={"Referer": self.url}, allow_redirects=False, timeout=20,
            **more,
        )  # fmt: skip
        assert response.status_code == 302, f"{path}: {response.status_code} {response.text[:2000]}"
        return str(response.headers["Location"])


def test_a_killed_server_leaves_nothing_half_done(sample: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample["LANTOA_DATA"], folder, symlinks=True)
    environment = environment_in(folder, f"kill_{os.urandom(4).hex()}", like=sample)
    environment["LANTOA_URL"] = f"http://localhost:{free_port()}"
    people: list[Visitor] = []
    seen = Confirmed()
    try:
        for number in range(ROUNDS):
            chance = random.Random(f"{os.environ.get('LANTOA_CHAOS_SEED', 'lan toa')} {number}")
            with _server(environment) as kill:
                people = people or [Visitor(environment["LANTOA_URL"], name) for name in ("an", "binh", "lan", "lan")]
                confirmed = _work_until_killed(people, kill, after=chance.uniform(0.05, 2.5), number=number)
            _check(environment, confirmed)
            seen.submitted += confirmed.submitted
            seen.accepted += confirmed.accepted
            seen.batches += confirmed.batches
        # Killed before anything was confirmed, it would have had nothing to lose.
        assert seen.submitted or seen.accepted or seen.batches
    finally:
        if databases.is_postgres():
            databases.drop(name_in(environment))


def _work_until_killed(people: list[Visitor], kill: Callable[[], None], *, after: float, number: int) -> Confirmed:
    confirmed = Confirmed()
    an, binh, lan, other = people
    work = (
        (_records, an, confirmed, number),
        (_imports, binh, confirmed, _workbook(binh, number)),
        (_accepts, lan, confirmed),
        (_accepts_imports, other, confirmed),
    )
    threads = [threading.Thread(target=_until_gone, args=each, daemon=True) for each in work]
    for thread in threads:
        thread.start()
    time.sleep(after)
    kill()
    confirmed.is_over.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return confirmed


def _until_gone(work: Any, *arguments: Any) -> None:
    """Work until the server answers no more."""
    with suppress(requests.RequestException):
        work(*arguments)


def _records(an: Visitor, confirmed: Confirmed, number: int) -> None:
    for count in range(1000):
        title = f"Nói chuyện {number}-{count}"
        form = {
            "title": title, "occurred_on": "2026-02-03", "attendances": "40", "topic": "sea_islands", "submit": "1",
        }  # fmt: skip
        an.post("/office/activities/new/talk/", form)
        confirmed.submitted.append(title)


def _imports(binh: Visitor, confirmed: Confirmed, workbook: bytes) -> None:
    preview = binh.post("/office/imports/", {}, files={"file": ("noi-chuyen.xlsx", io.BytesIO(workbook))})
    batch = binh.post(preview, {})
    confirmed.batches.append(_number(batch))


def _accepts(lan: Visitor, confirmed: Confirmed) -> None:
    while not confirmed.is_over.is_set():
        page = lan.get("/office/activities/?state=submitted&kind=talk").text
        for found in sorted(set(re.findall(r"/office/activities/(\d+)/", page)))[:20]:
            pk = int(found)
            lan.post(f"/office/activities/{pk}/accept/", {})
            confirmed.accepted.append(pk)


def _accepts_imports(lan: Visitor, confirmed: Confirmed) -> None:
    while not confirmed.is_over.wait(0.02):
        for pk in set(confirmed.batches) - set(confirmed.accepted_batches):
            lan.post(f"/office/imports/{pk}/accept/", {})
            confirmed.accepted_batches.append(pk)


def _number(path: str) -> int:
    match = re.search(r"/(\d+)/", path)
    assert match, path
    return int(match[1])


def _workbook(binh: Visitor, number: int) -> bytes:
    """The template as the server gives it, filled with rows that stand nowhere yet."""
    book = openpyxl.load_workbook(io.BytesIO(binh.get("/office/imports/template/talk/").content))
    sheet = book.worksheets[0]
    columns = {str(cell.value).rpartition(":")[2]: place for place, cell in enumerate(sheet[1], start=1)}
    for row in range(_ROWS):
        for code, value in (("title", f"Buổi {number}-{row}"), ("occurred_on", "03/02/2026"), ("attendances", 30)):
            sheet.cell(3 + row, columns[code], value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[Callable[[], None]]:
    """What kills it and all its workers at once."""
    url = environment["LANTOA_URL"]
    server = [
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", url.rpartition(":")[2], "--no-ws",
        "--workers", "2", "--blocking-threads", "1", "--log-level", "critical", "lantoa.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", *server], env=environment, cwd=PROJECT, start_new_session=True)

    def kill() -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    try:
        wait_for(url, process)
        yield kill
    finally:
        if process.poll() is None:
            kill()


def _check(environment: dict[str, str], confirmed: Confirmed) -> None:
    Site("", environment).lantoa("ledger", "verify")  # exits with 1 where the chain is broken
    with _reading(environment) as ask:
        titles = {title for (title,) in ask("SELECT title FROM ledger_activity WHERE state <> 'draft'")}
        assert set(confirmed.submitted) <= titles
        states = dict(ask("SELECT id, state FROM ledger_activity"))
        assert {states[pk] for pk in confirmed.accepted} <= {"accepted"}

        batches = {
            pk: (promised, found, accepted)
            for pk, promised, found, accepted in ask(
                "SELECT batch.id, batch.row_count, count(*), count(activity.entry_id) FROM ledger_importbatch batch "
                f"JOIN ledger_activity activity ON activity.batch_id = batch.id WHERE batch.row_count = {_ROWS} "
                "GROUP BY batch.id, batch.row_count"
            )
        }
        assert set(confirmed.batches) <= set(batches)
        assert [row for row in batches.values() if row[1] != row[0]] == []
        for pk in confirmed.accepted_batches:
            assert batches[pk][2] == _ROWS

        assert ask("SELECT count(*) FROM ledger_activity WHERE state = 'accepted' AND entry_id IS NULL") == [(0,)]
        assert ask("SELECT count(*) FROM ledger_activity WHERE state = 'submitted' AND entry_id IS NOT NULL") == [(0,)]
        ((entries, last),) = ask("SELECT count(*), max(seq) FROM ledger_entry")
        assert ask("SELECT head_seq FROM ledger_head") == [(last,)]
        assert entries == last
        assert ask("SELECT count(DISTINCT entry_id) FROM ledger_line") == [(entries,)]


@contextmanager
def _reading(environment: dict[str, str]) -> Iterator[Any]:
    if databases.is_postgres():
        with psycopg.connect(environment["DATABASE_URL"]) as connection:
            yield lambda statement: connection.execute(statement).fetchall()
    else:
        with closing(sqlite3.connect(Path(environment["LANTOA_DATA"]) / "lantoa.sqlite3")) as file:
            yield lambda statement: file.execute(statement).fetchall()
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
