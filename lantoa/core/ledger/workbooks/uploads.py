"""The file of a person, kept out of sight between its preview and its confirmation, for a day at most.

Beside it stands what the person answered about it: how its columns are read, what was mended, what is left out.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.base import File

from lantoa.core.ledger.workbooks import pasted
from lantoa.core.ledger.workbooks.mapping import ColumnMapping
from lantoa.core.ledger.workbooks.reading import Repairs

KEPT = timedelta(days=1)
_SALT = "lantoa.uploads"


class UploadGone(LookupError):
    """The file is no longer kept, or was brought by somebody else."""


@dataclass(frozen=True)
class Upload:
    path: Path
    file_name: str
    agency: str

    @property
    def is_pasted(self) -> bool:
        with self.path.open("rb") as file:
            return file.read(len(pasted.MARK)) == pasted.MARK


@dataclass
class Answers:
    """What a person said about an upload."""

    mapping: dict[str, Any] | None = None
    mapping_name: str = ""
    headings_sha256: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    taken_in: list[str] = field(default_factory=list)

    @property
    def column_mapping(self) -> ColumnMapping | None:
        return ColumnMapping.from_json(self.mapping) if self.mapping else None

    @property
    def repairs(self) -> Repairs:
        return Repairs(self.cells, frozenset(self.left_out), frozenset(self.taken_in))


def keep(file: "File[bytes]", *, file_name: str, agency: str, user_id: int, at: datetime) -> str:
    """Store an upload. returns: a token, worth something only to this person and for a day"""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    path = folder / f"{name}.xlsx"
    path.touch(mode=0o600)
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return signing.Signer(salt=_SALT).sign_object(
        {"file": name, "name": file_name[-100:], "agency": agency, "user": user_id, "at": int(at.timestamp())},
        compress=True,
    )


def find(token: str, *, user_id: int, at: datetime) -> Upload:
    """raises: UploadGone"""
    try:
        told = signing.Signer(salt=_SALT).unsign_object(token)
    except signing.BadSignature as error:
        raise UploadGone(token) from error
    path = _folder() / f"{told['file']}.xlsx"
    if told["user"] != user_id or at.timestamp() - told["at"] > KEPT.total_seconds() or not path.is_file():
        raise UploadGone(token)
    return Upload(path, told["name"], told["agency"])


def answers(upload: Upload) -> Answers:
    try:
        return Answers(**json.loads(_beside(upload).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Answers()


def remember(upload: Upload, given: Answers) -> None:
    """Written whole and then put in place: a page that is read meanwhile sees the one or the other."""
    draft = _beside(upload).with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(given)), encoding="utf-8")
    draft.replace(_beside(upload))


def forget(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)
    _beside(upload).unlink(missing_ok=True)


def clean(*, at: datetime, kept: timedelta = KEPT) -> int:
    """Remove what nobody confirmed in that time. returns: how many files"""
    old = [path for path in _folder().glob("*") if at.timestamp() - path.stat().st_mtime > kept.total_seconds()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _beside(upload: Upload) -> Path:
    return upload.path.with_suffix(".json")


def _folder() -> Path:
    return settings.DATA / "uploads"
