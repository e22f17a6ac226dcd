"""Where finished pages lie: in the memory of a process, and under it in a folder of all processes. Both bounded."""

import hashlib
import logging
import os
import threading
from contextlib import suppress
from pathlib import Path

from lantoa.doors.portal.cache.addresses import Key
from lantoa.doors.portal.cache.answers import Answer

_log = logging.getLogger(__name__)


class Memory:
    """Of what was not asked for since the last look, the oldest goes first (second chance)."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._answers: dict[Key, Answer] = {}
        self._bytes = 0
        self._lock = threading.Lock()
        self.get = self._answers.get  # no call of ours on the way of every reader

    def put(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if (before := self._answers.pop(key, None)) is not None:
                self._bytes -= before.size_bytes
            self._bytes += answer.size_bytes
            while self._bytes > self._most_bytes and self._answers:
                self._make_room()
            self._answers[key] = answer

    def _make_room(self) -> None:
        key = next(iter(self._answers))
        answer = self._answers.pop(key)
        if answer.was_used:
            answer.was_used = False
            self._answers[key] = answer
        else:
            self._bytes -= answer.size_bytes

    @property
    def size_bytes(self) -> int:
        return self._bytes


class Folder:
    """One file for each page, whole at any moment. Never above `most_bytes` with two processes writing.

    A sweep leaves three quarters; each process may then write an eighth before it sweeps again.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._most_bytes = most_bytes
        # Unknown what lies there from before: the first page written sweeps.
        self._written = most_bytes

    def get(self, key: Key) -> Answer | None:
        with suppress(OSError):
            return Answer.from_bytes(self._file(key).read_bytes(), repr(key))
        return None

    def put(self, key: Key, answer: Answer) -> None:
        """A full disk costs the other processes a drawing, and no reader an answer."""
        content = answer.to_bytes(repr(key))
        file = self._file(key)
        part = file.with_name(f"{file.name}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            if self._written + len(content) > self._most_bytes // 8:
                self._sweep()
            self._written += len(content)
            part.write_bytes(content)
            part.replace(file)
        except OSError as error:
            _log.warning("A finished page could not be kept in %s: %s", self._folder, error.strerror)

    def _file(self, key: Key) -> Path:
        return self._folder / hashlib.blake2b(repr(key).encode(), digest_size=16).hexdigest()

    def _sweep(self) -> None:
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process sweeps as well
                    facts = entry.stat()
                    found.append((facts.st_mtime_ns, facts.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._most_bytes * 3 // 4:
                break
            Path(path).unlink(missing_ok=True)
            total -= size
        self._written = 0
