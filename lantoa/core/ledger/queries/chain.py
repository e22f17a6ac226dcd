"""The chain: its head, and whether every link still holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from lantoa.base import append_only
from lantoa.core.ledger.models import APPEND_ONLY, Entry, Head, Line
from lantoa.core.ledger.queries.papers import compare_documents
from lantoa.core.ledger.rules import chain
from lantoa.core.ledger.rules.papers import Compared


@dataclass(frozen=True)
class Verification:
    """problems: of the chain, sentences; documents: the papers that its entries were posted from."""

    entry_count: int
    head_seq: int
    head_hash: str
    problems: list[str] = field(default_factory=list)
    documents: Compared = field(default_factory=Compared)

    @property
    def holds(self) -> bool:
        return not self.problems and not self.documents.altered


def head() -> Head:
    """The head row; an unsaved zero one while nothing has been posted."""
    return Head.objects.filter(pk=1).first() or Head(pk=1)


def verify(*, most_problems: int = 20) -> Verification:
    """Recompute every hash from the rows, in the order of seq, and compare with what is stored; documents too.

    reads: all entries and documents in batches of 2,000; memory does not grow with the ledger
    """
    problems: list[str] = [
        _("The database lacks the trigger %(name)s.") % {"name": name}
        for name in append_only.missing(APPEND_ONLY, using=DEFAULT_DB_ALIAS)
    ]
    previous, expected, count = chain.GENESIS, 1, 0
    rows = Entry.objects.order_by("seq").prefetch_related("lines", "participations").iterator(chunk_size=2000)
    for entry in rows:
        count += 1
        about = {"seq": entry.seq, "expected": expected}
        if entry.seq != expected:
            problems.append(_("Entry %(seq)s: %(expected)s was expected, entries are missing.") % about)
        if entry.previous_hash != previous:
            problems.append(_("Entry %(seq)s does not follow the entry before it.") % about)
        recomputed = chain.entry_hash(
            entry, lines=entry.lines.all(), participants=[part.agency_id for part in entry.participations.all()]
        )
        if recomputed != entry.hash:
            problems.append(_("Entry %(seq)s: its content is not what was posted.") % about)
        if any(_repeated(line, line.kind) != _repeated(entry, entry.kind_id) for line in entry.lines.all()):
            problems.append(_("Entry %(seq)s: a line disagrees with it.") % about)
        previous, expected = entry.hash, entry.seq + 1
        if len(problems) >= most_problems:
            break
    found = head()
    if not problems and (found.head_seq, found.head_hash) != (expected - 1, previous):
        about = {"head": found.head_seq, "last": expected - 1}
        problems.append(_("The head says %(head)s, the last entry is %(last)s.") % about)
    return Verification(count, found.head_seq, found.head_hash, problems, compare_documents())


def entry_before(moment: datetime) -> Entry | None:
    """The newest entry that was posted before a moment; None before the first one."""
    return Entry.objects.filter(posted_at__lt=moment).order_by("-seq").first()


def hashes_at(seqs: Iterable[int]) -> dict[int, str]:
    """The hashes of these entries by their number; one query per 500."""
    wanted = sorted(set(seqs))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        found |= dict(Entry.objects.filter(seq__in=wanted[start : start + 500]).values_list("seq", "hash"))
    return found


def _repeated(row: Entry | Line, kind: str) -> tuple[object, ...]:
    """What stands on an entry and again on its lines."""
    return kind, row.occurred_from, row.occurred_on, row.sign, row.is_subset, row.dimensions
