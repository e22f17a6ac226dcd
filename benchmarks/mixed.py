"""An ordinary half hour, all at once: `python -m benchmarks.mixed [--minutes 30] [--per-second 6] [--write]`.

Readers of all languages, searches, feeds and programs; an editor and a reviewer who publish, correct and withdraw; an
officer who records and the secretariat that accepts: over HTTP, against what `lantoa up` starts with the sample. Asked
is whether anything fails, whether anybody sees an old page two seconds after a change, and whether memory, open files
or the kept pages grow. The load is low, so that it runs beside other work.
"""

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import Any

import requests

from benchmarks import machine
from benchmarks.serving import READER, free_port, portal

MARK = "mixed load"
LANGUAGES = ("vi", "en", "zh-hans", "ko", "ja", "lo", "km", "fr", "ru")
WORDS = (
    "song xanh",
    "le hoi",
    "dau tu",
    "du lich",
    "cua khau",
    "border",
    "invest",
    "投资",
    "여행",
    "ການລົງທຶນ",
    "khong co gi",
)
# After a change nobody may see what was before for longer.
SEEN_SECONDS = 2.0
# More than this between the middle and the last sixth of the run is growth.
MOST_GROWTH = 0.10
_READERS = 4
_PATIENCE_SECONDS = 60
_SAMPLE_SECONDS = 10.0
_ROUND_SECONDS = 45.0  # of the editors; officers take half as long
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Seen:
    """What happened, by what was done. troubles: in words, the first of each kind"""

    took_ms: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    stale: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, what: str, seconds: float) -> None:
        with self.lock:
            self.took_ms.setdefault(what, []).append(seconds * 1000)

    def trouble(self, kind: Counter[str], what: str, said: str) -> None:
        with self.lock:
            kind[what] += 1
            if kind[what] <= 3:
                self.troubles.append(f"{what}: {said}")


@dataclass(frozen=True)
class Sample:
    """Of all processes of the server, the worker and the ticker together."""

    at: float
    memory_mb: float
    file_count: int
    cache_mb: float
    process_count: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--per-second", type=float, default=6, help="pages that all readers together open in a second")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    args = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        with portal(folder, port) as process:
            seen, samples = _worked(folder, process.pid, f"http://localhost:{port}", args)
    text = _told(seen, samples, args)
    print(text, *seen.troubles, sep="\n")
    if args.write:
        machine.write_down(MARK, text)
    sys.exit(bool(seen.errors or seen.stale or _grown(samples)))


def _worked(folder: Path, pid: int, url: str, args: argparse.Namespace) -> tuple[Seen, list[Sample]]:
    seen = Seen()
    addresses = _filled(url)
    work: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
        *((_read, (url, addresses, seen, number, _READERS / args.per_second)) for number in range(_READERS)),
        (_publish, (url, _section(folder), seen)),
        (_record, (url, seen)),
    ]
    threads = [threading.Thread(target=_kept_going, args=(seen, act, *given), daemon=True) for act, given in work]
    for thread in threads:
        thread.start()
    samples: list[Sample] = []
    until = time.monotonic() + args.minutes * 60
    while time.monotonic() < until:
        samples.append(_sample(pid, folder / "data" / "cache"))
        time.sleep(_SAMPLE_SECONDS)
    seen.is_over.set()
    for thread in threads:
        thread.join(_PATIENCE_SECONDS)
    return seen, samples


def _kept_going(seen: Seen, act: Callable[..., None], *given: Any) -> None:
    """What one of them trips over is told, and does not end the others."""
    while not seen.is_over.is_set():
        try:
            act(*given)
        except Exception as error:  # whatever it is, it is a finding
            seen.trouble(seen.errors, act.__name__.strip("_"), "".join(traceback.format_exception_only(error)).strip())
            seen.is_over.wait(5)


# -- readers ---------------------------------------------------------------------------------------


def _filled(url: str) -> list[str]:
    """The addresses when no more are added: the sample's portal fills itself after the start."""
    addresses: list[str] = []
    for _ in range(20):
        before, addresses = addresses, _addresses(url)
        if addresses and addresses == before:
            break
        time.sleep(20)
    return addresses


def _addresses(url: str) -> list[str]:
    """Every page that the maps of the portal name."""
    said = requests.get(f"{url}/sitemap.xml", timeout=_PATIENCE_SECONDS).text
    maps = [place for place in re.findall(r"<loc>([^<]+)</loc>", said) if "news.xml" not in place]
    pages = [
        place
        for one in maps
        for place in re.findall(r"<loc>([^<]+)</loc>", requests.get(one, timeout=_PATIENCE_SECONDS).text)
    ]
    return ["/" + place.split("/", 3)[3] for place in pages]


def _read(url: str, addresses: list[str], seen: Seen, number: int, pause: float) -> None:
    chance, session = random.Random(number), _session()
    while not seen.is_over.wait(chance.uniform(0.5, 1.5) * pause):
        what, path = _wish(chance, addresses)
        headers = {"Accept-Encoding": "gzip"}
        began = time.perf_counter()
        try:
            response = session.get(url + path, timeout=_PATIENCE_SECONDS, headers=headers)
        except requests.RequestException as error:
            seen.trouble(seen.errors, what, f"{path}: {error}")
            continue
        seen.answered(what, time.perf_counter() - began)
        if response.status_code != 200:
            seen.trouble(seen.errors, what, f"{path} answered {response.status_code}")


def _wish(chance: random.Random, addresses: list[str]) -> tuple[str, str]:
    language = chance.choice(LANGUAGES)
    part = chance.random()
    if part < 0.60:
        return "page", chance.choice(addresses)
    if part < 0.72:
        return "home", f"/{language}/"
    if part < 0.84:
        return "search", f"/{language}/search/?q={chance.choice(WORDS)}"
    if part < 0.88:
        return "completing", f"/{language}/search/suggest/?q={chance.choice(WORDS)[:3]}"
    if part < 0.94:
        return "feed", f"/{language}/feeds/{chance.choice(['rss.xml', 'atom.xml', 'feed.json'])}"
    return "API", f"/api/v1/items?lang={language}&page=1"


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers["User-Agent"] = READER
    return session


# -- those who work --------------------------------------------------------------------------------


class Person:
    """Somebody with a browser that knows forms and nothing else."""

    def __init__(self, url: str, username: str, seen: Seen) -> None:
        self._url, self._session, self._seen = url, _session(), seen
        self.get("/accounts/login/")
        self.post("/accounts/login/", {"login": username, "password": "lantoa-mau-2026"})

    def get(self, path: str) -> str:
        began = time.perf_counter()
        response = self._session.get(self._url + path, timeout=_PATIENCE_SECONDS)
        self._seen.answered("office, read", time.perf_counter() - began)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")
        return response.text

    def post(self, path: str, data: dict[str, Any]) -> str:
        """returns: where it leads to"""
        data = {"csrfmiddlewaretoken": self._session.cookies.get("csrftoken", ""), **data}
        began = time.perf_counter()
        response = self._session.post(
            self._url + path,
            data=data,
            headers={"Referer": self._url},
            allow_redirects=False,
            timeout=_PATIENCE_SECONDS,
        )
        self._seen.answered("office, write", time.perf_counter() - began)
        if response.status_code != 302:
            wrong = re.findall(r'class="[^"]*error[^"]*"[^>]*>\s*([^<]{4,200})', response.text)
            raise RuntimeError(f"{path} answered {response.status_code}: {wrong[:5]}")
        return str(response.headers["Location"])


class _Form(HTMLParser):
    """What the browser would send of the editor's form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside, self._select, self._text = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._inside = given.get("id") == "page-edit-form"
        elif not self._inside:
            return
        elif tag == "input" and name:
            if given.get("type") not in {"checkbox", "radio", "submit", "file"} or "checked" in given:
                self.fields[name] = value
        elif tag == "textarea":
            self._text = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._inside and self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


def _section(folder: Path) -> int:
    """The number of the Vietnamese news, as the editor's addresses have it."""
    code = (
        "import django; django.setup(); from lantoa.doors.portal.models import SectionPage; "
        "print(SectionPage.objects.get(code='news', locale__language_code='vi').pk)"
    )
    environment = {**os.environ, "LANTOA_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout.split()[-1])


def _publish(url: str, section: int, seen: Seen) -> None:
    """One item after the other on its whole way; two seconds after each step readers are asked what they see."""
    thu, ngoc, reader = Person(url, "thu", seen), Person(url, "ngoc", seen), _session()
    while not seen.is_over.is_set():
        began = time.monotonic()
        mark = f"k{random.getrandbits(40):010x}"
        title, first, second = f"Phiên chợ biên giới {mark}", f"Mở cửa ngày hai, {mark}.", f"Mở cửa ngày ba, {mark}."
        path = f"/vi/tin-tuc/phien-cho-{mark}/"
        item = _written(thu, section, title, first, f"phien-cho-{mark}")
        _approved(thu, ngoc, item, seen, "published")
        lists = ["/vi/tin-tuc/", "/vi/feeds/rss.xml", f"/vi/search/?q=cho+{mark}", "/api/v1/items?lang=vi"]
        _must_show(reader, url, seen, dict.fromkeys(lists, title) | {path: first})
        thu.post(f"/office/newsroom/{item}/correct/", {"text": f"Ngày ba, không phải ngày hai ({mark})."})
        _edited(thu, item, {"standfirst": second, "action-submit": "1"})
        _approved(thu, ngoc, item, seen, "corrected")
        _must_show(reader, url, seen, {path: f"không phải ngày hai ({mark})", "/vi/tin-tuc/": second})
        ngoc.post(f"/office/newsroom/{item}/withdraw/", {"reason_vi": f"Phiên chợ hoãn ({mark}).", "reason_en": mark})
        seen.done["withdrawn"] += 1
        _must_show(reader, url, seen, {path: f"Phiên chợ hoãn ({mark})"}, missing=dict.fromkeys(lists, title))
        seen.is_over.wait(max(0.0, _ROUND_SECONDS - (time.monotonic() - began)))


def _written(thu: Person, section: int, title: str, standfirst: str, slug: str) -> int:
    add = f"/admin/pages/add/newsroom/article/{section}/"
    fields = _Form(thu.get(add)).fields | {
        "title": title, "slug": slug, "standfirst": standfirst, "body-count": "0", "action-submit": "1",
        "sources-TOTAL_FORMS": "1", "sources-0-text": "UBND tỉnh", "sources-0-ORDER": "1",
    }  # fmt: skip
    thu.post(add, fields)
    found = re.search(rf"/office/newsroom/(\d+)/[^>]*>[^<]*{re.escape(title)}", thu.get("/office/newsroom/"))
    if not found:
        raise RuntimeError(f"“{title}” is not in the newsroom's list")
    return int(found[1])


def _edited(person: Person, item: int, changes: dict[str, str]) -> None:
    edit = f"/admin/pages/{item}/edit/"
    person.post(edit, _Form(person.get(edit)).fields | {"body-count": "0"} | changes)


def _approved(thu: Person, ngoc: Person, item: int, seen: Seen, what: str) -> None:
    forms = re.findall(r'<form[^>]*/check/".*?</form>', thu.get(f"/office/newsroom/{item}/"), re.DOTALL)
    for form in forms:
        if 'name="open"' not in form:
            thu.post(f"/office/newsroom/{item}/check/", dict(re.findall(r'name="(point|read)" value="([^"]*)"', form)))
    _edited(ngoc, item, {"action-workflow-action": "true", "workflow-action-name": "approve"})
    seen.done[what] += 1


def _must_show(
    reader: requests.Session, url: str, seen: Seen, shown: dict[str, str], *, missing: dict[str, str] | None = None
) -> None:
    time.sleep(SEEN_SECONDS)
    for path, words, is_there in (
        *((path, words, True) for path, words in shown.items()),
        *((path, words, False) for path, words in (missing or {}).items()),
    ):
        # Several times: each process of the server has a memory of its own.
        for _ in range(3):
            text = reader.get(url + path, timeout=_PATIENCE_SECONDS, headers={"Connection": "close"}).text
            # A search marks what it found.
            said = re.sub(r"</?mark>", "", text)
            seen.done["looks at what changed"] += 1
            if (words in said) != is_there:
                seen.trouble(
                    seen.stale, path.split("?")[0], f"{path}: {words} {'missing' if is_there else 'still there'}"
                )
                break


def _record(url: str, seen: Seen) -> None:
    """An officer records and sends, the secretariat accepts."""
    an, lan = Person(url, "an", seen), Person(url, "lan", seen)
    while not seen.is_over.is_set():
        today = datetime.now(tz=UTC).date()
        title = f"Nói chuyện {random.getrandbits(40):010x}"
        an.post("/office/activities/new/talk/", {
            "title": title, "occurred_on": today.isoformat(), "attendances": "40", "topic": "sea_islands",
            "submit": "1",
        })  # fmt: skip
        seen.done["recorded"] += 1
        found = re.search(r"/office/activities/(\d+)/", lan.get(f"/office/activities/?state=submitted&q={title}"))
        if not found:
            raise RuntimeError(f"“{title}” is not in the register")
        lan.post(f"/office/activities/{found[1]}/accept/", {})
        seen.done["accepted"] += 1
        an.get("/office/")
        seen.is_over.wait(_ROUND_SECONDS / 2)


# -- what the server holds -------------------------------------------------------------------------


def _sample(pid: int, cache: Path) -> Sample:
    memory = files = 0
    pids = _below(pid)
    for each in pids:
        try:
            memory += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * _PAGE_BYTES
            files += sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())
        except OSError:  # it ended meanwhile
            continue
    kept = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file() and not file.name.endswith(".part"))
    return Sample(time.monotonic(), memory / 1e6, files, kept / 1e6, len(pids))


def _below(pid: int) -> list[int]:
    pids = [pid]
    for each in pids:
        try:
            pids += [int(word) for word in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except OSError:
            continue
    return pids


def _middle_and_end(samples: list[Sample], name: str) -> tuple[float, float]:
    """Medians of the sixth in the middle of the run and of its last sixth."""
    values = [float(getattr(sample, name)) for sample in samples]
    part = max(len(values) // 6, 1)
    half = len(values) // 2
    return median(values[half - part // 2 : half - part // 2 + part]), median(values[-part:])


def _grown(samples: list[Sample]) -> list[str]:
    found = {name: _middle_and_end(samples, name) for name in ("memory_mb", "file_count")}
    return [name for name, (middle, end) in found.items() if end > middle * (1 + MOST_GROWTH)]


def _told(seen: Seen, samples: list[Sample], args: argparse.Namespace) -> str:
    done = ", ".join(f"{count:,} {what}" for what, count in sorted(seen.done.items()))
    asked = sum(map(len, seen.took_ms.values()))
    grown = _grown(samples)
    lines = [
        (
            f"{machine.described()}; {date.today().isoformat()}; {args.minutes:g} minutes, load of the machine "
            f"{os.getloadavg()[2]:.0f} with what else was running."
        ),
        "",
        f"{asked:,} requests: {seen.errors.total()} errors, {seen.stale.total()} old pages. Done: {done}.",
        "",
        "| asked | times | median (ms) | p95 (ms) |",
        "|---|---:|---:|---:|",
    ]
    for what, took in sorted(seen.took_ms.items()):
        ordered = sorted(took)
        lines.append(f"| {what} | {len(took):,} | {median(took):.0f} | {ordered[len(ordered) * 95 // 100]:.0f} |")
    lines += ["", "| held by all processes | in the middle | at the end |", "|---|---:|---:|"]
    for words, name in (("memory (MB)", "memory_mb"), ("open files", "file_count"), ("kept pages (MB)", "cache_mb"),
                        ("processes", "process_count")):  # fmt: skip
        middle, end = _middle_and_end(samples, name)
        lines.append(f"| {words} | {middle:,.0f} | {end:,.0f} |")
    lines += ["", f"Growth above {MOST_GROWTH:.0%}: {', '.join(grown) or 'none'}."]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
