"""The names of everything that the register can be narrowed by, in one query."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import BooleanField, DateField, F, Model, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from lantoa.base import statements
from lantoa.base.folding import fold
from lantoa.base.statements import Statement
from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.programme.models import Programme, Task
from lantoa.core.vocabulary.models import Kind, Term
from lantoa.core.vocabulary.rules.kinds import DUTIES

_OTHERS: dict[str, type[Model]] = {"agency": Agency, "programme": Programme, "task": Task}
# Not in an order that somebody gave them: by the alphabet.
_BY_NAME = {"place", *_OTHERS}
# Of what is no place.
_NOT_HERE = Value(False, output_field=BooleanField())
_NO_DAY = Cast(Value(None), DateField())


class Names:
    """Filter -> code -> name in the active language, in the order of the vocabulary or of the alphabet.

    rows: filter -> (position, code, name) of everything in it; put in order where somebody asks for a list
    places: code -> until when, of the places of this installation
    """

    def __init__(
        self, rows: Mapping[str, list[tuple[int, str, str]]], places: Mapping[str, date | None] | None = None
    ) -> None:
        self.lists = {name: {code: shown for _, code, shown in found} for name, found in rows.items()}
        self._rows = rows
        self._places = places or {}
        self._ordered: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> Mapping[str, str]:
        if name not in self._ordered:
            self._ordered[name] = _in_order(name, self._rows.get(name, []))
        return self._ordered[name]

    def places(self) -> list[tuple[str, str, date | None]]:
        """(code, name, until when) of the places of this installation, those that are no more last."""
        here = [(code, shown, self._places[code]) for code, shown in self.of("place").items() if code in self._places]
        return sorted(here, key=lambda place: place[2] is not None)  # stable: by name within each

    def name(self, name: str, code: str | None) -> str:
        """The code itself where it is unknown, "" for none."""
        return self.lists.get(name, {}).get(code, code) if code else ""


def names() -> Names:
    """One query, whatever the size of the vocabulary."""
    english = (get_language() or "vi")[:2] != "vi"
    found: dict[str, list[tuple[int, str, str]]] = {}
    here: dict[str, date | None] = {}
    for name, position, code, vi, en, is_here, until in statements.answers([(_statement(), {})]):
        found.setdefault(name, []).append((position, code, en if en and english else vi))
        if is_here:
            here[code] = date.fromisoformat(until) if isinstance(until, str) else until  # a text on SQLite
    return Names(found, here)


@cache
def _statement() -> Statement:
    """Rows (filter, position, code, name, English name, is it here, until when)."""
    terms = _rows(Term.objects.all(), F("dimension"), F("position"))
    kinds = _rows(Kind.objects.exclude(code__in=DUTIES), Value("kind"), F("position"))
    places = _rows(people.places_told(), Value("place"), Value(0), is_here=F("is_here"), until=F("valid_until"))
    others = [_rows(model._default_manager.all(), Value(name), Value(0)) for name, model in _OTHERS.items()]
    return Statement.of(terms.union(kinds, places, *others, all=True))


def _rows(found: QuerySet[Any], name: Any, position: Any, is_here: Any = _NOT_HERE, until: Any = _NO_DAY) -> Any:
    rows = found.order_by().annotate(list_name=name, list_position=position, list_here=is_here, list_until=until)
    return rows.values_list("list_name", "list_position", "code", "name_vi", "name_en", "list_here", "list_until")


def _in_order(name: str, rows: list[tuple[int, str, str]]) -> dict[str, str]:
    in_order = sorted(rows, key=(lambda row: fold(row[2])) if name in _BY_NAME else None)
    return {code: shown for _, code, shown in in_order}
