"""The wrapper around Django that every request passes first."""

import io
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from lantoa.desks.channels import actions as channels
from lantoa.desks.channels.rules import HEADER
from lantoa.doors.portal import cache
from lantoa.doors.portal.cache.addresses import Key, is_public, key_of
from lantoa.doors.portal.cache.answers import MOST_BYTES, Answer, Headers, StartResponse, drawn
from lantoa.doors.portal.cache.closing import Closing
from lantoa.doors.portal.cache.shared import Shared
from lantoa.doors.portal.cache.shelves import Folder, Memory

_log = logging.getLogger(__name__)
Environ = dict[str, Any]
# Any: of Django's start_response and ours, neither knows the other's type.
Application = Callable[[Environ, Any], Iterable[bytes]]
Count = Callable[[str, Environ], None]

# Longer than any page takes; whoever waited in vain draws it himself.
_WAIT_SECONDS = 10.0
# What was drawn well is shown instead of an error for so long, and drawing is tried again this often.
ERROR_SECONDS = 300.0
_RETRY_SECONDS = 2.0
# So long nobody waits for another's drawing of a page that turned out to be nobody else's.
_PASS_SECONDS = 10.0

# Left out when a page is drawn for everybody: what the one who asked first prefers.
_OWN_WISHES = ("HTTP_COOKIE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "CONTENT_LENGTH")


def in_front_of(application: Application) -> "MicroCache":
    """The cache as the settings want it. What an earlier start left was drawn by another version, or other data."""
    cache.purge()
    size = settings.PAGE_CACHE_BYTES
    return MicroCache(
        application, shared=cache.shared(), memory=Memory(size), folder=Folder(cache.FOLDER / "pages", size),
        closing=Closing(settings.NOTICE_FILE), count=channels.notebook().note,
    )  # fmt: skip


class MicroCache:
    """A WSGI application around another.

    count: told of every public answer that names what it counts as, with the environment of its request
    """

    def __init__(
        self,
        application: Application,
        *,
        shared: Shared,
        memory: Memory,
        folder: Folder,
        closing: Closing,
        count: Count,
    ) -> None:
        self._application = application
        self._shared = shared
        self._memory = memory
        self._folder = folder
        self._closing = closing
        self._count = count
        self._stale: queue.SimpleQueue[tuple[Key, Environ]] = queue.SimpleQueue()
        self._asked_for: set[Key] = set()
        self._thread: threading.Thread | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_public(environ["PATH_INFO"]):
            return self._application(environ, start_response)
        now = time.monotonic()
        if self._closing.is_closed(now):
            return self._closing.answer(environ, start_response)
        key = key_of(environ)
        if key is None:
            return self._pass_by(environ, start_response)
        answer = self._memory.get(key)
        if answer is None or answer.generation != self._shared.generation or now >= answer.stale_until:
            answer = self._fetch(key, environ)
        elif now >= answer.fresh_until:
            self._ask_for(key, environ)
        if answer.passes:
            return self._pass_by(environ, start_response)
        answer.was_used = True
        if answer.counted:
            self._count(answer.counted, environ)
        return answer.hand_out(environ, start_response, now)

    def _pass_by(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        def counted(status: str, headers: Headers, *rest: object) -> object:
            for pair in headers:
                if pair[0] == HEADER:
                    self._count(pair[1], environ)
            return start_response(status, [pair for pair in headers if pair[0] != HEADER], *rest)

        return self._application(environ, counted)

    # -- drawing ---------------------------------------------------------------------------------------

    def _fetch(self, key: Key, environ: Environ) -> Answer:
        """Drawn by one alone; all others wait and take what that one drew."""
        with self._shared.alone(key, wait_seconds=_WAIT_SECONDS):
            return self._found(key) or self._drawn(key, environ)

    def _found(self, key: Key) -> Answer | None:
        for shelf in (self._memory, self._folder):
            answer = shelf.get(key)
            if answer and answer.generation == self._shared.generation and time.monotonic() < answer.fresh_until:
                if shelf is self._folder:
                    self._memory.put(key, answer)
                return answer
        return None

    def _drawn(self, key: Key, environ: Environ) -> Answer:
        # Asked before anything is read: what is purged meanwhile makes this drawing an old one.
        generation = self._shared.generation
        answer = self._ask_django(key, environ, generation)
        if answer.is_kept:
            self._memory.put(key, answer)
            self._folder.put(key, answer)
        elif answer.status.startswith("5"):
            if earlier := self._earlier(key):
                answer.close()
                return earlier
        else:
            until = time.monotonic() + _PASS_SECONDS
            mark = Answer("", [], b"", generation=generation, fresh_until=until, stale_until=until, passes=True)
            self._memory.put(key, mark)
        return answer

    def _earlier(self, key: Key) -> Answer | None:
        """What was drawn before the error. What was purged is not shown again, not even in place of an error."""
        now = time.monotonic()
        for shelf in (self._memory, self._folder):
            answer = shelf.get(key)
            if answer is None or not answer.is_kept or answer.generation != self._shared.generation:
                continue
            if now < answer.made_at + ERROR_SECONDS:
                answer.fresh_until = answer.stale_until = now + _RETRY_SECONDS
                self._memory.put(key, answer)
                return answer
        return None

    def _ask_django(self, key: Key, environ: Environ, generation: int) -> Answer:
        for_everybody = {name: value for name, value in environ.items() if name not in _OWN_WISHES}
        for_everybody |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key[3], "wsgi.input": io.BytesIO()}
        told: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, *_: object) -> None:
            told[:] = [(status, headers)]

        result = self._application(for_everybody, start_response)
        status, headers = told[0]
        size = next((value for name, value in headers if name.lower() == "content-length"), "")
        if not size or int(size) > MOST_BYTES:
            return Answer(status, [pair for pair in headers if pair[0] != HEADER], b"", stream=result)
        try:
            body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        return drawn(status, headers, body, generation=generation, now=time.monotonic())

    # -- drawing anew, while what is there is handed out --------------------------------------------------

    def _ask_for(self, key: Key, environ: Environ) -> None:
        if key in self._asked_for:
            return
        self._asked_for.add(key)
        self._stale.put((key, environ))
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._draw_anew, name="micro-cache", daemon=True)
            self._thread.start()

    def _draw_anew(self) -> None:
        while True:
            key, environ = self._stale.get()
            try:
                self._fetch(key, environ).close()
            except Exception:  # the next one must not wait for ever
                _log.exception("A public page could not be drawn anew")
            finally:
                self._asked_for.discard(key)
