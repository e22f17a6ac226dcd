"""A snapshot of all words: to check a definition against them and to say it in plain words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lantoa.core.vocabulary.models import Dimension, Kind, KindMeasure, Measure, Term
from lantoa.core.vocabulary.rules.specs import NATURE_OF, Spec


@dataclass(frozen=True)
class Catalogue:
    """declared: kind -> its measures, in their order; asked: kind -> the dimensions it asks for"""

    kinds: dict[str, Kind]
    measures: dict[str, Measure]
    declared: dict[str, list[str]]
    terms: dict[str, dict[str, Term]]

    def asked(self, kind: str) -> set[str]:
        return {item["code"] for item in self.kinds[kind].dimensions}

    def terms_on(self, dimension: str, day: date) -> list[Term]:
        return [term for term in self.terms.get(dimension, {}).values() if term.is_valid_on(day)]

    def problems(self, spec: Spec) -> list[str]:
        """Everything in a definition that these words do not know or cannot count."""
        found = [_("There is no kind “%(code)s”.") % {"code": code} for code in spec.kinds if code not in self.kinds]
        found += self._measure_problems(spec)
        for dimension, codes in spec.where:
            known = self.terms.get(dimension, {})
            if dimension in Dimension.values:
                found += [
                    _("“%(code)s” is no value of “%(dimension)s”.")
                    % {"code": code, "dimension": Dimension(dimension).label}
                    for code in codes
                    if code not in known
                ]
        return found

    def in_words(self, spec: Spec) -> list[str]:
        """What is counted, as sentences in the active language."""
        said = [self._what(spec)]
        said += [
            _("Only records whose “%(dimension)s” is: %(values)s.")
            % {"dimension": dimension_name(dimension), "values": self._values(dimension, codes)}
            for dimension, codes in spec.where
        ]
        if spec.agg in {"sum", "count", "distinct", "median"}:
            said.append(_("A record counts if it lies in the period from its first day to its last."))
        if spec.years_back:
            years_before = ngettext(
                "Of the same days one year before; a period longer than that is held against the one before it.",
                "Of the same days %(count)s years before; a period longer than that is held against the one before it.",
                spec.years_back,
            )
            said.append(years_before % {"count": spec.years_back})
        return said

    def _measure_problems(self, spec: Spec) -> list[str]:
        if not spec.measure:
            return []
        measure = self.measures.get(spec.measure)
        if measure is None:
            return [_("There is no measure “%(code)s”.") % {"code": spec.measure}]
        if not spec.kinds:
            return [_("Say of which kind the measure is.")]
        found = [
            _("“%(kind)s” does not ask for “%(measure)s”.") % {"kind": self.kinds[kind].name, "measure": measure.name}
            for kind in spec.kinds
            if kind in self.kinds and spec.measure not in self.declared.get(kind, [])
        ]
        if measure.nature != NATURE_OF[spec.agg]:
            found.append(_RIGHT_WAY[Measure.Nature(measure.nature)]() % {"measure": measure.name})
        return found

    def _what(self, spec: Spec) -> str:
        kinds = ", ".join(self.kinds[code].name if code in self.kinds else code for code in spec.kinds)
        known = self.measures.get(spec.measure)
        words = {
            "kinds": kinds or _("every kind"),
            "measure": known.name if known else spec.measure,
            "of": dimension_name(spec.of) if spec.of else "",
        }
        return _way(spec) % words

    def _values(self, dimension: str, codes: tuple[str, ...]) -> str:
        known = self.terms.get(dimension, {})
        return ", ".join(known[code].name if code in known else code for code in codes)


def catalogue() -> Catalogue:
    """Four queries."""
    declared: dict[str, list[str]] = {}
    for kind, measure in KindMeasure.objects.values_list("kind_id", "measure_id"):
        declared.setdefault(kind, []).append(measure)
    terms: dict[str, dict[str, Term]] = {}
    for term in Term.objects.all():
        terms.setdefault(term.dimension, {})[term.code] = term
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    return Catalogue(kinds, {row.code: row for row in Measure.objects.order_by("code")}, declared, terms)


def dimension_name(name: str) -> str:
    """What a breakdown by `name` is headed with: a dimension, or what every record has; without a name, agencies."""
    if name in Dimension.values:
        return str(Dimension(name).label)
    return {
        "place": _("Place"),
        "programme": _("Programme"),
        "task": pgettext("programme", "Task"),
        "year": _("Year"),
    }.get(name, _("Agency"))


def _way(spec: Spec) -> str:
    if spec.agg == "sum":
        return _("Adds up “%(measure)s” over the records of: %(kinds)s.")
    if spec.agg == "stock":
        return _(
            "What stands of “%(measure)s” on the last day of the period, whenever it was put there, "
            "less what was taken away; records of: %(kinds)s."
        )
    if spec.agg == "count":
        return _("Counts the records of: %(kinds)s.")
    if spec.agg == "distinct":
        return _("Counts the different values of “%(of)s” in the records of: %(kinds)s.")
    if spec.agg == "median":
        return _("The middle one of all “%(measure)s” in the order of their size; records of: %(kinds)s.")
    if spec.of:
        return _("The newest “%(measure)s” of each “%(of)s” in the period, added up; records of: %(kinds)s.")
    return _("The newest “%(measure)s” in the period; records of: %(kinds)s.")


_RIGHT_WAY = {
    Measure.Nature.FLOW: lambda: _("“%(measure)s” adds up over time: choose “Add up a measure”."),
    Measure.Nature.STOCK: lambda: _(
        "“%(measure)s” stands until it is taken away: choose “What stands on the last day”."
    ),
    Measure.Nature.READING: lambda: _(
        "“%(measure)s” does not add up: choose “The newest reading” or “The middle value”."
    ),
}
