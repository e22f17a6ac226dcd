"""A plain document, as whoever feeds the index hands it over, and what follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lantoa.base.folding import normal_text
from lantoa.base.search import analysis
from lantoa.base.search.models import BESIDE, SearchDocument

# Some thirty pages: PostgreSQL refuses what takes more than a megabyte of terms.
_MOST_CHARACTERS = 60_000
_MOST_TITLE = 1_000


@dataclass(frozen=True)
class Document:
    """key: the caller's number for it; summary, body: plain text

    beside: what stands around the text, a line for each: found as the text is, quoted where nothing else can be
    filed_under: words and days (2026-06-15) that it does not say itself, a line for each: its topic, its section
    """

    key: int
    language: str
    kind: str
    topic: str
    published_at: datetime
    title: str
    summary: str = ""
    body: str = ""
    beside: str = ""
    filed_under: str = ""

    def row(self, position: int) -> SearchDocument:
        return SearchDocument(
            position=position, key=self.key, language=self.language, kind=self.kind, topic=self.topic,
            published_at=self.published_at, title=normal_text(self.title)[:_MOST_TITLE],
            summary=normal_text(self.summary)[:_MOST_CHARACTERS], body=self._whole()[:_MOST_CHARACTERS],
            filed_under=normal_text(self.filed_under)[:_MOST_CHARACTERS],
        )  # fmt: skip

    def _whole(self) -> str:
        body, beside = normal_text(self.body), normal_text(self.beside)
        return f"{body}{BESIDE}{beside}" if beside else body


def terms(row: SearchDocument) -> set[str]:
    labels = [analysis.label("language", row.language), analysis.label("kind", row.kind)]
    if row.topic:
        labels.append(analysis.label("topic", row.topic))
    texts = [row.summary, row.body]
    return analysis.document_terms(title=row.title, texts=texts, filed_under=row.filed_under, labels=labels)


def words(row: SearchDocument) -> set[tuple[str, str, bool]]:
    """(written, folded, whether it is a pair) of the title and the summary; scripts without gaps have no words."""
    return set(_words(row.title)) | set(_words(row.summary))


def _words(text: str) -> Iterator[tuple[str, str, bool]]:
    units = list(analysis.units(text))
    for unit in units:
        if not unit.is_character and not unit.folded.isdecimal():
            yield unit.written, unit.folded, False
    for first, second in pairwise(units):
        # Beside each other is what one gap of a single sign parts: no sentence ends there.
        if not (first.is_character or second.is_character) and text[first.end : second.start] in {" ", "-", "–"}:
            yield f"{first.written} {second.written}", f"{first.folded} {second.folded}", True
