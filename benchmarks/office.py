"""How long every page of the office takes: `python -m benchmarks.office [--activities 100000] [--only WORD] [--write]`.

Asked through the whole of Django, as a signed-in person: address in, HTML out, one request after the other. The
addresses are those of the table of who may open what, so that a new page is measured as soon as it exists; beside
them stand the looks of the register that cost most.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import databases, machine
from benchmarks.clock import counted_queries, processor_seconds

PROJECT = Path(__file__).resolve().parent.parent
MARK = "office pages"
PEOPLE = {"lan": "secretariat", "an": "one agency"}
MOST_QUERIES, MOST_MS, MOST_BYTES = 15, 150, 100_000
SHOWN = 25
# what it is: its address; "{last}" and "{middle}" are numbers of pages
LOOKS = {
    "last page": "page={last}", "page in the middle": "page={middle}", "state": "state=submitted", "kind": "kind=talk",
    "agency with all below": "agency=ubnd-tinh", "place": "place=xa-7", "quarter": "period=2020-Q3",
    "topic": "topic=border", "country and direction": "country=kr&direction=in", "no evidence": "evidence=no",
    "by import": "imported=yes", "looked through": "looked=no", "task": "task=nv-19-7", "two words": "q=hoi+nghi",
    "a rare word": "q=lan+377", "a word that is nowhere": "q=zzzz", "by title, middle": "sort=title&page={middle}",
    "by agency, middle": "sort=agency&page={middle}", "by sending, middle": "sort=-sent&page={middle}",
    "200 rows": "size=200",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """ms, p95: of the clock on the wall; cpu_ms: of our process and, on PostgreSQL, of the server's behind it

    kb: of the HTML; sent_kb: the same as it travels
    """

    name: str
    who: str
    ms: int
    p95: int
    cpu_ms: int
    queries: int
    kb: float
    sent_kb: float

    @property
    def is_above(self) -> bool:
        return self.p95 > MOST_MS or self.queries > MOST_QUERIES or self.sent_kb * 1000 > MOST_BYTES


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.office", description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument(
        "--folder", type=Path, help="keeps the SQLite database, and uses it again; else a temporary one"
    )
    parser.add_argument("--url", help="an empty or once filled database on a PostgreSQL server; else one of our own")
    parser.add_argument("--only", default="", help="measure pages whose name contains this")
    parser.add_argument("--repeats", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    args = parser.parse_args()
    results = {}
    for kind in args.database:
        with _database(kind, args) as environment:
            environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
            _python(environment, "-m", "lantoa", "ledger", "head")  # makes the database
            _python(environment, "-c", f"from benchmarks import fill_office; fill_office.fill_once({args.activities})")
            found = json.loads(
                _python(
                    environment, "-c", f"from benchmarks import office; office.measure({args.only!r}, {args.repeats})"
                )
            )
        results[found["database"]] = [Page(**page) for page in found["pages"]]
    text = "\n\n".join(_described(name, pages) for name, pages in results.items())
    print(text)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{text}")


@contextmanager
def _database(kind: str, args: argparse.Namespace) -> Iterator[dict[str, str]]:
    if kind == "postgres" and args.url:
        yield {"DATABASE_URL": args.url, "LANTOA_SECRET_KEY": "only for measuring " * 3}
        return
    with databases.throw_away(kind, args.folder if kind == "sqlite" else None) as environment:
        yield environment


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()[-1] if done.stdout else ""


def measure(only: str, repeats: int) -> None:
    """Print one JSON object: the database, and a Page for every page that a person may open."""
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    import lantoa.wsgi  # noqa: F401 leaf: the settings are read here; as a server starts

    settings.ALLOWED_HOSTS = ["testserver"]
    pages = []
    with transaction.atomic():
        addresses = {name: path for name, path in _addresses().items() if only in name}
        for username, who in PEOPLE.items():
            client = Client(headers={"accept-encoding": "gzip"})
            client.force_login(_person(username))
            for name, path in addresses.items():
                if page := _measured(client, name, who, path, repeats):
                    pages.append(asdict(page))
        transaction.set_rollback(True)
    print(json.dumps({"database": machine.database_described(), "pages": pages}))


def _addresses() -> dict[str, str]:
    from django.urls import reverse  # leaf: after django.setup()

    from lantoa.core.ledger import queries as ledger
    from lantoa.core.ledger.rules import looks
    from tests import test_access

    world = _large_world()
    found = {
        f"{name} {given}".strip(): test_access._path(name, given, world)
        for name, given, asked, _ in test_access.ROWS
        if asked != "-" and name != "ledger:export"  # a file of all that there is
    }
    for look, address in LOOKS.items():
        last = -(
            -ledger.activities_visible_to(_person("an" if "page" in address else "lan")).count() // looks.USUAL_SIZE
        )
        query = address.format(last=last, middle=last // 2 or 1)
        found[f"register: {look}"] = f"{reverse('ledger:register')}?{query}"
    found["ledger:figures five years"] = reverse("ledger:figures") + "?period=2021..2025"
    found["ledger:figure five years"] = reverse("ledger:figure", args=["delegations_in"]) + "?period=2021..2025"
    return found


def _large_world() -> Any:
    """The things of the table of access, those that grow with the years as large as ten years make them."""
    from django.db.models import F  # leaf: after django.setup()

    from benchmarks import fill_office
    from lantoa.base import periods
    from lantoa.core.people.models import Agency, Place, User
    from lantoa.core.programme.models import Target
    from lantoa.core.reports import actions as reports
    from lantoa.core.vocabulary.models import Indicator
    from tests import factories, test_access

    class Large(test_access.World):
        own_plan = fill_office.PLAN
        own_task = fill_office.TASK

        @property
        def own_target(self) -> int:
            return int(Target.objects.filter(programme=self.own_plan).earliest("pk").pk)

        @cached_property
        def review(self) -> Any:
            figures = ("talk_attendances", "delegations_in", "delegation_members_in", "training_classes")
            known = set(Indicator.objects.filter(code__in=figures).values_list("code", flat=True))
            body = "".join(f"Có [[{code}]].\n\n" for code in figures if code in known)
            return reports.create(
                "Báo cáo năm", period=periods.year(2025), by=self.province.lan, at=fill_office.AT,
                sections=[(f"{number}. Kết quả", body) for number in range(1, 11)],
            )  # fmt: skip

        @cached_property
        def section(self) -> tuple[int, int]:
            return self.review.pk, self.review.sections.order_by(F("position"))[1].pk

        @property
        def printed_figure(self) -> str:
            return str(self.frozen.figures.earliest("pk").public_id)

    people = {name: User.objects.get(username=login) for name, login in factories.USERNAMES.items()}
    agencies = {"committee": "ubnd-tinh", "commune_a": "xa-an-binh", "commune_b": "xa-binh-minh"}
    return Large(factories.Province(
        place=Place.objects.get(code="song-xanh"),
        **{name: Agency.objects.get(code=code) for name, code in agencies.items()}, **people,
    ))  # fmt: skip


def _person(username: str) -> Any:
    from lantoa.core.people import queries as people  # leaf: after django.setup()

    return people.person(username)


def _measured(client: Any, name: str, who: str, path: str, repeats: int) -> Page | None:
    """None for what is refused to this person and for what is a file."""
    with counted_queries() as queries:
        response = client.get(path)
    sent = b"".join(response)
    if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
        return None
    html = gzip.decompress(sent) if response.headers.get("Content-Encoding") == "gzip" else sent
    took, used = [], 0.0
    for _ in range(repeats):
        started, cpu = time.perf_counter(), processor_seconds()
        client.get(path)
        took.append((time.perf_counter() - started) * 1000)
        used += processor_seconds() - cpu
    took.sort()
    return Page(
        name, who, round(took[repeats // 2]), round(took[int(repeats * 0.95) - 1]), round(used / repeats * 1000),
        len(queries), round(len(html) / 1000, 1), round(len(sent) / 1000, 1),
    )  # fmt: skip


def _described(database: str, pages: list[Page]) -> str:
    """The slowest pages, worst first, and how many there are."""
    worst = sorted(pages, key=lambda page: -page.p95)
    shown = worst[:SHOWN] + [page for page in worst[SHOWN:] if page.is_above]
    above = [page for page in pages if page.is_above]
    lines = [
        f"{database}: {len(pages)} pages, {len(above)} above a bar; the slowest {SHOWN}, and those above a bar:", "",
        "| page | who | median (ms) | p95 (ms) | processor (ms) | queries | HTML (kB) | sent (kB) |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    lines += [
        f"| {page.name} | {page.who} | {page.ms} | {page.p95} | {page.cpu_ms} | {page.queries} | {page.kb} "
        f"| {page.sent_kb} |"
        for page in shown
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
