"""The file of a person, kept out of sight between its preview and its confirmation, for a day at most."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.files.base import File

KEPT = timedelta(days=1)
_SALT = "lantoa.uploads"


class UploadGone(LookupError):
    """The file is no longer kept, or was brought by somebody else."""


@dataclass(frozen=True)
class Upload:
    path: Path
    file_name: str
    agency: str


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


def forget(upload: Upload) -> None:
    upload.path.unlink(missing_ok=True)


def clean(*, at: datetime) -> int:
    """Remove what nobody confirmed within a day. returns: how many files"""
    old = [path for path in _folder().glob("*.xlsx") if at.timestamp() - path.stat().st_mtime > KEPT.total_seconds()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return settings.DATA / "uploads"
