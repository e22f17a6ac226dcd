"""The daily look at every link of what is published."""

import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from lantoa.desks.newsroom.models import BrokenLink, ContentPage, LinkFault
from lantoa.desks.newsroom.queries import links as queries
from lantoa.desks.newsroom.queries.links import Link

# Asks another site; None: it answers.
Ask = Callable[[str], LinkFault | None]

_AT_ONCE = 200
# Each address outside is asked once a week, and no more than so many in a day.
_DAYS = 7
_MOST_OUTSIDE = 200


def check_links(*, at: datetime, ask: Ask | None) -> int:
    """Write down which links of published items lead nowhere; what was mended is no longer written.

    ask:     asks an address outside; None leaves those alone, and forgets what was found of them before
    returns: how many are broken
    """
    outside = _Outside(ask, at) if ask else None
    items = queries.checked_items()
    while some := list(islice(items, _AT_ONCE)):
        _write(some, outside, at)
    BrokenLink.objects.exclude(page__live=True).delete()
    return BrokenLink.objects.count()


def _write(items: list[ContentPage], outside: "_Outside | None", at: datetime) -> None:
    links = {item: queries.links_of(item) for item in items}
    faults = queries.faults_inside({link for found in links.values() for link in found})
    before = {(row.page_id, row.address): row for row in BrokenLink.objects.filter(page__in=items)}
    rows = []
    # Outside of the transaction: another site may take its time, and others want to write.
    for item, link in _pairs(links):
        address = link.address[:1000]
        known = before.get((item.pk, address))
        fault = faults.get(link)
        if link.is_outside and outside:
            fault = outside.fault(link.address, LinkFault(known.fault) if known else None)
        if fault:
            found_at = known.found_at if known else at
            rows.append(
                BrokenLink(page=item, address=address, words=link.words.strip()[:200], fault=fault, found_at=found_at)
            )
    with transaction.atomic():
        BrokenLink.objects.filter(page__in=items).delete()
        BrokenLink.objects.bulk_create(rows)


def _pairs(links: dict[ContentPage, list[Link]]) -> Iterator[tuple[ContentPage, Link]]:
    return ((item, link) for item, found in links.items() for link in found)


class _Outside:
    """Asks each address once, on its day of the week."""

    def __init__(self, ask: Ask, at: datetime) -> None:
        self._ask, self._day, self._left = ask, at.toordinal() % _DAYS, _MOST_OUTSIDE
        self._asked: dict[str, LinkFault | None] = {}

    def fault(self, address: str, before: LinkFault | None) -> LinkFault | None:
        """before: what is known of it; it stands until its day comes"""
        if address not in self._asked:
            if zlib.crc32(address.encode()) % _DAYS != self._day or not self._left:
                return before
            self._left -= 1
            self._asked[address] = self._ask(address)
        return self._asked[address]
