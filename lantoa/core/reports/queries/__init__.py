"""Reading reviews: who sees which, what a draft says now, where a frozen figure comes from, and does it still hold."""

from lantoa.core.reports.queries.checking import Check, CheckedFigure, NotFrozen, check, restatements
from lantoa.core.reports.queries.comments import (
    Paragraph,
    changed,
    comment_of,
    comments_of,
    open_comments,
    paragraphs,
    people_to_invite,
    readers_of,
    report_to_comment,
)
from lantoa.core.reports.queries.displays import Display
from lantoa.core.reports.queries.findings import Listing, Offered
from lantoa.core.reports.queries.findings import offered as findings_offered
from lantoa.core.reports.queries.forms import Proposal, forms, proposal, proposals, targeted
from lantoa.core.reports.queries.heads import (
    compare_heads,
    compare_pages,
    daily_heads,
    digests_to_stamp,
    pages_to_state,
)
from lantoa.core.reports.queries.reading import Known, Problem, Reading, Unbound, preview, recorded, reporting_periods
from lantoa.core.reports.queries.returning import Judged, NoReviewOfOurs, Returned, returned, returned_to
from lantoa.core.reports.queries.reviews import (
    all_reports,
    figure_for,
    frozen_reports,
    public_figure,
    report,
    report_for,
    visible_to,
)
from lantoa.core.reports.queries.search import Found, Hit, search
from lantoa.core.reports.queries.tracing import (
    Trace,
    ask_of,
    entries_behind,
    figure_named,
    following,
    rows_digest,
    stated,
    trace,
)

__all__ = [
    "Check", "CheckedFigure", "Display", "Found", "Hit", "Judged", "Known", "Listing", "NoReviewOfOurs", "NotFrozen",
    "Offered", "Paragraph", "Problem", "Proposal", "Reading", "Returned", "Trace", "Unbound", "all_reports", "ask_of",
    "changed", "check", "comment_of", "comments_of", "compare_heads", "compare_pages", "daily_heads",
    "digests_to_stamp", "entries_behind", "figure_for", "figure_named", "findings_offered", "following", "forms",
    "frozen_reports", "open_comments", "pages_to_state", "paragraphs", "people_to_invite", "preview", "proposal",
    "proposals", "public_figure", "readers_of", "recorded", "report", "report_for", "report_to_comment",
    "reporting_periods", "restatements", "returned", "returned_to", "rows_digest", "search", "stated", "targeted",
    "trace", "visible_to",
]  # fmt: skip
