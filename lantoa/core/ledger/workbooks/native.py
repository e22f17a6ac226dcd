"""Workbooks of other formats (.xls, .xlsb, .ods), read by calamine in a process of its own under hard limits.

calamine is native code reading files of strangers, and it unfolds a sheet before it gives a single cell. So the file
goes to a child process that may take so much memory, so many seconds and print so many bytes; whatever happens to
it, here it is one sentence. The child (`native_child.py`) prints JSON, one line per sheet or row:

    {"sheet": "Năm 2019", "hidden": false, "merged": ["A3:B3"]}
    [4, {"0": ["s", "Hội nghị"], "1": ["d", "2019-03-02"], "2": ["n", "18.9"]}]
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import children
from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.reader import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Notice,
    Row,
    Sheet,
    Value,
    Workbook,
    letter,
)

MAX_MEMORY_BYTES = 700 * 1024 * 1024
MAX_SECONDS = 30
MAX_PRINTED_BYTES = 64 * 1024 * 1024

_CHILD = Path(__file__).with_name("native_child.py")


def read(content: bytes, *, advice: str) -> Workbook:
    """All sheets of a workbook in a format that calamine knows.

    advice: what to do with a file of this format that calamine cannot read
    raises: BadWorkbook
    """
    limits = [MAX_MEMORY_BYTES, MAX_SECONDS, MAX_PRINTED_BYTES, MAX_SHEETS, MAX_ROWS, MAX_COLUMNS]
    try:
        lines = children.answer(_CHILD, content, limits=limits, seconds=MAX_SECONDS).splitlines()
    except children.Refused as error:
        raise BadWorkbook(advice if error.code == "damaged" else _reason(error.code)) from error
    notice = _("In this format hidden rows, error cells and formulas cannot be told apart from others: check the rows.")
    return Workbook(content, _sheets(lines), [Notice("", None, notice)])


def _sheets(lines: list[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in lines:
        told = json.loads(line)
        if isinstance(told, dict):
            sheets.append(Sheet(told["sheet"], told["hidden"], merged=told["merged"]))
        else:
            number, cells = told
            sheets[-1].rows.append(Row(number, {int(place): _value(*cell) for place, cell in cells.items()}))
    return sheets


def _value(kind: str, text: Any) -> Value:
    match kind:
        case "n":
            number = Decimal(text)
            return number.quantize(Decimal(1)) if number == number.to_integral_value() else number
        case "d":
            return date.fromisoformat(text)
        case "b":
            return bool(text)
    return str(text)


def _reason(code: str) -> str:
    if code == "password":
        return _(
            "The workbook is protected by a password. Open it in Excel, remove the password under "
            "File > Info > Protect Workbook, save it and send that file."
        )
    if code == "rows":
        return _("A sheet has more than %(limit)s rows. Divide them over several workbooks.") % {"limit": MAX_ROWS}
    if code == "columns":
        return _("A sheet has cells beyond column %(limit)s. Delete the columns that are not needed.") % {
            "limit": letter(MAX_COLUMNS - 1)
        }
    if code == "sheets":
        return _("The workbook has more than %(limit)s sheets.") % {"limit": MAX_SHEETS}
    return _too_large()


def _too_large() -> str:
    return _(
        "The workbook would unpack to an unreasonable size. It is refused for safety; "
        "copy the rows into a new workbook."
    )
