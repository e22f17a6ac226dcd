"""What all processes of the server know of each other: the generation, and who is drawing which page."""

import fcntl
import hashlib
import mmap
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lantoa.doors.portal.cache.addresses import Key

# Two pages that share a slot are drawn one after the other, no more.
_SLOTS = 1024
_POLL_SECONDS = 0.002
_NUMBER_BYTES = 8


class Shared:
    """folder: the same for all processes; what is in it may be deleted while none of them runs"""

    def __init__(self, folder: Path) -> None:
        self._locks = folder / "locks"
        self._locks.mkdir(parents=True, exist_ok=True)
        self._purge_lock = folder / "purge.lock"
        file = os.open(folder / "generation", os.O_RDWR | os.O_CREAT, 0o640)
        try:
            if os.fstat(file).st_size < _NUMBER_BYTES:
                os.truncate(file, _NUMBER_BYTES)
            self._numbers = memoryview(mmap.mmap(file, _NUMBER_BYTES)).cast("Q")
        finally:
            os.close(file)

    @property
    def generation(self) -> int:
        return self._numbers[0]

    def purge(self) -> None:
        # Without the lock two purges at once could count as one, and a page drawn between them would stay.
        with self._purge_lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._numbers[0] += 1

    @contextmanager
    def alone(self, key: Key, *, wait_seconds: float) -> Iterator[bool]:
        """Inside, no other thread or process draws this page; the system lets go of it when its holder is killed.

        yields: False if somebody else still held it after `wait_seconds`
        """
        slot = int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=4).digest()) % _SLOTS
        # Opened anew each time: a lock belongs to what was opened, so that threads exclude each other as well.
        with (self._locks / f"{slot:03x}").open("w") as lock:
            deadline = time.monotonic() + wait_seconds
            while not (held := _try(lock.fileno())) and time.monotonic() < deadline:
                time.sleep(_POLL_SECONDS)
            yield held


def _try(file: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
