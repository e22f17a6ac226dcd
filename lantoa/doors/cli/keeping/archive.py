"""The backup file: a ZIP whose last member, `manifest.json`, names every other one with its size and SHA-256.

    database.sqlite3            of the embedded database, or
    tables/ledger_entry.copy    one per table of PostgreSQL, as COPY writes it
    media/evidence/2026/11/...  uploaded files
    secret_key                  only where it was asked for
    manifest.json               {"format": "lantoa-backup", "version": "0.1.0", "head_seq": 412, "members": {...}, ...}

Who reads one trusts nothing of it: names, sizes and digests are checked before a byte is written.
"""

import hashlib
import json
import os
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

FORMAT = "lantoa-backup"
MANIFEST = "manifest.json"
_MANIFEST_BYTES = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
# Databases and texts shrink to a tenth; a file that grows two hundredfold was made to fill a disk.
_MOST_GROWTH, _HARMLESS_BYTES = 200, 64 * 1024 * 1024
_NAMES = re.compile(r"database\.sqlite3|secret_key|tables/[a-z0-9_]{1,63}\.copy|media/.+", re.DOTALL)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError, KeyError,
    OverflowError,
)  # fmt: skip
# What is compressed already is not compressed again.
_PACKED = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".pdf", ".docx", ".xlsx", ".zip", ".mp4"}


class Damaged(Exception):
    """This file cannot be restored; the message says why. Nothing was written."""


class Writer:
    """Adds members and remembers their digests."""

    def __init__(self, out: zipfile.ZipFile) -> None:
        self._out = out
        self.members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes | memoryview], None]]:
        """`with writer.member("tables/x.copy") as write: write(b"...")`"""
        info = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
        packed = Path(name).suffix.lower() in _PACKED
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self._out.open(info, "w", force_zip64=True) as target:

            def write(data: bytes | memoryview) -> None:
                nonlocal size
                digest.update(data)
                size += len(data)
                target.write(data)

            yield write
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def file(self, name: str, source: IO[bytes]) -> None:
        with self.member(name) as write:
            while chunk := source.read(_CHUNK):
                write(chunk)

    def finish(self, manifest: dict[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, **manifest, "members": self.members}, ensure_ascii=False, indent=1)
        self._out.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new backup at `path`: under another name until all of it is on the disk, then at once in its place."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        # Readable by its owner alone: password digests and people's names are in it.
        with open(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:  # noqa: PTH123 the mode
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
                yield Writer(out)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """A name that was given survives a power failure only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check(path: Path) -> dict[str, Any]:
    """Read all of a backup and compare every digest; writes nothing. returns: its manifest; raises: Damaged, OSError"""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path.stat().st_size)
            for name in manifest["members"]:
                with archive.open(name) as source:
                    _copy(source, manifest["members"][name], name, lambda _chunk: None)
    except _BROKEN as error:
        raise Damaged(_("The file is no whole backup, or was damaged on its way: %(why)s") % {"why": error}) from None
    return manifest


def extract(path: Path, folder: Path, manifest: dict[str, Any]) -> None:
    """Write the members of a checked backup below `folder` and wait until they are on the disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, told in manifest["members"].items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                mode = 0o640 if name.startswith("media/") else 0o600
                with (
                    archive.open(name) as source,
                    open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out,  # noqa: PTH123 the mode
                ):
                    _copy(source, told, name, out.write)
    except _BROKEN as error:
        raise Damaged(_("The file is no whole backup, or was damaged on its way: %(why)s") % {"why": error}) from None
    os.sync()


def total_bytes(manifest: dict[str, Any]) -> int:
    return sum(told["size"] for told in manifest["members"].values())


def has_room(folder: Path, wanted_bytes: int) -> bool:
    return shutil.disk_usage(folder).free > wanted_bytes + _HARMLESS_BYTES


def _copy(source: IO[bytes], told: dict[str, Any], name: str, write: Callable[[bytes], Any]) -> None:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > told["size"]:
            break
        digest.update(chunk)
        write(chunk)
    if (size, digest.hexdigest()) != (told["size"], told["sha256"]):
        raise Damaged(_("“%(name)s” in the backup is not what was saved.") % {"name": name})


def _manifest(archive: zipfile.ZipFile, archive_bytes: int) -> dict[str, Any]:
    """raises: Damaged, or one of _BROKEN"""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise Damaged(_("The backup names a file twice."))
    if bad := [info.filename for info in infos if not _is_harmless(info)]:
        raise Damaged(_("The backup holds a file that belongs nowhere: %(name)s") % {"name": ascii(bad[0])[:80]})
    total = sum(info.file_size for info in infos)
    if total > max(_HARMLESS_BYTES, archive_bytes * _MOST_GROWTH):
        raise Damaged(_("The backup would unpack to %(mb)s MB, which no honest one does.") % {"mb": total // 1024**2})
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
        raise Damaged(_("This is no backup of Lan Tỏa."))
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT or not _is_complete(manifest):
        raise Damaged(_("This is no backup of Lan Tỏa."))
    if {*manifest["members"], MANIFEST} != set(names):
        raise Damaged(_("The backup does not hold the files that its own list names."))
    return manifest


def _is_harmless(info: zipfile.ZipInfo) -> bool:
    if info.filename == MANIFEST:
        return True
    mode = info.external_attr >> 16
    parts = info.filename.split("/")
    return (
        _NAMES.fullmatch(info.filename) is not None
        and not (stat.S_IFMT(mode) and not stat.S_ISREG(mode))
        and not any(letter in info.orig_filename for letter in "\\\0:")
        and all(part not in {"", ".", ".."} and len(part.encode()) <= 255 for part in parts)
    )


def _is_complete(manifest: dict[str, Any]) -> bool:
    """Everything that restoring reads is there and of its kind."""
    members = manifest.get("members")
    kinds = {
        "version": str, "database": str, "migrations": list, "tables": dict, "head_seq": int, "head_hash": str,
        "made_at": str, "name": str, "counts": dict,
    }  # fmt: skip
    return (
        all(isinstance(manifest.get(name), kind) for name, kind in kinds.items())
        and isinstance(members, dict)
        and all(
            isinstance(told, dict) and type(told.get("size")) is int and isinstance(told.get("sha256"), str)
            for told in members.values()
        )
        and (("database.sqlite3" in members) if manifest["database"] == "sqlite" else True)
        and {f"tables/{table}.copy" for table in manifest["tables"]}
        == {name for name in members if name.startswith("tables/")}
    )
