"""The page that asks how a table of strangers is read: its answers as a mapping, and the mapping as a form."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lantoa.base import folding
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.workbooks import foreign, guessing, headings
from lantoa.core.ledger.workbooks.cells import written
from lantoa.core.ledger.workbooks.columns import Column, Content
from lantoa.core.ledger.workbooks.foreign import Unknown
from lantoa.core.ledger.workbooks.mapping import (
    BARE_DAYS,
    MONTHS,
    NOT_READ,
    NOTE,
    SEVERAL,
    TO_NOTE,
    ColumnMapping,
    Shape,
    known_columns,
    measures_of,
    problems_of,
)
from lantoa.core.ledger.workbooks.reader import MAX_ROWS, Sheet, Workbook, letter

_SHOWN_VALUES = 3
_MOST_CHOICES = 3_000


class MappingForm(forms.Form):
    """Shows a mapping. What comes back is read by `answered`, for its fields depend on what was chosen before."""

    use_required_attribute = False  # "not read" is an answer, and looking again must work at any time

    shape = forms.CharField(widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label=gettext_lazy("Which table?"))
    kind = forms.ChoiceField(label=gettext_lazy("What does each row tell of?"))
    first = forms.IntegerField(label=gettext_lazy("First row of the headings"), min_value=1)
    last = forms.IntegerField(label=gettext_lazy("Last row of the headings"), min_value=1)
    year = forms.IntegerField(
        label=gettext_lazy("Year of days without a year"), min_value=1945, max_value=2200, required=False
    )
    bare = forms.ChoiceField(label=gettext_lazy("Numbers alone in a column of days, such as “5”"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Keep this reading under a name"), max_length=80, required=False,
        help_text=gettext_lazy("Tables of the same form are then read the same way at once."),
    )  # fmt: skip

    def __init__(self, workbook: Workbook, mapping: ColumnMapping, words: Words, *, name: str = "") -> None:
        shape = mapping.shape
        super().__init__(
            initial={"shape": key_of(shape), "sheet": str(shape.sheet), "kind": shape.kind, "first": shape.first,
                     "last": shape.last, "year": mapping.year, "bare": mapping.bare, "name": name}
        )  # fmt: skip
        self.workbook, self.mapping, self.words = workbook, mapping, words
        self.known = known_columns(shape.kind, words)
        self._choices("sheet", [(str(i), _sheet_name(s)) for i, s in enumerate(workbook.sheets) if s.rows])
        self._choices("kind", [(code, kind.name) for code, kind in words.kinds.items()])
        self._choices("bare", bare_choices(mapping.year))
        self.bare_count = foreign.bare_count(workbook, mapping, words)
        self.fields["bare"].help_text = _in_rows(self.bare_count)
        sheet = workbook.sheets[shape.sheet]
        self.named = headings.texts(sheet, shape.first, shape.last)
        self._add_columns(sheet)
        self._add_fixed()
        self.unknown = foreign.unknown_values(workbook, mapping, words)
        self._add_values()

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def fixed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("fixed_")]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("value_")]

    @property
    def has_one_sheet(self) -> bool:
        return len(self.fields["sheet"].choices) == 1  # type: ignore[attr-defined] # it is a ChoiceField

    @property
    def wrong(self) -> list[str]:
        """What must still be said before the table can be read."""
        told = {
            "twice": _("Two columns are both “%(column)s”. Choose which one is read."),
            "missing": _("No column is “%(column)s” yet. Choose one, or say what holds for every row."),
        }
        return [told[what] % {"column": name} for what, name in problems_of(self.mapping, self.words)]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # it is a ChoiceField

    def _add_columns(self, sheet: Sheet) -> None:
        body = [row for row in sheet.rows if row.number > self.mapping.shape.last][:200]
        places = sorted({place for row in body for place in row.cells} | set(self.named))
        meanings = _meanings(self.known)
        for place in places:
            values = [written(row.cells[place])[:40] for row in body if place in row.cells]
            shown = " · ".join(dict.fromkeys(values[:12]))[:120]
            hidden = _("Hidden in the workbook, therefore not read.") if place in sheet.hidden_columns else ""
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"{letter(place)}. {self.named.get(place, '') or _('(no heading)')}",
                help_text=" ".join(text for text in (hidden, shown) if text),
                choices=meanings,
                initial=self.mapping.columns.get(place, NOT_READ),
            )

    def _add_fixed(self) -> None:
        """What is required and stands in no column: one answer for every row."""
        meant = {meaning.partition("@")[0] for meaning in self.mapping.columns.values()}
        months = any("@" in meaning for meaning in self.mapping.columns.values())
        for code, column in self.known.items():
            is_told = code in meant or (code == "occurred_on" and months) or SEVERAL in meant
            if (is_told or not column.required) and code not in self.mapping.fixed:
                continue
            initial = self.mapping.fixed.get(code, "")
            field: forms.Field
            if column.list_name and column.content is Content.CHOICE:
                names = self.words.choices(column.list_name).offered
                choices = [("", "–"), *((item, self.words.name(column.list_name, item)) for item in names)]
                field = forms.ChoiceField(label=_label(column), choices=choices, initial=initial)
            else:
                field = forms.CharField(label=_label(column), initial=initial)
            self.fields[f"fixed_{code}"] = field

    def _add_values(self) -> None:
        for item in self.unknown:
            names = self.words.choices(item.column.list_name or "agency").offered
            listed = list(names)[:_MOST_CHOICES]
            list_name = item.column.list_name or "agency"
            choices = [("", _("ask for each row")), (TO_NOTE, _("no name here; keep it in the note"))]
            choices += [(code, self.words.name(list_name, code)) for code in listed]
            meant = self.mapping.values.get(item.code, {}).get(folding.fold(item.text), item.near)
            self.fields[value_name(item)] = forms.ChoiceField(
                label=_("“%(text)s” in %(column)s") % {"text": item.text[:60], "column": _label(item.column)},
                help_text=_in_rows(item.count),
                choices=choices,
                initial=meant,
            )


class BareDaysForm(forms.Form):
    """What numbers alone in a column of days mean, and of which year they are where the table does not say it."""

    use_required_attribute = False

    bare = forms.ChoiceField(label=gettext_lazy("What are they?"), required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year of days without a year"), min_value=1945, max_value=2200, required=False
    )

    def __init__(self, *args: Any, mapping: ColumnMapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.fields["bare"].choices = bare_choices(mapping.year)  # type: ignore[attr-defined] # it is a ChoiceField

    def told(self) -> ColumnMapping:
        """The mapping with what was said; an answer without a year cannot be read, and changes nothing."""
        if not self.is_valid():
            return self.mapping
        bare, year = self.cleaned_data["bare"], self.cleaned_data["year"] or self.mapping.year
        return replace(self.mapping, bare=bare, year=year) if bare and year else self.mapping


def answered(
    data: Mapping[str, Any], workbook: Workbook, before: ColumnMapping, words: Words, *, file_name: str
) -> ColumnMapping:
    """What a person answered. Another sheet, heading or kind than the page showed is guessed anew."""
    shape = _shape(data, workbook, before.shape, words)
    asked = str(data.get("shape", ""))
    if key_of(shape) != asked:
        moved = not asked.startswith(f"{shape.sheet}:")
        guessed = guessing.guess(
            workbook, words, file_name=file_name, shape=None if moved else shape, kind=shape.kind, sheet=shape.sheet
        )
        return guessed if guessed.year else guessed.on(guessed.shape, before.year)
    known = known_columns(shape.kind, words)
    allowed = {value for _group, options in _meanings(known) for value, _name in _flat(options, _group)}
    columns = {
        int(name.removeprefix("column_")): str(value)
        for name, value in data.items()
        if name.startswith("column_") and name.removeprefix("column_").isdecimal() and value in allowed
    }
    fixed = {code: str(data[f"fixed_{code}"])[:300] for code in known if str(data.get(f"fixed_{code}", "")).strip()}
    year = str(data.get("year", ""))
    mapping = ColumnMapping(shape, int(year) if year.isdecimal() and len(year) == 4 else None, columns, fixed)
    values: dict[str, dict[str, str]] = {code: dict(meant) for code, meant in before.values.items() if code in known}
    for item in foreign.unknown_values(workbook, mapping, words):
        given = str(data.get(value_name(item), item.near))
        names = words.choices(item.column.list_name or "agency").names
        if given in names or given == TO_NOTE:
            values.setdefault(item.code, {})[folding.fold(item.text)] = given
        else:
            values.get(item.code, {}).pop(folding.fold(item.text), None)
    bare = str(data.get("bare", before.bare))
    return ColumnMapping(shape, mapping.year, columns, fixed, values, bare if bare in BARE_DAYS else "")


def bare_choices(year: int | None) -> list[tuple[str, str]]:
    """What numbers alone in a column of days may be."""
    of_year = f"/{year}" if year else ""
    months = _("months of %(year)s") % {"year": year} if year else _("months of the year")
    days = [(str(month), _("days of month %(month)s") % {"month": f"{month}{of_year}"}) for month in range(1, 13)]
    return [("", _("ask for each row")), (MONTHS, months), *days]


def value_name(item: Unknown) -> str:
    digest = hashlib.sha256(f"{item.code}:{folding.fold(item.text)}".encode()).hexdigest()
    return f"value_{digest[:12]}"


def key_of(shape: Shape) -> str:
    return f"{shape.sheet}:{shape.first}:{shape.last}:{shape.kind}"


def _shape(data: Mapping[str, Any], workbook: Workbook, before: Shape, words: Words) -> Shape:
    def number(name: str, usual: int, most: int) -> int:
        text = str(data.get(name, ""))
        return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 8 else usual

    sheet = number("sheet", before.sheet, len(workbook.sheets) - 1)
    first = max(number("first", before.first, MAX_ROWS * 20), 1)
    last = max(number("last", before.last, first + headings.MOST_HEADING_ROWS), first)
    kind = str(data.get("kind", ""))
    return Shape(sheet, first, last, kind if kind in words.kinds else before.kind)


def _meanings(known: Mapping[str, Column]) -> list[tuple[str, Any]]:
    """The choices of each column: one by one, then for tables with one column per month."""
    plain = [(code, _label(column)) for code, column in known.items() if code != NOTE]
    months = [
        (f"{column.code}@{month}", _("%(measure)s in month %(month)s") % {"measure": _label(column), "month": month})
        for column in measures_of(known)
        for month in range(1, 13)
    ]
    return [
        (NOT_READ, _("not read")),
        *plain,
        (NOTE, _label(known[NOTE]) if NOTE in known else NOTE),
        (SEVERAL, _("several numbers with their units")),
        (_("One column for each month"), months),
    ]


def _flat(options: Any, value: str) -> list[tuple[str, str]]:
    return options if isinstance(options, list) else [(value, str(options))]


def _label(column: Column) -> str:
    vi = (get_language() or "vi").startswith("vi")
    return (column.heading_vi if vi else column.heading_en).rstrip(" *")


def _sheet_name(sheet: Sheet) -> str:
    count = len(sheet.rows)
    if sheet.is_hidden:
        said = ngettext("%(name)s (%(count)s row, hidden)", "%(name)s (%(count)s rows, hidden)", count)
    else:
        said = ngettext("%(name)s (%(count)s row)", "%(name)s (%(count)s rows)", count)
    return said % {"name": sheet.name, "count": count}


def _in_rows(count: int) -> str:
    return ngettext("In %(count)s row.", "In %(count)s rows.", count) % {"count": count}
