"""Writing the index: one document in the transaction of whoever publishes or withdraws it, or all of it anew.

An index that another version of the analysis built goes on answering while the next one is filled beside it, in the
order of positions, a piece in each transaction: `rebuild_step`. A document that stands in the next one already is
changed in both; one that does not is reached later.

And what nobody found: noted by readers, counted by the ticker.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.forms.models import model_to_dict
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from lantoa.base import spools
from lantoa.base.search import analysis, terms
from lantoa.base.search.documents import Document
from lantoa.base.search.documents import terms as terms_of
from lantoa.base.search.documents import words as words_of
from lantoa.base.search.models import SearchDocument, SearchMiss, SearchState, SearchWord

_Item = TypeVar("_Item")
_AT_ONCE = 200
# A tenth to a fifth of a second each, in which nobody else writes.
_IN_A_STEP = 50
_WORDS_IN_A_STEP = 5_000
# At the start, before anybody is answered: some two seconds.
_STEPS_AT_ONCE = 15
_BEFORE_ALL = -(2**62)
# Whoever feeds the index says here how the documents of some keys read now.
SOURCES: list[Callable[[Collection[int]], Iterable[Document]]] = []
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
    state = _state()
    before = SearchDocument.objects.filter(key=document.key).first()
    if before:
        if model_to_dict(before) == model_to_dict(document.row(before.position)):
            return
        _take_out(before, state)
    row = document.row(_free_position(int(document.published_at.timestamp())))
    row.save(force_insert=True)
    _add([row], table=terms.TABLE, counted=_is_whole(state))
    if _is_in_next(row, state):
        _add([row], table=terms.NEXT)


@transaction.atomic
def remove(key: int) -> None:
    """No longer find it; one that is not there does no harm. Call it in the transaction that withdraws it."""
    state = _state()
    if row := SearchDocument.objects.filter(key=key).first():
        _take_out(row, state)


@transaction.atomic
def replace_all(documents: Iterable[Document]) -> int:
    """The whole index from these documents and nothing else. returns: how many"""
    state = _state()
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    taken: set[int] = set()
    count = 0
    with terms.refilling():
        for some in _batches(documents):
            rows = [document.row(_next_free(document, taken)) for document in some]
            SearchDocument.objects.bulk_create(rows)
            _add(rows, table=terms.TABLE)
            count += len(rows)
    terms.drop_next()
    _end_next(state)
    state.save()
    return count


def rebuild_what_is_little() -> None:
    """Build anew what another version of the analysis built, if that is soon done; more is left to who goes on."""
    for _ in range(_STEPS_AT_ONCE):
        if not rebuild_step():
            return


@transaction.atomic
def rebuild_step() -> bool:
    """Do a piece of what is left until the present version of the analysis has built everything, Wagtail's index too.

    Each piece is a transaction of its own, so whoever is stopped goes on where he was.

    returns: False if nothing was left
    """
    state = _state()
    if not _is_whole(state):
        _fill_next(state)
    elif state.next_version:  # of a version that was taken back
        terms.drop_next()
        _end_next(state)
    elif state.read_again is not None:
        _read_some_again(state)
    elif state.admin_version == analysis.VERSION:
        return False
    elif state.admin_next or not _forget_old_words():
        _fill_admin(state)
    state.save()
    return True


def read_again() -> None:
    """What stands in many documents was renamed: `rebuild_step` holds each against what its item says now, in steps.
    Said again, it begins anew. Call it in the transaction that renames.
    """
    SearchState.objects.get_or_create(pk=1)
    SearchState.objects.update(read_again=_BEFORE_ALL)


def rebuild_admin() -> None:
    """Wagtail's own index, for the editors, at once."""
    call_command("update_index", verbosity=0)
    SearchState.objects.update(admin_version=analysis.VERSION, admin_next="")


def _fill_next(state: SearchState) -> None:
    if state.next_version != analysis.VERSION:
        terms.begin_next()
        SearchWord.objects.filter(version=analysis.VERSION).delete()
        state.next_version, state.next_position, state.next_count = analysis.VERSION, _BEFORE_ALL, 0
    rows = list(SearchDocument.objects.filter(position__gt=state.next_position).order_by("position")[:_IN_A_STEP])
    if rows:
        rows = _as_they_read_now(rows)
        _add(rows, table=terms.NEXT)
        state.next_position = rows[-1].position
        state.next_count += len(rows)
    else:
        terms.take_next()
        _end_next(state)


def _as_they_read_now(rows: Sequence[SearchDocument]) -> list[SearchDocument]:
    """At their positions; another version may take more of a page into its document."""
    now = {document.key: document for source in SOURCES for document in source([row.key for row in rows])}
    read = [now[row.key].row(row.position) if row.key in now else row for row in rows]
    SearchDocument.objects.bulk_update(read, ["title", "summary", "body", "filed_under"])
    return read


def _read_some_again(state: SearchState) -> None:
    found = SearchDocument.objects.filter(position__gt=state.read_again).order_by("position")
    rows = list(found.values_list("position", "key")[:_IN_A_STEP])
    state.read_again = rows[-1][0] if rows else None
    for source in SOURCES:
        for document in source([key for _position, key in rows]):
            put(document)


def _end_next(state: SearchState) -> None:
    state.version = analysis.VERSION
    state.next_version, state.next_position, state.next_count = 0, 0, 0


def _forget_old_words() -> bool:
    old = SearchWord.objects.exclude(version=analysis.VERSION).values_list("pk", flat=True)[:_WORDS_IN_A_STEP]
    return bool(SearchWord.objects.filter(pk__in=list(old)).delete()[0])


def _fill_admin(state: SearchState) -> None:
    """A piece of one model; where nothing of it is left, of the next one."""
    models = {model._meta.label_lower: model for model in get_indexed_models()}
    label, _, last = (state.admin_next or f"{min(models)} 0").partition(" ")
    for name in sorted(name for name in models if name >= label):
        rows = models[name].get_indexed_objects().order_by("pk").filter(pk__gt=int(last) if name == label else 0)
        if objects := list(rows[:_IN_A_STEP]):
            get_search_backend().get_index_for_model(models[name]).add_items(models[name], objects)
            state.admin_next = f"{name} {objects[-1].pk}"
            return
    state.admin_version, state.admin_next = analysis.VERSION, ""


def _state() -> SearchState:
    """Locked, so that no two writers take one position or wait for each other's words."""
    SearchState.objects.get_or_create(pk=1)
    return SearchState.objects.select_for_update().get(pk=1)


def _is_whole(state: SearchState) -> bool:
    return state.version == analysis.VERSION


def _is_in_next(row: SearchDocument, state: SearchState) -> bool:
    return state.next_version == analysis.VERSION and row.position <= state.next_position


def _add(rows: Sequence[SearchDocument], *, table: str, counted: bool = True) -> None:
    terms.add(((row.position, terms_of(row)) for row in rows), table=table)
    if counted:
        _count_words(rows)


def _take_out(row: SearchDocument, state: SearchState) -> None:
    if _is_whole(state):
        terms.take_out(row.position, terms_of(row))
        _uncount_words(row)
    else:
        terms.take_out_unknown(row.position)
    if _is_in_next(row, state):
        terms.take_out(row.position, terms_of(row), table=terms.NEXT)
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
        (language, written, folded, folded[:2], is_pair, count, analysis.VERSION)
        for (language, written, folded, is_pair), count in sorted(counts.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO base_searchword (language, written, folded, start, is_pair, document_count, version) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (language, written, version) "
            "DO UPDATE SET document_count = base_searchword.document_count + excluded.document_count",
            values,
        )


def _uncount_words(row: SearchDocument) -> None:
    written = [word for word, *_ in words_of(row)]
    rows = SearchWord.objects.filter(language=row.language, written__in=written, version=analysis.VERSION)
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
