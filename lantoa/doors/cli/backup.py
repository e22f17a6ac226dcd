"""`lantoa backup FILE`: the whole installation in one file, while people go on working."""

import argparse
import sys
from pathlib import Path
from typing import Any

from lantoa.doors.cli import CommandError, Subparsers, command, print_json, why

_TOLD_EVERY = 500


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "backup", _backup, "save everything into one file, while the server works")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to write, for example lantoa-2026-11-22.zip")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument(
        "--with-secret-key", action="store_true", help="also what signs sessions: keep the file like a password"
    )


def _backup(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    path: Path = args.file.absolute()
    if path.exists() and not args.force:
        raise CommandError(_("%(file)s is there already. Choose another name, or --force.") % {"file": path}, code=1)
    if not path.parent.is_dir():
        raise CommandError(_("There is no folder %(folder)s.") % {"folder": path.parent})
    try:
        manifest = save(path, with_secret_key=args.with_secret_key)
    except OSError as error:
        message = _("The backup could not be written (%(why)s). Nothing was left at %(file)s.")
        raise CommandError(message % {"why": why(error), "file": path}, code=1) from None
    size_bytes = path.stat().st_size
    if args.json:
        names = ("version", "database", "made_at", "name", "head_seq", "head_hash", "counts")
        files = sum(name.startswith("media/") for name in manifest["members"])
        said = {name: manifest[name] for name in names}
        print_json({"file": str(path), "size_bytes": size_bytes, "files": files, **said})
    else:
        message = _("Saved: %(file)s, %(mb)s MB, %(entries)s entries. Head of the ledger: %(seq)s %(hash)s")
        print(message % {
            "file": path, "mb": round(size_bytes / 1024**2, 1), "entries": manifest["counts"]["entries"],
            "seq": manifest["head_seq"], "hash": manifest["head_hash"],
        })  # fmt: skip
    return 0


def save(path: Path, *, with_secret_key: bool = False) -> dict[str, Any]:
    """Write a backup; there is a whole one at `path` or none. returns: its manifest; raises: OSError"""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa import __version__
    from lantoa.base import database
    from lantoa.doors.cli.keeping import archive, postgres, sqlite

    made_at = timezone.now().isoformat(timespec="seconds")
    with archive.written(path) as writer:
        _say(_("Database …"))
        is_sqlite = connection.vendor == "sqlite"
        told = sqlite.save(writer, path.parent) if is_sqlite else postgres.save(writer)
        # After the database: a file is written before its row is, so whatever the snapshot names is there.
        _save_files(writer)
        if with_secret_key:
            with writer.member("secret_key") as write:
                write(settings.SECRET_KEY.encode())
        manifest = {
            "version": __version__,
            "template_key": database.template_key(),
            "database": connection.vendor,
            "made_at": made_at,
            **told,
        }
        writer.finish(manifest)
        _say(_("Waiting for the disk …"))
    return {**manifest, "members": writer.members}


def _save_files(writer: Any) -> None:
    from django.conf import settings
    from django.utils.translation import gettext as _

    paths = sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and not path.is_symlink())
    for number, path in enumerate(paths, start=1):
        if number % _TOLD_EVERY == 1 or number == len(paths):
            _say(_("Files: %(number)s of %(count)s") % {"number": number, "count": len(paths)})
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue  # deleted by right since the list was made
        with source:
            writer.file(f"media/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", source)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
