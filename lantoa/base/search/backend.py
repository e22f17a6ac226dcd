"""Wagtail's own search (pages, pictures, documents of the admin) with the same folding, on both databases.

What is indexed and what is asked pass through `analysis` and reach modelsearch as plain words: ASCII where the script
is Latin, "x" and code points for characters of scripts without gaps, since SQLite would cut Lao and Khmer at their
vowels. It leans on three things of modelsearch 1.3 that its documentation does not promise, pinned by
`tests/base/search/test_backend.py`: `Index.add_items`, `Field.get_value`, and the arguments of query compilers.
"""

import copy
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from django.db import connection, models
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from lantoa.base.folding import normal_text
from lantoa.base.search import analysis
from lantoa.base.search.analysis import Unit


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 modelsearch asks for this name
    """The folding backend of the database in use."""
    # leaf: each looks at its connection when it is loaded
    if connection.vendor == "postgresql":
        from lantoa.base.search import backend_postgres

        return backend_postgres.FoldingBackend({**params, "SEARCH_CONFIG": "simple"})
    from lantoa.base.search import backend_sqlite

    return backend_sqlite.FoldingBackend(params)


def indexed(text: str) -> str:
    """The words under which a text stands in the index."""
    units = list(analysis.units(normal_text(text)))
    return " ".join([*map(_word, units), *(_word(a) + _word(b) for a, b in pairwise(units) if _are_one(a, b))])


def asked(text: str) -> str:
    """The words of a query: characters beside each other as pairs, so that the last one may still be going on."""
    units = list(analysis.units(normal_text(text[: analysis.MOST_QUERY_CHARACTERS])))
    pairs = [(a, b) for a, b in pairwise(units) if _are_one(a, b)]
    paired = {unit.start for pair in pairs for unit in pair}
    words = [(unit.start, _word(unit)) for unit in units if unit.start not in paired]
    return " ".join(word for _, word in sorted([*words, *((a.start, _word(a) + _word(b)) for a, b in pairs)]))


def _are_one(first: Unit, second: Unit) -> bool:
    return first.is_character and second.is_character and first.end == second.start


def _word(unit: Unit) -> str:
    if unit.folded.isascii():
        return unit.folded
    return "".join(f"x{ord(letter):x}" for letter in unit.folded)


def folded(query: SearchQuery) -> SearchQuery:
    """The query, its words folded; where nothing is left to look for, a query that finds nothing."""
    return _folded(query) or Not(MatchAll())


def _folded(query: SearchQuery) -> SearchQuery | None:
    if isinstance(query, PlainText):
        words = asked(query.query_string)
        return PlainText(words, operator=query.operator) if words else None
    if isinstance(query, Phrase | Fuzzy):
        # A phrase of pairs is no phrase for the database any more: all of its words have to do.
        return _folded(PlainText(query.query_string))
    if isinstance(query, Boost):
        return _folded(query.subquery)
    if isinstance(query, Not):
        inner = _folded(query.subquery)
        return Not(inner) if inner else MatchAll()
    if isinstance(query, And | Or):
        parts = [part for part in map(_folded, query.subqueries) if part]
        return type(query)(parts) if parts else None
    return query


class FoldingIndex:
    """Mixed into an index of modelsearch: hands it objects whose texts are folded."""

    def add_items(self, model: type[models.Model], objs: Iterable[models.Model]) -> None:
        super().add_items(model, [FoldedObject(obj) for obj in objs])  # type: ignore[misc] # of the index it is mixed into


class FoldingCompiler:
    """Mixed into a query compiler of modelsearch: compiles the folded query."""

    DEFAULT_OPERATOR: str

    def __init__(
        self,
        queryset: Any,
        query: SearchQuery | str,
        fields: Any = None,
        operator: str | None = None,
        order_by_relevance: bool = True,
    ) -> None:
        if isinstance(query, str):
            query = PlainText(query, operator=operator or self.DEFAULT_OPERATOR)
        super().__init__(queryset, folded(query), fields, operator, order_by_relevance)  # type: ignore[call-arg]


class FoldedObject:
    """An object as the index sees it: its key, and its search fields with folded values."""

    def __init__(self, obj: models.Model) -> None:
        self.pk = obj.pk
        self._obj = obj

    def get_search_fields(self) -> Sequence[BaseField]:
        return [_folding(field, self._obj) for field in self._obj.get_search_fields()]  # type: ignore[attr-defined]


def _folding(field: BaseField, obj: Any) -> BaseField:
    """The field with folded values; obj: the object behind the stand-in, None below a related one"""
    field = copy.copy(field)
    value_of = field.get_value
    if isinstance(field, RelatedFields):
        field.fields = [_folding(below, None) for below in field.fields]
        field.get_value = lambda given: value_of(obj or given)
    else:
        field.get_value = lambda given: _folded_value(value_of(obj or given))
    return field


def _folded_value(value: Any) -> Any:
    if isinstance(value, str):
        return indexed(value)
    if isinstance(value, dict):
        return {key: _folded_value(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_folded_value(part) for part in value]
    return value
