"""How long the register takes: `python -m benchmarks.register [--activities 100000] [--database ...] [--write]`.

Asked through the whole of Django, as a signed-in person: address in, HTML out, one request after the other.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import databases, fill_register, machine

PROJECT = Path(__file__).resolve().parent.parent
REPEATS = 20
MARK = "register"
# what it is: its address; "{last}" and "{middle}" are numbers of pages
LOOKS = {
    "first page": "", "last page": "page={last}", "page in the middle": "page={middle}",
    "state": "state=submitted", "kind": "kind=talk", "agency with all below": "agency=ubnd-tinh", "place": "place=xa-7",
    "quarter": "period=2020-Q3", "topic": "topic=border", "country and direction": "country=kr&direction=in",
    "no evidence": "evidence=no", "by import": "imported=yes", "looked through": "looked=no",
    "two words": "q=hoi+nghi", "a rare word": "q=lan+377", "a word that is nowhere": "q=zzzz",
    "by title, middle": "sort=title&page={middle}", "by agency, middle": "sort=agency&page={middle}",
    "by sending, middle": "sort=-sent&page={middle}", "200 rows": "size=200",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    args = parser.parse_args()
    results = []
    for kind in args.database:
        with databases.throw_away(kind) as environment:
            environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
            _python(environment, "-m", "lantoa", "ledger", "head")  # makes the database
            _python(environment, "-m", "benchmarks.fill_register", str(args.activities))
            results.append(
                json.loads(_python(environment, "-c", "from benchmarks import register; register.measure()"))
            )
        print(json.dumps(results[-1]), flush=True)
    table = _table(results)
    print(table)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{table}")


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def measure() -> None:
    """Print one JSON object, look -> [median, 95th percentile] in ms, for the secretariat and for one agency."""
    import django  # leaf: the settings are read here

    django.setup()
    from django.conf import settings
    from django.test import Client

    from lantoa.core.ledger import queries as ledger
    from lantoa.core.ledger.rules import looks
    from lantoa.core.people import queries as people

    settings.ALLOWED_HOSTS = ["testserver"]
    answer: dict[str, Any] = {"database": machine.database_described()}
    for name in (fill_register.SECRETARY, fill_register.OFFICER):
        client = Client()
        client.force_login(people.person(name))
        last = -(-ledger.activities_visible_to(people.person(name)).count() // looks.USUAL_SIZE)
        answer[name] = {
            look: _milliseconds(client, address.format(last=last, middle=last // 2 or 1))
            for look, address in LOOKS.items()
        }
    print(json.dumps(answer))


def _milliseconds(client: Any, address: str) -> tuple[int, int]:
    took = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        assert client.get(f"/office/activities/?{address}").status_code == 200
        took.append((time.perf_counter() - started) * 1000)
    found = sorted(took[1:])  # the first one warms up
    return round(found[REPEATS // 2]), round(found[int(REPEATS * 0.95) - 1])


def _table(results: list[dict[str, Any]]) -> str:
    who = {fill_register.SECRETARY: "secretariat", fill_register.OFFICER: "one agency"}
    heads = [f"{result['database']}, {word}" for result in results for word in who.values()]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
    for look in LOOKS:
        cells = ["{} / {}".format(*result[name][look]) for result in results for name in who]
        lines.append(f"| {look} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
