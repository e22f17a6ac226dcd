"""How long a search takes: `python -m benchmarks.search [--documents 100000] [--database sqlite|postgres] [--write]`.

Documents in nine languages, four in ten of them Vietnamese, over ten years. Words follow Zipf's law, so that the
commonest stand in nearly every document; queries are drawn from documents (one to four words beside each other, with
and without accents, from the title or the body) and from the list of the commonest words, with and without filters.
Each database is filled by one process and asked by another.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks import databases, machine

PROJECT = Path(__file__).resolve().parent.parent
MARK = "search figures"
QUERIES = 300
_BEGAN = datetime(2016, 1, 1, tzinfo=UTC)
_TEN_YEARS_SECONDS = 315_000_000
_LANGUAGES = {"vi": 40, "en": 15, "zh-hans": 10, "ko": 8, "ja": 7, "fr": 6, "ru": 6, "lo": 4, "km": 4}
_KINDS = ["article", "article", "article", "event", "publication", "press_release", "project"]
_TOPICS = ["politics", "trade", "culture", "tourism", "border", "people", "investment", "education"]
_VIETNAMESE_VOWELS = [*"aăâeêioôơuưáàảạấầếềểệốồộớờợứừự", "iê", "uô", "ươ"]
# Beginnings, middles and ends of the words that are made up.
_SYLLABLES = {
    "vi": (
        ["", *"bcdđghklmnprstvx", "ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"],
        _VIETNAMESE_VOWELS,
        ["", "", "c", "ch", "m", "n", "ng", "nh", "p", "t"],
    ),
    "ru": (list("бвгджзклмнпрст"), list("аеиоуя"), ["", "", "й", "в", "н", "р", "ский", "ция"]),
    "fr": (
        list("bcdfglmnprstv"),
        ["a", "e", "é", "è", "i", "o", "ou", "u", "eu"],
        ["", "", "r", "n", "s", "tion", "ment"],
    ),
    "en": (
        [*"bcdfghlmnprstw", "th", "st"],
        ["a", "e", "i", "o", "u", "ea", "oo"],
        ["", "n", "r", "s", "t", "ng", "tion"],
    ),
}
# First character, how many of them are in use.
_CHARACTERS = {
    "zh-hans": (0x4E00, 3000),
    "ja": (0x5200, 2000),
    "ko": (0xAC00, 1500),
    "lo": (0x0E94, 24),
    "km": (0x1780, 33),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--folder", type=Path, help="where the databases go, emptied by nobody; else a temporary one")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    args = parser.parse_args()
    results = []
    for kind in args.database:
        for count in args.documents:
            folder = args.folder / f"{kind}-{count}" if args.folder else None
            with databases.throw_away(kind, folder) as environment:
                results.append(_measured_elsewhere(environment, count))
            print(json.dumps(results[-1]), flush=True)
    table = _table(results)
    print(table)
    if args.write:
        machine.write_down(MARK, f"{machine.described()}; {date.today().isoformat()}.\n\n{table}")


def _measured_elsewhere(environment: dict[str, str], count: int) -> dict[str, Any]:
    environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "lantoa.settings"}
    _python(environment, "-m", "lantoa", "ledger", "head")  # makes the database
    filled = json.loads(_python(environment, "-c", f"from benchmarks import search; search.fill({count})"))
    return {
        "documents": count,
        **filled,
        **json.loads(_python(environment, "-c", f"from benchmarks import search; search.measure({count})")),
    }


def _python(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


# -- filling ---------------------------------------------------------------------------------------


def fill(count: int) -> None:
    import django  # leaf: the settings are read here

    django.setup()
    from django.db import connection

    from lantoa.base import database
    from lantoa.base.search import actions

    started = time.perf_counter()
    actions.replace_all(documents(count))
    took = time.perf_counter() - started
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    database.keep_statistics()
    started = time.perf_counter()
    for document in documents(20):
        actions.put(document)
    one = (time.perf_counter() - started) / 20
    print(json.dumps({"fill_s": round(took, 1), "put_ms": round(one * 1000, 1)}))


def documents(count: int) -> Iterator[Any]:
    """Always the same ones."""
    from lantoa.base.search.documents import Document

    draw = random.Random(2026)
    writers = {language: _writer(language, draw) for language in _LANGUAGES}
    for key in range(1, count + 1):
        (language,) = draw.choices(list(_LANGUAGES), list(_LANGUAGES.values()))
        write = writers[language]
        yield Document(
            key=key, language=language, kind=draw.choice(_KINDS), topic=draw.choice(_TOPICS),
            published_at=_BEGAN + timedelta(seconds=_TEN_YEARS_SECONDS * key // count),
            title=write(12), summary=write(35), body=write(draw.randint(120, 420)),
        )  # fmt: skip


def _writer(language: str, draw: random.Random) -> Callable[[int], str]:
    """What draws a text of so many words, or twice as many characters, by Zipf's law."""
    if language in _CHARACTERS:
        first, size = _CHARACTERS[language]
        words, gap, factor = [chr(first + number) for number in range(size)], "", 2
        draw.shuffle(words)
    else:
        words, gap, factor = _words(language, draw), " ", 1
    weights = list(accumulate(1 / (rank + 3) ** 0.9 for rank in range(len(words))))
    return lambda count: gap.join(draw.choices(words, cum_weights=weights, k=count * factor))


def _words(language: str, draw: random.Random) -> list[str]:
    beginnings, middles, ends = _SYLLABLES[language]
    syllables = 1 if language == "vi" else 2
    words: dict[str, None] = {}
    while len(words) < 6_000:
        words[
            "".join(f"{draw.choice(beginnings)}{draw.choice(middles)}" for _ in range(syllables)) + draw.choice(ends)
        ] = None
    return list(words)


# -- asking ----------------------------------------------------------------------------------------


def measure(count: int) -> None:
    """Print one JSON object; called in the process that only asks."""
    import django  # leaf: the settings are read here

    django.setup()
    from lantoa.base.search import highlights, queries

    asked = _asked(count)

    def page(text: str, language: str, filters: dict[str, Any]) -> int:
        found = queries.search(text, language, **filters)
        for hit in found.hits:
            highlights.shown(hit, found.asked)
        return found.count

    counts = [page(*one) for one in asked]
    answer = {
        "database": machine.database_described(),
        **_named("search", _milliseconds(lambda one: queries.search(one[0], one[1], **one[2]), asked)),
        **_named("page", _milliseconds(lambda one: page(*one), asked)),
        **_named(
            "suggest", _milliseconds(lambda one: queries.suggested(one[0][: max(2, len(one[0]) - 2)], one[1]), asked)
        ),
        **_named("meant", _milliseconds(lambda one: queries.meant(f"{one[0]}q", one[1]), asked[:100])),
        "many": sum(found >= queries.MOST_COUNTED for found in counts),
        "none": counts.count(0),
    }
    print(json.dumps(answer))


def _asked(count: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Texts, their language, and filters."""
    from lantoa.base.folding import fold

    draw = random.Random(7)
    kept = [document for document in documents(min(count, 5_000)) if draw.random() < 0.3]
    asked: list[tuple[str, str, dict[str, Any]]] = []
    while len(asked) < QUERIES:
        document = draw.choice(kept)
        source = draw.choice([document.title, document.summary, document.body])
        filters: dict[str, Any] = draw.choice([
            {}, {}, {"kind": document.kind}, {"topic": document.topic},
            {"since": date(2020, 1, 1), "until": date(2021, 1, 1)}, {"page": 3},
        ])  # fmt: skip
        words = source.split()
        if len(words) == 1:  # a script without gaps
            start = draw.randrange(len(source) - 4)
            text = source[start : start + draw.randint(1, 4)]
        else:
            start = draw.randrange(len(words) - 4)
            text = " ".join(words[start : start + draw.randint(1, 4)])
        asked.append((draw.choice([text, fold(text)]), document.language, filters))
    return asked


def _milliseconds(act: Callable[[Any], object], each: list[Any]) -> tuple[float, float, float]:
    """The median, the 95th of a hundred and the slowest; each once, after a first round."""
    took = []
    for one in each:
        started = time.perf_counter()
        act(one)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return took[len(took) // 2], took[len(took) * 95 // 100], took[-1]


def _named(name: str, figures: tuple[float, float, float]) -> dict[str, float]:
    return {
        f"{name}_{word}_ms": round(figure, 1) for word, figure in zip(("median", "p95", "most"), figures, strict=True)
    }


def _table(results: list[dict[str, Any]]) -> str:
    heading = (
        "| database | documents | search: median / p95 / most (ms) | with excerpts, p95 (ms) | completing, p95 (ms) "
        "| mending, p95 (ms) | one published (ms) | built anew (s) |"
    )
    line = (
        "| {database} | {documents:,} | {search_median_ms} / {search_p95_ms} / {search_most_ms} | {page_p95_ms} "
        "| {suggest_p95_ms} | {meant_p95_ms} | {put_ms} | {fill_s} |"
    )
    return "\n".join([heading, "|---|---:|---:|---:|---:|---:|---:|---:|", *(line.format(**row) for row in results)])


if __name__ == "__main__":
    main()
