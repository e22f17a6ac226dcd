"""Tables and charts of a review: figures side by side, or the parts of one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.base.periods import Period
from lantoa.core.documents.rules.statement import Block, Chart, FigureLine, Number, Run, Table, Words
from lantoa.core.programme.rules import targets
from lantoa.core.reports.queries import Display, Reading
from lantoa.core.vocabulary import queries as vocabulary

# More parts than that are told in the table and drawn as one.
_MOST_PARTS = 12

_Cells = tuple[tuple[Run, ...], ...]
_Series = tuple[str, tuple[tuple[str, float | None], ...]]


def block(display: Display, reading: Reading, lines: Mapping[str, FigureLine], *, number: int) -> Block:
    """number: of the table or of the picture, counted through the document"""
    how = display.shown.how
    if how == "table":
        return _figures(display, reading, lines, number)
    if how == "bars":
        return _bars(display, reading, lines, number)
    if how == "target":
        return _targets(display, reading, lines, number)
    return _parts(display, reading, lines, number)


def _figures(display: Display, reading: Reading, lines: Mapping[str, FigureLine], number: int) -> Table:
    rows = []
    for row in display.rows:
        own, earlier = (lines[key] for key in row.keys)
        unit = _unit(reading, row.keys[0])
        rows.append((_text(own.name), _text(unit), _number(own), _number(earlier), _text(own.target),
                     _text(own.reached)))  # fmt: skip
    key = display.rows[0].keys[0]
    compared = _("The period before") if reading.asks[key].period.is_term else _("Same period a year earlier")
    head = (_("Figure"), _("Unit"), _("Result"), compared, _("Target"), _("Reached"))
    caption = _("Table %(number)s. Results, %(period)s") % {"number": number, "period": lines[key].period_name}
    return Table(caption, head, tuple(rows), (False, False, True, True, True, True), _source(reading))


def _bars(display: Display, reading: Reading, lines: Mapping[str, FigureLine], number: int) -> Chart:
    first = [lines[key] for key in display.rows[0].keys]
    labelled = [(_short(reading.asks[row.keys[0]].period), row) for row in display.rows]
    series = tuple(
        (line.name, tuple((label, _plain(lines[row.keys[place]])) for label, row in labelled))
        for place, line in enumerate(first)
    )
    rows: list[_Cells] = [(_text(label), *(_number(lines[key]) for key in row.keys)) for label, row in labelled]
    units = [_unit(reading, key) for key in display.rows[0].keys]
    head = (_("Period"), *(f"{line.name} ({unit})" for line, unit in zip(first, units, strict=True)))
    title = _title(number, ", ".join(line.name for line in first), _from_to(labelled[0][0], labelled[-1][0]))
    return _chart(display, reading, title, series, head, rows, number, unit=units[0])


def _targets(display: Display, reading: Reading, lines: Mapping[str, FigureLine], number: int) -> Chart:
    shown = [lines[key] for row in display.rows for key in row.keys]
    # Counts of different things have no common axis, and pairs none at all: they are drawn as parts of their targets.
    keys = [key for row in display.rows for key in row.keys]
    units = [_unit(reading, key) for key in keys]
    alike = len(set(units)) == 1 and not any(reading.figures[key].is_ratio for key in keys)
    series: tuple[_Series, ...] = (
        (_("Result"), tuple((line.name, _plain(line) if alike else _percent(line)) for line in shown)),
        (_("Target"), tuple((line.name, _target_of(line, alike=alike)) for line in shown)),
    )
    rows: list[_Cells] = [
        (_text(line.name), _text(unit), _text(line.target), _number(line), _text(line.reached))
        for line, unit in zip(shown, units, strict=True)
    ]
    head = (_("Figure"), _("Unit"), _("Target"), _("Result"), _("Reached"))
    title = _title(number, _("Targets and results"), shown[0].period_name)
    return _chart(display, reading, title, series, head, rows, number, unit=units[0] if alike else "%")


def _unit(reading: Reading, key: str) -> str:
    """As it stands alone: the line of the annex says it as it stands behind its number."""
    return reading.figures[key].definition.unit


def _target_of(line: FigureLine, *, alike: bool) -> float | None:
    if not line.target_value:
        return None
    return float(line.target_value) if alike else 100.0


def _percent(line: FigureLine) -> float | None:
    """Of its target, cut as the table beside it cuts it."""
    if line.value is None or not line.target_value or not line.reached:
        return None
    share = targets.reached(Decimal(line.value), Decimal(line.target_value))
    return None if share is None else float(share)


def _parts(display: Display, reading: Reading, lines: Mapping[str, FigureLine], number: int) -> Chart:
    key = display.rows[0].keys[0]
    line, unit = lines[key], _unit(reading, key)
    named = [(cell.key[0], display.names.get(cell.key[0], cell.key[0]) or _("not stated"), cell.value)
             for cell in display.cells]  # fmt: skip
    total = sum((value for _code, _name, value in named), Decimal(0))
    rows: list[_Cells] = [
        (_text(name), (Number(quantities.written(value)),), _text(_share(value, total))) for _code, name, value in named
    ]
    rows.append((_text(_("Together")), _number(line), _text(_share(total, total))))
    is_map = display.shown.how == "map"
    values = [(code if is_map else name, float(value)) for code, name, value in named if code or not is_map]
    drawn = values if is_map else _few(values)
    head = (vocabulary.dimension_name(display.shown.by), f"{line.name} ({unit})", _("Share"))
    title = _title(number, line.name, line.period_name)
    labels = tuple((code, name) for code, name, _value in named if code) if is_map else ()
    return _chart(display, reading, title, ((line.name, tuple(drawn)),), head, rows, number, unit=unit, labels=labels)


def _chart(
    display: Display, reading: Reading, title: str, series: Sequence[_Series], head: Sequence[str],
    rows: Sequence[_Cells], number: int, *, unit: str, labels: tuple[tuple[str, str], ...] = (),
) -> Chart:  # fmt: skip
    text = (False, False) if display.shown.how == "target" else (False,)
    numeric = text + (True,) * (len(head) - len(text))
    caption = _("The numbers of figure %(number)s") % {"number": number}
    table = Table(caption, tuple(head), tuple(rows), numeric, _source(reading))
    return Chart(display.shown.how, title, unit, tuple(series), table, _in_words(title, series), labels)


def _in_words(title: str, series: Sequence[_Series]) -> str:
    """For those who cannot see the picture; the table says the rest."""
    told = []
    for name, values in series:
        said = "; ".join(
            f"{label}: {'–' if value is None else quantities.written(Decimal(str(value)))}"
            for label, value in values[:_MOST_PARTS]
        )
        told.append(f"{name}: {said}")
    return f"{title}. {'. '.join(told)}."


def _few(values: list[tuple[str, float]]) -> list[tuple[str, float | None]]:
    kept: list[tuple[str, float | None]] = [*values[:_MOST_PARTS]]
    if rest := values[_MOST_PARTS:]:
        kept.append((_("Others"), sum(value for _name, value in rest)))
    return kept


def _title(number: int, name: str, when: str) -> str:
    return _("Figure %(number)s. %(name)s, %(when)s") % {"number": number, "name": name, "when": when}


def _source(reading: Reading) -> str:
    seq = quantities.written(Decimal(reading.as_of_seq))
    return _("Source: the ledger of external information, as of entry %(seq)s") % {"seq": seq}


def _share(value: Decimal, total: Decimal) -> str:
    return f"{quantities.written((value * 100 / total).quantize(Decimal('0.1')))}\u00a0%" if total else ""


def _short(period: Period) -> str:
    """A year alone needs no word before it."""
    return period.code() if period.code().isdecimal() else period.label()


def _from_to(first: str, last: str) -> str:
    """Years as a period of years is written everywhere, longer words with room."""
    return f"{first}–{last}" if first.isdecimal() and last.isdecimal() else f"{first} – {last}"


def _text(text: str) -> tuple[Run, ...]:
    return (Words(text),) if text else ()


def _number(line: FigureLine) -> tuple[Run, ...]:
    """Nothing recorded is no zero, in a table as little as in the picture over it."""
    text = "–" if not line.row_count and line.value == "0" else line.text
    return (Number(text, line.id, line.approximate),)


def _plain(line: FigureLine) -> float | None:
    return None if line.value is None or not line.row_count else float(line.value)
