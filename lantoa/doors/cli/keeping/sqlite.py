"""The embedded database in a backup: one file, as it was at one moment.

`VACUUM INTO` reads one snapshot, so that people go on writing meanwhile; the online backup API would begin again each
time another process writes, and on a busy day never end.
"""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

from lantoa.doors.cli.keeping import archive, facts

MEMBER = "database.sqlite3"
_WAIT_SECONDS = 60.0


def save(writer: archive.Writer, beside: Path) -> dict[str, Any]:
    """Put the database into a backup. beside: a folder with room for a copy; returns: what it says of itself"""
    with tempfile.TemporaryDirectory(prefix=".lantoa-backup-", dir=beside) as folder:
        copy = Path(folder) / MEMBER
        with closing(sqlite3.connect(settings.DATABASE_FILE, timeout=_WAIT_SECONDS)) as live:
            live.execute("VACUUM INTO ?", (str(copy),))
        with closing(sqlite3.connect(copy)) as made:
            told = facts.of(lambda question: made.execute(question).fetchall())
        with copy.open("rb") as source:
            writer.file(MEMBER, source)
    return {**told, "tables": {}}


def stage(folder: Path) -> None:
    """Make the unpacked member a database that the commands of this version open in `folder`."""
    (folder / MEMBER).replace(folder / settings.DATABASE_FILE.name)


def settle(folder: Path) -> None:
    """After others had it open: all of it in one file, none of it in a log beside it. raises: sqlite3.DatabaseError"""
    with closing(sqlite3.connect(folder / settings.DATABASE_FILE.name, timeout=_WAIT_SECONDS)) as staged:
        staged.execute("PRAGMA journal_mode = DELETE")
