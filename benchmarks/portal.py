"""What every public page costs when nothing keeps it: `python -m benchmarks.portal [--items 1000 100000] [--write]`.

Each page is asked of Django itself, the micro-cache left out, at several sizes of the portal: what is flat stays as it
is when the portal grows a hundredfold. Given is processor time, of Django and of the database's process that answers
it, the least of all times but the first: machines that are busy with something else measure nearly the same.
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import databases, machine
from benchmarks.clock import counted_queries, processor_seconds

PROJECT = Path(__file__).resolve().parent.parent
MARK = "portal pages"
READER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
# Flat: at the largest size no more than so many times, and so much more than, at any smaller one. At the smallest a
# list may not be full yet.
MOST_TIMES, MOST_MORE_MS = 1.3, 5.0

# {name}: given by `_given`
ADDRESSES = {
    "home": "/vi/",
    "home, Khmer": "/km/",
    "news": "/vi/tin-tuc/",
    "news, page 200": "/vi/tin-tuc/?page=200",
    "news of a year": "/vi/tin-tuc/?year=2019",
    "news of a month": "/vi/tin-tuc/?year=2021&month=3",
    "news on a topic": "/vi/tin-tuc/?topic={topic}",
    "news on a rare topic": "/vi/tin-tuc/?topic={rare_topic}",
    "news, Khmer, of a year": "/km/news/?year=2019",
    "mixed section": "/vi/du-lich/",
    "mixed section, page 50": "/vi/du-lich/?page=50",
    "mixed section of a year": "/vi/du-lich/?year=2018",
    "mixed section on a rare topic": "/vi/du-lich/?topic={rare_topic}",
    "mixed section, Khmer": "/km/abroad/",
    "events": "/vi/su-kien/",
    "events of a year": "/vi/su-kien/?year=2020",
    "events, Khmer": "/km/events/",
    "press": "/vi/bao-chi/",
    "publications": "/vi/an-pham/",
    "partners": "/vi/doi-tac/",
    "an article": "{article}",
    "an event": "{event}",
    "RSS": "/vi/feeds/rss.xml",
    "RSS of a mixed section": "/vi/feeds/rss.xml?section=du-lich",
    "RSS of a rare topic": "/vi/feeds/rss.xml?topic={rare_topic}",
    "RSS of an agency, Khmer": "/km/feeds/rss.xml?agency=so-3",
    "JSON Feed of a kind": "/en/feeds/feed.json?kind=event",
    "list for other sites": "/vi/embed/",
    "calendar": "/vi/calendar.ics",
    "index of maps": "/sitemap.xml",
    "map of sections": "/sitemaps/sections.xml",
    "first map": "/sitemaps/items-{first_map}.xml",
    "last map": "/sitemaps/items-{last_map}.xml",
    "map of news": "/sitemaps/news.xml",
    "API, items": "/api/v1/items?lang=vi",
    "API, page 100": "/api/v1/items?lang=vi&page=100",
    "API, a kind and a topic": "/api/v1/items?lang=vi&kind=article&topic={topic}",
    "API, an agency, since": "/api/v1/items?lang=en&agency=so-3&since=2024-01-01",
    "API, one item": "/api/v1/items/{pk}",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.portal", description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, help="keeps the SQLite databases, and uses them again")
    parser.add_argument("--only", default="", help="measure pages whose name contains this")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    args = parser.parse_args()
    args.items.sort()
    texts = []
    for kind in args.database:
        found = []
        for count in args.items:
            folder = args.folder / f"portal-{count}" if args.folder and kind == "sqlite" else None
            with databases.throw_away(kind, folder) as environment:
                found.append(filled_and_measured(environment, count, only=args.only, repeats=args.repeats))
            print(json.dumps(found[-1]), flush=True)
        texts.append(_described(args.items, found))
    text = "\n\n".join(texts)
    print(text)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{text}")


def filled_and_measured(environment: dict[str, str], count: int, *, only: str, repeats: int) -> dict[str, Any]:
    environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    _python(environment, "-m", "lantoa", "ledger", "head")  # makes the database
    _python(environment, "-c", f"from benchmarks import fill_portal; fill_portal.fill_once({count})")
    said = _python(environment, "-c", f"from benchmarks import portal; portal.measure({only!r}, {repeats})")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def measure(only: str, repeats: int) -> None:
    """Print one JSON object; called in a process of its own. pages: name -> [processor ms, queries]"""
    import django  # leaf: the settings are read here

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(headers={"user-agent": READER})
    given = _given()
    pages: dict[str, tuple[float, int]] = {}
    for name, address in ADDRESSES.items():
        if only in name:
            pages[name] = _measured(client, address.format(**given), repeats)
    print(json.dumps({"database": machine.database_described(), "pages": pages}))


def _given() -> dict[str, Any]:
    """Of the filled portal: the names that addresses leave open."""
    from lantoa.core.vocabulary import queries as vocabulary  # leaf: after django.setup()
    from lantoa.core.vocabulary.models import Dimension
    from lantoa.desks.newsroom import queries as newsroom
    from lantoa.doors.portal.machines.maps import ITEMS_IN_A_MAP

    articles = newsroom.listed("vi", kind="article")
    article, event = articles[3], newsroom.listed("vi", kind="event")[3]
    maps = newsroom.pieces(ITEMS_IN_A_MAP)
    topics = [term.code for term in vocabulary.terms(Dimension.TOPIC)]
    return {
        "article": newsroom.path_of(article, "vi"), "event": newsroom.path_of(event, "vi"), "pk": article.pk,
        "topic": topics[0], "rare_topic": topics[-1],
        "first_map": maps[0] + 1, "last_map": maps[-1] + 1,
    }  # fmt: skip


def _measured(client: Any, address: str, repeats: int) -> tuple[float, int]:
    from lantoa.desks.media.tasks import take_up_missing  # leaf: after django.setup()

    response = client.get(address)  # what is kept for the life of a process
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    take_up_missing()  # the sizes of its pictures, as the worker draws them
    with counted_queries() as queries:
        b"".join(client.get(address))
    took = []
    for _ in range(repeats):
        began = processor_seconds()
        client.get(address)
        took.append((processor_seconds() - began) * 1000)
    return round(min(took), 1), len(queries)


def _described(sizes: list[int], found: list[dict[str, Any]]) -> str:
    names = list(found[0]["pages"])
    steep = [name for name in names if not _is_flat([one["pages"][name][0] for one in found])]
    lines = [
        f"{found[0]['database']}, processor time in ms, uncached; not flat: {', '.join(steep) or 'none'}.",
        "",
        f"| page | {' | '.join(f'{size:,} items' for size in sizes)} | queries |",
        f"|---|{'---:|' * (len(sizes) + 1)}",
    ]
    for name in names:
        times = " | ".join(str(one["pages"][name][0]) for one in found)
        lines.append(f"| {name} | {times} | {found[-1]['pages'][name][1]} |")
    return "\n".join(lines)


def _is_flat(times: list[float]) -> bool:
    *smaller, largest = times
    return largest <= max(smaller, default=largest) * MOST_TIMES + MOST_MORE_MS


if __name__ == "__main__":
    main()
