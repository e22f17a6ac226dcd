"""Lists of findings: which a token such as [[findings:limitation@2026#xa-an-binh]] asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from lantoa.base.periods import Period
from lantoa.core.people import queries as people
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Finding
from lantoa.core.reports.models import Report
from lantoa.core.reports.rules import tokens
from lantoa.core.reports.rules.tokens import Shown


@dataclass(frozen=True)
class Listing:
    """rows: by kind in the order of the token, then by window; kinds: one or more"""

    shown: Shown
    window: Period
    kinds: list[Finding.Kind]
    rows: list[Finding]


@dataclass(frozen=True)
class Offered:
    """What an editor can insert: the findings of a kind in the period of the review."""

    label: str
    token: str
    count: int


def refuse(shown: Shown) -> None:
    """raises: tokens.BadToken for a kind that there is not"""
    for code in shown.codes:
        if code not in Finding.Kind.values:
            near = get_close_matches(code, Finding.Kind.values, n=1, cutoff=0.5)
            raise tokens.BadToken(
                _("There is no kind of finding “%(code)s”. There are: %(names)s.")
                % {
                    "code": code,
                    "names": ", ".join([*near, *(kind for kind in Finding.Kind.values if kind not in near)]),
                }
            )


def listings(report: Report, asked: Collection[Shown]) -> dict[str, Listing]:
    """What each token lists, by its text; one query for all findings, one for each agency that is named.

    A finding that was carried on inside the window is listed once, where it stands last.
    """
    windows = {shown.text: tokens.window(shown, report.period) for shown in asked}
    found = programme.findings_within(set(windows.values()))
    scopes = {agency: _scope(report, agency) for agency in {shown.agency for shown in asked}}
    return {
        shown.text: Listing(shown, window, [Finding.Kind(code) for code in shown.codes],
                            _rows(found, shown, window, scopes[shown.agency]))
        for shown in asked if (window := windows[shown.text])
    }  # fmt: skip


def offered(report: Report) -> list[Offered]:
    """Each kind with how many there are; no more than two queries."""
    all_kinds = Shown(tokens.FINDINGS, tuple(Finding.Kind.values), "", "", "", 0)
    (listing,) = listings(report, [all_kinds]).values()
    return [
        Offered(str(kind.label), tokens.written(f"{tokens.FINDINGS}:{kind}"),
                sum(1 for row in listing.rows if row.kind == kind))
        for kind in Finding.Kind
    ]  # fmt: skip


def _scope(report: Report, agency: str) -> Collection[str | None] | None:
    """Whose findings are listed; None: of all, and of the province itself."""
    if agency == tokens.OWN:
        return {report.agency_id}
    if agency or report.agency_id:
        return people.agencies_under([agency or report.agency_id or ""])
    return None


def _rows(
    found: list[Finding], shown: Shown, window: Period, scope: Collection[str | None] | None
) -> list[Finding]:  # fmt: skip
    inside = [row for row in found if window.since <= row.since and row.until <= window.until]
    standing = {row.pk for row in inside}
    rows = [
        row
        for row in inside
        if row.kind in shown.codes
        and (scope is None or row.agency_id in scope)
        and not (row.state == Finding.State.CARRIED and row.carried_into.pk in standing)
    ]
    return sorted(rows, key=lambda row: shown.codes.index(row.kind))
