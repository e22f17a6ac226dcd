"""Asking the index: what holds these words, what somebody began to type may become, what was meant instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from lantoa.base.search import analysis, corrections, terms
from lantoa.base.search.analysis import Asked, Unit
from lantoa.base.search.models import SearchDocument, SearchMiss, SearchState, SearchWord
from lantoa.base.statements import spans_with_rows

PAGE_SIZE = 20
# Further than this nobody leafs: whoever gets that many needs another word, not another page.
MOST_COUNTED = 1_000
# How often in one day something must be looked for in vain before anybody is shown it, and before it is kept longer.
LEAST_ASKED = 5
_MOST_YEARS = 20
_EVER = (-(2**62), 2**62)


@dataclass(frozen=True)
class Found:
    """One page of what was found. hits: best first; count: of all pages, MOST_COUNTED where there are more"""

    asked: Asked
    hits: Sequence[SearchDocument]
    count: int
    is_more: bool
    page: int

    @property
    def page_count(self) -> int:
        return -(-self.count // PAGE_SIZE)


def search(
    text: str,
    language: str | None = None,
    *,
    kind: str | None = None,
    topic: str | None = None,
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
) -> Found:
    """What holds all words of `text` that matter, accents or not; without any, everything of that kind or topic.

    First what holds them as typed, in its title, beside each other, anywhere; then what holds them with other accents
    or endings, in the same order; the newest first within each. What was typed without accents has no "as typed".

    language, kind, topic: codes, None for all; since, until: days of publication, half-open; page: from 1
    reads: at most eight queries whatever the size
    """
    asked = analysis.asked(text, language or "")
    if not asked.levels:
        if text or not (kind or topic):
            return Found(asked, [], count=0, is_more=False, page=1)
        asked = Asked((), (frozenset(),))
    labels = _labels(language=language, kind=kind, topic=topic)
    between = (_EVER[0] if since is None else _start_of(since), _EVER[1] if until is None else _start_of(until))
    counted = terms.count(asked.levels[-1] | labels, between=between, limit=MOST_COUNTED + 1)
    count = min(counted, MOST_COUNTED)
    page = max(1, min(page, -(-count // PAGE_SIZE)))
    wanted = _best(asked, labels, between, most=min(page * PAGE_SIZE, count))[(page - 1) * PAGE_SIZE :]
    found = SearchDocument.objects.in_bulk(wanted)
    hits = [found[position] for position in wanted if position in found]
    return Found(asked, hits, count=count, is_more=counted > count, page=page)


def _labels(**properties: str | None) -> set[str]:
    return {analysis.label(name, value) for name, value in properties.items() if value}


def _start_of(day: date) -> int:
    return int(datetime.combine(day, time(), tzinfo=timezone.get_current_timezone()).timestamp())


def _best(asked: Asked, labels: set[str], between: tuple[int, int], *, most: int) -> list[int]:
    """The best positions, level by level, until there are enough."""
    best: list[int] = []
    for number, level in enumerate(asked.levels):
        if len(best) >= most:
            break
        best += terms.positions(level | labels, without=asked.levels[:number], between=between, limit=most - len(best))
    return best


# -- while somebody types --------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggested:
    """texts: the query with its last word completed, commonest first; hits: documents that have it in the title"""

    texts: list[str]
    hits: list[SearchDocument]


_MOST_TEXTS = 5
_MOST_TITLES = 4
_MOST_COMPLETED = 30
_RARELY = 4


def suggested(text: str, language: str) -> Suggested:
    """What somebody who typed this may be about to ask, in words of titles and summaries of that language."""
    asked = analysis.asked(text, language)
    last = asked.units[-1] if asked.units else None
    is_begun = last is not None and len(last.folded) < 2 and not last.is_character
    if last is None or (is_begun and len(asked.units) < 2):
        return Suggested([], [])
    # One letter begins too many words to ask for all of them: titles have the words before it.
    titled = analysis.asked(" ".join(unit.written for unit in asked.units[:-1]), language) if is_begun else asked
    return Suggested([] if last.is_character else _completed(asked.units, language), _titled(titled, language))


def _completed(units: Sequence[Unit], language: str) -> list[str]:
    *head, last = units
    before = head[-1].folded if head and not head[-1].is_character else ""
    beginning = f"{before} {last.folded}".strip()
    rows = SearchWord.objects.filter(language=language, start=beginning[:2], folded__startswith=beginning)
    if before:
        rows, head = rows.filter(is_pair=True), head[:-1]
    found = list(rows.order_by("-document_count", "written")[:_MOST_COMPLETED])
    best: dict[str, str] = {}
    for row in found if before else _without_chance(found, language):
        best.setdefault(row.folded, row.written)
    said = corrections.spelt(head, language)
    texts = [f"{said} {written}".strip() for written in list(best.values())[:_MOST_TEXTS]]
    # The last two words stand in a title; with more before them it has to be asked.
    return [text for text in texts if _is_anywhere(text, language)] if head else texts


def _without_chance(rows: Sequence[SearchWord], language: str) -> list[SearchWord]:
    """Without pairs that merely met: once, or in few of the documents that have the rarer of the two words."""
    single = {word for row in rows if row.is_pair for word in row.written.split()}
    counts = dict(
        SearchWord.objects.filter(language=language, written__in=sorted(single)).values_list(
            "written", "document_count"
        )
    )
    rarer = {row.pk: min(counts.get(word, 0) for word in row.written.split()) for row in rows if row.is_pair}
    return [
        row
        for row in rows
        if not row.is_pair or (row.document_count > 1 and row.document_count * _RARELY >= rarer[row.pk])
    ]


def _is_anywhere(text: str, language: str) -> bool:
    wanted = analysis.asked(text, language).levels[-1]
    return bool(terms.count(wanted | _labels(language=language), between=_EVER, limit=1))


def _titled(asked: Asked, language: str) -> list[SearchDocument]:
    if not asked.levels:
        return []
    title = {f"t:{term}" for term in asked.levels[-1]}
    last = asked.units[-1]
    begun = "" if last.is_character else f"t:{last.stem}"
    wanted = terms.positions(
        (title - {begun}) | _labels(language=language), begun=begun, between=_EVER, limit=_MOST_TITLES
    )
    found = SearchDocument.objects.in_bulk(wanted)
    return [found[position] for position in wanted if position in found]


# -- where nothing was found -----------------------------------------------------------------------


def meant(text: str, language: str) -> str:
    """The query with what was probably mistyped mended, if that finds something; else empty."""
    return next((other for other in corrections.of(text, language) if _is_anywhere(other, language)), "")


def languages_of(text: str) -> list[tuple[str, int]]:
    """In which languages something is found, and how much, the most first; counting stops at MOST_COUNTED."""
    levels = analysis.asked(text).levels
    if not levels:
        return []
    found = terms.positions(levels[-1], between=_EVER, limit=MOST_COUNTED)
    counts: dict[str, int] = {}
    for language in SearchDocument.objects.filter(position__in=found).values_list("language", flat=True):
        counts[language] = counts.get(language, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


# -- what was not found ----------------------------------------------------------------------------


def misses(language: str = "") -> QuerySet[SearchMiss, Any]:
    """What was looked for on kept days and never found, the most asked first.

    Only what LEAST_ASKED asked for in one day: no single reader's words are shown.

    returns: mappings with language, folded, written, asks (in all) and last_day
    """
    rows = SearchMiss.objects.filter(ask_count__gte=LEAST_ASKED)
    if language:
        rows = rows.filter(language=language)
    return (
        rows.values("language", "folded")
        .annotate(written=Max("written"), asks=Sum("ask_count"), last_day=Max("day"))
        .order_by("-asks", "-last_day", "folded")
    )


def years(*, today: date) -> list[int]:
    """Of the last ones those of which something can be found, the newest first."""
    asked = range(today.year, today.year - _MOST_YEARS, -1)
    spans = {year: (_start_of(date(year, 1, 1)), _start_of(date(year + 1, 1, 1))) for year in asked}
    # Positions are moments: the primary key answers, however many there are.
    return spans_with_rows(SearchDocument.objects.all(), "position", spans)


# -- while another version of the analysis is built ------------------------------------------------


def is_whole() -> bool:
    """Whether this version of the analysis built what is asked; else something may not be found."""
    return SearchState.objects.filter(version=analysis.VERSION).exists()


def is_current() -> bool:
    """Whether nothing is left to build, for editors neither."""
    done = SearchState.objects.filter(version=analysis.VERSION, admin_version=analysis.VERSION)
    return done.filter(read_again=None).exists()


def progress() -> int:
    """How much of the index this version of the analysis has built, in per cent; 100 only when it is asked."""
    state = SearchState.objects.get()
    if state.version == analysis.VERSION:
        return 100
    done = state.next_count if state.next_version == analysis.VERSION else 0
    return min(99, 100 * done // max(1, SearchDocument.objects.count()))
