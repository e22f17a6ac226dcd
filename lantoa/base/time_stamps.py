"""A time stamp from outside (RFC 3161): somebody else attests that a digest existed at a time.

It is asked for after the fact and never waited for: what is frozen is frozen, stamped or not.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class NotStamped(Exception):
    """There is no valid stamp; the message says why."""


@dataclass(frozen=True)
class Stamp:
    """token: the whole answer (DER of a TimeStampResp), which anybody can verify; at: what it attests"""

    token: bytes
    at: datetime


class TimeStamper(ABC):
    """Whoever stamps digests."""

    @abstractmethod
    def stamp(self, digest: str) -> Stamp:
        """digest: SHA-256 in hexadecimal; raises: NotStamped"""

    @abstractmethod
    def check(self, token: bytes, digest: str) -> datetime:
        """The time that a kept token attests of a digest, found without asking anybody. raises: NotStamped"""


def from_settings(url: str, roots: str) -> TimeStamper | None:
    """None while no authority is named. url: LANTOA_TSA_URL; roots: LANTOA_TSA_ROOTS, a file of certificates"""
    if not (url and roots):
        return None
    # slow: what signatures need is loaded where somebody stamps, and few installations ask anybody
    from lantoa.base.rfc3161 import Rfc3161

    return Rfc3161(url, Path(roots))
