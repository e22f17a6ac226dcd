"""What a person answers beforehand to the questions of an import: options of the command, or a file of them."""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lantoa.doors.cli import CommandError

if TYPE_CHECKING:
    from lantoa.core.ledger.workbooks import Reading

_ROWS = re.compile(r"(?:(?P<sheet>.+)!)?(?P<first>\d{1,7})(?:-(?P<last>\d{1,7}))?")
_MOST_NAMED = 12  # rows that a hint names


@dataclass
class Given:
    """As an answers file names them. cells: `B12` or `Sheet!B12` -> text"""

    take: list[str] = field(default_factory=list)
    leave: list[str] = field(default_factory=list)
    leave_wrong: bool = False
    cells: dict[str, str] = field(default_factory=dict)
    numbers: str = ""


def add(parser: argparse.ArgumentParser) -> None:
    for name, told in (
        ("--take", "take in rows that are asked about or passed over: 12,15-17 or Sheet!12"),
        ("--leave", "leave out these rows"),
    ):
        parser.add_argument(name, metavar="ROWS", action="append", default=[], help=told)
    parser.add_argument("--leave-wrong", action="store_true", help="leave out every row that is still asked about")
    parser.add_argument("--cell", metavar="B12=TEXT", action="append", default=[], help="what a wrong cell is to say")
    parser.add_argument(
        "--numbers", metavar="months|1-12", help="numbers alone in a column of days: months, or days of this month"
    )
    parser.add_argument(
        "--answers", metavar="FILE.json", type=Path,
        help='the same in a file: {"take": ["12"], "leave": ["15-17"], "cells": {"B12": "5/3/2026"}}',
    )  # fmt: skip


def given(args: argparse.Namespace) -> Given:
    """Those of the file, and of the options above them; raises CommandError for what cannot be understood."""
    from django.utils.translation import gettext as _

    from lantoa.core.ledger.workbooks.mapping import BARE_DAYS

    told = _of_file(args.answers) if args.answers else Given()
    told.take += args.take
    told.leave += args.leave
    told.leave_wrong |= args.leave_wrong
    for text in args.cell:
        place, found, value = text.partition("=")
        if not found:
            raise CommandError(_("“%(text)s” names no cell: write it as B12=TEXT.") % {"text": text[:80]})
        told.cells[place] = value
    told.numbers = args.numbers or told.numbers
    if told.numbers not in {"", *BARE_DAYS}:
        raise CommandError(_("--numbers is “months” or the number of a month, 1 to 12."))
    return told


def applied(read: "Callable[..., Reading]", told: Given) -> "Reading":
    """Read with the answers; one that answers no question is refused, so that no slip goes by unseen."""
    from django.utils.translation import gettext as _

    from lantoa.core.ledger.workbooks import Repairs

    reading = read()
    if not (told.take or told.leave or told.leave_wrong or told.cells):
        return reading
    asked = {(item.sheet, item.row): item.row_key for item in reading.problems if item.row_key}
    listed = {(item.sheet, item.row): item.key for item in reading.passed if item.key}
    doubts = {(item.sheet, item.row): item.row_key for item in reading.problems if item.is_doubt}
    standing = {(item.sheet, item.row): item.key for item in reading.rows if item.key}
    take = _keys(told.take, doubts | listed)
    leave = _keys(told.leave, asked | listed | standing)
    if take & leave:
        raise CommandError(_("A row is either taken in or left out: --take and --leave name the same one."))
    reading = read(repairs=Repairs({}, leave, take))
    cells = {_cell(place, reading): text for place, text in told.cells.items()}
    if cells:
        reading = read(repairs=Repairs(cells, leave, take))
    if told.leave_wrong:
        leave |= {item.row_key for item in reading.problems if item.row_key}
        reading = read(repairs=Repairs(cells, leave, take))
    return reading


def what_to_do(reading: "Reading") -> str:
    """Said below the problems of a reading."""
    from django.utils.translation import gettext as _

    from lantoa.base import dates

    said = [_("Nothing was written. Repair these and import the workbook again.")]
    doubts = [item.row for item in reading.problems if item.is_doubt]
    if doubts:
        rows = ",".join(map(str, doubts[:_MOST_NAMED]))
        said.append(_("Or answer: --take %(rows)s reads these rows as activities, --leave %(rows)s leaves them out.")
                    % {"rows": rows})  # fmt: skip
    if any(item.letter and dates.is_bare(item.value) for item in reading.problems):
        said.append(_("Or say what numbers alone are: --numbers months, or --numbers 5 for days of May."))
    return " ".join(said)


def _of_file(path: Path) -> Given:
    from django.utils.translation import gettext as _

    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}) from None
    except ValueError:
        raise CommandError(_("%(file)s is no JSON.") % {"file": path}) from None
    if not isinstance(told, dict) or not all(_is_right(name, value) for name, value in told.items()):
        raise CommandError(
            _("%(file)s: an answers file has “take” and “leave” (lists of rows), “leave_wrong” (true or false), "
              "“cells” (cell: text) and “numbers”, and nothing else.") % {"file": path}
        )  # fmt: skip
    rows = {name: [str(row) for row in told.get(name, [])] for name in ("take", "leave")}
    return Given(**(told | rows | {"numbers": str(told.get("numbers", ""))}))


def _is_right(name: str, value: Any) -> bool:
    match name:
        case "take" | "leave":
            return isinstance(value, list) and all(type(row) in {int, str} for row in value)
        case "leave_wrong":
            return isinstance(value, bool)
        case "cells":
            return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    return name == "numbers" and type(value) in {int, str}


def _keys(texts: Iterable[str], known: Mapping[tuple[str, int], str]) -> set[str]:
    """The rows that `12,15-17` or `Sheet!12` name; of a span those that are known, at least one."""
    from django.utils.translation import gettext as _

    found: set[str] = set()
    for text in (part.strip() for several in texts for part in several.split(",")):
        match = _ROWS.fullmatch(text)
        if not match:
            raise CommandError(_("“%(text)s” names no row: write 12, 15-17 or Sheet!12.") % {"text": text[:80]})
        first, last = int(match["first"]), int(match["last"] or match["first"])
        hits = [at for at in known if first <= at[1] <= last and match["sheet"] in {None, at[0]}]
        if not hits:
            raise CommandError(_("There is no question about row %(row)s.") % {"row": text})
        if len({sheet for sheet, _row in hits}) > 1:
            raise CommandError(_("Several sheets have a row %(row)s: write Sheet!%(row)s.") % {"row": text})
        found |= {known[at] for at in hits}
    return found


def _cell(place: str, reading: "Reading") -> str:
    """The key of the wrong cell that `B12` or `Sheet!B12` names."""
    from django.utils.translation import gettext as _

    sheet, _bang, cell = place.strip().rpartition("!")
    hits = [
        item
        for item in reading.problems
        if item.letter and item.cell == cell.upper() and sheet in {"", item.sheet} and not item.is_doubt
    ]
    if not hits:
        raise CommandError(_("There is no question about cell %(cell)s.") % {"cell": place[:80]})
    if len({item.sheet for item in hits}) > 1:
        raise CommandError(_("Several sheets have a cell %(cell)s: write Sheet!%(cell)s.") % {"cell": place})
    return hits[0].key
