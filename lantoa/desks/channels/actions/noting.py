"""In every process of the server: what was read is noted in memory and written to a file twice a second.

A process that is killed loses half a second at most. The file is appended to by one process alone, which holds a lock
on it as long as it lives; `folding` reads it at the same time, and removes it once its process is gone or has begun
another one. Its lines are sums, {"at": seconds, "n": [["view:17:vi:web", "", 1, 5], ...]}: an event, the group of
countries, 1 for a human, and how often. Nothing else of a request is kept.
"""

import atexit
import errno
import fcntl
import json
import logging
import os
import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lantoa.desks.channels import rules

SUFFIX = ".spool"
FOLDER = settings.DATA / "counts"
FLUSH_SECONDS = 0.5
# A file that is over can be removed; a server that runs for months must not keep one for months.
_LONGEST_SECONDS = 600.0
# The writer reads pieces of a megabyte; a line is far shorter.
_LINE_SUMS = 1000

_log = logging.getLogger(__name__)
# event, group of countries, human
_Seen = tuple[str, str, bool]


class Notebook:
    """One for each process.

    folder:        of the spool files
    countries:     None where the operator gave no table
    flush_seconds: how often what was noted is written down; None: only when `flush` is called
    """

    def __init__(
        self, folder: Path, countries: rules.Countries | None = None, *, flush_seconds: float | None = None
    ) -> None:
        self._folder = folder
        self._countries = countries
        self._flush_seconds = flush_seconds
        # Appending to it and taking from it need no lock, whatever threads there are.
        self._seen: deque[_Seen] = deque()
        self._unwritten: Counter[_Seen] = Counter()
        self._writing = threading.Lock()
        self._file: int | None = None
        self._begun_at = 0.0
        self._thread: threading.Thread | None = None

    def note(self, counted: str, environ: Mapping[str, Any]) -> None:
        """counted: an event in text, see rules.counted; environ: of the request, looked at and forgotten"""
        if not rules.is_reading(environ):
            return
        group = self._countries.group(_address(environ)) if self._countries else ""
        self._seen.append((counted, group, rules.is_human(environ.get("HTTP_USER_AGENT", ""))))
        if self._thread is None and self._flush_seconds:
            self._start(self._flush_seconds)

    def flush(self) -> None:
        """Write what was noted; if the disk is full it stays in memory, and the next time tries again."""
        with self._writing:
            while self._seen:
                self._unwritten[self._seen.popleft()] += 1
            if self._unwritten:
                self._write()
            if self._file is not None and time.monotonic() - self._begun_at > _LONGEST_SECONDS:
                self._end_file()

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = self._begun_file()
            while self._unwritten:
                part = list(islice(self._unwritten.items(), _LINE_SUMS))
                sums = [[event, group, int(human), count] for (event, group, human), count in part]
                line = json.dumps({"at": int(time.time()), "n": sums}, separators=(",", ":")).encode() + b"\n"
                if os.write(self._file, line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                for seen, _ in part:
                    del self._unwritten[seen]
        except OSError as error:
            # Half a line at the end of a file is never counted, so it is written again, into another file.
            self._end_file()
            _log.warning("Views could not be written to %s yet: %s", self._folder, error.strerror)

    def _begun_file(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{folder_mark(self._folder)}-{time.time_ns()}-{os.getpid()}"
        hidden = self._folder / f"{name}.new"
        file = os.open(hidden, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o640)
        fcntl.flock(file, fcntl.LOCK_EX)
        # Only now can it be found: one without a lock would be taken for a dead process's.
        hidden.rename(hidden.with_suffix(SUFFIX))
        self._begun_at = time.monotonic()
        return file

    def _end_file(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _start(self, seconds: float) -> None:
        # Not in __init__: a server makes its processes after the program was loaded.
        self._thread = threading.Thread(target=self._flush_for_ever, args=[seconds], name="notebook", daemon=True)
        self._thread.start()
        atexit.register(self.flush)

    def _flush_for_ever(self, seconds: float) -> None:
        while True:
            time.sleep(seconds)
            try:
                self.flush()
            except Exception:  # else nothing would be counted until the next start
                _log.exception("Views could not be written")


def folder_mark(folder: Path) -> str:
    """What the names of this folder's files begin with: several machines may count into one database."""
    file = folder / "mark"
    if not file.exists():
        draft = folder / f"mark.{os.getpid()}.{threading.get_ident()}"
        draft.write_text(secrets.token_hex(4), encoding="ascii")
        with suppress(FileExistsError):  # another process was first
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii")


def _address(environ: Mapping[str, Any]) -> str:
    """Of one proxy before us, the address it saw is the last one (as for the limits of the sign-in)."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(environ.get("REMOTE_ADDR", "")).partition("%")[0]


@cache
def notebook() -> Notebook:
    """The one of this process. raises: ImproperlyConfigured if the operator's table of addresses cannot be read"""
    countries = None
    if settings.COUNTRIES:
        try:
            countries = rules.Countries(settings.COUNTRIES.read_text(encoding="utf-8").splitlines())
        except (OSError, ValueError) as error:
            raise ImproperlyConfigured(f"LANTOA_COUNTRIES={settings.COUNTRIES}: {error}") from None
    return Notebook(FOLDER, countries, flush_seconds=FLUSH_SECONDS)
