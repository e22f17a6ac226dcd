"""How a table of strangers is read: where its headings are, which column is what, which word means which code."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from lantoa.base import folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks.columns import ROW_ID, Column, Content, columns_of

NOT_READ = ""
SEVERAL = "several"  # "3 lớp, 150 người": each number goes to the measure that its unit names
NOTE = "note"  # the only meaning that several columns may have
MONTHS = "months"  # what numbers alone are in a column of days; else the month whose days they are: "1" to "12"
BARE_DAYS = (MONTHS, *map(str, range(1, 13)))
TO_NOTE = "-"  # a word that is no code here and is kept in the note


@dataclass(frozen=True)
class Shape:
    """A table of a workbook: the sheet by its index, the first and last row of its headings, the kind of activity."""

    sheet: int
    first: int
    last: int
    kind: str


@dataclass(frozen=True)
class ColumnMapping:
    """columns: place (0 is A) -> meaning: a column code, `attendances@3` for March, SEVERAL, NOTE, or NOT_READ.

    year:   of days that are written without one
    fixed:  column code -> what holds for every row, where no column says it
    values: column code -> folded word -> code of the list, or TO_NOTE
    bare:   what numbers alone are in a column of days (BARE_DAYS); "": each of them is asked about
    """

    shape: Shape
    year: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bare: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"columns": {str(place): meaning for place, meaning in self.columns.items()}}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ColumnMapping":
        columns = {int(place): meaning for place, meaning in told["columns"].items()}
        return cls(Shape(**told["shape"]), told["year"], columns, told["fixed"], told["values"], told.get("bare", ""))

    def on(self, shape: Shape, year: int | None) -> "ColumnMapping":
        """The same reading for another workbook of the same form, which may be of another month."""
        bare = self.bare if self.bare == MONTHS else ""
        return replace(self, shape=replace(shape, kind=self.shape.kind), year=year, bare=bare)

    def place_of(self, meaning: str) -> int | None:
        return next((place for place, found in self.columns.items() if found == meaning), None)


def fingerprint(headings: Mapping[int, str]) -> str:
    """The same for tables with the same headings in the same columns; years and spacing do not matter."""
    texts = (f"{place}:{re.sub(r'[0-9]{4}', '#', folding.fold(text))}" for place, text in sorted(headings.items()))
    return hashlib.sha256("|".join(texts).encode()).hexdigest()


def known_columns(kind: str, words: Words) -> dict[str, Column]:
    """What a column may mean, by code."""
    return {column.code: column for column in columns_of(kind, words) if column.code != ROW_ID}


def problems_of(mapping: ColumnMapping, words: Words) -> list[tuple[str, str]]:
    """What keeps a table from being read: ("twice" | "missing", name of the column)."""
    known = known_columns(mapping.shape.kind, words)
    meanings = [meaning for meaning in mapping.columns.values() if meaning not in {NOT_READ, NOTE}]
    twice = [known[code].vi if code in known else code for code in dict.fromkeys(meanings) if meanings.count(code) > 1]
    months = any("@" in meaning for meaning in meanings)
    has = set(meanings) | set(mapping.fixed) | ({"occurred_on"} if months else set())
    several = SEVERAL in meanings
    missing = [
        column.vi
        for code, column in known.items()
        if column.required and code not in has and not (column.content is Content.QUANTITY and (months or several))
    ]
    return [*(("twice", name) for name in twice), *(("missing", name) for name in missing)]


def measures_of(known: Mapping[str, Column]) -> Iterable[Column]:
    return (column for column in known.values() if column.content is Content.QUANTITY)
