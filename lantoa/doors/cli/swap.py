"""Exchange the embedded database for another file, whole, while nobody is at it.

A server that still had the old file open would write into a file that is put aside, and its write-ahead log would be
played into the new one. So `lantoa up` holds a lock as long as it serves, and SQLite itself is asked as well.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_WAIT_SECONDS = 2.0


class InUse(RuntimeError):
    """Somebody has the database open."""


class _NoDatabase(RuntimeError):
    """The file cannot be read as a database."""


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Held by whoever serves the database in the folder `data`; several may."""
    with (data / "serving.lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


@contextmanager
def nobody_serving(data: Path) -> Iterator[None]:
    """raises: InUse at once, if somebody serves the database in the folder `data`"""
    with (data / "serving.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None
        yield


def exchange(file: Path, new: Path, *, keep_as: Path | None = None) -> None:
    """Put a copy of `new` in the place of the SQLite database `file`, at once: there is a whole one at any moment.

    new:     a database without a write-ahead log
    keep_as: where the old one goes, complete; None: it is given up
    raises:  InUse; then nothing was changed
    """
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    shutil.copyfile(new, part)
    try:
        move_in(part, file, keep_as=keep_as)
    finally:
        part.unlink(missing_ok=True)


def move_in(new: Path, file: Path, *, keep_as: Path | None) -> None:
    """As `exchange`, but `new` itself goes: once it is gone, all was done. A file that is no database is kept too."""
    with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)) as old:
        with suppress(_NoDatabase):
            _have_alone(old)
        if keep_as:
            _keep(file, keep_as)
        # Of a broken database alone; played into the new one, its log would break that too.
        for suffix in ("-wal", "-shm", "-journal"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        new.replace(file)


def _have_alone(connection: sqlite3.Connection) -> None:
    """Bring the write-ahead log into the file and end it, which only the last user of a database can; then lock it."""
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise InUse from None
    except sqlite3.DatabaseError:
        raise _NoDatabase from None


def _keep(file: Path, keep_as: Path) -> None:
    keep_as.unlink(missing_ok=True)  # begun before, by a process that was killed
    with suppress(OSError):
        os.link(file, keep_as)
        return
    shutil.copyfile(file, keep_as)  # a file system without links


def forget_notes(data: Path) -> None:
    """Views that nobody counted yet, and what readers noted, were of the pages of the database that is gone."""
    for notes in (data / "counts", data / "notes"):
        shutil.rmtree(notes, ignore_errors=True)
