"""The names of everything that the register can be narrowed by, in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Model, Value
from django.utils.translation import get_language

from lantoa.base.folding import fold
from lantoa.core.people.models import Agency, Place
from lantoa.core.programme.models import Programme, Task
from lantoa.core.vocabulary.models import Kind, Term

# Not in an order that somebody gave them: by the alphabet.
_BY_NAME: dict[str, type[Model]] = {"agency": Agency, "place": Place, "programme": Programme, "task": Task}


class Names:
    """Filter -> code -> name in the active language, in the order of the vocabulary or of the alphabet.

    rows: filter -> (position, code, name) of everything in it; put in order where somebody asks for a list
    """

    def __init__(self, rows: Mapping[str, list[tuple[int, str, str]]]) -> None:
        self.lists = {name: {code: shown for _, code, shown in found} for name, found in rows.items()}
        self._rows = rows
        self._ordered: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> Mapping[str, str]:
        if name not in self._ordered:
            self._ordered[name] = _in_order(name, self._rows.get(name, []))
        return self._ordered[name]

    def name(self, name: str, code: str | None) -> str:
        """The code itself where it is unknown, "" for none."""
        return self.lists.get(name, {}).get(code, code) if code else ""


def names() -> Names:
    """One query, whatever the size of the vocabulary."""
    terms = _rows(Term, F("dimension"), F("position"))
    others = [_rows(model, Value(name), Value(0)) for name, model in _BY_NAME.items()]
    english = (get_language() or "vi")[:2] != "vi"
    found: dict[str, list[tuple[int, str, str]]] = {}
    for name, position, code, vi, en in terms.union(_rows(Kind, Value("kind"), F("position")), *others, all=True):
        found.setdefault(name, []).append((position, code, en if en and english else vi))
    return Names(found)


def _rows(model: type[Model], name: Any, position: Any) -> Any:
    rows = model._default_manager.order_by().annotate(list_name=name, list_position=position)
    return rows.values_list("list_name", "list_position", "code", "name_vi", "name_en")


def _in_order(name: str, rows: list[tuple[int, str, str]]) -> dict[str, str]:
    in_order = sorted(rows, key=(lambda row: fold(row[2])) if name in _BY_NAME else None)
    return {code: shown for _, code, shown in in_order}
