"""A finished answer, ready to be handed out: compressed once, with its headers in lists."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lantoa.desks.channels.rules import HEADER

Headers = list[tuple[str, str]]
StartResponse = Callable[..., object]

FRESH_SECONDS = 10.0
MOST_FRESH_SECONDS = 300.0
# So much longer a page is handed out while it is drawn anew.
STALE_SECONDS = 20.0

MOST_BYTES = 2 * 1024 * 1024
_KEPT = {"200", "301", "308", "404", "410"}
_LEAST_COMPRESSED = 200
_TEXT = ("text/", "application/json", "application/feed+json", "application/xml", "application/rss+xml",
         "application/atom+xml", "application/javascript", "image/svg+xml")  # fmt: skip
_NOT_IN_304 = {"content-length", "content-type", "content-encoding"}
_SHARED_AGE = re.compile(r"s-maxage=(\d{1,6})")
_NO_GZIP = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
# What an entry costs beside its bodies.
_OVERHEAD_BYTES = 3000


@dataclass(slots=True)
class Answer:
    """counted: what the answer counts as, in the words of desks/channels; "" if it is not counted
    stream:  a body too long to be held, handed on as it comes; such an answer is never kept
    passes:  nothing but the mark that this page is nobody else's: Django is asked each time

    Times are seconds of the system's monotonic clock, which all processes share.
    """

    status: str
    headers: Headers
    body: bytes
    counted: str = ""
    generation: int = 0
    made_at: float = 0.0
    fresh_until: float = 0.0
    stale_until: float = 0.0
    is_kept: bool = False
    was_used: bool = False
    passes: bool = False
    stream: Iterable[bytes] | None = None
    compressed: bytes = b""
    etag: str = ""
    _plain: Headers = field(default_factory=list)
    _gzip: Headers = field(default_factory=list)
    _unchanged: Headers = field(default_factory=list)

    def prepare(self) -> "Answer":
        """Compress and lay the headers out; called once, by whoever drew the page or read it from the folder."""
        headers = [(name, value) for name, value in self.headers if name.lower() != "content-length"]
        names = {name.lower(): value for name, value in headers}
        if self.is_kept:
            # Weak: the same page compressed and plain.
            self.etag = f'W/"{hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'
            headers = [(name, value) for name, value in headers if name.lower() not in {"etag", "vary"}]
            headers += [("ETag", self.etag), ("Vary", "Accept-Encoding")]
            if "cache-control" not in names:
                # The reader's browser asks each time and mostly hears "unchanged": new text is seen at once.
                headers.append(("Cache-Control", "public, max-age=0, must-revalidate"))
        is_text = names.get("content-type", "").startswith(_TEXT) and "content-encoding" not in names
        if not self.compressed and is_text and len(self.body) >= _LEAST_COMPRESSED:
            self.compressed = gzip.compress(self.body, 6, mtime=0)
        self._plain = [*headers, ("Content-Length", str(len(self.body)))]
        self._gzip = [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(self.compressed)))]
        self._unchanged = [pair for pair in headers if pair[0].lower() not in _NOT_IN_304]
        return self

    @property
    def size_bytes(self) -> int:
        return len(self.body) + len(self.compressed) + _OVERHEAD_BYTES

    def hand_out(self, environ: dict[str, Any], start_response: StartResponse, now: float) -> Iterable[bytes]:
        if self.stream is not None:
            start_response(self.status, self.headers)
            return self.stream
        if self.is_kept:
            # Drawn just now, it is younger than the question.
            age = [("Age", str(max(int(now - self.made_at), 0)))]
            asked = environ.get("HTTP_IF_NONE_MATCH")
            if asked and (self.etag in asked or asked == "*") and self.status.startswith("200"):
                start_response("304 Not Modified", self._unchanged + age)
                return []
        else:
            age = []
        body, headers = self.body, self._plain
        if self.compressed and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            body, headers = self.compressed, self._gzip
        start_response(self.status, headers + age)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def close(self) -> None:
        """For whoever does not hand it out."""
        if self.stream is not None and hasattr(self.stream, "close"):
            self.stream.close()

    # -- as a file -------------------------------------------------------------------------------------

    def to_bytes(self, name: str) -> bytes:
        """name: of the page, kept to be compared when it is read"""
        head = {
            "name": name, "status": self.status, "headers": self.headers, "counted": self.counted,
            "generation": self.generation, "made_at": self.made_at, "fresh_until": self.fresh_until,
            "stale_until": self.stale_until, "sizes": [len(self.body), len(self.compressed)],
        }  # fmt: skip
        return json.dumps(head).encode() + b"\n" + self.body + self.compressed

    @classmethod
    def from_bytes(cls, content: bytes, name: str) -> "Answer | None":
        """None: another page's file, or not a whole one"""
        line, _, bodies = content.partition(b"\n")
        try:
            head = json.loads(line)
            plain_bytes, gzip_bytes = head.pop("sizes")
            if head.pop("name") != name or len(bodies) != plain_bytes + gzip_bytes:
                return None
            head["headers"] = [(header, value) for header, value in head["headers"]]
            return cls(body=bodies[:plain_bytes], compressed=bodies[plain_bytes:], is_kept=True, **head).prepare()
        except (ValueError, KeyError, TypeError, AttributeError):  # written by another version
            return None


def drawn(status: str, headers: Headers, body: bytes, *, generation: int, now: float) -> Answer:
    """What Django answered. Kept is only what is everybody's; the rest is handed to the one who asked."""
    counted = next((value for name, value in headers if name == HEADER), "")
    answer = Answer(status, [pair for pair in headers if pair[0] != HEADER], body, counted, generation, now)
    seconds = _fresh_seconds(status, headers)
    if seconds:
        answer.is_kept, answer.fresh_until = True, now + seconds
        answer.stale_until = answer.fresh_until + STALE_SECONDS
    return answer.prepare()


def _fresh_seconds(status: str, headers: Headers) -> float:
    """0: not to be kept"""
    names = [name.lower() for name, _ in headers]
    values = {name.lower(): value.lower() for name, value in headers}
    control, vary = values.get("cache-control", ""), values.get("vary", "")
    varies = {word.strip() for word in vary.split(",")} - {"", "accept-encoding", "cookie"}
    if status[:3] not in _KEPT or "set-cookie" in names or varies or "content-encoding" in names:
        return 0.0
    if any(word in control for word in ("private", "no-store", "no-cache")):
        return 0.0
    own = _SHARED_AGE.search(control)
    return min(float(own[1]), MOST_FRESH_SECONDS) if own else FRESH_SECONDS


def _takes_gzip(accepted: str) -> bool:
    return "gzip" in accepted and not (";" in accepted and _NO_GZIP.search(accepted))
