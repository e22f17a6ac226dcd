"""The workbook that an agency fills in: one sheet to fill, one that explains, one hidden with the lists.

Days and quantities are text cells on purpose. In a date or number cell an Excel set to American habits silently turns
a typed "05/11/2026" into the eleventh of May and "18,9" into 189; as text both arrive as they were typed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter
from django.utils.translation import gettext_lazy as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lantoa.base import quantities
from lantoa.core.ledger.drafts import Draft, Words
from lantoa.core.ledger.workbooks.columns import (
    ROW_ID,
    VERSION,
    Column,
    Content,
    columns_of,
    in_both,
    labels,
    mark,
    qualifier_names,
)
from lantoa.core.ledger.workbooks.reading import row_id

HIDDEN_SHEET = "_lantoa"
TEMPLATE_ID = "lantoa-template"
_FIRST_ROW = 2  # after the hidden row of marks and the headings
_LAST_ROW = 9_999  # so far reach the drop-downs; the import itself reads further
_INK, _PAPER, _LINE, _QUIET = "#1F2A37", "#E8EEF2", "#B8C4CE", "#5B6B79"
_WIDTHS = {
    Content.TEXT: 34, Content.DAY: 17, Content.CHOICE: 26, Content.CHOICES: 28, Content.QUANTITY: 15,
    Content.QUALIFIER: 14, Content.TRUTH: 13,
}  # fmt: skip

DATA, GUIDE, YES, NO = _("Data"), _("Guide"), _("Yes"), _("No")
LEFT_OUT = _("Left out")
_RULES = [
    _("Fill in the first sheet, one activity in each row. Columns with a star must be filled."),
    _("Columns may be moved or hidden; do not merge cells. Blank rows and rows with totals are passed over."),
    _("A row is counted only after the secretariat accepted it. What is planned is a target and does not belong here."),
    _("Numbers as in Vietnamese: 1.000 is one thousand, 18,9 has one decimal. “over 100” keeps its “over”."),
]


@dataclass(frozen=True)
class Offer:
    """Which codes the drop-downs of one agency offer: list name -> codes; other lists offer all."""

    codes: Mapping[str, Collection[str]] = field(default_factory=dict)

    def values(self, name: str, words: Words) -> list[str]:
        if name == "qualifier":
            return [vi for value, vi, _en in qualifier_names() if value]
        if name == "truth":
            return [in_both(YES)[0], in_both(NO)[0]]
        choices = words.choices(name)
        named = list(zip(choices.offered, labels(choices), strict=True))
        own = [label for code, label in named if code in self.codes.get(name, choices.offered)]
        return own or [label for _code, label in named]


def write(
    kind: str, words: Words, target: IO[bytes], *, records: Iterable[tuple[int, Draft]] = (), offer: Offer | None = None
) -> None:
    """Write the workbook of a kind into an open binary file; the same vocabulary gives the same bytes.

    records: activities by their number, which stands in a hidden column: who sends the workbook back changes them
    raises:  KeyError for an unknown kind
    """
    words.kind(kind)
    records = list(records)
    columns = columns_of(kind, words, counted={code for _pk, draft in records for code in draft.quantities})
    # A name that begins with "=" or "http" is a name: nothing in the lists is ever a formula or a link.
    as_written = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, {"in_memory": True, **as_written})
    book.set_properties({"title": words.kind(kind).name_vi, "created": datetime(2026, 1, 1)})  # noqa: DTZ001 a fixed stamp keeps the bytes equal
    sheet = book.add_worksheet(in_both(DATA)[0][:31])
    guide = book.add_worksheet(in_both(GUIDE)[0][:31])
    lists = _write_lists(book, kind, columns, words, offer or Offer())
    _write_headings(book, sheet, kind, columns)
    for number, column in enumerate(columns):
        _validate(sheet, number, column, lists)
    _write_records(sheet, columns, words, records)
    _write_guide(book, guide, kind, columns, words)
    book.close()


def _write_records(sheet: Worksheet, columns: list[Column], words: Words, records: Iterable[tuple[int, Draft]]) -> None:
    named = {
        name: dict(zip(words.choices(name).offered, labels(words.choices(name)), strict=True))
        for name in {"agency", *(column.list_name for column in columns)} - {"", "qualifier", "truth"}
    }
    for number, (pk, draft) in enumerate(records, start=_FIRST_ROW):
        for place, column in enumerate(columns):
            value = row_id(pk, draft) if column.code == ROW_ID else _value(draft, column, named)
            if isinstance(value, Decimal):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, value)


def _value(draft: Draft, column: Column, named: Mapping[str, Mapping[str, str]]) -> str | Decimal:
    """What stands in the cell of a record; "" for nothing."""
    code = column.code
    match column.content:
        case Content.QUANTITY:
            return quantities.to_decimal(draft.quantities[code][0]) if code in draft.quantities else ""
        case Content.QUALIFIER:
            said = draft.quantities.get(code.removesuffix("_qualifier"), (0, ""))[1]
            return next((vi for value, vi, _en in qualifier_names() if value == said and said), "")
        case Content.DAY:
            day: date = getattr(draft, code)
            return "" if code == "occurred_from" and day == draft.occurred_on else day.strftime("%d/%m/%Y")
        case Content.TRUTH:
            return in_both(YES if getattr(draft, code) else NO)[0]
        case Content.CHOICES:
            return "; ".join(named["agency"].get(item, item) for item in draft.coordinating)
        case Content.CHOICE:
            own = draft.dimensions.get(code) or getattr(draft, code, None)
            return named[column.list_name].get(own, own) if own else ""
    return str(getattr(draft, code))


def write_left_out(rows: Iterable[Sequence[str]], target: IO[bytes]) -> None:
    """Rows that were not taken in ([sheet, row, why, cell, ...] each) as a workbook of plain texts."""
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(in_both(LEFT_OUT)[0][:31])
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 50)
    sheet.set_column(3, 60, 24)
    for place, heading in enumerate((_("Sheet"), _("Row"), _("Why it was left out"))):
        sheet.write_string(0, place, in_both(heading)[0], strong)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, str(text), wrap)
    sheet.freeze_panes(1, 3)
    book.close()


def _write_headings(book: xlsxwriter.Workbook, sheet: Worksheet, kind: str, columns: list[Column]) -> None:
    look = {"bold": True, "bg_color": _PAPER, "font_color": _INK, "bottom": 2, "bottom_color": _LINE, "right": 1,
            "right_color": _LINE, "text_wrap": True, "valign": "top", "font_size": 11}  # fmt: skip
    heading, strong = book.add_format(look), book.add_format({"bold": True, "font_color": _INK, "font_size": 11})
    quiet = book.add_format({"font_color": _QUIET, "font_size": 9})
    as_text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 62)
    for number, column in enumerate(columns):
        hidden = {"hidden": True} if column.code == ROW_ID else {}
        sheet.set_column(number, number, _WIDTHS[column.content], as_text, hidden)
        sheet.write_string(0, number, mark(kind, column.code))
        sheet.write_rich_string(1, number, strong, column.heading_vi, quiet, f"\n{column.heading_en}", heading)
        if note := "\n".join(text for text in (column.hint_vi, column.hint_en) if text):
            sheet.write_comment(1, number, note, {"x_scale": 2})
    sheet.freeze_panes(_FIRST_ROW, 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(columns) - 1)}{_LAST_ROW + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _write_lists(
    book: xlsxwriter.Workbook, kind: str, columns: list[Column], words: Words, offer: Offer
) -> dict[str, str]:
    """The hidden sheet: what this workbook is, and the lists behind the drop-downs. list name -> its defined name."""
    hidden = book.add_worksheet(HIDDEN_SHEET)
    hidden.hide()
    hidden.write_row(0, 0, [TEMPLATE_ID, kind, str(VERSION)])
    hidden.write_row(1, 0, [column.code for column in columns])
    names: dict[str, str] = {}
    for name in dict.fromkeys(column.list_name for column in columns if column.list_name):
        values = offer.values(name, words)
        if not values:
            continue
        place = len(names)
        hidden.write_column(2, place, [name, *values])
        names[name] = f"list_{name}"
        letter = xl_col_to_name(place)
        book.define_name(names[name], f"='{HIDDEN_SHEET}'!${letter}$4:${letter}${3 + len(values)}")
    return names


def _validate(sheet: Worksheet, number: int, column: Column, lists: dict[str, str]) -> None:
    cell = f"{xl_col_to_name(number)}{_FIRST_ROW + 1}"
    rule: dict[str, object] | None = None
    if column.list_name in lists:
        # A code or an English name is understood too, so the list advises and does not forbid.
        rule = {"validate": "list", "source": f"={lists[column.list_name]}"}
    elif column.content is Content.DAY:
        # A real date, or a text that begins or ends with a year.
        ends = f"AND(VALUE(RIGHT(TRIM({cell}),4))>=1900,VALUE(RIGHT(TRIM({cell}),4))<=2200)"
        begins = f"AND(VALUE(LEFT(TRIM({cell}),4))>=1900,VALUE(LEFT(TRIM({cell}),4))<=2200)"
        rule = {"validate": "custom", "value": f"=OR(ISNUMBER({cell}),IFERROR({ends},FALSE),IFERROR({begins},FALSE))"}
    elif column.content is Content.QUANTITY:
        digits = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},".",""),",","")," ","")'
        rule = {"validate": "custom", "value": f"=ISNUMBER(VALUE({digits}))"}
    if rule is None:
        return
    message = " ".join(text for text in (column.hint_vi, column.hint_en) if text)[:255]
    rule |= {"error_type": "warning", "error_title": column.vi[:32], "error_message": message, "ignore_blank": True}
    if message:
        rule |= {"input_title": column.vi[:32], "input_message": message}
    sheet.data_validation(_FIRST_ROW, number, _LAST_ROW, number, rule)


def _write_guide(book: xlsxwriter.Workbook, sheet: Worksheet, kind: str, columns: list[Column], words: Words) -> None:
    """One line per column, top to bottom: a table laid out like the data would be taken for data."""
    wrap = {"text_wrap": True, "valign": "top"}
    title = book.add_format({"bold": True, "font_size": 15, "font_color": _INK})
    body, strong = book.add_format(wrap), book.add_format({**wrap, "bold": True})
    quiet = book.add_format({**wrap, "font_color": _QUIET})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 62)
    sheet.hide_gridlines(2)
    named = words.kind(kind)
    sheet.write_string(0, 0, named.name_vi, title)
    sheet.write_string(0, 2, named.name_en, quiet)
    row = 1
    if named.definition_vi or named.definition_en:
        row += 1
        _write_pair(sheet, row, ("•", named.definition_vi, named.definition_en), (strong, body, quiet))
    for sentence in _RULES:
        vi, en = in_both(sentence)
        row += 1
        _write_pair(sheet, row, ("•", vi, en), (strong, body, quiet))
    row += 1
    for column in (column for column in columns if column.code != ROW_ID):
        row += 1
        vi = f"{column.means_vi} {column.hint_vi} {_example(column, words)}".strip()
        en = " ".join(text for text in (f"{column.en}.", column.means_en, column.hint_en) if text)
        _write_pair(sheet, row, (column.heading_vi, vi, en), (strong, body, quiet))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_pair(sheet: Worksheet, row: int, texts: tuple[str, str, str], looks: tuple[Format, Format, Format]) -> None:
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        sheet.write_string(row, column, text, look)


def _example(column: Column, words: Words) -> str:
    values = Offer().values(column.list_name, words)[:3] if column.list_name else []
    if column.content is Content.CHOICES:
        values = labels(words.choices("agency"))[:2]
    return f"({'; '.join(values)}…)" if values else ""
