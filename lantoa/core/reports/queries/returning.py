"""A file that came back: which review it is, and what became of each of its figures."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lantoa.core.documents.queries import reading_docx, reading_pdf
from lantoa.core.documents.queries.reading_docx import Printed
from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import FigureLine, Statement
from lantoa.core.people.models import User
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.reviews import visible_to


class NoReviewOfOurs(LookupError):
    """None of the figures in the file stands in a frozen review of this installation."""


@dataclass(frozen=True)
class Judged:
    """One figure. found: as it stands in the file, where it was altered

    state: unchanged, altered, fewer (printed less often than it was), unread (its text could not be read), missing
    """

    line: FigureLine
    state: str
    found: str = ""


@dataclass(frozen=True)
class Returned:
    """unknown: figures with ids of no line; loose: numbers that nobody stated, with their paragraph

    lacks_attachment: a PDF without the figures that were attached to it
    """

    report: Report
    figures: list[Judged]
    unknown: list[tuple[str, str]]
    loose: list[tuple[str, str]]
    lacks_attachment: bool = False

    @property
    def is_as_issued(self) -> bool:
        added = self.unknown or self.loose or self.lacks_attachment
        return not added and all(each.state == "unchanged" for each in self.figures)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(each.state for each in self.figures))


def returned(content: bytes) -> Returned:
    """Read a Word file or PDF of a frozen review, whoever saved, signed or scanned it since.

    raises: package.BadDocument for what is neither; NoReviewOfOurs
    """
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    read = reading_docx.figures_in(content)
    report, kept = _review_of(each.figure for each in read.printed)
    compared = reading_docx.compare(read, kept)
    altered = {each.figure: each.found for each in compared.altered}
    states = dict.fromkeys(compared.fewer, "fewer") | dict.fromkeys(compared.missing, "missing")
    loose = [(each.text, each.paragraph) for each in compared.loose]
    return _judged(report, kept, states, altered, compared.unknown, loose)


def _pdf(content: bytes) -> Returned:
    """Both what is printed and what is attached must be as it was; a picture of a page says nothing."""
    read = reading_pdf.figures_in(content)
    report, kept = _review_of([each.figure for each in read.printed] + list(read.attached or ()))
    compared = reading_pdf.compare(read, kept)
    altered = {each.figure: each.found for each in (*compared.attached, *compared.altered)}
    states = dict.fromkeys(compared.unread, "unread") | dict.fromkeys(compared.missing, "missing")
    found = _judged(report, kept, states, altered, compared.unknown, [])
    return replace(found, lacks_attachment=not compared.has_attachment)


def _judged(
    report: Report, kept: Statement, states: dict[str, str], altered: dict[str, str], unknown: Iterable[Printed],
    loose: list[tuple[str, str]],
) -> Returned:  # fmt: skip
    states = states | dict.fromkeys(altered, "altered")
    figures = [Judged(line, states.get(line.id, "unchanged"), altered.get(line.id, "")) for line in kept.figures]
    return Returned(report, figures, [(each.figure, each.text) for each in unknown], loose)


def returned_to(user: User, content: bytes) -> Returned:
    """As `returned`; of a review that this person may not see nothing is said, not even that it exists."""
    found = returned(content)
    if not visible_to(user).filter(pk=found.report.pk).exists():
        raise NoReviewOfOurs
    return found


def _review_of(ids: Iterable[str]) -> tuple[Report, Statement]:
    """The review that most of the figures belong to, and what it stated. raises: NoReviewOfOurs"""
    printed = Counter(ids)
    rows = FrozenFigure.objects.filter(public_id__in=printed).values_list("public_id", "report")
    votes: Counter[int] = Counter()
    for public_id, report in rows:
        votes[report] += printed[public_id]
    for report, _count in votes.most_common():
        found = Report.objects.select_related("document").get(pk=report)
        if found.document.statement:
            return found, statement.read(json.loads(found.document.statement))
    raise NoReviewOfOurs
