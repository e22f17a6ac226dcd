"""Words beside the ledger, compared with the digest that was posted of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations


@dataclass(frozen=True)
class Compared:
    """What became of the papers behind digests.

    same_count: as they were; gone_count: no longer there, which the keeper of a paper may do
    altered:    the keys of those that are there and say something else: evidence of a change past the ways in
    added:      the keys of those that are as they were, beside files that came later and that nothing covers
    """

    same_count: int = 0
    gone_count: int = 0
    altered: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


def evidence_in_time(now: Iterable[str], *, brought: Iterable[Iterable[str]]) -> Iterator[list[str]]:
    """Every set of digests that a document's evidence may have had when it was posted.

    A merge brings the other record's files along without posting the one that stands again.
    now: digests of today; brought: those that came with each merge
    """
    groups = [set(group) for group in brought if group]
    for count in range(len(groups) + 1):
        for later in combinations(groups, count):
            yield sorted(set(now).difference(*later))
