"""What kinds, measures and words said at any time: their versions, what differs, and those that a figure rests on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from lantoa.base import dates
from lantoa.core.vocabulary.models import Dimension, Kind, Measure, Term, WordVersion, in_language
from lantoa.core.vocabulary.queries.catalogue import dimension_name
from lantoa.core.vocabulary.queries.lists import field_name
from lantoa.core.vocabulary.rules import specs

Word = Kind | Measure | Term
# What says nothing about what a figure counts: where a word is from, its hint, how one of its unit is called.
_BESIDE = {"basis", "source", "is_verified", "hint_vi", "hint_en", "unit_en_one"}


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
    """A word that a frozen figure was counted by. differences: from then to today, in what it means"""

    version: WordVersion
    differences: list[Difference]

    @property
    def name(self) -> str:
        return in_language(self.version.values["name_vi"], self.version.values.get("name_en", ""))

    @property
    def what(self) -> str:
        """ "Kind", "Measure", or what it sorts by."""
        what = self.version.word.partition("/")[0]
        return {"kind": _("Kind"), "measure": _("Measure")}.get(what) or dimension_name(what)


def word_of(row: Word) -> str:
    """ "kind/talk", "measure/talks", "topic/border": no dimension is called kind or measure."""
    return f"{row.dimension if isinstance(row, Term) else type(row).__name__.lower()}/{row.code}"


def newest_versions(words: Collection[str]) -> dict[str, WordVersion]:
    """One query; what has none yet is left out."""
    return {row.word: row for row in WordVersion.objects.filter(word__in=words).order_by("version")}


def versions(row: Word) -> list[Told]:
    """All versions of a row, newest first; three queries."""
    word = word_of(row)
    rows = list(WordVersion.objects.filter(word=word).select_related("created_by").order_by("version"))
    figures = apps.get_model("reports.FrozenFigure")._default_manager.annotate(pinned=KeyTransform(word, "words"))
    used = set(figures.order_by().values_list("pinned", flat=True).distinct())
    told = [Told(one, one.version in used, differences=_between(one, other)) for other, one in pairwise(rows)]
    first = [Told(one, one.version in used, said=_all_of(one)) for one in rows[:1]]
    return [*reversed(told), *first]


def words_behind(asked: Iterable[dict[str, Any]]) -> list[dict[str, int]]:
    """For each definition the words that it counts by, with the version of each today; two queries for all of them.

    A definition of no kind counts every kind.
    """
    kinds = list(Kind.objects.values_list("code", flat=True))
    wanted = [{word for part in specs.parts(spec) for word in _words_of(part, kinds)} for spec in asked]
    newest = newest_versions(set().union(*wanted))
    return [{word: newest[word].version for word in sorted(words) if word in newest} for words in wanted]


def words_then(pinned: dict[str, int]) -> list[Then]:
    """What the words of a frozen figure said when it was frozen, and what of that they say otherwise today."""
    found: dict[str, list[WordVersion]] = {}
    for row in WordVersion.objects.filter(word__in=pinned).order_by("version"):
        found.setdefault(row.word, []).append(row)
    then = {word: next((row for row in rows if row.version == pinned[word]), rows[0]) for word, rows in found.items()}
    return [
        Then(then[word], [] if rows[-1] is then[word] else _between(rows[-1], then[word], beside=_BESIDE))
        for word, rows in found.items()
    ]


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
