"""Published figures go the way of every record: workbook, import, acceptance, figure. What comes back is compared.

A figure is never bent to fit. The day cell of the workbook gets the period as the page names it; where nobody can tell
the year, the province, or what one would be counting, the figure is refused and the reason is kept.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from django.utils import translation

from benchmarks.published import Published, covered_days, has_inferred_year, in_words
from lantoa.base import quantities
from lantoa.base.folding import fold
from lantoa.base.periods import Period
from lantoa.core.ledger import actions, queries, workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.models import Activity, Line
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, Place, User
from lantoa.core.programme import actions as programme
from lantoa.core.programme import queries as promises
from lantoa.core.vocabulary import queries as vocabulary

FILINGS = Path(__file__).parent / "real_input.yaml"
IN, TARGET, REFUSED, CHANGED = "in unchanged", "kept as a target", "refused", "changed"
_QUALIFIER_WORDS = {"exact": "", "over": "hơn ", "nearly": "gần ", "about": "khoảng "}


@dataclass(frozen=True)
class Cell:
    """Where one figure stands in its record.

    unit: the register's word where it differs from the published one; times: how many of these make one of those
    """

    measure: str
    indicator: str
    unit: str = ""
    times: int = 1


@dataclass(frozen=True)
class Filing:
    """One activity as an officer would file it. figures: id -> its cell; other: column -> what else the row needs."""

    kind: str
    title: str
    figures: dict[str, Cell]
    other: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Judgement:
    """What a person decided. targets: id -> indicator; refused: id -> reason; sources: short name -> what it is"""

    filings: list[Filing]
    targets: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of one figure. result: IN, TARGET, REFUSED or CHANGED; remark: the reason, or what to know."""

    figure: Published
    result: str
    remark: str = ""
    indicator: str = ""
    read_back: str = ""


@dataclass
class _Filed:
    """One row on its way. activity: once it was imported."""

    filing: Filing
    figures: list[Published]
    agency: Agency
    activity: Activity | None = None

    @property
    def period(self) -> Period:
        period = covered_days(self.figures[0].period)
        assert period is not None, "only figures with a date are filed"
        return period

    @property
    def cut_on(self) -> date | None:
        """The day of the page, where the period it names was not over yet."""
        page_day = self.figures[0].page_day
        return page_day if page_day and page_day in self.period and page_day != self.period.last_day else None


def judgement(path: Path = FILINGS) -> Judgement:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    filings = [
        Filing(**{**row, "figures": {code: Cell(**cell) for code, cell in row["figures"].items()}})
        for row in told["filings"]
    ]
    return Judgement(filings, told.get("targets", {}), told.get("refused", {}), told.get("sources", {}))


def run(
    published: Sequence[Published], judged: Judgement, *, folder: Path, by: User, today: date, at: datetime
) -> list[Outcome]:
    """Take all figures in that can be, and read them back from the database of the settings.

    folder:  where the workbooks are written
    returns: one Outcome per figure, in the order of `published`
    """
    outcomes = {figure.id: _refused_at_once(figure, judged) for figure in published}
    wanted = {figure.id: figure for figure in published if outcomes[figure.id] is None}
    agencies = _agencies({figure.provinces[0] for figure in wanted.values()})
    for code in [code for code in wanted if code in judged.targets]:
        figure = wanted.pop(code)
        outcomes[code] = _promised(figure, judged.targets[code], agencies[figure.provinces[0]], by=by, at=at)
    filed = [
        _Filed(filing, figures, agencies[figures[0].provinces[0]])
        for filing in judged.filings
        if (figures := [wanted[code] for code in filing.figures if code in wanted])
    ]
    for row, message in _take_in(filed, judged, folder=folder, by=by, today=today, at=at):
        outcomes |= {figure.id: Outcome(figure, REFUSED, message) for figure in row.figures}
    outcomes |= {outcome.figure.id: outcome for outcome in _read_back([row for row in filed if row.activity], judged)}
    return [outcome for figure in published if (outcome := outcomes[figure.id]) is not None]


def _refused_at_once(figure: Published, judged: Judgement) -> Outcome | None:
    reasons = [judged.refused[figure.id]] if figure.id in judged.refused else []
    if not figure.provinces:
        reasons.append("Is of the whole country, not of a province.")
    elif len(figure.provinces) > 1:
        reasons.append("Belongs to several provinces at once.")
    if covered_days(figure.period) is None:
        reasons.append("The page gives no year: nobody can say when it was.")
    filed = any(figure.id in filing.figures for filing in judged.filings)
    if figure.is_planned and figure.id not in judged.targets:
        reasons.append("Is planned, and nobody has said which indicator it promises something of.")
    elif not filed and figure.id not in judged.targets and not reasons:
        reasons.append("Nobody has said yet how it would be filed.")
    return Outcome(figure, REFUSED, " ".join(reasons)) if reasons else None


def _agencies(provinces: Iterable[str]) -> dict[str, Agency]:
    """One agency for each province as it was when the page was written; it stands for whoever reported the figure."""
    found = {}
    for name in sorted(provinces):
        code, english = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-"), fold(name).title()
        place = people.add_place(code, name, english, level=Place.Level.PROVINCE)
        found[name] = people.add_agency(
            f"bao-cao-{code}", f"{name} (báo cáo chung)", f"{english} (joint report)",
            level=Agency.Level.PROVINCE, place=place,
        )  # fmt: skip
    return found


def _promised(figure: Published, indicator: str, agency: Agency, *, by: User, at: datetime) -> Outcome:
    period = covered_days(figure.period)
    assert period is not None, "a figure without a date is refused before"
    programme.set_target(
        indicator, period, figure.value, by=by, at=at, agency=agency, source=figure.source[:300],
        reason="As published",
    )  # fmt: skip
    kept = promises.targets([indicator], period, agency=agency.code).get(indicator)
    unit = vocabulary.definition(indicator).unit_vi
    if kept != quantities.from_decimal(figure.value):
        return Outcome(figure, CHANGED, f"the target reads {kept}", indicator)
    return Outcome(figure, TARGET, indicator=indicator, read_back=f"{quantities.written(figure.value)} {unit}")


# -- in --------------------------------------------------------------------------------------------


def _take_in(
    filed: list[_Filed], judged: Judgement, *, folder: Path, by: User, today: date, at: datetime
) -> list[tuple[_Filed, str]]:
    """Import and accept one workbook per agency and kind; what the import refuses comes back with its message."""
    words = Words.load()
    refused: list[tuple[_Filed, str]] = []
    together: dict[tuple[str, str], list[_Filed]] = defaultdict(list)
    for row in filed:
        together[row.agency.code, row.filing.kind].append(row)
    for (agency, kind), rows in together.items():
        path = folder / f"{agency}.{kind}.xlsx"
        while rows:
            _fill(path, kind, [_cells(row, words, judged) for row in rows], words)
            reading = workbooks.read(
                path, file_name=path.name, agency=agency, agencies=None, today=today, words=words
            )  # fmt: skip
            if not reading.problems:
                batch = workbooks.take_in(reading, workbooks.compare(reading), by=by, at=at)
                actions.accept_many(batch.activities.all(), by=by, at=at)
                for row, activity in zip(rows, batch.activities.order_by("pk"), strict=True):
                    row.activity = activity
                break
            wrong = {remark.row - _FIRST_ROW: remark.message for remark in reading.problems}
            refused += [(rows[place], message) for place, message in wrong.items()]
            rows = [row for place, row in enumerate(rows) if place not in wrong]
    return refused


_FIRST_ROW = 3  # below the hidden marks and the headings


def _fill(path: Path, kind: str, rows: list[dict[str, Any]], words: Words) -> None:
    empty = io.BytesIO()
    workbooks.write_template(kind, words, empty)
    book = openpyxl.load_workbook(empty)
    sheet = book.worksheets[0]
    columns = {str(cell.value).rpartition(":")[2]: place for place, cell in enumerate(sheet[1], start=1)}
    for number, row in enumerate(rows, start=_FIRST_ROW):
        for code, value in row.items():
            sheet.cell(number, columns[code], value)
    book.save(path)


def _cells(row: _Filed, words: Words, judged: Judgement) -> dict[str, Any]:
    """The row as an officer types it: numbers with their "hơn" and their unit, the period in the page's words."""
    filing, first = row.filing, row.figures[0]
    inferred = "The year is inferred; the page does not give it." if has_inferred_year(first.period) else ""
    asked = {item["code"] for item in words.dimensions_of(filing.kind)}
    cells: dict[str, Any] = {
        "title": filing.title,
        "source": judged.sources.get(first.source, first.source),
        "note": " ".join(part for part in (filing.note, inferred) if part),
        **({"place": row.agency.place_id} if "place" in asked else {}),
        **filing.other,
        **_days(row),
    }
    for figure in row.figures:
        cell = filing.figures[figure.id]
        with translation.override("vi"):
            number = quantities.written(_exact(figure.value * cell.times))
        unit = "" if cell.unit else f" {figure.unit}"
        cells[cell.measure] = f"{_QUALIFIER_WORDS[figure.qualifier]}{number}{unit}"
    return cells


def _exact(value: Decimal) -> Decimal:
    """Without the ending zeros that a factor leaves (3.5 x 1000 is 3500.0)."""
    return quantities.to_decimal(quantities.from_decimal(value))


def _days(row: _Filed) -> dict[str, str]:
    """The period in the page's words; one that was not over ends on the day of the page: it cannot tell the future."""
    if last := row.cut_on:
        return {"occurred_from": row.period.since.strftime("%d/%m/%Y"), "occurred_on": last.strftime("%d/%m/%Y")}
    return {"occurred_on": in_words(row.figures[0].period)}


# -- and back --------------------------------------------------------------------------------------


def _read_back(filed: list[_Filed], judged: Judgement) -> list[Outcome]:
    added: dict[tuple[str, str, Period], Decimal] = defaultdict(Decimal)
    together: dict[tuple[str, str, Period], list[str]] = defaultdict(list)
    for row in filed:
        for figure in row.figures:
            cell = row.filing.figures[figure.id]
            key = (row.agency.code, cell.indicator, row.period)
            added[key] += figure.value * cell.times
            together[key].append(figure.id)
    outcomes = []
    for row in filed:
        for figure in row.figures:
            cell = row.filing.figures[figure.id]
            key = (row.agency.code, cell.indicator, row.period)
            outcomes.append(_compared(row, figure, cell, judged, expected=added[key], beside=together[key]))
    return outcomes


def _compared(
    row: _Filed, figure: Published, cell: Cell, judged: Judgement, *, expected: Decimal, beside: list[str]
) -> Outcome:
    """The figure over exactly the published period, the line behind it, and the source of its record."""
    assert row.activity is not None
    activity = Activity.objects.get(pk=row.activity.pk)
    definition = vocabulary.definition(cell.indicator)
    answer = queries.figure(definition, row.period, agencies=[row.agency])
    behind = queries.entries(definition, row.period, agencies=[row.agency])
    line = Line.objects.get(entry=activity.entry_id, measure=cell.measure)
    qualifier = "" if figure.qualifier == "exact" else figure.qualifier
    unlike = {
        "value": (answer.value, expected),
        "line": (quantities.to_decimal(line.quantity), figure.value * cell.times),
        "qualifier": (line.qualifier, qualifier),
        "approximate": (answer.approximate or not qualifier, True),
        "unit": (fold(definition.unit_vi), fold(cell.unit or figure.unit)),
        "source": (activity.source, judged.sources.get(figure.source, figure.source)),
        "record": (activity.entry_id in {entry.pk for entry in behind}, True),
    }
    wrong = [f"{name}: {got}, not {wanted}" for name, (got, wanted) in unlike.items() if got != wanted]
    others = " and ".join(code for code in beside if code != figure.id)
    together = f"The figure is {answer.text}, this one and {others} together." if others else ""
    cut = f"Known up to {row.cut_on:%d/%m/%Y}, the day of the page." if row.cut_on else ""
    remarks = [activity.note, together, cut]
    read_back = (
        f"{line.qualifier} {quantities.written(quantities.to_decimal(line.quantity))} {definition.unit_vi}".strip()
    )
    return Outcome(
        figure, CHANGED if wrong else IN, "; ".join(wrong) or " ".join(part for part in remarks if part),
        cell.indicator, read_back,
    )  # fmt: skip
