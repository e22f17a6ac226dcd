"""What every table that is taken away as a file must know of spreadsheets."""

import csv
from collections.abc import Iterable
from io import StringIO

BOM = "\ufeff"  # without it Excel reads Vietnamese letters of a CSV file as those of another code page

# What spreadsheets read as the beginning of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """An apostrophe in front: spreadsheets then take it as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows of a CSV file; before the first of them stands the BOM."""
    out = StringIO()
    csv.writer(out).writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, int) else defused(str(value))
