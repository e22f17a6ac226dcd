"""The group of countries an address belongs to, by a table that the operator supplies; the address is not kept.

No such table comes with the product: the free ones may not be passed on, and they are wrong after a year. Without one
the group stays empty, "unknown"; a language is no country, so none is guessed from what a browser prefers.

A file of lines `first address,last address,group`, sorted in any way; `#` begins a comment:

    192.0.2.0,192.0.2.255,vn
    2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,asean
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import ip_address

_GROUP = re.compile(r"[a-z0-9-]{1,16}")


class Countries:
    """raises: ValueError with the line that cannot be read"""

    def __init__(self, lines: Iterable[str]) -> None:
        ranges = []
        for number, line in enumerate(lines, 1):
            if text := line.partition("#")[0].strip():
                ranges.append(self._read(text, number))
        ranges.sort()
        self._firsts = [first for first, _, _ in ranges]
        self._ranges = ranges

    @staticmethod
    def _read(text: str, number: int) -> tuple[int, int, str]:
        try:
            first, last, group = (part.strip() for part in text.split(","))
            low, high = ip_address(first), ip_address(last)
            if low.version != high.version or int(low) > int(high) or not _GROUP.fullmatch(group):
                raise ValueError
        except ValueError:
            raise ValueError(f"line {number}: write first address,last address,group") from None
        return _number(first), _number(last), group

    def group(self, address: str) -> str:
        """ "" if the table does not say"""
        if not self._firsts:
            return ""
        try:
            wanted = _number(address)
        except ValueError:
            return ""
        at = bisect_right(self._firsts, wanted) - 1
        return self._ranges[at][2] if at >= 0 and wanted <= self._ranges[at][1] else ""


def _number(address: str) -> int:
    """Both kinds of addresses on one line: those of four numbers where IPv6 maps them."""
    found = ip_address(address)
    return int(found) if found.version == 6 else 0xFFFF_0000_0000 + int(found)
