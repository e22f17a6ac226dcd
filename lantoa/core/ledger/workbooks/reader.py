"""Reading the cells of a workbook (SpreadsheetML, ECMA-376 part 1, §18), streamed and bounded.

Our own reader, because what matters here is what general libraries smooth over: numbers exact to the digit instead of
floats, formulas without a result, error cells, merged cells, and limits on everything. A small sample of its input:

    <row r="3"><c r="A3" t="s"><v>7</v></c><c r="B3" s="2"><v>46348</v></c><c r="C3"><v>18.9</v></c></row>
"""

import posixpath
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from lantoa.core.ledger.workbooks.container import BadWorkbook, Container

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_SHEETS = 50
MAX_CELL_LETTERS = 32_767  # Excel's own limit

# Excel keeps 15 significant digits and writes 17: 18.9 arrives as 18.899999999999999.
_SHOWN = Context(prec=15)
_TRUE = {"1", "true", "on"}
_LAST_SERIAL = 2_950_000  # in the year 9976; every later one is no day of ours
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_NOT_A_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


@dataclass(frozen=True, slots=True)
class Failed:
    """A cell without a usable value: an error (`#REF!`) or, with no error, a formula that was never calculated."""

    error: str = ""


Value = str | Decimal | date | bool | Failed


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it. cells: column (0 is A) -> value; blank cells are absent."""

    number: int
    cells: dict[int, Value]


@dataclass(slots=True)
class Sheet:
    """merged: ranges as written, such as "A3:B4"; hidden rows by number, hidden columns by place (0 is A)."""

    name: str
    is_hidden: bool
    rows: list[Row] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should know about the reading of a sheet ("" for all), or of one of its columns."""

    sheet: str
    place: int | None
    message: str


@dataclass(slots=True)
class Workbook:
    content: bytes
    sheets: list[Sheet]
    notices: list[Notice] = field(default_factory=list)


def read(container: Container) -> Workbook:
    """All sheets of an .xlsx file with their non-blank rows.

    raises: BadWorkbook, whatever is wrong with the file
    """
    if "_rels/.rels" not in container:
        raise BadWorkbook(
            _("This is no Excel workbook but %(what)s. Send the filled template as an .xlsx file.")
            % {"what": _("a zip archive of something else")}
        )
    book_part = _target(_relations(container, ""), "officeDocument")
    if not book_part or not book_part.endswith(".xml"):
        raise BadWorkbook(_("The file holds no workbook. Send the filled template as an .xlsx file."))
    book = _Book()
    container.parse(book_part, book.start, _ignore, _ignore)
    if not book.is_workbook:
        raise BadWorkbook(_("This Office document is no workbook. Send the filled template as an .xlsx file."))
    relations = _relations(container, book_part)
    strings_part, styles_part = _target(relations, "sharedStrings"), _target(relations, "styles")
    strings = _Strings()
    if strings_part:
        container.parse(strings_part, strings.start, strings.end, strings.text)
    styles = _Styles()
    if styles_part:
        container.parse(styles_part, styles.start, styles.end, _ignore)
    sheets = []
    for name, relation, is_hidden in book.sheets:
        target, kind = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue
        cells = _Cells(Sheet(name, is_hidden), strings.values, styles.dates, book.epoch)
        container.parse(target, cells.start, cells.end, cells.text)
        sheets.append(cells.sheet)
    return Workbook(container.bytes, sheets)


def letter(column: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(reference: str) -> int:
    """A12 -> 0, AA1 -> 26."""
    number = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
        if number > 20_000:
            break
    return number - 1


def _ignore(*_anything: object) -> None:
    return None


def _relations(container: Container, part: str) -> dict[str, tuple[str, str]]:
    """id -> (target part, kind) for the part's relationships; "" stands for the package itself."""
    folder, name = posixpath.split(part)
    relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (full, attributes.get("Type", "").rpartition("/")[2])

    if relations_part in container:
        container.parse(relations_part, start, _ignore, _ignore)
    return found


def _target(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((target for target, found in relations.values() if found == kind), "")


class _Book:
    """workbook.xml: the sheets in order and the day that serial numbers count from."""

    def __init__(self) -> None:
        self.is_workbook = False
        self.sheets: list[tuple[str, str, bool]] = []
        self.epoch = date(1899, 12, 30)

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "workbook":
            self.is_workbook = True
        elif element == "workbookPr" and attributes.get("date1904") in _TRUE:
            self.epoch = date(1904, 1, 1)
        elif element == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "visible") != "visible"))
            if len(self.sheets) > MAX_SHEETS:
                raise BadWorkbook(_("The workbook has more than %(limit)s sheets.") % {"limit": MAX_SHEETS})


class _Text:
    """Collects the text of `t` and `v` elements; the reading aids of East Asian text (`rPh`) are left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.letters = 0
        self.listening = False
        self.in_aid = False

    def text(self, text: str) -> None:
        if self.listening and not self.in_aid:
            self.letters += len(text)
            if self.letters > MAX_CELL_LETTERS:
                raise BadWorkbook(_("A cell holds more than %(limit)s letters.") % {"limit": MAX_CELL_LETTERS})
            self.pieces.append(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces, self.letters, self.listening = [], 0, False
        return text


class _Strings(_Text):
    """sharedStrings.xml: the texts that cells point to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []

    def start(self, element: str, _attributes: dict[str, str]) -> None:
        if element == "t":
            self.listening = True
        elif element == "rPh":
            self.in_aid = True

    def end(self, element: str) -> None:
        if element == "t":
            self.listening = False
        elif element == "rPh":
            self.in_aid = False
        elif element == "si":
            self.values.append(self.take())


class _Styles:
    """styles.xml: which cell formats show a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._own: dict[str, bool] = {}
        self._in_cell_formats = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt":
            self._own[attributes.get("numFmtId", "")] = _shows_a_date(attributes.get("formatCode", ""))
        elif element == "cellXfs":
            self._in_cell_formats = True
        elif element == "xf" and self._in_cell_formats:
            number = attributes.get("numFmtId", "0")
            self.dates.append(self._own.get(number, _natural(number) in _DATE_FORMATS))

    def end(self, element: str) -> None:
        if element == "cellXfs":
            self._in_cell_formats = False


def _shows_a_date(format_code: str) -> bool:
    codes = _NOT_A_CODE.sub("", format_code.partition(";")[0]).lower()
    return "y" in codes or "d" in codes


class _Cells(_Text):
    """A sheet part: `row` > `c` > `v`, `f`, `is`; merged ranges follow the rows."""

    def __init__(self, sheet: Sheet, strings: list[str], date_styles: list[bool], epoch: date) -> None:
        super().__init__()
        self.sheet = sheet
        self._strings, self._date_styles, self._epoch = strings, date_styles, epoch
        self._row, self._column, self._cells = 0, -1, dict[int, Value]()
        self._type, self._is_date, self._has_formula = "n", False, False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            reference = attributes.get("r")
            self._column = column_of(reference) if reference else self._column + 1
            self._type = attributes.get("t", "n")
            style = _natural(attributes.get("s", ""))
            self._is_date = 0 <= style < len(self._date_styles) and self._date_styles[style]
            self._has_formula = False
        elif element in {"v", "t"}:
            self.listening = True
        elif element == "f":
            self._has_formula = True
        elif element == "row":
            number = _natural(attributes.get("r", ""))
            self._row = number if number > 0 else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE and len(self.sheet.hidden_rows) < MAX_ROWS:
                self.sheet.hidden_rows.add(self._row)
        elif element == "col" and attributes.get("hidden") in _TRUE:
            first, last = _natural(attributes.get("min", "")), _natural(attributes.get("max", ""))
            self.sheet.hidden_columns |= set(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))
        elif element == "rPh":
            self.in_aid = True
        elif element == "mergeCell" and len(self.sheet.merged) < MAX_ROWS:
            self.sheet.merged.append(attributes.get("ref", ""))

    def end(self, element: str) -> None:
        if element in {"v", "t"}:
            self.listening = False
        elif element == "rPh":
            self.in_aid = False
        elif element == "c":
            self._finish_cell(self.take())
        elif element == "row" and self._cells:
            self.sheet.rows.append(Row(self._row, self._cells))
            self._cells = {}
            if len(self.sheet.rows) > MAX_ROWS:
                raise BadWorkbook(
                    _("Sheet “%(sheet)s” has more than %(limit)s rows. Divide them over several workbooks.")
                    % {"sheet": self.sheet.name, "limit": MAX_ROWS}
                )

    def _finish_cell(self, raw: str) -> None:
        if not raw.strip():
            if self._has_formula and self._type != "str":
                self._cells[self._column] = Failed()
            return
        if not 0 <= self._column < MAX_COLUMNS:
            raise BadWorkbook(
                _("Sheet “%(sheet)s” has cells beyond column %(limit)s. Keep only the columns of the template.")
                % {"sheet": self.sheet.name, "limit": letter(MAX_COLUMNS - 1)}
            )
        value = self._value(raw)
        if not isinstance(value, str) or value.strip():
            self._cells[self._column] = value

    def _value(self, raw: str) -> Value:
        if self._type == "s":
            index = _natural(raw.strip())
            if not 0 <= index < len(self._strings):
                raise BadWorkbook(_("The workbook is damaged: a cell points to a text that is not there."))
            return self._strings[index]
        if self._type in {"str", "inlineStr"}:
            return raw
        if self._type == "e":
            return Failed(raw.strip()[:20])
        if self._type == "b":
            return raw.strip() == "1"
        if self._type == "d":
            return _iso_day(raw.strip())
        return self._number(raw.strip())

    def _number(self, raw: str) -> Value:
        try:
            number = Decimal(raw)
        except InvalidOperation:
            return raw
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return raw
        if self._is_date and 1 <= number < _LAST_SERIAL:
            days = int(number)
            # Excel counts a 29 February 1900 that never was.
            return self._epoch + timedelta(days=days + (self._epoch.year == 1899 and days < 60))
        shown = _SHOWN.create_decimal(number)
        return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()


def _natural(text: str) -> int:
    """A number written in plain digits, or -1."""
    return int(text) if len(text) < 9 and text.isascii() and text.isdigit() else -1


def _iso_day(raw: str) -> Value:
    try:
        return datetime.fromisoformat(raw).date()
    except ValueError:
        return raw
