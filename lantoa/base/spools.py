"""What a reader's request leaves for the writer: a line in a file, so that no reader ever waits for the database.

On SQLite one writer at a time holds the whole database, for half a minute where much is brought in. `note` appends and
returns; `sweep`, called by the ticker, hands over what was noted and removes it. Lines are JSON objects.
"""

import fcntl
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

FOLDER = settings.DATA / "notes"
# Nobody fills the disk while no ticker runs: what comes after this is not noted.
MOST_BYTES = 1024 * 1024
_OPEN = "open"
_TAKEN = ".taken"
_log = logging.getLogger(__name__)


class Spool:
    """folder: of this machine, for one kind of notes; made when the first is written"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def note(self, line: Mapping[str, str | int]) -> bool:
        """Write a line down; a full disk or a full file loses it and stops nobody. returns: whether it was written"""
        written = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        try:
            file = self._opened()
            try:
                return os.fstat(file).st_size < MOST_BYTES and os.write(file, written) == len(written)
            finally:
                os.close(file)
        except OSError as error:
            _log.warning("A note could not be written to %s: %s", self.folder, error.strerror)
            return False

    def _opened(self) -> int:
        """The file that is written to, held together with the others who write until it is closed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / _OPEN
        while True:
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            fcntl.flock(file, fcntl.LOCK_SH)
            # Taken between these two lines: what is written to it now, nobody would read.
            with suppress(FileNotFoundError):
                if os.fstat(file).st_ino == path.stat().st_ino:
                    return file
            os.close(file)

    def sweep(self, keep: Callable[[list[dict[str, Any]]], object]) -> int:
        """Hand over what was noted since the last time, in one transaction for each file. returns: how many lines

        keep: writes to the database; if it fails the lines stay for the next time, if it is killed none is kept twice
        """
        with suppress(FileNotFoundError):
            (self.folder / _OPEN).rename(self.folder / f"{time.time_ns()}{_TAKEN}")
        count = 0
        for file in sorted(self.folder.glob(f"*{_TAKEN}")):
            # Another sweeper was first; what it took is its own.
            with suppress(FileNotFoundError):
                count += _handed_over(file, keep)
        return count


def _handed_over(file: Path, keep: Callable[[list[dict[str, Any]]], object]) -> int:
    with file.open("rb") as content:
        # Whoever began to write before it was taken ends first.
        fcntl.flock(content, fcntl.LOCK_EX)
        lines = [line for written in content if (line := _line(written)) is not None]
    with transaction.atomic():
        keep(lines)
        file.unlink()
    return len(lines)


def _line(written: bytes) -> dict[str, Any] | None:
    """None: half a line, where the disk was full."""
    try:
        line = json.loads(written)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None
