"""What reading a workbook gives: drafts, problems, notices, and the rows that a person left out."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lantoa.core.ledger.drafts import Draft

DOUBT = "doubt"  # in the key of a remark that asks whether a row is an activity
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Remark:
    """Something about one cell, row (letter "") or sheet (row 0). value: what stands there, as text.

    key: names the cell for a repair; "" where nothing can be mended in place
    """

    sheet: str
    row: int
    letter: str
    heading: str
    value: str
    message: str
    key: str = ""

    @property
    def cell(self) -> str:
        return f"{self.letter}{self.row}" if self.row else self.letter

    @property
    def row_key(self) -> str:
        return ":".join(self.key.split(":")[:2])

    @property
    def is_doubt(self) -> bool:
        return self.key.split(":")[2:3] == [DOUBT]


@dataclass(frozen=True)
class DraftRow:
    """fields: codes of the columns that the sheet has; row_id: what the hidden column of a download says.

    key: names the row for who leaves it out
    """

    sheet: str
    row: int
    draft: Draft
    row_id: str = ""
    fields: frozenset[str] = frozenset()
    key: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A row that is not taken in: cells as texts in the order of their columns, and why."""

    sheet: str
    row: int
    cells: list[str]
    why: str


@dataclass(frozen=True)
class Passed:
    """A row that looks like no activity. key: as Remark.row_key, "" if nothing in it could be read; says: its cells

    name, why: of all rows that look so; is_taken: a person said that it is one all the same
    """

    sheet: str
    row: int
    key: str
    says: str
    name: str
    why: str
    is_taken: bool


@dataclass(frozen=True)
class Repairs:
    """What a person typed over wrong cells (Remark.key -> text), and which rows (their keys) are left out, and
    which are taken in though they look like no activity
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: Collection[str] = ()
    taken_in: Collection[str] = ()

    def of_row(self, row_key: str) -> dict[tuple[str, str], str]:
        """(column code, column letter) -> text"""
        return {
            (code, place): text
            for key, text in self.cells.items()
            if key.startswith(f"{row_key}:")
            for code, place in [key.split(":")[2:4]]
        }


@dataclass
class Reading:
    """What a workbook says. With problems nothing may be imported; notices only inform."""

    file_name: str
    file_sha256: str
    kind: str
    agency: str
    rows: list[DraftRow] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    notices: list[Remark] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)

    @property
    def passed_over(self) -> Iterator[Remark]:
        """The rows that are passed over, in one remark for each reason."""
        rows: dict[tuple[str, str], list[int]] = {}
        for item in self.passed:
            if not item.is_taken:
                rows.setdefault((item.sheet, item.why), []).append(item.row)
        for (sheet, why), numbers in rows.items():
            listed = ", ".join(map(str, numbers))
            yield Remark(sheet, 0, "", "", _("rows %(rows)s") % {"rows": listed}, why)

    @property
    def rows_sha256(self) -> str:
        """The same for the same records, in whatever order, file or layout they come."""
        contents = sorted(
            json.dumps([*content(row.draft), *([row.row_id] if row.row_id else [])], ensure_ascii=False, default=str)
            for row in self.rows
        )
        return hashlib.sha256("\n".join(contents).encode()).hexdigest()


def content(draft: Draft) -> tuple[Any, ...]:
    """All that a draft says, in one comparable value."""
    return (
        draft.kind, draft.agency, draft.title, draft.occurred_from.isoformat(), draft.occurred_on.isoformat(),
        draft.place, draft.programme, draft.task, sorted(draft.dimensions.items()), sorted(draft.quantities.items()),
        sorted(draft.coordinating), draft.note, draft.source, draft.is_subset, draft.is_public,
    )  # fmt: skip


def totals(rows: Iterable[DraftRow]) -> dict[str, tuple[int, bool]]:
    """Per measure the sum of the rows, subsets left out: code -> (thousandths, is any of them not exact)."""
    sums: dict[str, tuple[int, bool]] = {}
    for draft in (row.draft for row in rows if not row.draft.is_subset):
        for code, (quantity, qualifier) in draft.quantities.items():
            total, rough = sums.get(code, (0, False))
            sums[code] = (total + quantity, rough or bool(qualifier))
    return sums


def row_id(number: int, draft: Draft) -> str:
    """`123-0a1b2c3d4e`: the activity, and what it said when it was written into a workbook."""
    return f"{number}-{hashlib.sha256(repr(content(draft)).encode()).hexdigest()[:10]}"
