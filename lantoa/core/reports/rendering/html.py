"""Statements as HTML: the live preview, the page that is frozen, and the file to take away.

A frozen page is a fragment without scripts, styles or pictures from elsewhere; its numbers are links to their trace.
It is written once, in the language of the review, and shown unchanged for ever.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, repeat
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lantoa.core.documents import queries as documents
from lantoa.core.documents.models import LayoutProfile
from lantoa.core.documents.rendering import charts, page
from lantoa.core.documents.rules import wording
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import (
    Block,
    Chart,
    FigureLine,
    Flaw,
    Items,
    Number,
    Paragraph,
    Run,
    Statement,
    Table,
)
from lantoa.core.reports.models import Report, Section
from lantoa.core.reports.rules import prose

# Of a section: of each block, what stands at the end of its paragraphs.
_Marks = Sequence[Sequence[SafeString]]

# The line of an A4 page, and that of a phone, where the same letters would be too small.
_PAPER_MM, _PHONE_MM = 160, 85

_STYLESHEET = Path(__file__).parent.parent / "static" / "reports" / "review.css"


@dataclass(frozen=True)
class PrintedSection:
    """section: of a draft, where its editor is"""

    heading: str
    html: SafeString
    section: Section | None = None


def preview(
    statement: Statement, own: Sequence[Section], *, beside: Mapping[tuple[int, int], SafeString] | None = None
) -> list[PrintedSection]:
    """The sections of a draft with live figures; what cannot be printed and what is bound to nothing is marked.

    own: those that the statement was made of
    beside: what stands at the end of each paragraph, by the id of its section and its place there
    """
    marks = [_marks(section, beside) for section in own] if beside else ()
    printed = sections(statement, marks)
    return [PrintedSection(each.heading, each.html, section) for each, section in zip(printed, own, strict=True)]


def around(statement: Statement, layout: LayoutProfile) -> dict[str, SafeString]:
    """What stands before and behind the text of a document: head and foot."""
    profile = documents.read_profile(layout)
    return {"head": page.head(statement, profile), "foot": page.foot(statement, profile)}


def sheet(report: Report, statement: Statement, profile: Profile) -> str:
    """The whole document: head, text, foot and annex."""
    said = wording.words(statement.language)
    with translation.override(statement.language):
        context = {
            "report": report,
            "statement": statement,
            "sections": sections(statement),
            "annex": [(_path(line), line) for line in statement.figures],
            "head": page.head(statement, profile),
            "foot": page.foot(statement, profile),
            "said": said,
            "figures_title": said.figures_title.upper() if profile.looks["annex_title"].upper else said.figures_title,
            "attached": wording.attached(statement, profile),
        }
        return render_to_string("reports/frozen.html", context).strip() + "\n"


def file_of(report: Report, document: str, layout: LayoutProfile) -> str:
    """The document as one file that needs nothing else: style inside, links lead to this installation."""
    kept = report.document
    styles = [each.read_text(encoding="utf-8") for each in (_STYLESHEET, page.STYLESHEET)]
    styles.append(page.stylesheet(documents.read_profile(layout)))
    context = {
        "report": report,
        "document": mark_safe(document),  # noqa: S308 written by `sheet`, which escapes all it is given
        "digest": kept.sha256 if document == kept.html else kept.statement_sha256,
        "stylesheet": mark_safe("\n".join(styles)),  # noqa: S308 our own files, and numbers of a checked row
        "home": settings.PUBLIC_URL + "/",
    }
    with translation.override(report.language):
        return render_to_string("reports/file.html", context)


def sections(statement: Statement, marks: Sequence[_Marks] = ()) -> list[PrintedSection]:
    """Every character escaped; lists, tables and charts as such. marks: of each section, none for a kept page"""
    lines = {line.id: line for line in statement.figures}
    with translation.override(statement.language):
        return [
            PrintedSection(
                section.heading,
                format_html_join(
                    "\n",
                    "{}",
                    (
                        (_block(block, lines, statement.is_draft, own),)
                        for block, own in zip(section.blocks, of_section or repeat(()), strict=False)
                    ),
                ),
            )
            for section, of_section in zip(statement.sections, marks or repeat(()), strict=False)
        ]


def _marks(section: Section, beside: Mapping[tuple[int, int], SafeString]) -> _Marks:
    """Of each block, one mark a written line; a list of findings is one line."""
    place = count()
    return [
        [beside.get((section.pk, next(place)), SafeString("")) for _line in block.lines]
        for block in prose.blocks(section.body)
    ]


def _block(block: Block, lines: dict[str, FigureLine], is_draft: bool, marks: Sequence[SafeString]) -> SafeString:
    runs = partial(_runs, lines=lines, is_draft=is_draft)
    if isinstance(block, Paragraph):
        return format_html("<p>{}{}</p>", runs(block.runs), _joined(marks))
    if isinstance(block, Items):
        each = marks if len(marks) == len(block.items) else [SafeString("")] * len(block.items)
        items = ((runs(item), mark) for item, mark in zip(block.items, each, strict=True))
        listed = format_html("<ul>{}</ul>", format_html_join("", "<li>{}{}</li>", items))
        return listed if each is marks else format_html("{}{}", listed, _joined(marks))
    table = _table(block.table if isinstance(block, Chart) else block, lines, is_draft)
    return format_html("{}{}", _chart(block, table) if isinstance(block, Chart) else table, _joined(marks))


def _joined(marks: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((mark,) for mark in marks))


def _chart(chart: Chart, table: SafeString) -> SafeString:
    """The picture stands in the page itself: what is frozen asks nobody for anything."""
    if not any(value is not None for _name, values in chart.values for _label, value in values):
        return format_html('<figure class="review-chart"><figcaption>{}</figcaption>{}</figure>', chart.title, table)
    return format_html(
        '<figure class="review-chart"><figcaption>{}</figcaption>'
        '<picture><source media="(max-width: 40rem)" srcset="{}"><img src="{}" alt="{}"></picture>{}</figure>',
        chart.title, _drawn(chart, _PHONE_MM), _drawn(chart, _PAPER_MM), chart.alt, table,
    )  # fmt: skip


def _drawn(chart: Chart, width_mm: float) -> str:
    svg = charts.browser_svg(chart, language=translation.get_language() or "vi", width_mm=width_mm)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _table(table: Table, lines: dict[str, FigureLine], is_draft: bool) -> SafeString:
    printed = partial(_runs, lines=lines, is_draft=is_draft)
    kinds = [mark_safe(' class="number"') if numeric else "" for numeric in table.numeric]
    kinds += [""] * (len(table.head) - len(kinds))
    head = format_html_join("", '<th scope="col"{}>{}</th>', zip(kinds, table.head, strict=True))
    body = [
        format_html_join("", '<td{} data-label="{}">{}</td>', zip(kinds, table.head, map(printed, row), strict=True))
        for row in table.rows
    ]
    rows = format_html_join("\n", "<tr>{}</tr>", ((cells,) for cells in body))
    return format_html(
        '<div class="review-table"><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
        '<p class="review-source">{}</p></div>',
        table.caption, head, rows, table.source,
    )  # fmt: skip


def _runs(runs: Sequence[Run], lines: dict[str, FigureLine], is_draft: bool) -> SafeString:
    return format_html_join("", "{}", ((_run(run, lines, is_draft),) for run in runs))


def _run(run: Run, lines: dict[str, FigureLine], is_draft: bool) -> SafeString:
    if isinstance(run, Number):
        return _number(run, lines.get(run.figure), is_draft)
    if isinstance(run, Flaw):
        kind = "review-broken" if run.is_broken else "review-unbound"
        return format_html('<mark class="{}" title="{}">{}</mark>', kind, run.reason, run.text)
    if run.url and is_draft:
        return format_html('<a class="review-sentence" href="{}">{}</a>', run.url, run.text)
    return format_html("{}", run.text)


def _number(number: Number, line: FigureLine | None, is_draft: bool) -> SafeString:
    text = format_html("{}", number.text)
    if number.approximate:
        text = format_html('<abbr title="{}">≈</abbr>\u00a0{}', _("about"), number.text)
    if line is None:
        return text
    url = _path(line)
    if is_draft:
        return format_html(
            '<a class="figure" href="{}" title="{}, {}"><span class="figure-value">{}</span></a>',
            url, line.name, line.period_name, text,
        )  # fmt: skip
    return format_html(
        '<a class="review-figure" href="{}">{}<small class="review-id">{}</small></a>', url, text, line.id
    )


def _path(line: FigureLine) -> str:
    """Inside this installation, whatever its name will be."""
    return urlsplit(line.url)._replace(scheme="", netloc="").geturl()
