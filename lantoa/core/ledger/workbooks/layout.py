"""Finding the sheets, the heading row and the columns of a workbook that people have worked on.

A column is known by the mark in the hidden row above its heading, which moves with it; where that row is gone (cells
copied into a new file), by the heading itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks.columns import ROW_ID, VERSION, Column, in_both, names_in, read_mark, readable_columns
from lantoa.core.ledger.workbooks.container import BadWorkbook
from lantoa.core.ledger.workbooks.reader import Row, Sheet, Workbook, letter
from lantoa.core.ledger.workbooks.template import GUIDE, HIDDEN_SHEET, TEMPLATE_ID

_SEARCHED_ROWS = 20


class NoTemplate(BadWorkbook):
    """No sheet has the columns of a template, or not clearly: a person must say how it is read."""

    def __init__(self, message: str, *, has_rows: bool = True) -> None:
        super().__init__(message)
        self.has_rows = has_rows


@dataclass(frozen=True)
class Layout:
    """Where the columns of one sheet are. columns: position (0 is A) -> Column; headings: position -> text there."""

    sheet: Sheet
    kind: str
    last_heading_row: int
    columns: dict[int, Column]
    headings: dict[int, str]

    def rows(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows if row.number > self.last_heading_row)

    def position(self, code: str) -> int | None:
        return next((place for place, column in self.columns.items() if column.code == code), None)

    def renamed(self) -> Iterator[tuple[int, Column]]:
        for place, column in self.columns.items():
            if (heading := self.headings.get(place)) and not column.names & set(names_in(heading)):
                yield place, column


def find(workbook: Workbook, words: Words) -> tuple[list[Layout], list[Sheet]]:
    """The sheets to read, all of one kind, and the sheets that are left aside though something stands in them.

    raises: BadWorkbook if no sheet can be read, or a column is missing, doubled or contradicts its heading
    """
    told = _told_kind(workbook)
    layouts: list[Layout] = []
    aside: list[Sheet] = []
    for sheet in workbook.sheets:
        layout = None if sheet.is_hidden else _by_marks(sheet, words) or _by_headings(sheet, words, told)
        if layout:
            _check(layout, words)
            layouts.append(layout)
        elif sheet.rows and sheet.name not in {HIDDEN_SHEET, *in_both(GUIDE)}:
            aside.append(sheet)
    if not layouts:
        raise NoTemplate(
            _("No sheet has the columns of a template. Download the template of the kind and copy the rows into it."),
            has_rows=any(len(row.cells) > 1 for sheet in workbook.sheets for row in sheet.rows),
        )
    if len({layout.kind for layout in layouts}) > 1:
        raise BadWorkbook(_("The sheets are of different kinds. Send one workbook for each kind."))
    return layouts, aside


def _told_kind(workbook: Workbook) -> str:
    for sheet in workbook.sheets:
        if sheet.name == HIDDEN_SHEET and sheet.rows and sheet.rows[0].cells.get(0) == TEMPLATE_ID:
            return str(sheet.rows[0].cells.get(1, ""))
    return ""


def _known(kind: str, words: Words) -> str:
    if kind not in words.kinds:
        raise BadWorkbook(
            _("The workbook was made for the kind “%(kind)s”, which is not known here. Download the template again.")
            % {"kind": kind[:60]}
        )
    return kind


def _by_marks(sheet: Sheet, words: Words) -> Layout | None:
    for index, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        marks = {place: found for place, value in row.cells.items() if (found := read_mark(value))}
        if not marks:
            continue
        if len({kind for kind, _version, _code in marks.values()}) > 1:
            raise BadWorkbook(
                _("Sheet “%(sheet)s” has columns of different kinds. Send one workbook for each kind.")
                % {"sheet": sheet.name}
            )
        kind, version, _code = next(iter(marks.values()))
        if version > VERSION:
            raise BadWorkbook(_("The workbook was made with a newer version of the template. Download it again here."))
        by_code = {column.code: column for column in readable_columns(_known(kind, words), words)}
        columns = {place: by_code[code] for place, (_kind, _version, code) in marks.items() if code in by_code}
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else None
        headings = _texts(below) if below else {}
        names = {name for column in by_code.values() for name in column.names}
        if not below or not any(name in names for text in headings.values() for name in names_in(text)):
            return Layout(sheet, kind, row.number, columns, {})
        return Layout(sheet, kind, below.number, columns, headings)
    return None


def _by_headings(sheet: Sheet, words: Words, told: str) -> Layout | None:
    """The row and the kind that explain most headings; at least the day and one more."""
    best: list[Layout] = []
    for kind in [_known(told, words)] if told else words.kinds:
        by_name = {name: column for column in readable_columns(kind, words) for name in column.names}
        for row in sheet.rows[:_SEARCHED_ROWS]:
            headings = _texts(row)
            columns = {place: column for place, text in headings.items() if (column := _named(text, by_name))}
            layout = Layout(sheet, kind, row.number, columns, headings)
            if len(columns) < 2 or layout.position("occurred_on") is None:
                continue
            if not best or len(columns) > len(best[0].columns):
                best = [layout]
            elif len(columns) == len(best[0].columns) and kind != best[0].kind:
                best.append(layout)
    if len(best) > 1:
        raise NoTemplate(
            _("Sheet “%(sheet)s” could be of several kinds. Copy the rows into the template of the right kind.")
            % {"sheet": sheet.name}
        )
    return best[0] if best else None


def _named(heading: str, by_name: dict[str, Column]) -> Column | None:
    return next((by_name[name] for name in names_in(heading) if name in by_name), None)


def _texts(row: Row) -> dict[int, str]:
    return {place: value for place, value in row.cells.items() if isinstance(value, str)}


def _check(layout: Layout, words: Words) -> None:
    sheet = layout.sheet.name
    seen: dict[str, int] = {}
    for place, column in sorted(layout.columns.items()):
        if column.code in seen:
            raise BadWorkbook(
                _("Sheet “%(sheet)s”: columns %(first)s and %(second)s are both “%(column)s”. Delete one of them.")
                % {"sheet": sheet, "first": letter(seen[column.code]), "second": letter(place), "column": column.vi}
            )
        seen[column.code] = place
    columns = readable_columns(layout.kind, words)
    by_name = {name: column for column in columns for name in column.names}
    for place, column in layout.renamed():
        meant = _named(layout.headings[place], by_name)
        if meant and meant.code != column.code:
            raise BadWorkbook(
                _("Sheet “%(sheet)s”, column %(letter)s: the heading now says “%(meant)s”, but the column was made for "
                  "“%(column)s”. Put the headings back and move whole columns instead.")
                % {"sheet": sheet, "letter": letter(place), "meant": meant.vi, "column": column.vi}
            )  # fmt: skip
    missing = [column.vi for column in columns if column.required and column.code not in seen]
    if not missing:
        return
    if any(layout.position(ROW_ID) in row.cells for row in layout.rows()):  # as a table they would come in once more
        raise BadWorkbook(
            _("Sheet “%(sheet)s” holds records that are known here and lacks the columns %(columns)s, which are asked "
              "for by now. Download the records again and change them there.")
            % {"sheet": sheet, "columns": ", ".join(f"“{name}”" for name in missing)}
        )  # fmt: skip
    raise NoTemplate(
        _("Sheet “%(sheet)s” lacks the columns %(columns)s. Download the template again and copy the rows into it.")
        % {"sheet": sheet, "columns": ", ".join(f"“{name}”" for name in missing)}
    )
