"""Reading reviews: who sees which, what a draft says now, where a frozen figure comes from, and does it still hold."""

from lantoa.core.reports.queries.checking import Check, CheckedFigure, NotFrozen, check, restatements
from lantoa.core.reports.queries.displays import Display
from lantoa.core.reports.queries.reading import Known, Problem, Reading, Unbound, preview, recorded, reporting_periods
from lantoa.core.reports.queries.reviews import all_reports, figure_for, frozen_reports, report, report_for, visible_to
from lantoa.core.reports.queries.tracing import (
    Trace,
    ask_of,
    entries_behind,
    figure_named,
    rows_digest,
    stands_for_several,
    stated,
    trace,
)

__all__ = [
    "Check", "CheckedFigure", "Display", "Known", "NotFrozen", "Problem", "Reading", "Trace", "Unbound",
    "all_reports", "ask_of", "check", "entries_behind", "figure_for", "figure_named", "frozen_reports", "preview",
    "recorded", "report", "report_for", "reporting_periods", "restatements", "rows_digest", "stands_for_several",
    "stated", "trace", "visible_to",
]  # fmt: skip
