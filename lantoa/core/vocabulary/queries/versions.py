"""What kinds, measures and words said at any time: their versions, what differs, and those that a figure rests on."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from lantoa.base import dates
from lantoa.core.vocabulary.models import (
    Dimension,
    IndicatorVersion,
    Kind,
    KindGroup,
    Measure,
    Term,
    WordVersion,
    in_language,
)
from lantoa.core.vocabulary.queries.catalogue import dimension_name
from lantoa.core.vocabulary.queries.lists import field_name
from lantoa.core.vocabulary.rules import specs

Word = Kind | KindGroup | Measure | Term | IndicatorVersion
_DEFINITION = "definition"
_CALLED: dict[type, str] = {Kind: "kind", KindGroup: "heading", Measure: "measure"}
# What says nothing about what a figure counts: where a word is from, its hint, how one of its unit is called, how a
# figure is shown.
_BESIDE = {
    "basis", "source", "is_verified", "hint_vi", "hint_en", "unit_en_one", "disaggregations", "higher_is_better",
}  # fmt: skip
_NEWEST = Subquery(
    WordVersion.objects.filter(word=OuterRef("word")).order_by("-version").values("version")[:1]
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One column of two versions, in words; "" for nothing. language: in which its text is, "" for the reader's"""

    name: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True)
class Told:
    """A version as a page shows it. said: all of the first one, as name, text and its language;
    differences: of the others from the one before.
    """

    row: WordVersion
    is_used: bool
    said: list[tuple[str, str, str]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Then:
    """A word that a frozen figure was counted by, or its own definition. differences: from then to today, in what
    it means
    """

    version: WordVersion
    differences: list[Difference]

    @property
    def name(self) -> str:
        return in_language(self.version.values["name_vi"], self.version.values.get("name_en", ""))

    @property
    def what(self) -> str:
        """ "Kind", "Measure", "Indicator", or what it sorts by."""
        what = self.version.word.partition("/")[0]
        return {"kind": _("Kind"), "measure": _("Measure"), _DEFINITION: _("Indicator")}.get(what) or dimension_name(
            what
        )

    @property
    def is_definition(self) -> bool:
        return self.version.word.startswith(f"{_DEFINITION}/")

    @property
    def number(self) -> int:
        """Of its version; of a definition, of that one: how it was called in the meantime has no numbers."""
        return int(self.version.word.rpartition(".v")[2]) if self.is_definition else self.version.version

    def of(self, today: IndicatorVersion) -> IndicatorVersion:
        """A definition as it was called, and its parts shown, then; what it counts is fixed."""
        return _as_kept(today, self.version.values)


def word_of(row: Word) -> str:
    """ "kind/talk", "measure/talks", "topic/border", "definition/talks.v2": no dimension is called as the others."""
    if isinstance(row, IndicatorVersion):
        return f"{_DEFINITION}/{row.indicator_id}.v{row.version}"
    return f"{row.dimension if isinstance(row, Term) else _CALLED[type(row)]}/{row.code}"


def newest_versions(words: Collection[str]) -> dict[str, WordVersion]:
    """One query, which reads no older one; what has none yet is left out."""
    return {row.word: row for row in WordVersion.objects.filter(word__in=words, version=_NEWEST)}


def version_count() -> int:
    """It grows with every change of a word, and with nothing else: versions are only added."""
    return WordVersion.objects.count()


def versions(row: Word) -> list[Told]:
    """All versions of a row, newest first; three queries."""
    word = word_of(row)
    rows = list(WordVersion.objects.filter(word=word).select_related("created_by").order_by("version"))
    figures = apps.get_model("reports.FrozenFigure")._default_manager.annotate(pinned=KeyTransform(word, "words"))
    used = set(figures.order_by().values_list("pinned", flat=True).distinct())
    told = [Told(one, one.version in used, differences=_between(one, other)) for other, one in pairwise(rows)]
    first = [Told(one, one.version in used, said=_all_of(one)) for one in rows[:1]]
    return [*reversed(told), *first]


def words_behind(definitions: Iterable[IndicatorVersion]) -> list[dict[str, int]]:
    """For each definition itself and the words that it counts by, the version today; two queries for all of them.

    A definition of no kind counts every kind.
    """
    kinds = list(Kind.objects.values_list("code", flat=True))
    wanted = [
        {word_of(row), *(word for part in specs.parts(row.spec) for word in _words_of(part, kinds))}
        for row in definitions
    ]
    newest = newest_versions(set().union(*wanted))
    return [{word: newest[word].version for word in sorted(words) if word in newest} for words in wanted]


def words_then(pinned: dict[str, int]) -> list[Then]:
    """What the words of a frozen figure said when it was frozen, and what of that they say otherwise today."""
    found: dict[str, list[WordVersion]] = {}
    wanted = Q(version=_NEWEST) | Q(version__in=set(pinned.values()))
    for row in WordVersion.objects.filter(wanted, word__in=pinned).order_by("version"):
        found.setdefault(row.word, []).append(row)
    then = {word: next((row for row in rows if row.version == pinned[word]), rows[0]) for word, rows in found.items()}
    return [
        Then(then[word], [] if rows[-1] is then[word] else _between(rows[-1], then[word], beside=_BESIDE))
        for word, rows in found.items()
    ]


def definitions_then(pinned: Iterable[tuple[IndicatorVersion, dict[str, int]]]) -> list[IndicatorVersion]:
    """Each definition as it was called, and its parts shown, when a figure pinned these words; one query.

    Figures of before definitions were pinned have what stands there today.
    """
    pairs = [(row, (word := word_of(row), words.get(word, 0))) for row, words in pinned]
    asked = {wanted for _row, wanted in pairs}
    found = WordVersion.objects.filter(
        word__in={word for word, _ in asked}, version__in={number for _, number in asked}
    )
    kept = {(row.word, row.version): row.values for row in found}
    return [_as_kept(row, kept[wanted]) if wanted in kept else row for row, wanted in pairs]


def _as_kept(row: IndicatorVersion, values: dict[str, Any]) -> IndicatorVersion:
    then = copy(row)
    for name in set(values) - {"valid_from"}:  # which no figure shows, and is kept as text
        setattr(then, name, values[name])
    return then


def _words_of(part: specs.Spec, kinds: list[str]) -> Iterable[str]:
    yield from (f"kind/{code}" for code in part.kinds or kinds)
    if part.measure:
        yield f"measure/{part.measure}"
    yield from (
        f"{dimension}/{code}" for dimension, codes in part.where if dimension in Dimension.values for code in codes
    )


def _between(now: WordVersion, before: WordVersion, beside: Collection[str] = ()) -> list[Difference]:
    told = []
    for name in {**before.values, **now.values}:
        was, value = before.values.get(name), now.values.get(name)
        if was != value and name not in beside:
            words = _in_words(name, was), _in_words(name, value)
            told.append(Difference(field_name(name), *words, language=_language(name)))
    return told


def _all_of(row: WordVersion) -> list[tuple[str, str, str]]:
    said = [(field_name(name), _in_words(name, value), _language(name)) for name, value in row.values.items()]
    return [each for each in said if each[1]]


def _language(column: str) -> str:
    """Of what is written twice: "vi" of `name_vi`, "en" of `unit_en_one`."""
    return next((part for part in column.split("_") if part in {"vi", "en"}), "")


def _in_words(name: str, value: Any) -> str:
    if name == "measures":
        codes = [item["code"] for item in value or []]
        named = {row.code: row.name for row in Measure.objects.filter(code__in=codes)}
        return "; ".join(
            _asked(named.get(item["code"], item["code"]), item["required"] or item["is_main"], item["until"])
            for item in value or []
        )
    if name == "disaggregations":
        return "; ".join(map(dimension_name, value or []))
    if name == "dimensions":
        return "; ".join(_asked(dimension_name(item["code"]), item.get("required", False)) for item in value or [])
    if name in {"valid_from", "valid_until"} and value:
        return dates.written(date.fromisoformat(value))
    if name in {"nature", "basis"} and value:
        labels: Any = (
            Measure.Nature(value) if name == "nature" else dict(Kind._meta.get_field("basis").flatchoices)[value]
        )
        return str(getattr(labels, "label", labels))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value or "")


def _asked(name: str, required: bool, until: str | None = None) -> str:
    said = _("%(name)s (needed)") % {"name": name} if required else name
    return f"{said} – {dates.written(date.fromisoformat(until))}" if until else said
