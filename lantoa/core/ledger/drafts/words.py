"""The vocabulary as a snapshot, for reading what people wrote."""

from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from lantoa.core.ledger.models import DIMENSIONS
from lantoa.core.ledger.rules.choices import Choices
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.programme.models import Programme, Task
from lantoa.core.vocabulary.models import Kind, KindMeasure, Measure, Term
from lantoa.core.vocabulary.rules.kinds import DUTIES


class Words:
    """The vocabulary, each list read in one query when it is first asked for, and then asked thousands of times.

    on: the day on which a form is filled in: words that ended are known, and not offered; None: nothing has ended
    """

    def __init__(self, on: date | None = None) -> None:
        self._on = on

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """All that somebody fills in."""
        return {kind.code: kind for kind in Kind.objects.exclude(code__in=DUTIES)}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return {measure.code: measure for measure in Measure.objects.all()}

    @cached_property
    def _kind_measures(self) -> dict[str, list[KindMeasure]]:
        found: dict[str, list[KindMeasure]] = {}
        for row in KindMeasure.objects.select_related("measure"):
            found.setdefault(row.kind_id, []).append(row)
        return found

    @cached_property
    def _terms(self) -> dict[str, Choices]:
        return {name: _choices_of(rows, self._on) for name, rows in self._term_rows.items()}

    @cached_property
    def _term_rows(self) -> dict[str, list[Term]]:
        terms: dict[str, list[Term]] = {name: [] for name in DIMENSIONS}
        for term in Term.objects.all():
            terms[term.dimension].append(term)
        return terms

    @cached_property
    def _agency_rows(self) -> list[tuple[str, str, str, date | None, str | None]]:
        return list(Agency.objects.values_list("code", "name_vi", "name_en", "valid_until", "successor"))

    @cached_property
    def _agencies(self) -> Choices:
        gone = {code for code, (until, _successor) in self._ends.items() if self._on is not None and until <= self._on}
        return Choices((row[:3] for row in self._agency_rows), ended=gone)

    @cached_property
    def _ends(self) -> dict[str, tuple[date, str | None]]:
        return {code: (until, successor) for code, _vi, _en, until, successor in self._agency_rows if until}

    @cached_property
    def _places(self) -> Choices:
        """The provinces of the country are known by name; lists show those that this installation has to do with."""
        places = people.all_places()
        return Choices(
            ((place.code, place.name_vi, place.name_en) for place in places),
            offered=[place.code for place in places if people.is_here(place)],
            ended={place.code for place in places if place.successor_id},
        )

    @cached_property
    def _plans(self) -> dict[str, Programme]:
        return {plan.code: plan for plan in Programme.objects.all()}

    @cached_property
    def _programmes(self) -> Choices:
        return Choices((plan.code, plan.name_vi, plan.name_en) for plan in self._plans.values())

    @cached_property
    def _tasks(self) -> Choices:
        return Choices(Task.objects.values_list("code", "name_vi", "name_en"))

    @cached_property
    def _plan_by_task(self) -> dict[str, str]:
        return dict(Task.objects.values_list("code", "programme"))

    @classmethod
    def load(cls, on: date | None = None) -> "Words":
        return cls(on)

    def kind(self, code: str) -> Kind:
        """raises: KeyError"""
        return self.kinds[code]

    def measures_of(self, kind: str) -> list[KindMeasure]:
        return self._kind_measures.get(kind, [])

    def is_asked(self, row: KindMeasure) -> bool:
        """The form of its kind asks for this measure; what was recorded of others still counts."""
        return self._on is None or row.is_asked_on(self._on)

    def main_measure(self, kind: str) -> str:
        return next((row.measure_id for row in self.measures_of(kind) if row.is_main), "")

    def dimensions_of(self, kind: str) -> list[dict[str, Any]]:
        return list(self.kinds[kind].dimensions)

    def choices(self, name: str) -> Choices:
        """name: a dimension, or place, agency, programme, task"""
        own = {"place": "_places", "agency": "_agencies", "programme": "_programmes", "task": "_tasks"}.get(name)
        found: Choices = getattr(self, own) if own else self._terms[name]
        return found

    def meanings(self, dimension: str) -> dict[str, str]:
        """code -> what a word means, of those whose name does not say it all."""
        return {term.code: term.definition for term in self._term_rows.get(dimension, []) if term.definition}

    def plan_of(self, task: str) -> Programme:
        """raises: KeyError"""
        return self._plans[self._plan_by_task[task]]

    def end_of(self, agency: str) -> tuple[date, str | None] | None:
        """The first day on which an agency is no more, and the code of the one that it became part of."""
        return self._ends.get(agency)

    def heir_of(self, agency: str) -> str:
        """The agency itself, or the one that it lives on in, however often that went on."""
        while (end := self.end_of(agency)) and end[1]:
            agency = end[1]
        return agency

    def name(self, dimension: str, code: str) -> str:
        """The name of a code in the active language; the code itself where it is unknown, "" for none."""
        vi, en = self.choices(dimension).names.get(code, (code, ""))
        return en if en and (get_language() or "vi")[:2] != "vi" else vi


def _choices_of(terms: list[Term], on: date | None) -> Choices:
    ended = [term.code for term in terms if on is not None and not term.is_valid_on(on)]
    rows = [(term.code, term.name_vi, term.name_en) for term in terms]
    return Choices(rows, offered=[term.code for term in terms if term.code not in ended], ended=ended)
