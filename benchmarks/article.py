"""What our article costs beside one of a plain Wagtail site: `python -m benchmarks.article [--rounds 5] [--write]`.

Both uncached, with the same body, a picture in three sizes and two formats, a menu and three other stories: ours in
nine languages, with what machines read in its head; theirs in one, as Wagtail's tutorial builds it. Asked in turn, each
in a process of its own on SQLite, so that a busy machine slows both; given is the least processor time of all rounds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.clock import counted_queries, processor_seconds

PROJECT = Path(__file__).resolve().parent.parent
MARK = "article"
ITEMS = 400
# What is asked for: the settings, and the function that names the address.
SITES = {"Lan Tỏa": ("lantoa.settings", "ours"), "plain Wagtail": ("benchmarks.stock.settings", "stock")}
_TIMES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keeps both databases, and uses them again")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.folder or Path(name)
        if not (folder / "stock.sqlite3").exists():
            _fill(folder)
        best: dict[str, dict[str, Any]] = {}
        for _ in range(args.rounds):
            for site, (settings, way) in SITES.items():
                found = json.loads(_python(folder, settings, f"article.measure(article.{way}())").splitlines()[-1])
                best[site] = min(best.get(site, found), found, key=lambda one: one["ms"])
    text = _told(best)
    print(text)
    if args.write:
        machine.write_down(MARK, text)


def _fill(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "LANTOA_DATA": str(folder), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "-m", "lantoa", "ledger", "head"], env=environment, cwd=PROJECT, check=True)
    _python(folder, "lantoa.settings", f"fill_portal.fill_once({ITEMS})")
    _python(folder, "benchmarks.stock.settings", "article.fill_stock()")


def _python(folder: Path, settings: str, code: str) -> str:
    environment = {
        **os.environ, "LANTOA_DATA": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": settings,
    }  # fmt: skip
    command = [sys.executable, "-c", f"from benchmarks import article, fill_portal; {code}"]
    done = subprocess.run(command, env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def ours() -> str:
    """The address of an article with a picture and a topic, whose pictures are drawn."""
    import django  # leaf: the settings are read here

    django.setup()
    from django.conf import settings
    from django.test import Client

    from lantoa.desks.media.tasks import take_up_missing
    from lantoa.desks.newsroom import queries as newsroom

    settings.ALLOWED_HOSTS = ["testserver"]
    address = newsroom.path_of(newsroom.listed("vi", kind="article")[3], "vi")
    Client().get(address)
    take_up_missing()
    return address


def stock() -> str:
    import django  # leaf: the settings are read here

    django.setup()
    from benchmarks.stock.models import ArticlePage

    return str(ArticlePage.objects.latest("pk").url)


def fill_stock() -> None:
    import django  # leaf: the settings are read here

    django.setup()
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from wagtail.images import get_image_model
    from wagtail.models import Page, Site

    from benchmarks import fill_portal
    from benchmarks.stock.models import ArticlePage

    call_command("migrate", verbosity=0)
    home = Page.objects.get(depth=2)
    Site.objects.update(root_page=home)
    sections = [
        home.add_child(instance=Page(title=f"Mục {number}", slug=f"muc-{number}", show_in_menus=True))
        for number in range(9)
    ]
    pictures = [
        get_image_model().objects.create(
            title=f"Cảnh {number}", width=1600, height=1000,
            file=ContentFile(fill_portal.picture_bytes(number), name=f"canh-{number}.jpg"),
        )
        for number in range(4)
    ]  # fmt: skip
    draw = fill_portal.chance()
    body = json.dumps(fill_portal.body(draw))
    for number in range(20):
        sections[0].add_child(instance=ArticlePage(
            title=f"Bài {number}", slug=f"bai-{number}", date=date(2026, 11, 1), intro=fill_portal.standfirst(draw),
            picture=pictures[number % 4], body=body,
        ))  # fmt: skip


def measure(address: str) -> None:
    """Print one JSON object."""
    from django.test import Client  # leaf: after django.setup()

    client = Client()
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    with counted_queries() as queries:
        client.get(address)
    took = []
    for _ in range(_TIMES):
        began = processor_seconds()
        client.get(address)
        took.append((processor_seconds() - began) * 1000)
    print(
        json.dumps({"ms": round(min(took), 1), "queries": len(queries), "kb": round(len(response.content) / 1000, 1)})
    )


def _told(best: dict[str, dict[str, Any]]) -> str:
    ours, theirs = best.values()
    lines = [
        f"{machine.described()}; {date.today().isoformat()}.",
        "",
        "| article, uncached | processor (ms) | queries | HTML (kB) |",
        "|---|---:|---:|---:|",
        *(f"| {site} | {found['ms']} | {found['queries']} | {found['kb']} |" for site, found in best.items()),
        "",
        f"Ours costs {ours['ms'] / theirs['ms']:.2f} of theirs.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
