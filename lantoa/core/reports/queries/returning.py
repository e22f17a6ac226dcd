"""A file that came back: which review it is, and what became of each of its figures."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lantoa.core.documents.queries import reading_docx
from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import FigureLine
from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.reviews import visible_to


class NoReviewOfOurs(LookupError):
    """None of the figures in the file stands in a frozen review of this installation."""


@dataclass(frozen=True)
class Judged:
    """One figure. state: unchanged, altered, fewer (printed less often than it was), missing; found: as it is there"""

    line: FigureLine
    state: str
    found: str = ""


@dataclass(frozen=True)
class Returned:
    """unknown: figures with ids of no line; loose: numbers that nobody stated, with their paragraph"""

    report: Report
    figures: list[Judged]
    unknown: list[tuple[str, str]]
    loose: list[tuple[str, str]]

    @property
    def is_as_issued(self) -> bool:
        return not self.unknown and not self.loose and all(each.state == "unchanged" for each in self.figures)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(each.state for each in self.figures))


def returned(content: bytes) -> Returned:
    """Read a Word file of a frozen review, whoever saved it since.

    raises: package.BadDocument for what is no Word file; NoReviewOfOurs
    """
    read = reading_docx.figures_in(content)
    report = _report_of(each.figure for each in read.printed)
    kept = statement.read(json.loads(report.document.statement))
    compared = reading_docx.compare(read, kept)
    altered = {each.figure: each.found for each in compared.altered}
    states = dict.fromkeys(compared.unchanged, "unchanged") | dict.fromkeys(compared.fewer, "fewer")
    states |= dict.fromkeys(compared.missing, "missing") | dict.fromkeys(altered, "altered")
    judged = [Judged(line, states[line.id], altered.get(line.id, "")) for line in kept.figures]
    return Returned(
        report, judged, [(each.figure, each.text) for each in compared.unknown],
        [(each.text, each.paragraph) for each in compared.loose],
    )  # fmt: skip


def returned_to(user: User, content: bytes) -> Returned:
    """As `returned`; of a review that this person may not see nothing is said, not even that it exists."""
    found = returned(content)
    if not visible_to(user).filter(pk=found.report.pk).exists():
        raise NoReviewOfOurs
    return found


def _report_of(ids: Iterable[str]) -> Report:
    """The review that most of the figures belong to. raises: NoReviewOfOurs"""
    printed = Counter(ids)
    rows = FrozenFigure.objects.filter(public_id__in=printed).values_list("public_id", "report")
    votes: Counter[int] = Counter()
    for public_id, report in rows:
        votes[report] += printed[public_id]
    for report, _count in votes.most_common():
        found = Report.objects.select_related("document").get(pk=report)
        if found.document.statement:
            return found
    raise NoReviewOfOurs
