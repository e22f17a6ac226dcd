"""Writing the index: one document in the transaction of whoever publishes or withdraws it, or all of it anew.

And what nobody found: noted by readers, counted by the ticker.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TypeVar

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.forms.models import model_to_dict

from lantoa.base import spools
from lantoa.base.search import analysis, terms
from lantoa.base.search.documents import Document
from lantoa.base.search.documents import terms as terms_of
from lantoa.base.search.documents import words as words_of
from lantoa.base.search.models import SearchDocument, SearchMiss, SearchState, SearchWord

_Item = TypeVar("_Item")
_AT_ONCE = 200
MISSES = spools.Spool(spools.FOLDER / "misses")
# So that nobody fills the disk with invented words: more different ones than this are not looked for in a day.
MOST_MISSES_OF_DAY = 2_000
_LONGEST_MISS = 60
_MOST_WORDS_OF_MISS = 8
# Letters of a person: an address, a link, or anything with as many digits as a telephone or an identity card has.
_PERSONAL = re.compile(r"@|://|www\.|(?:\d[\s.()+-]*){6}")


@transaction.atomic
def put(document: Document) -> None:
    """Make a document findable, in its present words. Call it in the transaction that publishes or changes it."""
    _lock()
    before = SearchDocument.objects.filter(key=document.key).first()
    if before:
        if model_to_dict(before) == model_to_dict(document.row(before.position)):
            return
        _take_out(before)
    row = document.row(_free_position(int(document.published_at.timestamp())))
    row.save(force_insert=True)
    terms.add([(row.position, terms_of(row))])
    _count_words([row])


@transaction.atomic
def remove(key: int) -> None:
    """No longer find it; one that is not there does no harm. Call it in the transaction that withdraws it."""
    _lock()
    if row := SearchDocument.objects.filter(key=key).first():
        _take_out(row)


@transaction.atomic
def replace_all(documents: Iterable[Document]) -> int:
    """The whole index from these documents and nothing else. returns: how many"""
    state = _state()
    SearchDocument.objects.all().delete()
    taken: set[int] = set()
    for some in _batches(documents):
        SearchDocument.objects.bulk_create(document.row(_next_free(document, taken)) for document in some)
    return _build(state)


@transaction.atomic
def rebuild_if_stale() -> bool:
    """Derive the index from the kept documents, and Wagtail's, if another version of the analysis built them.

    returns: whether it was so
    """
    state = _state()
    if state.version == analysis.VERSION:
        return False
    _build(state)
    call_command("update_index", verbosity=0)
    return True


def _build(state: SearchState) -> int:
    SearchWord.objects.all().delete()
    count = 0
    with terms.refilling():
        for some in _batches(SearchDocument.objects.order_by("position").iterator(_AT_ONCE)):
            terms.add((row.position, terms_of(row)) for row in some)
            _count_words(some)
            count += len(some)
    state.version = analysis.VERSION
    state.save(update_fields=["version"])
    return count


def _state() -> SearchState:
    SearchState.objects.get_or_create(pk=1)
    return SearchState.objects.select_for_update().get(pk=1)


def _lock() -> None:
    """One writer at a time, so that no two take one position or wait for each other's words."""
    state = _state()
    if state.version != analysis.VERSION:
        _build(state)


def _take_out(row: SearchDocument) -> None:
    terms.take_out(row.position, terms_of(row))
    _uncount_words(row)
    row.delete()


def _free_position(wanted: int) -> int:
    """wanted, or the first number after it that nobody has."""
    for taken in SearchDocument.objects.filter(position__gte=wanted).order_by("position").values_list(
        "position", flat=True
    ).iterator():  # fmt: skip
        if taken != wanted:
            break
        wanted += 1
    return wanted


def _next_free(document: Document, taken: set[int]) -> int:
    position = int(document.published_at.timestamp())
    while position in taken:
        position += 1
    taken.add(position)
    return position


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _count_words(rows: Iterable[SearchDocument]) -> None:
    counts = Counter((row.language, *word) for row in rows for word in words_of(row))
    # In order, so that no two writers wait for each other's rows.
    values = [
        (language, written, folded, folded[:2], is_pair, count)
        for (language, written, folded, is_pair), count in sorted(counts.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO base_searchword (language, written, folded, start, is_pair, document_count) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (language, written) "
            "DO UPDATE SET document_count = base_searchword.document_count + excluded.document_count",
            values,
        )


def _uncount_words(row: SearchDocument) -> None:
    rows = SearchWord.objects.filter(language=row.language, written__in=[written for written, *_ in words_of(row)])
    rows.filter(document_count__lte=1).delete()
    rows.update(document_count=F("document_count") - 1)


def note_miss(text: str, *, language: str, today: date) -> bool:
    """Note that a reader looked for something and did not find it; what may tell of a person is never written down.

    A reader never waits for whoever writes to the database, so it goes to a file: see `count_misses`.

    returns: whether it was noted
    """
    return _is_of_nobody(text) and MISSES.note({"on": today.isoformat(), "language": language, "text": text})


def count_misses() -> int:
    """Count what was noted since the last time. returns: how many notes"""
    return MISSES.sweep(_count_noted)


def _is_of_nobody(text: str) -> bool:
    folded = analysis.fold_words(text)
    is_short = len(text) <= _LONGEST_MISS and folded.count(" ") < _MOST_WORDS_OF_MISS
    return bool(folded) and is_short and not _PERSONAL.search(text)


def _count_noted(notes: Iterable[Mapping[str, str]]) -> None:
    counts: Counter[tuple[str, str, str]] = Counter()
    written: dict[tuple[str, str, str], str] = {}
    for note in notes:
        miss = (note["on"], note["language"], analysis.fold_words(note["text"]))
        counts[miss] += 1
        written.setdefault(miss, " ".join(note["text"].split()))
    for (day, language, folded), count in counts.items():
        asked = SearchMiss.objects.filter(day=day, language=language, folded=folded)
        if asked.update(ask_count=F("ask_count") + count):
            continue
        if SearchMiss.objects.filter(day=day).count() < MOST_MISSES_OF_DAY:
            SearchMiss.objects.create(
                day=day, language=language, folded=folded, ask_count=count, written=written[day, language, folded]
            )


def forget_misses(*, before: date, least: int, today: date) -> int:
    """Remove what was not found before a day, and what fewer than `least` asked for on any day that is over.

    returns: how many rows
    """
    old = SearchMiss.objects.filter(day__lt=before)
    rare = SearchMiss.objects.filter(day__lt=today, ask_count__lt=least)
    return (old | rare).delete()[0]
