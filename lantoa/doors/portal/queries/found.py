"""What the search of the portal answers: items with what was looked for marked, and a way on where there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from lantoa.base.search import highlights
from lantoa.base.search import queries as search
from lantoa.base.search.analysis import fold_words
from lantoa.base.search.highlights import Piece
from lantoa.base.statements import values_with_rows
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, ItemKind
from lantoa.doors.portal.models import SectionPage
from lantoa.doors.portal.queries.asked import Asked
from lantoa.doors.portal.queries.frame import Link

EVERY_LANGUAGE = "all"
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@dataclass(frozen=True)
class Search(Asked):
    """What a reader asks. language: a code, or EVERY_LANGUAGE; year: 0 for all"""

    text: str
    language: str
    kind: str = ""
    topic: str = ""
    year: int = 0
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.topic or self.year)

    def pairs(self) -> dict[str, Any]:
        """Its own language is said by the address."""
        language = self.language if self.language == EVERY_LANGUAGE else ""
        rest = {"kind": self.kind, "topic": self.topic, "year": self.year, "language": language, "page": self.page}
        return {"q": self.text, **rest}


@dataclass(frozen=True)
class Hit:
    """An item with its title and a stretch of its text, in pieces."""

    item: ContentPage
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Found:
    """A page of hits. count: of all pages, at most as many as are counted; is_more: there are more than that

    meant: the query with what was mistyped mended; elsewhere: languages in which something is found, and how much
    """

    hits: list[Hit]
    count: int = 0
    is_more: bool = False
    page: int = 1
    page_count: int = 0
    meant: str = ""
    elsewhere: list[tuple[str, int]] | None = None

    @property
    def has_next(self) -> bool:
        return self.page < self.page_count


def found(asked: Search) -> Found:
    """Eleven queries at most."""
    language = None if asked.language == EVERY_LANGUAGE else asked.language
    answer = search.search(
        asked.text, language, kind=asked.kind, topic=asked.topic, page=asked.page,
        since=date(asked.year, 1, 1) if asked.year else None, until=date(asked.year + 1, 1, 1) if asked.year else None,
    )  # fmt: skip
    if answer.count:
        return Found(_hits(answer), answer.count, answer.is_more, answer.page, answer.page_count)
    meant = search.meant(asked.text, language or settings.LANGUAGE_CODE)
    elsewhere = [row for row in search.languages_of(asked.text) if row[0] != asked.language]
    return Found([], meant=meant, elsewhere=[] if language is None else elsewhere)


def _hits(answer: search.Found) -> list[Hit]:
    """In the order of the answer; what was taken off the lists a moment ago is left out."""
    items = {item.pk: item for item in newsroom.findable().filter(pk__in=[hit.key for hit in answer.hits])}
    return [Hit(items[row.key], *highlights.shown(row, answer.asked)) for row in answer.hits if row.key in items]


@dataclass(frozen=True)
class Called:
    """What bears the name that was asked for. sections: (language, title, address)"""

    sections: list[tuple[str, str, str]]
    topics: list[Term]


def called(asked: Search, topics: Iterable[Term], own: Iterable[Link]) -> Called:
    """Whoever looks for "du lich" may want all of it. own: the sections of the page's language

    reads: one query where all languages are searched, else none
    """
    text = f" {fold_words(asked.text)} "
    if not text.strip():
        return Called([], [])
    if asked.language == EVERY_LANGUAGE:
        rows = SectionPage.objects.live().filter(show_in_menus=True).order_by("path")
        sections = list(rows.values_list("locale__language_code", "title", "url_path"))
    else:
        sections = [(asked.language, link.title, link.address) for link in own]
    return Called(
        [row for row in sections if _is_named(text, row[1])],
        [topic for topic in topics if any(_is_named(text, name) for name in _names_of(topic))],
    )


def _is_named(text: str, name: str) -> bool:
    folded = fold_words(name)
    return bool(folded) and f" {folded} " in text


def _names_of(topic: Term) -> set[str]:
    """In Vietnamese, in English and in the reader's language."""
    return {topic.name_vi, topic.name_en, vocabulary.said(topic.name_en)}


def topics() -> list[Term]:
    return vocabulary.terms(Dimension.TOPIC)


def offered(topics: list[Term], asked: Search) -> list[Term]:
    """Those that have something in the language that is searched, and what was asked for; one query."""
    languages = LANGUAGES if asked.language == EVERY_LANGUAGE else [asked.language]
    pairs = [(language, topic.code) for topic in topics for language in languages]
    held = {topic for _, topic in values_with_rows(newsroom.findable(), ["language", "topic"], pairs)} | {asked.topic}
    return [topic for topic in topics if topic.code in held]


def kinds() -> Iterable[tuple[str, str]]:
    return [(str(kind), str(kind.label)) for kind in ItemKind]


def suggested(text: str, language: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Queries that begin so, and items: (title, address)."""
    answer = search.suggested(text, language)
    addresses = dict(newsroom.findable().filter(pk__in=[hit.key for hit in answer.hits]).values_list("pk", "url_path"))
    return answer.texts, [(hit.title, addresses[hit.key]) for hit in answer.hits if hit.key in addresses]
