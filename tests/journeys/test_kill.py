"""The server is killed at any moment while people work: what was confirmed is there, and nothing is half done.

Two rounds in every test run; `make chaos` makes a hundred (LANTOA_CHAOS_ROUNDS), each with moments of its own, and
kills the worker and the ticker as well.
"""

import io
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import requests

from lantoa.doors.cli.demo import SIGN_INS
from tests import databases
from tests.databases import PROJECT
from tests.installations import Installation
from tests.journeys.servers import Site, free_port, wait_for

ROUNDS = int(os.environ.get("LANTOA_CHAOS_ROUNDS", "2"))
_ROWS = 120
# Rounds after which something of everything was confirmed, however slow the machine is.
_MANY = 20
_PASSWORDS = {name: password for name, password, _ in SIGN_INS}


@dataclass
class Confirmed:
    """What the server had answered for before it was killed, in all rounds: its redirects, by what they promised."""

    submitted: list[str] = field(default_factory=list)  # titles
    accepted: list[int] = field(default_factory=list)  # activities
    batches: dict[int, int] = field(default_factory=dict)  # the round of each import
    accepted_batches: list[int] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def __str__(self) -> str:
        return (
            f"{ROUNDS} rounds; {len(self.submitted)} records sent, {len(self.accepted)} accepted, {len(self.batches)} "
            f"imports of {_ROWS} rows, {len(self.accepted_batches)} of them accepted at once"
        )


class Visitor:
    """A person with a browser that knows forms and nothing else."""

    def __init__(self, url: str, username: str) -> None:
        self.url, self.session = url, requests.Session()
        self.session.trust_env = False
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": username, "password": _PASSWORDS[username]})

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=20)

    def send(self, path: str, data: dict[str, Any], **more: Any) -> requests.Response:
        token = {"csrfmiddlewaretoken": self.session.cookies.get("csrftoken", "")}
        return self.session.post(
            self.url + path, data={**data, **token}, headers={"Referer": self.url}, allow_redirects=False, timeout=20,
            **more,
        )  # fmt: skip

    def post(self, path: str, data: dict[str, Any], **more: Any) -> str:
        """returns: the path of the redirect; raises AssertionError where the answer is another page"""
        response = self.send(path, data, **more)
        assert response.status_code == 302, f"{path}: {response.status_code} {response.text[:2000]}"
        return str(response.headers["Location"])


def test_a_killed_server_leaves_nothing_half_done(place: Installation) -> None:
    people: list[Visitor] = []
    confirmed = Confirmed()
    for number in range(ROUNDS):
        chance = random.Random(f"{os.environ.get('LANTOA_CHAOS_SEED', 'lan toa')} {number}")
        # Another one each time: while the server is dead, any program of this machine may take its port.
        site = Site.of(place, f"http://localhost:{free_port()}")
        with _server(site) as kill:
            people = people or [Visitor(site.url, name) for name in ("an", "binh", "lan", "lan")]
            for person in people:
                person.url = site.url
            _work_until_killed(people, confirmed, kill, after=chance.uniform(0.05, 2.5), number=number)
        _check(place.environment, confirmed)
    # Once for all rounds: what was broken stays so, for nothing in the ledger is ever changed.
    place.lantoa("ledger", "verify")
    print(f"\n{confirmed}")
    # Killed before anything was confirmed, it would have had nothing to lose.
    kinds = [confirmed.submitted, confirmed.accepted, list(confirmed.batches), confirmed.accepted_batches]
    assert all(kinds) if ROUNDS > _MANY else any(kinds)


def _work_until_killed(
    people: list[Visitor], confirmed: Confirmed, kill: Callable[[], None], *, after: float, number: int
) -> None:
    confirmed.is_over.clear()
    an, binh, lan, other = people
    work = (
        (_records, an, confirmed, number),
        (_imports, binh, confirmed, number, _workbook(binh, number)),
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


def _imports(binh: Visitor, confirmed: Confirmed, number: int, workbook: bytes) -> None:
    preview = binh.post("/office/imports/", {}, files={"file": ("noi-chuyen.xlsx", io.BytesIO(workbook))})
    batch = binh.post(preview, {})
    confirmed.batches[_number(batch)] = number


def _accepts(lan: Visitor, confirmed: Confirmed) -> None:
    while not confirmed.is_over.is_set():
        page = lan.get("/office/activities/?state=submitted&q=noi+chuyen").text
        for found in sorted(set(re.findall(r"/office/activities/(\d+)/", page)))[:20]:
            pk = int(found)
            lan.post(f"/office/activities/{pk}/accept/", {})
            confirmed.accepted.append(pk)


def _accepts_imports(lan: Visitor, confirmed: Confirmed) -> None:
    """On the page of the import, or those of every other round in the register, as all that a search finds."""
    while not confirmed.is_over.wait(0.02):
        for pk, number in list(confirmed.batches.items()):
            if pk in confirmed.accepted_batches:
                continue
            if number % 2:
                lan.post(f"/office/imports/{pk}/accept/", {})
            else:
                _accepts_at_once(lan, f"q=dot{number:03}")
            confirmed.accepted_batches.append(pk)


def _accepts_at_once(lan: Visitor, look: str) -> None:
    page = lan.send("/office/activities/bulk/", {"act": "accept", "everything": "1", "look": look}).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    lan.post("/office/activities/bulk/confirm/", hidden)


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
        for code, value in (
            # So unlike each other that nobody is asked whether two of them are one.
            ("title", f"Đợt{number:03} {sha256(f'{number} {row}'.encode()).hexdigest()}"),
            ("occurred_on", "03/02/2026"),
            ("attendances", 30),
        ):
            sheet.cell(3 + row, columns[code], value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@contextmanager
def _server(site: Site) -> Iterator[Callable[[], None]]:
    """What kills it, all its workers and, in many rounds, what works beside it, at once."""
    url = site.url
    server = [
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", url.rpartition(":")[2], "--no-ws",
        "--workers", "2", "--blocking-threads", "1", "--log-level", "error", "lantoa.wsgi:application",
    ]  # fmt: skip
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    programs = [server]
    if ROUNDS > _MANY:
        environment["LANTOA_TASKS"] = "queue"
        programs += [["lantoa", "tick"], ["django", "db_worker", "-v", "0"]]
    running: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
        while running:
            running.pop().wait(20)

    try:
        # One after the other: whatever fails on the way, those that stand already are ended.
        running.extend(
            subprocess.Popen([sys.executable, "-m", *words], env=environment, cwd=PROJECT, start_new_session=True)
            for words in programs
        )
        wait_for(url, running[0])
        yield kill
    finally:
        kill()


def _check(environment: dict[str, str], confirmed: Confirmed) -> None:
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
        assert {accepted for _, _, accepted in batches.values()} <= {0, _ROWS}

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
