"""Files that arrive in pieces over a bad network, kept out of sight until their form is sent, for a day at most.

One folder for each person under LANTOA_DATA/parts; a file grows from its start, and where it stopped it goes on.
"""

import fcntl
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from lantoa.core.people.models import User

KEPT = timedelta(days=1)
MOST_BYTES = 15 * 1024 * 1024
MOST_BYTES_AT_ONCE = 1024 * 1024
MOST_OPEN = 20


class PartGone(LookupError):
    """The file is no longer kept, or was brought by somebody else."""


class TooMuch(ValueError):
    """More than one person may leave here; the message says what to do."""


class NotHere(ValueError):
    """A piece does not begin where the file ends. offset: where it does"""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset)


@dataclass(frozen=True)
class Part:
    """A file on its way. size_bytes: of the whole"""

    token: UUID
    path: Path
    name: str
    size_bytes: int

    @property
    def offset(self) -> int:
        """How many bytes are here."""
        return self.path.stat().st_size

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size_bytes


def begin(name: str, size_bytes: int, *, by: User, at: datetime) -> Part:
    """Make room for a file. raises: TooMuch"""
    if not 0 < size_bytes <= MOST_BYTES:
        raise TooMuch(_("A file may have %(size)s MB at most.") % {"size": MOST_BYTES // 1024 // 1024})
    folder = _folder() / str(by.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    clean(at=at)
    if len(list(folder.glob("*.json"))) >= MOST_OPEN:
        raise TooMuch(_("%(count)s files wait to be sent with their forms. Send those first.") % {"count": MOST_OPEN})
    token = uuid4()
    path = folder / f"{token}.part"
    path.touch(mode=0o600)
    path.with_suffix(".json").write_text(json.dumps({"name": name[-150:], "size": size_bytes}), encoding="utf-8")
    return Part(token, path, name[-150:], size_bytes)


def find(token: UUID, *, by: User, at: datetime) -> Part:
    """raises: PartGone"""
    path = _folder() / str(by.pk) / f"{token}.part"
    try:
        told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        if _is_old(path, at):
            raise PartGone(token)
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise PartGone(token) from error
    return Part(token, path, told["name"], told["size"])


def append(part: Part, piece: bytes, *, start: int) -> int:
    """Add a piece at the end. returns: how many bytes are here now; raises: NotHere, TooMuch"""
    with part.path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # the same piece sent twice at once
        here = file.tell()
        if start != here:
            raise NotHere(here)
        if len(piece) > MOST_BYTES_AT_ONCE or here + len(piece) > part.size_bytes:
            raise TooMuch(_("This piece is longer than the file that was announced."))
        file.write(piece)
        return here + len(piece)


def discard(parts: Iterable[Part]) -> None:
    for part in parts:
        part.path.with_suffix(".json").unlink(missing_ok=True)
        part.path.unlink(missing_ok=True)


def clean(*, at: datetime, kept: timedelta = KEPT) -> int:
    """Remove what nobody sent in that time. returns: how many files"""
    old = [path for path in _folder().glob("*/*") if _is_old(path, at, kept)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_old(path: Path, at: datetime, kept: timedelta = KEPT) -> bool:
    return at.timestamp() - path.stat().st_mtime > kept.total_seconds()


def _folder() -> Path:
    return settings.DATA / "parts"
