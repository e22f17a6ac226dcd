"""A review as a file: every format is made of its statement and of the layout of the day it was stated."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lantoa.core.documents import queries as documents
from lantoa.core.documents.models import LayoutProfile
from lantoa.core.documents.rendering import docx, pdf, plain
from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Letterhead, Statement
from lantoa.core.ledger import queries as ledger
from lantoa.core.reports import queries
from lantoa.core.reports.models import Report
from lantoa.core.reports.rendering import html, stating

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class NothingKept(LookupError):
    """The review was frozen before statements were kept: it has its page alone."""


@dataclass(frozen=True)
class Format:
    """make: of the statement and the layout of its day; None for the kept page

    of_drafts: whether a draft may be taken away in it too, marked as one
    """

    suffix: str
    name: "StrPromise"
    mime: str
    make: Callable[[Statement, Profile], bytes] | None
    of_drafts: bool = False


def _workbook(said: Statement, _layout: Profile) -> bytes:
    # slow: xlsxwriter is loaded by the first workbook
    from lantoa.core.documents.rendering import sheets

    return sheets.render(said)


FORMATS = {
    each.suffix: each
    for each in [
        Format(
            "docx", _("Word document"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx.render, of_drafts=True,
        ),
        Format("pdf", _("PDF"), "application/pdf", pdf.render, of_drafts=True),
        Format("xlsx", _("Excel workbook"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               _workbook),
        Format("html", _("Web page"), "text/html; charset=utf-8", None),
        Format("csv", _("Figures as CSV"), "text/csv; charset=utf-8", lambda said, _layout: plain.figures_csv(said)),
        Format("json", _("Figures and records as JSON"), "application/json",
               lambda said, _layout: plain.whole_json(said)),
    ]
}  # fmt: skip


def stated(report: Report) -> Statement:
    """What a review says: frozen, the kept statement with what was noted when it was issued; else what it would say.

    Figures of a review that was not opened to everybody say that one signs in to see them.
    raises: NothingKept
    """
    if report.is_draft:
        return stating.draft(queries.preview(report), letterhead=stating.letterhead_for(report, report.created_by))
    if not report.document.statement:
        raise NothingKept
    kept = _open_to_all(statement.read(json.loads(report.document.statement)))
    issued = replace(
        kept.letterhead,
        number=report.document_number or kept.letterhead.number,
        dated_on=report.dated_on.isoformat() if report.dated_on else kept.letterhead.dated_on,
    )
    figures = tuple(replace(line, is_public=line.is_public and report.is_public) for line in kept.figures)
    return replace(kept, letterhead=issued, figures=figures)


def _open_to_all(kept: Statement) -> Statement:
    """Reviews were once frozen with all entries behind their figures: of internal ones the number alone goes out."""
    if kept.format > 1:
        return kept
    internal = ledger.internal_among({row.seq for row in kept.rows})
    counts = Counter(row.figure for row in kept.rows if row.seq in internal)
    return replace(
        kept,
        rows=tuple(row for row in kept.rows if row.seq not in internal),
        hidden=tuple(statement.Hidden(figure, count, "") for figure, count in counts.items()),
    )


def file(report: Report, suffix: str, *, today: date, template: bytes | None = None) -> bytes:
    """suffix: one of FORMATS

    today: whose layout a draft takes; what is frozen keeps the layout of its day
    template: of Word alone: a clerk's file, whose own sheet stands around the text then
    raises: NothingKept; template_check.BadTemplate
    """
    make = FORMATS[suffix].make
    if make is None:
        return html.file_of(report, *page_of(report, today=today)).encode()
    said = stated(report)
    layout = documents.read_profile(layout_of(report, said.letterhead.profile, today=today))
    return make(said, layout) if template is None else docx.render(said, layout, template=template)


def page_of(report: Report, *, today: date) -> tuple[str, LayoutProfile]:
    """The kept page and its layout; once a number or day is noted, the same page with it in its place."""
    kept = report.document
    if not kept.statement:
        return kept.html, layout_of(report, Letterhead().profile, today=today)
    said = stated(report)
    layout = layout_of(report, said.letterhead.profile, today=today)
    is_noted = report.document_number or report.dated_on
    return html.sheet(report, said, documents.read_profile(layout)) if is_noted else kept.html, layout


def layout_of(report: Report, code: str, *, today: date) -> LayoutProfile:
    """The version of the day it was issued or frozen; of a draft, today's."""
    on = report.dated_on or (timezone.localtime(report.frozen_at).date() if report.frozen_at else today)
    return documents.profile_in_force(code, on=on)


def name_of(report: Report, suffix: str) -> str:
    """Of the file, in plain letters."""
    return f"review-{report.pk}-{report.period.code()}.{suffix}"
