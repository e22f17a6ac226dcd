"""One cell: a value of the reader becomes what `drafts.read` takes, or a sentence that says what to do."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks.columns import Column, Content, in_both, qualifier_names, unlabelled
from lantoa.core.ledger.workbooks.reader import Failed, Value
from lantoa.core.ledger.workbooks.template import NO, YES

_NUMBER_AND_UNIT = re.compile(r"(.*\d)\s*([^\W\d_].*|%.*)", re.DOTALL)
_POWER = re.compile(r"[\d.,]+e[+-]?\d+", re.IGNORECASE)  # 1e5 has no unit
_SERIAL_DAYS = range(20_000, 80_000)  # 1954 to 2119, as Excel counts days


class Unreadable(ValueError):
    """One cell; the message says what to do."""


class CellReader:
    """Reads cells of any column with one snapshot of the vocabulary."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._truths = {
            folding.fold(text): answer for message, answer in ((YES, True), (NO, False)) for text in in_both(message)
        }
        self._truths |= {"x": True, "co": True, "1": True, "khong": False, "0": False}
        self._qualifiers = {
            folding.fold(text): value for value, *names in qualifier_names() for text in (*names, value or "exact")
        }

    def read(self, column: Column, value: Value) -> Any:
        """The raw field that `drafts.read` takes; raises Unreadable."""
        if isinstance(value, Failed):
            raise Unreadable(_what_failed(value))
        match column.content:
            case Content.DAY:
                return _day(value)
            case Content.QUANTITY:
                return _quantity(value, column)
            case Content.TRUTH:
                return _truth(value, self._truths)
            case Content.QUALIFIER:
                return self._qualifiers.get(folding.fold(written(value)), written(value))
            case Content.CHOICE:
                return unlabelled(written(value), self._words.choices(column.list_name))
            case Content.CHOICES:
                agencies = self._words.choices("agency")
                return [unlabelled(text.strip(), agencies) for text in re.split(r"[;\n]", written(value))]
        return written(value)


def written(value: Value) -> str:
    """A value as a person would have typed it."""
    if isinstance(value, Failed):
        return value.error or "="
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal):
        return format(value, "f")
    return folding.normal_text(value)


def _what_failed(value: Failed) -> str:
    if value.error:
        return _("The cell shows the error %(error)s. Type the value instead.") % {"error": value.error}
    return _("The formula was never calculated. Open the file in Excel and save it, or type the value.")


def _truth(value: Value, answers: Mapping[str, bool]) -> bool:
    if isinstance(value, bool):
        return value
    answer = answers.get(folding.fold(written(value)))
    if answer is None:
        raise Unreadable(_("Write yes or no."))
    return answer


def _day(value: Value) -> date | str:
    if isinstance(value, bool):
        raise Unreadable(_("Give the day it took place, for example 22/11/2026."))
    if isinstance(value, Decimal) and value in _SERIAL_DAYS:
        day = date(1899, 12, 30) + timedelta(days=int(value))
        raise Unreadable(
            _("“%(number)s” looks like a day that lost its format, perhaps %(day)s. Type the day.")
            % {"number": value, "day": day.strftime("%d/%m/%Y")}
        )
    return value if isinstance(value, date) else written(value)


def _quantity(value: Value, column: Column) -> Decimal | str:
    if isinstance(value, date):
        raise Unreadable(_("A day stands where a number belongs. Format the cell as text and type the number."))
    if isinstance(value, bool):
        raise Unreadable(_("Give a number; 0 if there was none."))
    if isinstance(value, Decimal):
        return value
    text = written(value)
    if (found := _NUMBER_AND_UNIT.fullmatch(text)) and not _POWER.fullmatch(text):
        if folding.fold(found[2]) not in {folding.fold(column.unit_vi), folding.fold(column.unit_en)}:
            raise Unreadable(
                _("This column counts in “%(unit)s”; “%(text)s” says something else. Write the number alone.")
                % {"unit": column.unit_vi, "text": text[:60]}
            )
        return found[1]
    return text
