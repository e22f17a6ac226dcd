"""What was said of the ledger in public, day by day, and whether it is still so."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lantoa.core.ledger import queries as ledger
from lantoa.core.ledger.rules import chain
from lantoa.core.ledger.rules.papers import Compared
from lantoa.core.reports.models import DailyHead, FrozenDocument, Report
from lantoa.core.reports.queries.checking import is_as_frozen
from lantoa.core.reports.rules.heads import Stated, digest_of

# A page may be committed a little after the midnight before which it was frozen.
_LATE = timedelta(days=2)


def daily_heads(*, before: date | None = None) -> QuerySet[DailyHead]:
    """The newest first. before: only days earlier than this one"""
    return DailyHead.objects.filter(day__lt=before) if before else DailyHead.objects.all()


def pages_to_state(*, before: datetime) -> list[str]:
    """The digests of frozen pages and statements that no daily head has named yet, sorted."""
    frozen = FrozenDocument.objects.filter(report__frozen_at__lt=before)
    if last := DailyHead.objects.first():
        frozen = frozen.filter(report__frozen_at__gte=last.stated_at - _LATE)
    named = {sha for pages in DailyHead.objects.all()[:4].values_list("pages", flat=True) for sha in pages}
    digests = {sha for pair in frozen.values_list("sha256", "statement_sha256") for sha in pair if sha}
    return sorted(digests - named)


def digests_to_stamp() -> set[str]:
    """What an outside time stamp is asked for: the line of each day, and each frozen page and statement."""
    frozen = FrozenDocument.objects.values_list("sha256", "statement_sha256")
    return {digest_of(line) for line in DailyHead.objects.all()} | {sha for pair in frozen for sha in pair if sha}


def compare_pages() -> Compared:
    """The kept page and statement of each frozen review against their digests."""
    same, altered = 0, []
    for document in _documents():
        if is_as_frozen(document):
            same += 1
        else:
            altered.append(document.report_id)
    frozen = Report.objects.exclude(state=Report.State.DRAFT).count()
    return Compared(same, frozen - same - len(altered), altered)


def compare_heads(lines: Iterable[Stated]) -> list[str]:
    """What was said in public and is no longer so, in sentences; empty when all of it holds."""
    said = sorted(lines, key=lambda line: line.day)
    hashes = ledger.hashes_at(line.seq for line in said)
    pages = _digests_of_pages()
    problems = []
    for line in said:
        about = {"day": line.day.isoformat(), "seq": line.seq}
        if line.seq not in hashes:
            problems.append(_("%(day)s: the ledger has no entry %(seq)s any more.") % about)
        elif hashes[line.seq] != line.hash:
            problems.append(_("%(day)s: entry %(seq)s is another one than was published.") % about)
        for sha in line.pages:
            if sha not in pages:
                about = {"day": line.day.isoformat(), "digest": sha}
                problems.append(_("%(day)s: the frozen page %(digest)s is not there as it was published.") % about)
    return problems


def _digests_of_pages() -> set[str]:
    """Recomputed: a digest that was rewritten beside its page must not pass."""
    return {chain.sha256(text) for document in _documents() for text in (document.html, document.statement) if text}


def _documents() -> Iterator[FrozenDocument]:
    """A few at a time, for one may be large."""
    return FrozenDocument.objects.order_by("pk").iterator(chunk_size=20)
