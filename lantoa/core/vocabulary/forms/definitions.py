"""The definition of an indicator for people who do not write it as data: way of counting, kind, measure, filters."""

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantoa.core.vocabulary.actions import Definition
from lantoa.core.vocabulary.forms.rows import CodeForm, NamedForm, SourcedForm
from lantoa.core.vocabulary.models import Dimension, IndicatorVersion
from lantoa.core.vocabulary.queries.catalogue import Catalogue, dimension_name
from lantoa.core.vocabulary.rules import specs

WAYS = [
    ("sum", gettext_lazy("Add up a measure")),
    ("count", gettext_lazy("Count the records")),
    ("distinct", gettext_lazy("Count different values, such as countries")),
    ("stock", gettext_lazy("What stands on the last day")),
    ("last", gettext_lazy("The newest reading")),
    ("median", gettext_lazy("The middle value of all readings")),
]
_RECORDS = {"vi": "bản ghi", "en": "records", "en_one": "record"}
_SAID = {field.name for field in fields(Definition)}


class PartForm(forms.Form):
    """One number: `spec` is there after `is_valid()`."""

    way = forms.ChoiceField(
        label=gettext_lazy("How is it counted?"), choices=WAYS, widget=forms.RadioSelect, initial="sum"
    )
    what = forms.ChoiceField(label=gettext_lazy("Of which kind and measure?"), required=False)
    also = forms.MultipleChoiceField(
        label=gettext_lazy("Also the records of these kinds"), required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )  # fmt: skip
    of = forms.ChoiceField(label=gettext_lazy("Values of what? For a reading: the newest of each"), required=False)
    where = forms.MultipleChoiceField(
        label=gettext_lazy("Only records with"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, words: Catalogue, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.spec = words, dict[str, Any]()
        kinds = list(words.kinds.values())
        measures = [(kind.name, self._measures(kind.code, today)) for kind in kinds]
        self._choices("what", [("", _("Every kind")), *measures])
        self._choices("also", [(kind.code, kind.name) for kind in kinds])
        names = [*Dimension.values, "place", "agency"]
        self._choices("of", [("", "–"), *((name, dimension_name(name)) for name in names)])
        kept = set(self.initial.get("where", []))
        own = [(value, value.partition(":")[2]) for value in sorted(kept) if value.partition(":")[0] not in words.terms]
        groups = [(dimension.label, self._filters(dimension, kept, today)) for dimension in Dimension]
        self._choices("where", [*([(_("Place"), own)] if own else []), *groups])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        way = cleaned["way"]
        kind, _colon, measure = cleaned["what"].partition(":")
        if way in specs.NATURE_OF and not measure:
            self.add_error("what", _("Choose a measure: this way of counting needs one."))
        if way == "distinct" and not cleaned["of"]:
            self.add_error("of", _("Choose what the different values are of."))
        if self.errors:
            return cleaned
        kinds = [kind, *(code for code in cleaned["also"] if code != kind)] if kind else cleaned["also"]
        self.spec = _written(way, kinds, measure, cleaned["where"], cleaned["of"])
        for problem in self.words.problems(specs.parts(self.spec)[0]):
            self.add_error("what", problem)
        return cleaned

    def where_groups(self) -> list[dict[str, Any]]:
        """The filters by dimension, for drawing: {"name", "chosen", "options": [(value, label, is_chosen)]}."""
        bound = self["where"]
        chosen = set(bound.value() or [])
        return [
            {
                "name": label,
                "options": [(value, name, value in chosen) for value, name in options],
                "chosen_count": sum(value in chosen for value, _name in options),
            }
            for label, options in self.fields["where"].choices  # type: ignore[attr-defined] # grouped above
        ]

    def _filters(self, dimension: str, kept: set[str], today: date) -> list[tuple[str, str]]:
        """The values of a dimension that are offered today, and those that are chosen already."""
        named = [(f"{dimension}:{term.code}", term) for term in self.words.terms.get(dimension, {}).values()]
        return [(value, term.name) for value, term in named if term.is_valid_on(today) or value in kept]

    def _measures(self, kind: str, today: date) -> list[tuple[str, str]]:
        """The records of a kind, its measures that have not ended, and the one that is chosen already."""
        measures = [(f"{kind}:{code}", self.words.measures[code]) for code in self.words.declared.get(kind, [])]
        return [
            (f"{kind}:", _("The records themselves: %(kind)s") % {"kind": self.words.kinds[kind].name}),
            *(
                (value, f"{row.name} ({row.unit})")
                for value, row in measures
                if row.is_valid_on(today) or value == self.initial.get("what")
            ),
        ]

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class DefinitionForm(NamedForm, SourcedForm, CodeForm):
    """A new version of an indicator, or a new indicator; `definition` is there after `is_valid()`."""

    definition_vi = forms.CharField(
        label=gettext_lazy("Definition in Vietnamese"), widget=forms.Textarea(attrs={"rows": 3})
    )
    definition_en = forms.CharField(
        label=gettext_lazy("Definition in English"), widget=forms.Textarea(attrs={"rows": 3})
    )
    unit_vi = forms.CharField(
        label=gettext_lazy("Unit in Vietnamese"), max_length=40, required=False,
        help_text=gettext_lazy("Left empty, it is the unit of the measure."),
    )  # fmt: skip
    unit_en = forms.CharField(label=gettext_lazy("Unit in English"), max_length=40, required=False)
    unit_en_one = forms.CharField(
        label=gettext_lazy("Unit in English, of one"), max_length=40, required=False,
        help_text=gettext_lazy("“talk” where the unit is “talks”. Left empty, one reads as several do."),
    )  # fmt: skip
    is_pair = forms.BooleanField(
        label=gettext_lazy("Show it beside a second number, such as 41/44"), required=False,
        help_text=gettext_lazy("Both numbers are always shown; the second is defined below."),
    )  # fmt: skip
    years_back = forms.IntegerField(
        label=gettext_lazy("Show it beside the same days so many years before"), required=False, min_value=1,
        max_value=specs.MOST_YEARS_BACK,
        help_text=gettext_lazy("Both numbers and the growth in percent are always shown. Left empty, there is none."),
    )  # fmt: skip
    disaggregations = forms.MultipleChoiceField(
        label=gettext_lazy("Show its parts by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    higher_is_better = forms.BooleanField(label=gettext_lazy("More is better"), required=False, initial=True)
    is_public = forms.BooleanField(
        label=gettext_lazy("Visitors may see it"), required=False,
        help_text=gettext_lazy("Left empty, it is internal: only people who sign in see its figures."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy(
            "Periods that end before this day keep the definition before. Left empty: it counts for all periods."
        ),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, words: Catalogue, today: date, of: IndicatorVersion | None = None, **kwargs: Any
    ) -> None:
        """of: the version that is defined anew"""
        super().__init__(data, initial=_starting(of) if of else None, **kwargs)
        parts = _parts(of.spec) if of else [{}, {}]
        self.first, self.second = (
            PartForm(data, prefix=prefix, initial=part, words=words, today=today)
            for prefix, part in zip(("first", "second"), parts, strict=True)
        )
        self.words = words
        self.definition: Definition | None = None
        names = [*Dimension.values, "place"]
        self.fields["disaggregations"].choices = [(name, dimension_name(name)) for name in names]  # type: ignore[attr-defined] # a ChoiceField
        if of is not None:
            del self.fields["code"], self.fields["is_public"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_pair") and cleaned.get("years_back"):
            self.add_error("years_back", _("Beside a second number or beside the years before: choose one of the two."))
        return cleaned

    @property
    def has_second(self) -> bool:
        return bool(self["is_pair"].value())

    def is_valid(self) -> bool:
        parts = [self.first, *([self.second] if self.has_second else [])]
        valid = all([super().is_valid(), *(part.is_valid() for part in parts)])
        if valid:
            self.definition = self._definition()
        return valid

    @property
    def _spec(self) -> dict[str, Any]:
        if self.has_second:
            return {"agg": "ratio", "num": self.first.spec, "den": self.second.spec}
        if years_back := self.cleaned_data["years_back"]:
            return {"agg": "growth", "num": self.first.spec, "years_back": years_back}
        return self.first.spec

    def _definition(self) -> Definition:
        said = {name: value for name, value in self.cleaned_data.items() if name in _SAID}
        said["spec"] = self._spec
        said["disaggregations"] = tuple(said["disaggregations"]) if specs.has_parts(said["spec"]) else ()
        for language, joined in (("vi", "/"), ("en", " of ")):
            said[f"unit_{language}"] = said[f"unit_{language}"] or joined.join(self._units(language))
        if said["unit_en"] == " of ".join(self._units("en")):
            said["unit_en_one"] = said["unit_en_one"] or " of ".join(self._units("en_one"))
        return Definition(**said)

    def _units(self, language: str) -> list[str]:
        """The unit of each number: its measure's, or that of records."""
        measures = [self.words.measures.get(part.measure) for part in specs.parts(self._spec)]
        return [str(getattr(row, f"unit_{language}")) if row else _RECORDS[language] for row in measures]


class MendForm(NamedForm, SourcedForm):
    """How an indicator is called, one of its unit, and where it comes from; what it counts stays."""

    field_order = ["name_vi", "name_en", "unit_en_one"]

    unit_en_one = forms.CharField(
        label=gettext_lazy("Unit in English, of one"), max_length=40, required=False,
        help_text=gettext_lazy("“talk” where the unit is “talks”. Left empty, one reads as several do."),
    )  # fmt: skip


def _written(way: str, kinds: list[str], measure: str, where: list[str], of: str) -> dict[str, Any]:
    """The definition as data, in the order and with the short forms of the seed."""
    filters: dict[str, list[str]] = {}
    for choice in where:
        dimension, _colon, code = choice.partition(":")
        filters.setdefault(dimension, []).append(code)
    spec: dict[str, Any] = {"agg": way}
    if kinds:
        spec["kind"] = kinds[0] if len(kinds) == 1 else kinds
    if way in specs.NATURE_OF:
        spec["measure"] = measure
    if filters:
        spec["where"] = {name: codes[0] if len(codes) == 1 else codes for name, codes in filters.items()}
    if of and way in {"distinct", "last"}:
        spec["of"] = of
    return spec


def _starting(version: IndicatorVersion) -> dict[str, Any]:
    names = [
        "name_vi", "name_en", "definition_vi", "definition_en", "unit_vi", "unit_en", "unit_en_one", "basis", "source",
        "is_verified", "disaggregations", "higher_is_better",
    ]  # fmt: skip
    pair = {"is_pair": version.spec.get("agg") == "ratio", "years_back": version.spec.get("years_back")}
    return {**{name: getattr(version, name) for name in names}, **pair}


def _parts(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of both part forms as a definition fills them."""
    filled = [
        {
            "way": part.agg,
            "what": f"{part.kinds[0]}:{part.measure}" if part.kinds else "",
            "also": list(part.kinds[1:]),
            "of": part.of,
            "where": [f"{name}:{code}" for name, codes in part.where for code in codes],
        }
        for part in specs.parts(spec)
        if not part.years_back
    ]
    return [*filled, {}][:2]
