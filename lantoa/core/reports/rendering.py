"""Reviews as HTML: the live preview, the page that is frozen, and the file to take away.

A frozen page is a fragment without scripts, styles or pictures; its numbers are links to their trace. It is written
once, in the language of the review, and shown unchanged for ever.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lantoa.base import quantities
from lantoa.base.models import Installation
from lantoa.core.ledger.queries import Ask, Figure
from lantoa.core.people.models import Agency
from lantoa.core.programme import queries as programme
from lantoa.core.programme.rules import targets
from lantoa.core.reports.models import FrozenFigure, Report, Section
from lantoa.core.reports.queries import Reading, Unbound
from lantoa.core.reports.rules import prose, tokens
from lantoa.core.reports.rules.numbers import Finding
from lantoa.core.reports.rules.tokens import Broken, Piece, Text, Token

_STYLESHEET = Path(__file__).parent / "static" / "reports" / "review.css"

# How a token or a broken one is printed.
Printer = Callable[[Token | Broken], SafeString]


@dataclass(frozen=True)
class PrintedSection:
    section: Section
    html: SafeString


@dataclass(frozen=True)
class Annexed:
    """A line of the annex."""

    frozen: FrozenFigure
    figure: Figure
    url: str
    target: Decimal | None

    @property
    def planned(self) -> str:
        """Of exactly this period and agency, as the active language writes it; "" where none is set."""
        return "" if self.target is None else targets.written(self.target, self.figure.definition)

    @property
    def reached(self) -> int | None:
        """Percent of the target."""
        return None if self.target is None else targets.reached(self.figure.value, self.target)


def preview(reading: Reading) -> list[PrintedSection]:
    """The sections with live figures; what cannot be printed and what is bound to nothing is marked."""

    def live(piece: Token | Broken) -> SafeString:
        if isinstance(piece, Token) and (found := reading.completeness.get(piece.text)):
            url = reverse("programme:period", args=[found.period.pk])
            return format_html('<a class="review-sentence" href="{}">{}</a>', url, found.sentence())
        key = reading.key_of(piece) if isinstance(piece, Token) else None
        if key is None or isinstance(piece, Broken):
            message = piece.message if isinstance(piece, Broken) else reading.problem_with(piece)
            return format_html('<mark class="review-broken" title="{}">{}</mark>', message, piece.text)
        figure, ask = reading.figures[key], reading.asks[key]
        return format_html(
            '<a class="figure" href="{}" title="{}"><span class="figure-value">{}</span></a>',
            live_path(ask), f"{figure.definition.name}, {ask.period.label()}", _number(figure),
        )  # fmt: skip

    with translation.override(reading.report.language):
        return [
            PrintedSection(section, body(section.body, live, unbound=_in_body(reading.unbound_in(section))))
            for section in reading.sections
        ]


def frozen(
    report: Report, sections: Sequence[Section], figures: dict[str, FrozenFigure], *, reading: Reading, responsible: str
) -> str:
    """The page that is kept. figures: by the key of the reading; responsible: who answers for the review"""

    def door(piece: Token | Broken) -> SafeString:
        assert isinstance(piece, Token), "broken tokens are refused before"
        if found := reading.completeness.get(piece.text):
            return format_html("{}", found.sentence())
        key = reading.keys[piece.text]
        row = figures[key]
        return format_html(
            '<a class="review-figure" href="{}">{}<small class="review-id">{}</small></a>',
            trace_path(row), _number(reading.figures[key]), row.public_id,
        )  # fmt: skip

    with translation.override(report.language):
        planned = _targets(reading, figures)
        annex = [Annexed(row, reading.figures[key], trace_path(row), planned.get(key)) for key, row in figures.items()]
        context = {
            "report": report,
            "installation": Installation.current(),
            "sections": [PrintedSection(section, body(section.body, door)) for section in sections],
            "annex": annex,
            "typed": [item.finding.text for item in reading.unbound],
            "responsible": responsible,
        }
        return render_to_string("reports/frozen.html", context).strip() + "\n"


def file_of(report: Report) -> str:
    """The frozen page as one file that needs nothing else: style inside, links lead to this installation."""
    context = {
        "report": report,
        "document": mark_safe(report.document.html),  # noqa: S308 written by `frozen`, which escapes all it is given
        "stylesheet": mark_safe(_STYLESHEET.read_text(encoding="utf-8")),  # noqa: S308 our own file
        "home": settings.PUBLIC_URL + "/",
    }
    with translation.override(report.language):
        return render_to_string("reports/file.html", context)


def body(text: str, printed: Printer, *, unbound: Sequence[Finding] = ()) -> SafeString:
    """Prose as paragraphs and lists, every character escaped; numbers bound to no figure are marked."""
    return format_html_join("\n", "{}", ((_block(block, printed, unbound),) for block in prose.blocks(text)))


def live_path(ask: Ask) -> str:
    """Where a figure that is not frozen opens."""
    query = {"period": ask.period.code(), "agency": next(iter(ask.agencies or ()), "")}
    return reverse("ledger:figure", args=[ask.definition.indicator_id], query={k: v for k, v in query.items() if v})


def trace_path(row: FrozenFigure) -> str:
    return reverse("reports:trace", args=[row.public_id])


def responsible_for(report: Report, agency: Agency | None) -> str:
    """The agency of the review, else the one of the person who froze it, else the installation itself."""
    with translation.override(report.language):
        named = report.agency or agency
        return named.name if named else Installation.current().name


def _targets(reading: Reading, keys: Iterable[str]) -> dict[str, Decimal]:
    """By the key of the reading; a figure without a target of its own period and agency has none."""
    asked = {key: reading.asks[key] for key in keys}
    wanted = {
        key: (ask.definition.indicator_id, ask.period, next(iter(ask.agencies or ()), None))
        for key, ask in asked.items()
    }
    found = programme.targets_like(wanted.values())
    return {key: quantities.to_decimal(found[like]) for key, like in wanted.items() if like in found}


def _block(block: prose.Block, printed: Printer, unbound: Sequence[Finding]) -> SafeString:
    lines = [_line(line, printed, unbound) for line in block.lines]
    if not block.is_list:
        return format_html("<p>{}</p>", lines[0])
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def _line(line: prose.Line, printed: Printer, unbound: Sequence[Finding]) -> SafeString:
    pieces = tokens.parse(line.text, start=line.start)
    return format_html_join("", "{}", ((_piece(piece, printed, unbound),) for piece in pieces))


def _piece(piece: Piece, printed: Printer, unbound: Sequence[Finding]) -> SafeString:
    if not isinstance(piece, Text):
        return printed(piece)
    end = piece.start + len(piece.text)
    parts: list[tuple[str | SafeString]] = []
    done = piece.start
    for finding in unbound:
        if piece.start <= finding.start and finding.end <= end:
            parts.append((piece.text[done - piece.start : finding.start - piece.start],))
            parts.append((_marked(finding),))
            done = finding.end
    parts.append((piece.text[done - piece.start :],))
    return format_html_join("", "{}", parts)


def _marked(finding: Finding) -> SafeString:
    return format_html('<mark class="review-unbound" title="{}">{}</mark>', finding.reason, finding.text)


def _number(figure: Figure) -> SafeString:
    if not figure.approximate:
        return format_html("{}", figure.text)
    return format_html('<abbr title="{}">≈</abbr>\u00a0{}', _("about"), figure.text)


def _in_body(found: Sequence[Unbound]) -> list[Finding]:
    return [item.finding for item in found if item.in_body]
