"""A whole vocabulary as one YAML file, and such a file of somebody else read against the words that are here."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lantoa.base import yaml_text
from lantoa.core.vocabulary.models import (
    Dimension,
    Indicator,
    IndicatorVersion,
    Kind,
    KindGroup,
    KindMeasure,
    Measure,
    Term,
    WordVersion,
)
from lantoa.core.vocabulary.queries.catalogue import Catalogue, catalogue
from lantoa.core.vocabulary.queries.definitions import current_definitions
from lantoa.core.vocabulary.rules import specs

FORMAT = 1
LARGEST = 1_000_000
# Lists in lists: the file of an export has 9, and far more than any definition needs ends the C library.
_DEEPEST = 30

# Half of a pair, and what no database takes.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")

_NAMES = ["code", "name_vi", "name_en"]
_DEFINITION = ["definition_vi", "definition_en"]
_SOURCE = ["basis", "source"]
_DAYS = ["valid_from", "valid_until"]
_FIELDS: dict[type[models.Model], list[str]] = {
    Term: [*_NAMES, *_DEFINITION, *_SOURCE, *_DAYS],
    Measure: [*_NAMES, "unit_vi", "unit_en", "unit_en_one", "nature", "whole", *_DEFINITION, *_SOURCE, *_DAYS],
    KindGroup: [*_NAMES, *_DAYS],
    Kind: [*_NAMES, "hint_vi", "hint_en", *_DEFINITION, "icon", "group", "dimensions", *_SOURCE, *_DAYS],
    IndicatorVersion: [
        "name_vi", "name_en", *_DEFINITION, "unit_vi", "unit_en", "unit_en_one", "spec", "disaggregations",
        "higher_is_better", *_SOURCE, "valid_from",
    ],
}  # fmt: skip
_LISTS: dict[str, type[models.Model]] = {
    "measures": Measure, "headings": KindGroup, "kinds": Kind, "indicators": IndicatorVersion,
}  # fmt: skip
# Of a row, what is no column of its table.
_BESIDE = {"kinds": {"measures"}, "indicators": {"code", "valid_until"}}


@dataclass(frozen=True)
class Problem:
    """where: "kinds, talk" """

    where: str
    message: str


@dataclass
class Shared:
    """What a file holds: rows that are new here, unsaved; codes that mean something else here; what is wrong."""

    origin: str = ""
    terms: list[Term] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    headings: list[KindGroup] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    asked: list[KindMeasure] = field(default_factory=list)
    indicators: list[IndicatorVersion] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    same_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Any]:
        """Everything that would be added, as a person lists it."""
        return [row for _name, rows in self.lists for row in rows]

    @property
    def lists(self) -> list[tuple[str, list[Any]]]:
        """What would be added under the name of its list."""
        named: list[tuple[str, list[Any]]] = [
            (pgettext("vocabulary", "Words"), self.terms), (_("Measures"), self.measures),
            (_("Headings"), self.headings), (_("Kinds"), self.kinds), (_("Indicators"), self.indicators),
        ]  # fmt: skip
        return [(name, rows) for name, rows in named if rows]


def exported(name: str, *, today: date) -> str:
    """The whole vocabulary as it is now. name: whose it is"""
    asked: dict[str, list[dict[str, Any]]] = {}
    for row in KindMeasure.objects.all():
        # Also what is not asked for any more: indicators count it in what was recorded before.
        until = {"valid_until": row.valid_until} if row.valid_until else {}
        asked.setdefault(row.kind_id, []).append(
            {"code": row.measure_id, "is_main": row.is_main, "required": row.required, **until}
        )
    terms: dict[str, list[dict[str, Any]]] = {}
    for term in Term.objects.all():
        terms.setdefault(term.dimension, []).append(_row(term))
    content = {
        "lantoa_vocabulary": FORMAT,
        "from": name,
        "written_on": today,
        "terms": terms,
        "measures": [_row(row) for row in Measure.objects.order_by("code")],
        "headings": [_row(row) for row in KindGroup.objects.all()],
        "kinds": [{**_row(row), "measures": asked.get(row.code, [])} for row in Kind.objects.all()],
        "indicators": [
            {"code": row.indicator_id, **_row(row), **({"valid_until": until} if until else {})}
            for row in current_definitions()
            for until in [row.indicator.valid_until]
        ],
    }
    return yaml_text.written(content)


def exported_versions(name: str, *, today: date, word: str = "") -> str:
    """What words said at any time, oldest first, without who changed them: for other machines. "" if there is none.

    word: "kind/talk", "heading/press", "definition/talks" for all versions of an indicator; "" for all words
    """
    rows = WordVersion.objects.order_by("word", "version")
    if word:
        rows = rows.filter(models.Q(word=word) | models.Q(word__startswith=f"{word}.v"))
    kept: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        since = {"since": row.created_at} if row.created_at else {}
        kept.setdefault(row.word, []).append({"version": row.version, **since, **row.values})
    if not kept:
        return ""
    return yaml_text.written({"lantoa_vocabulary_versions": FORMAT, "from": name, "written_on": today, "words": kept})


def read(text: str) -> Shared:
    """Read a file of `exported`, with everything that is wrong at once; never writes."""
    reader = _Reader(catalogue())
    reader.file(text)
    return reader.shared


def _row(row: models.Model) -> dict[str, Any]:
    """What differs from the default, so that a file can be read."""
    said = {name: getattr(row, _column(type(row), name)) for name in _FIELDS[type(row)]}
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def _column(model: type[models.Model], name: str) -> str:
    """Where the row holds it: of a heading its code."""
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr] # our own columns


class _Reader:
    def __init__(self, words: Catalogue) -> None:
        self.headings = {row.code: row for row in KindGroup.objects.all()}
        self.words, self.shared = words, Shared()
        self.definitions = {row.indicator_id: row for row in current_definitions()}

    def wrong(self, where: str, message: str) -> None:
        self.shared.problems.append(Problem(where, message))

    def file(self, text: str) -> None:
        content = self._parsed(text)
        if content is None:
            return
        self.shared.origin = str(content.get("from") or "")[:200]
        for term in self._terms(content.get("terms") or {}):
            self._keep(self.shared.terms, term, self.words.terms.get(term.dimension, {}).get(term.code))
        lists = {name: list(self._rows(content, name)) for name in _LISTS}
        for _raw, measure in lists["measures"]:
            self._keep(self.shared.measures, measure, self.words.measures.get(measure.code))
        for _raw, heading in lists["headings"]:
            self._keep(self.shared.headings, heading, self.headings.get(heading.code))
        headings = {"", None, *self.headings, *(row.code for row in self.shared.headings)}
        for raw, kind in lists["kinds"]:
            known = self.words.kinds.get(kind.code)
            self._keep(self.shared.kinds, kind, known)
            if known is None:
                self.shared.asked += self._asked(kind, raw.get("measures") or [])
                if kind.group_id not in headings:
                    self.wrong(f"kinds, {kind.code}", _("There is no heading “%(code)s”.") % {"code": kind.group_id})
        self.words = self._widened()
        for asked in self.shared.asked:
            if asked.measure_id not in self.words.measures:
                unknown = _("There is no measure “%(code)s”.") % {"code": asked.measure_id}
                self.wrong(f"kinds, {asked.kind_id}", unknown)
        for raw, version in lists["indicators"]:
            if made := self._made(
                Indicator, f"indicators, {raw['code']}", {"code": raw["code"], "valid_until": raw.get("valid_until")}
            ):
                version.indicator = made
                self._definition(version)

    def _parsed(self, text: str) -> dict[str, Any] | None:
        try:
            if problem := _beside_data(yaml_text.events(text)):
                self.wrong("", problem)
                return None
            content = yaml_text.read(text)
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            # What ends too early is found one line behind the last.
            line = min(mark.line, text.count("\n")) + 1 if mark else "?"
            self.wrong("", _("Line %(line)s cannot be read.") % {"line": line})
            return None
        if not isinstance(content, dict) or content.get("lantoa_vocabulary") != FORMAT:
            self.wrong("", _("This is no vocabulary file of Lan Tỏa: export one to see what it looks like."))
            return None
        return content

    def _terms(self, lists: Any) -> Iterator[Term]:
        if not isinstance(lists, dict):
            self.wrong("terms", _("A list is expected here."))
            return
        for dimension, rows in lists.items():
            if dimension not in Dimension.values:
                self.wrong(f"terms, {dimension}", _("Nothing is sorted by this."))
                continue
            for _raw, term in self._rows({"terms": rows}, "terms", Term, dimension=dimension):
                yield term

    def _rows(
        self, content: dict[str, Any], name: str, model: type[models.Model] | None = None, **more: Any
    ) -> Iterator[tuple[dict[str, Any], Any]]:
        """Each row as it was written and as a row of the table that is not saved; what is wrong is left out."""
        model = model or _LISTS[name]
        rows = content.get(name) or []
        if not isinstance(rows, list):
            self.wrong(name, _("A list is expected here."))
            return
        seen: set[str] = set()
        for number, raw in enumerate(rows, 1):
            code = str(raw.get("code") or "") if isinstance(raw, dict) else ""
            where = ", ".join([name, *more.values(), code or str(number)])
            if not code or code in seen or code == "new":  # the address of the form for a new row
                self.wrong(where, _("Every row needs a code of its own."))
                continue
            seen.add(code)
            if unknown := set(raw) - {*_FIELDS[model], *_BESIDE.get(name, set())}:
                self.wrong(where, _("Unknown: %(names)s.") % {"names": ", ".join(sorted(map(str, unknown)))})
            values = {key: value for key, value in raw.items() if key in _FIELDS[model]}
            if made := self._made(model, where, {**values, **more}):
                yield raw, made

    def _made(self, model: type[models.Model], where: str, values: dict[str, Any]) -> Any:
        """A row of the table, None if something is wrong. What is left empty has its default."""
        values = {name: value for name, value in values.items() if value not in (None, "")}
        count = len(self.shared.problems)
        for name in [name for name, value in values.items() if not _is_of_shape(model._meta.get_field(name), value)]:
            self.wrong(where, f"{name}: " + _("This cannot be read. Texts stand in quotes, days are 2026-12-31."))
            values.pop(name)
        row = model(**{_column(model, name): value for name, value in values.items()})
        # A heading may stand in the file as well: it is looked for among those here and there.
        own = {field.name for field in model._meta.fields} - {*values, *_NEEDED[model]} | {"group"}
        try:
            row.clean_fields(exclude=own)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.wrong(where, f"{name}: {message}")
        if isinstance(row, Kind) and not _are_dimensions(row.dimensions):
            self.wrong(where, _("“dimensions” is a list of codes with “required”."))
        if isinstance(row, IndicatorVersion) and not _are_codes(row.disaggregations, specs.DIMENSIONS):
            self.wrong(where, _("“disaggregations” is a list of what records are sorted by."))
        return row if len(self.shared.problems) == count else None

    def _asked(self, kind: Kind, rows: Any) -> Iterator[KindMeasure]:
        where = f"kinds, {kind.code}"
        if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("code") for row in rows):
            self.wrong(where, _("“measures” is a list of codes."))
            return
        mains = sum(bool(row.get("is_main")) for row in rows)
        # A kind that asks for nothing yet has none.
        if mains != min(1, len(rows)) or len({str(row["code"]) for row in rows}) != len(rows):
            self.wrong(where, _("Exactly one measure counts the activity itself, and each stands once."))
            return
        for position, row in enumerate(rows):
            if until := self._made(KindMeasure, where, {"valid_until": row.get("valid_until")}):
                yield KindMeasure(
                    kind_id=kind.code, measure_id=str(row["code"]), is_main=bool(row.get("is_main")),
                    required=bool(row.get("required", True)), position=position, valid_until=until.valid_until,
                )  # fmt: skip

    def _definition(self, version: IndicatorVersion) -> None:
        where = f"indicators, {version.indicator_id}"
        try:
            parts = specs.parts(version.spec)
        except specs.BadSpec as error:
            self.wrong(where, _("“spec” cannot be read: %(reason)s.") % {"reason": error})
            return
        problems = [problem for part in parts for problem in self.words.problems(part)]
        for problem in problems:
            self.wrong(where, problem)
        if not problems:
            self._keep(self.shared.indicators, version, self.definitions.get(version.indicator_id))

    def _keep(self, new: list[Any], row: models.Model, known: models.Model | None) -> None:
        """A row is new, or the same as here, or its code means something else here."""
        if known is None:
            new.append(row)
        elif all(getattr(row, name) == getattr(known, name) for name in _MEANS[type(row)]):
            self.shared.same_count += 1
        else:
            self.shared.other.append(str(known))

    def _widened(self) -> Catalogue:
        """The words here and the new ones of the file."""
        declared = {kind: list(measures) for kind, measures in self.words.declared.items()}
        for asked in self.shared.asked:
            declared.setdefault(asked.kind_id, []).append(asked.measure_id)
        terms = {name: dict(rows) for name, rows in self.words.terms.items()}
        for term in self.shared.terms:
            terms.setdefault(term.dimension, {})[term.code] = term
        return replace(
            self.words,
            kinds={**self.words.kinds, **{kind.code: kind for kind in self.shared.kinds}},
            measures={**self.words.measures, **{row.code: row for row in self.shared.measures}},
            declared=declared,
            terms=terms,
        )


_NEEDED: dict[type[models.Model], list[str]] = {
    Term: ["code", "name_vi", "name_en"],
    Measure: ["code", "name_vi", "unit_vi", "unit_en"],
    KindGroup: ["code", "name_vi"],
    Kind: ["code", "name_vi"],
    KindMeasure: [],
    Indicator: ["code"],
    IndicatorVersion: ["name_vi", "name_en", "definition_vi", "definition_en", "unit_vi", "unit_en", "spec"],
}
# Two rows of one code that agree in these are the same; names may be worded otherwise.
_MEANS: dict[type[models.Model], list[str]] = {
    Term: ["name_vi"],
    Measure: ["unit_vi", "nature"],
    KindGroup: ["name_vi"],
    Kind: ["name_vi"],
    IndicatorVersion: ["spec", "unit_vi"],
}


def _are_dimensions(rows: Any) -> bool:
    known = {*Dimension.values, "place"}
    shapes = {"code": str, "required": bool, "default": str}
    return (
        isinstance(rows, list)
        and all(isinstance(row, dict) and set(row) <= set(shapes) for row in rows)
        and all(isinstance(value, shapes[name]) for row in rows for name, value in row.items())
        and _are_codes([row.get("code") for row in rows], known)
    )


def _are_codes(rows: Any, known: Collection[str]) -> bool:
    """A list of these, each once."""
    is_list = isinstance(rows, list) and all(isinstance(code, str) and code in known for code in rows)
    return is_list and len(set(rows)) == len(rows)


def _is_of_shape(column: Any, value: Any) -> bool:
    """What the column would not read as something else than what was written."""
    if isinstance(column, models.JSONField):
        return True
    if isinstance(column, models.BooleanField):
        return isinstance(value, bool)
    if isinstance(column, models.DateField):
        return isinstance(value, date | str)
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _beside_data(events: Iterable[yaml.Event]) -> str:
    """What makes a file no plain data before anything is built of it, in words."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            return _("References (*) inside the file are not read.")
        if isinstance(event, yaml.ScalarEvent) and _NO_TEXT.search(event.value):
            return _("Line %(line)s holds signs that are no text.") % {
                "line": event.start_mark.line + 1 if event.start_mark else "?"
            }
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return _("Lists stand in lists too deep: this is no vocabulary.")
    return ""
