"""A time stamp from outside (RFC 3161): somebody else attests that a digest existed at a time.

It is asked for after the fact and never waited for: what is frozen is frozen, stamped or not.
"""

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from lantoa.base import outgoing

_MEDIA_TYPE = "application/timestamp-query"
_MOST_BYTES = 64 * 1024


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


class Rfc3161(TimeStamper):
    """A time stamping authority by HTTP. roots: certificates (PEM) that its signatures have to lead to"""

    def __init__(self, url: str, roots: Path) -> None:
        self._url = url
        self._roots = x509.load_pem_x509_certificates(roots.read_bytes())

    def stamp(self, digest: str) -> Stamp:
        # The builder hashes what it is given, and here the digest is all there is: it is put in afterwards, where the
        # encoding has a fixed place of 32 bytes for it.
        stand_in = digest.encode()
        request = TimestampRequestBuilder(data=stand_in, hash_algorithm=HashAlgorithm.SHA256).build()
        body = request.as_bytes().replace(hashlib.sha256(stand_in).digest(), bytes.fromhex(digest))
        try:
            token = outgoing.post(self._url, body, media_type=_MEDIA_TYPE, most_bytes=_MOST_BYTES)
        except outgoing.Unreachable as error:
            raise NotStamped(str(error)) from None
        return Stamp(token, self._checked(token, digest, nonce=request.nonce))

    def check(self, token: bytes, digest: str) -> datetime:
        return self._checked(token, digest, nonce=None)

    def _checked(self, token: bytes, digest: str, *, nonce: int | None) -> datetime:
        verifier = VerifierBuilder(roots=list(self._roots), nonce=nonce).build()
        try:
            response = decode_timestamp_response(token)
            verifier.verify(response, bytes.fromhex(digest))
            return response.tst_info.gen_time
        except (ValueError, VerificationError) as error:
            raise NotStamped(f"{error}") from None


def from_settings(url: str, roots: str) -> TimeStamper | None:
    """None while no authority is named. url: LANTOA_TSA_URL; roots: LANTOA_TSA_ROOTS, a file of certificates"""
    return Rfc3161(url, Path(roots)) if url and roots else None
