"""Files that show an activity took place: added until it is accepted, then by a correction; taken away for good."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.core.ledger.actions.documents import NotNow, delete_files, locked
from lantoa.core.ledger.models import Activity, Evidence
from lantoa.core.people.models import User

# Time enough for any transaction that wrote a file to end.
ORPHANS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """One file of evidence, checked. name and media_type are made from its content."""

    upload: "File[bytes]"
    name: str
    media_type: str


class AlreadyRecorded(Exception):
    """The same evidence file is attached already."""


@transaction.atomic
def attach(
    activity: Activity, upload: "File[bytes]", *, name: str, media_type: str, by: User, at: datetime
) -> Evidence:
    """Add a file as evidence, as long as it is not accepted. Its digest is kept for ever, whatever becomes of the file.

    upload: already checked by its content (see forms); media_type: what that check found
    raises: AlreadyRecorded, NotNow
    """
    activity = locked(activity)
    digest = _digest_of(upload)
    if activity.evidence.filter(sha256=digest).exists():
        raise AlreadyRecorded(_("This file is attached already."))
    if not (activity.is_editable or activity.state == Activity.State.SUBMITTED):
        raise NotNow(
            _(
                "It was judged in the meantime, so no file was added. To an accepted record the secretariat adds files "
                "with “Correct”: a new entry then covers them."
            )
        )
    return _keep(activity, upload, digest, name=name, media_type=media_type, by=by, at=at)


def bring(activity: Activity, pieces: Iterable[Piece], *, by: User, at: datetime) -> None:
    """Add files to a record whose next entry is about to be posted; those that it has already are passed over."""
    for piece in pieces:
        digest = _digest_of(piece.upload)
        if not activity.evidence.filter(sha256=digest).exists():
            _keep(activity, piece.upload, digest, name=piece.name, media_type=piece.media_type, by=by, at=at)


def _digest_of(upload: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _keep(
    activity: Activity, upload: "File[bytes]", digest: str, *, name: str, media_type: str, by: User, at: datetime
) -> Evidence:
    evidence = Evidence(
        activity=activity, name=name[:200], media_type=media_type, size_bytes=upload.size,
        sha256=digest, added_by=by, added_at=at,
    )  # fmt: skip
    evidence.file.save(f"{digest[:16]}{_suffix(name)}", upload, save=False)
    try:
        evidence.save()
    except BaseException:
        delete_files([evidence.file])
        raise
    log(activity, "lantoa.evidence", user=by, timestamp=at, data={"sha256": digest})
    return evidence


@transaction.atomic
def redact(evidence: Evidence, *, by: User, at: datetime, reason: str) -> Evidence:
    """Remove the file of an evidence and its name (personal data, a secret) and keep its digest; twice does no harm.

    raises: NotNow without a reason
    """
    if not reason.strip():
        raise NotNow(_("Give the reason in one sentence."))
    if evidence.redacted_at is None:
        file, evidence.file, evidence.name, evidence.redacted_at = evidence.file, "", "", at
        evidence.save(update_fields=["file", "name", "redacted_at"])
        told = {"sha256": evidence.sha256, "reason": reason.strip()}
        log(evidence.activity, "lantoa.redact", user=by, timestamp=at, data=told)
        transaction.on_commit(partial(delete_files, [file]))
    return evidence


def remove_orphans(*, at: datetime, kept: timedelta = ORPHANS_KEPT) -> int:
    """Remove evidence files that no row names: their transaction was taken back after the file was written.

    A day old at least, so that none is taken whose transaction still runs. returns: how many
    """
    storage = Evidence._meta.get_field("file").storage
    named = set(Evidence.objects.exclude(file="").values_list("file", flat=True))
    root = Path(storage.path("evidence"))
    old = [
        name
        for path in root.glob("*/*/*")
        if at.timestamp() - path.stat().st_mtime > kept.total_seconds()
        and (name := path.relative_to(root.parent).as_posix()) not in named
    ]
    for name in old:
        storage.delete(name)
    return len(old)


def _suffix(name: str) -> str:
    suffix = name.rpartition(".")[2].lower()
    return f".{suffix}" if suffix.isalnum() and len(suffix) <= 5 and "." in name else ""
