"""From what a review reads to the Statement that is printed: every format is made of that and of nothing else.

In a draft the lines of the annex are named by their keys and lead to live figures, and what is wrong stands marked in
the text. Frozen, they carry the ids that are printed, and lead to their traces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.base.models import Installation
from lantoa.core.documents import queries as documents
from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import (
    Block,
    Chart,
    FigureLine,
    Flaw,
    Items,
    Letterhead,
    Number,
    Paragraph,
    Run,
    Statement,
    Words,
)
from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.models import Entry
from lantoa.core.ledger.queries import Ask, Figure
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import queries as programme
from lantoa.core.programme.rules import targets
from lantoa.core.reports import queries
from lantoa.core.reports.models import FrozenFigure, Report, Section
from lantoa.core.reports.queries import Reading
from lantoa.core.reports.rendering import displays, findings
from lantoa.core.reports.rules import prose, tokens
from lantoa.core.reports.rules.tokens import Broken, Piece, Shown, Text, Token

# Printed with the document; of figures with more behind them the records are read where the link leads.
MOST_ROWS = 3000


@dataclass(frozen=True)
class _Rows:
    """shown, hidden: the entries behind the figures; left_out: ids of the figures that have too many to print"""

    shown: list[statement.Row]
    hidden: list[statement.Hidden]
    left_out: list[str]


def draft(reading: Reading, *, letterhead: Letterhead | None = None) -> Statement:
    """The review as it stands, with what is wrong in it marked. letterhead: None where the text alone is shown"""
    with translation.override(reading.report.language):
        lines = {key: _line(reading, key, id=key, url=live_path(reading.asks[key])) for key in reading.figures}
        lines = _compared(reading, lines)
        return _statement(reading, lines, letterhead or Letterhead())


def frozen(
    reading: Reading, figures: Mapping[str, FrozenFigure], *, letterhead: Letterhead, outlines: str = ""
) -> Statement:
    """What is kept for ever.

    figures: by the key of the reading; letterhead: of who answers for the review
    outlines: digest of those that its maps are drawn on, "" for none
    """
    report = reading.report
    assert report.frozen_at, "set before its sheet is written"
    with translation.override(report.language):
        lines = {key: _frozen_line(reading, key, row) for key, row in figures.items()}
        lines = _compared(reading, lines)
        made = _statement(reading, lines, letterhead)
        typed = [item.finding.text for item in reading.unbound]
        notes = [_typed_by_hand(typed)] if typed else []
        if reading.typed_in_findings:
            notes.append(_typed_in_findings(reading.typed_in_findings))
        rows = _rows(reading, lines)
        if rows.left_out:
            notes.append(_too_many(rows.left_out))
        return replace(
            made, sections=tuple(_drawn_on(outlines, section) for section in made.sections),
            rows=tuple(rows.shown), hidden=tuple(rows.hidden), notes=tuple(notes),
            as_of_seq=reading.as_of_seq, head_hash=report.head_hash,
            frozen_at=timezone.localtime(report.frozen_at).isoformat(timespec="seconds"),
            frozen_by=str(report.frozen_by), version=_version(report),
        )  # fmt: skip


def live_path(ask: Ask) -> str:
    """Where a figure that is not frozen opens."""
    query = {"period": ask.period.code(), "agency": next(iter(ask.agencies or ()), "")}
    return reverse("ledger:figure", args=[ask.definition.indicator_id], query={k: v for k, v in query.items() if v})


def answering(report: Report, writer: User) -> Agency | None:
    """Whose letterhead it takes: of the agency of the review, else of the person who writes or freezes it."""
    return report.agency or next((post.agency for post in writer.current_posts), None)


def whose_templates(report: Report, reader: User | None = None) -> set[str]:
    """Codes of the agencies whose Word templates a review can be taken away in: the one that answers, the reader's."""
    answers = answering(report, report.frozen_by or reader or report.created_by)
    own = {post.agency_id for post in reader.current_posts} if reader else set()
    return own | ({answers.code} if answers else set())


def letterhead_for(report: Report, writer: User) -> Letterhead:
    """Of the agency that answers, or its name alone; whom the review itself names goes before whom that does."""
    named = answering(report, writer)
    if named and (row := documents.letterhead_of(named)):
        found = documents.letterhead(row, number=report.document_number, dated_on=report.dated_on)
    else:
        with translation.override(report.language):
            found = Letterhead(body=str(named or Installation.current().name))
    return replace(
        found,
        addressees=tuple(report.addressees) or found.addressees,
        recipients=tuple(report.recipients) or found.recipients,
    )


# -- the text --------------------------------------------------------------------------------------


def _statement(reading: Reading, lines: Mapping[str, FigureLine], letterhead: Letterhead) -> Statement:
    report = reading.report
    writer = _Writer(reading, lines)
    return Statement(
        type_name=report.form.type_name(report.language) if report.form else _("REPORT"),
        title=report.title,
        language=report.language,
        period=report.period.code(),
        period_name=report.period.label(),
        letterhead=letterhead,
        sections=tuple(statement.Section(section.heading, writer.blocks(section)) for section in reading.sections),
        figures=tuple(lines.values()),
        report_url=_public(reverse("reports:report", args=[report.pk])),
        head_url=_public("/heads/"),
        is_sample=Installation.current().is_sample,
    )


@dataclass
class _Writer:
    """Tables and pictures are numbered through the whole document."""

    reading: Reading
    lines: Mapping[str, FigureLine]

    def __post_init__(self) -> None:
        self._numbers = {"table": count(1), "chart": count(1)}

    def blocks(self, section: Section) -> tuple[Block, ...]:
        return tuple(self._block(section, block) for block in prose.blocks(section.body))

    def _block(self, section: Section, block: prose.Block) -> Block:
        if block.is_list:
            return Items(tuple(self._runs(section, line) for line in block.lines))
        pieces = tokens.parse(block.lines[0].text)
        if len(pieces) == 1 and isinstance(pieces[0], Shown) and (listed := self.reading.findings.get(pieces[0].text)):
            return findings.block(listed, self.reading.report)
        if len(pieces) == 1 and isinstance(pieces[0], Shown) and (shown := self.reading.displays.get(pieces[0].text)):
            number = next(self._numbers["table" if shown.shown.how == "table" else "chart"])
            return displays.block(shown, self.reading, self.lines, number=number)
        return Paragraph(self._runs(section, block.lines[0]))

    def _runs(self, section: Section, line: prose.Line) -> tuple[Run, ...]:
        pieces = tokens.parse(line.text, start=line.start)
        return tuple(run for piece in pieces for run in self._piece(section, piece))

    def _piece(self, section: Section, piece: Piece) -> list[Run]:
        if isinstance(piece, Text):
            return _words(piece, [] if self.reading.report.frozen_at else self.reading.unbound_in(section))
        if isinstance(piece, Token) and (found := self.reading.completeness.get(piece.text)):
            return [Words(found.sentence(), reverse("programme:period", args=[found.period.pk]))]
        key = self.reading.key_of(piece) if isinstance(piece, Token) else None
        if key is None:
            message = piece.message if isinstance(piece, Broken) else self.reading.problem_with(piece)
            return [Flaw(piece.text, message, is_broken=True)]
        return [number_of(self.lines[key])]


def _drawn_on(outlines: str, section: statement.Section) -> statement.Section:
    """Its maps stay as they are, whatever outlines come into use later."""
    blocks = (
        replace(block, outlines=outlines) if isinstance(block, Chart) and block.kind == "map" else block
        for block in section.blocks
    )
    return replace(section, blocks=tuple(blocks))


def number_of(line: FigureLine) -> Number:
    return Number(line.text, line.id, line.approximate)


def _words(piece: Text, unbound: Sequence[queries.Unbound]) -> list[Run]:
    """Prose; in a draft the numbers in it that are bound to no figure stand apart."""
    end = piece.start + len(piece.text)
    runs: list[Run] = []
    done = piece.start
    for finding in (item.finding for item in unbound if item.in_body):
        if piece.start <= finding.start and finding.end <= end:
            runs += [Words(piece.text[done - piece.start : finding.start - piece.start])]
            runs += [Flaw(finding.text, finding.reason)]
            done = finding.end
    runs.append(Words(piece.text[done - piece.start :]))
    return [run for run in runs if run.text]


# -- the annex -------------------------------------------------------------------------------------


def _line(reading: Reading, key: str, *, id: str, url: str) -> FigureLine:  # noqa: A002 as the field is called
    figure, ask = reading.figures[key], reading.asks[key]
    definition = figure.definition
    return FigureLine(
        id=id,
        code=definition.indicator_id,
        version=definition.version,
        name=definition.name,
        definition=definition.definition,
        unit=figure.unit,
        period=ask.period.code(),
        period_name=ask.period.label(),
        agency=next(iter(ask.agencies or ()), ""),
        text=figure.text,
        value=_exact(figure.value),
        numerator=_exact(figure.numerator),
        denominator=_exact(figure.denominator),
        approximate=figure.approximate,
        row_count=figure.row_count,
        as_of_seq=reading.as_of_seq,
        rows_digest="",
        url=_public(url),
        is_public=definition.indicator.is_public,
    )


def _frozen_line(reading: Reading, key: str, row: FrozenFigure) -> FigureLine:
    line = _line(reading, key, id=row.public_id, url=reverse("reports:trace", args=[row.public_id]))
    return replace(line, agency=row.agency.name if row.agency else "", rows_digest=row.rows_digest)


def _compared(reading: Reading, lines: dict[str, FigureLine]) -> dict[str, FigureLine]:
    """With the target of exactly their period and agency, the period before and the same one a year earlier.

    Of a calendar year these are one; of a term of several years the second is the term itself, moved by a year.
    """
    planned = _targets(reading, lines)
    compared = {}
    for key, line in lines.items():
        figure, target, period = reading.figures[key], planned.get(key), reading.asks[key].period
        share = targets.reached(figure.value, target) if target is not None and figure.is_recorded else None
        compared[key] = replace(
            line,
            before="" if period.before() == period.year_before() else _text_of(reading.before[key]),
            year_before="" if period.is_term else _text_of(reading.year_before[key]),
            target="" if target is None else targets.written(target, figure.definition),
            target_value=_exact(target) or "",
            reached="" if share is None else f"{quantities.written(share)}\u00a0%",
        )
    return compared


def _targets(reading: Reading, keys: Mapping[str, object]) -> dict[str, Decimal]:
    wanted = {
        key: (ask.definition.indicator_id, ask.period, next(iter(ask.agencies or ()), None))
        for key, ask in ((key, reading.asks[key]) for key in keys)
    }
    found = programme.targets_like(wanted.values())
    return {key: quantities.to_decimal(found[like]) for key, like in wanted.items() if like in found}


def _text_of(figure: Figure) -> str:
    """Nothing recorded is no zero: that nobody counted then must not look like a figure."""
    return figure.text if figure.is_recorded else ""


def _rows(reading: Reading, lines: Mapping[str, FigureLine]) -> _Rows:
    """The records behind the figures: public ones singly, of the others their number and what they add.

    Whoever may take the file away reads them, so it lists nothing that is not for everybody.
    """
    found = _Rows([], [], [])
    count = 0
    for key, line in lines.items():
        if count + line.row_count > MOST_ROWS:
            found.left_out.append(line.id)
        elif line.row_count:
            count += line.row_count
            figure, entries = reading.figures[key], list(_behind(reading, key))
            pair = ledger.added_by([entry.seq for entry in entries], figure, **reading.settled[key].whose)
            found.shown.extend(_row(entry, figure, line.id, pair) for entry in entries if entry.is_public)
            if hidden := [entry for entry in entries if not entry.is_public]:
                adds = sum((_quantity(entry, figure) for entry in hidden), Decimal(0))
                found.hidden.append(
                    statement.Hidden(line.id, len(hidden), quantities.written(adds) if figure.adds_up else "")
                )
    return found


def _behind(reading: Reading, key: str) -> "QuerySet[Entry]":
    found = queries.entries_behind(reading.settled[key], seq=reading.as_of_seq)
    return found.select_related("agency", "place", "kind").prefetch_related("lines")


def _row(entry: Entry, figure: Figure, public_id: str, pair: Mapping[str, Mapping[int, int]]) -> statement.Row:
    """pair: what it adds to each number of a pair"""
    adds = [quantities.to_decimal(number.get(entry.seq, 0)) for number in pair.values()]
    return statement.Row(
        figure=public_id,
        seq=entry.seq,
        occurred_on=entry.occurred_on.isoformat(),
        agency=entry.agency.name,
        place=entry.place.name if entry.place else "",
        kind=entry.kind.name,
        quantity="/".join(map(quantities.written, adds or [_quantity(entry, figure)])),
        url=_public(reverse("ledger:entry", args=[entry.seq])),
    )


def _quantity(entry: Entry, figure: Figure) -> Decimal:
    """What an entry adds, one where entries are counted."""
    quantity = ledger.quantity_in(entry, figure.definition)
    return Decimal(1) if quantity is None else quantity


def _typed_by_hand(typed: list[str]) -> str:
    return _("Numbers in the text that were typed and are not taken from the ledger: %(numbers)s.") % {
        "numbers": " · ".join(typed)
    }


def _typed_in_findings(typed: list[str]) -> str:
    return _("Numbers in what agencies wrote down, not taken from the ledger: %(numbers)s.") % {
        "numbers": " · ".join(typed)
    }


def _too_many(left_out: list[str]) -> str:
    return _("The records behind these figures are too many to print; they stand where the links lead: %(ids)s.") % {
        "ids": ", ".join(left_out)
    }


def _version(report: Report) -> int:
    return 1 if report.replaces is None else 1 + _version(report.replaces)


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize() + 0, "f")


def _public(path: str) -> str:
    return settings.PUBLIC_URL + path
