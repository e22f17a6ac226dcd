"""An authority that stamps by HTTP, in the protocol of RFC 3161."""

import hashlib
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
from lantoa.base.time_stamps import NotStamped, Stamp, TimeStamper

_MEDIA_TYPE = "application/timestamp-query"
_MOST_BYTES = 64 * 1024


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
