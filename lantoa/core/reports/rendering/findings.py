"""A list of findings as a block of a Statement: their words are kept as they are said on that day."""

from django.utils.translation import gettext as _

from lantoa.core.documents.rules.statement import Block, Items, Paragraph, Words
from lantoa.core.programme.models import Finding
from lantoa.core.reports.models import Report
from lantoa.core.reports.queries import Listing
from lantoa.core.reports.rules import outline


def block(listing: Listing, report: Report) -> Block:
    """One item each; where nothing was written down, the sentence that says so."""
    if not listing.rows:
        given = {
            "kinds": ", ".join(str(kind.label).lower() for kind in listing.kinds),
            "period": outline.in_words(listing.window),
        }
        return Paragraph((Words(_("Nothing was recorded for %(period)s under: %(kinds)s.") % given),))
    names_kind = len(listing.kinds) > 1
    return Items(tuple((Words(_said(row, report, names_kind=names_kind)),) for row in listing.rows))


def _said(row: Finding, report: Report, *, names_kind: bool) -> str:
    """names_kind: several stand in one list, so each says what it is"""
    remarks = []
    if row.agency and row.agency_id != report.agency_id:
        remarks.append(row.agency.name)
    if row.addressed_to:
        remarks.append(_("asked of: %(whom)s") % {"whom": row.addressed_to})
    if row.state == Finding.State.DONE:
        remarks.append(_("settled: %(response)s") % {"response": row.response.rstrip(". ")})
    text = f"{row.text.rstrip('. ')} ({'; '.join(remarks)})." if remarks else row.text
    return _("%(kind)s: %(text)s") % {"kind": row.get_kind_display(), "text": text} if names_kind else text
