"""`lantoa demo`: the sample province, a database of its own that is swapped in and out whole."""

import argparse
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from lantoa.doors.cli import CommandError, Subparsers, command, print_json, swap

_KEPT_SAMPLES = 2
# Before this day the sample's records would lie in the future; a clock that was never set must not stop a first start.
_FIRST_DAY = date(2026, 1, 1)


def gettext_noop(text: str) -> str:
    """Marks a text for translation. Django's own would load Django, and `lantoa --help` does without."""
    return text


# Printed at every start while the sample is loaded, and worth nothing elsewhere.
_PASSWORD = "lantoa-mau-2026"  # noqa: S105
# user name, password, role
SIGN_INS = [
    ("lan", _PASSWORD, gettext_noop("Secretariat")),
    ("an", _PASSWORD, gettext_noop("Focal point of a commune")),
    ("binh", _PASSWORD, gettext_noop("Focal point of a department")),
    ("minh", _PASSWORD, gettext_noop("Leader")),
    ("quan-tri", _PASSWORD, gettext_noop("Administrator")),
    ("thu", _PASSWORD, gettext_noop("Editor")),
    ("ngoc", _PASSWORD, gettext_noop("Reviewer")),
    ("son", _PASSWORD, gettext_noop("Translator")),
    ("dung", _PASSWORD, gettext_noop("Press officer")),
]


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "demo", _demo, "load the sample province, or take it away")
    parser.add_argument(
        "--remove", action="store_true", help="put an empty database in its place; the old file is kept"
    )
    parser.add_argument("--discard", action="store_true", help="with --remove: even if people recorded something in it")


def load(today: date | None = None) -> dict[str, Any]:
    """Put the sample in the place of an empty database, or of a sample that nobody worked in.

    today:   the day up to which its records go; None: the clock's
    returns: what `--json` prints
    raises:  CommandError with exit code 1 where something real is recorded or the database is in use
    """
    from django.db import connection
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.base.models import Installation
    from lantoa.core.documents import actions as documents
    from lantoa.core.documents.queries import outlines
    from lantoa.doors.cli.sample import state

    installation = Installation.current()
    if recorded := state.beyond(installation.sample_mark):
        if installation.is_sample:
            message = _(
                "People worked in this sample (%(what)s). To begin again: lantoa demo --remove --discard, then "
                "lantoa demo."
            )
        else:
            message = _("Something is recorded here already (%(what)s). The sample goes only where nothing is.")
        raise CommandError(message % {"what": "; ".join(recorded)}, code=1)
    day = max(today or timezone.localdate(), _FIRST_DAY)
    if connection.vendor == "sqlite":
        _swap_in(_built(day))
    elif not installation.is_sample:
        _build_here(day)
    if not outlines.place().exists():
        documents.keep_outlines(state.OUTLINES.read_bytes())
    return {"loaded": True, "name": Installation.current().name_vi, **state.counted()}


def remove(*, discard: bool = False) -> dict[str, Any]:
    """Put an empty database in the place of the sample; the old file and its evidence are kept beside it.

    discard: also if people recorded something in it
    returns: what `--json` prints
    raises:  CommandError with exit code 1
    """
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.base import database
    from lantoa.base.models import Installation
    from lantoa.core.documents.queries import outlines
    from lantoa.doors.cli.sample import state

    installation = Installation.current()
    if not installation.is_sample:
        raise CommandError(_("There is no sample here; nothing was removed."), code=1)
    if connection.vendor != "sqlite":
        message = _(
            "On PostgreSQL, create a new empty database and point DATABASE_URL at it: a ledger cannot be emptied."
        )
        raise CommandError(message, code=1)
    recorded = state.beyond(installation.sample_mark)
    if recorded and not discard:
        message = _(
            "People recorded something in this sample (%(what)s), so it stays. If all of it may go: "
            "lantoa demo --remove --discard. The file is kept in any case."
        )
        raise CommandError(message % {"what": "; ".join(recorded)}, code=1)
    kept = settings.DATA / f"removed-sample-{timezone.localtime():%Y%m%d-%H%M%S}.sqlite3"
    evidence = state.kept_files()
    _exchange(database.template(settings.DATA / "cache"), keep_as=kept)
    _move(evidence, settings.MEDIA_ROOT, kept.with_name(f"{kept.stem}-files"))
    if outlines.place().is_file() and outlines.place().read_bytes() == state.OUTLINES.read_bytes():
        outlines.place().unlink()
    return {"removed": True, "kept_as": kept.name, "discarded": recorded}


def _demo(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    if args.discard and not args.remove:
        raise CommandError(_("--discard goes with --remove."))
    done = remove(discard=args.discard) if args.remove else load()
    if args.json:
        signs = [{"user": name, "password": password, "role": role} for name, password, role in SIGN_INS]
        print_json(done if args.remove else {**done, "sign_ins": signs})
    elif args.remove:
        print(_("The sample is removed, an empty database is in its place. The old file: %(file)s") % {
            "file": done["kept_as"],
        })  # fmt: skip
    else:
        print(_("%(name)s is loaded: %(activities)s activities, %(entries)s entries.") % {
            "name": done["name"], "activities": done["activity_count"], "entries": done["head_seq"],
        })  # fmt: skip
        for name, password, role in SIGN_INS:
            print("  " + _("%(role)s: user name %(username)s, password %(password)s") % {
                "role": _(role), "username": name, "password": password,
            })  # fmt: skip
    return 0


def _swap_in(sample: Path) -> None:
    from django.conf import settings

    _exchange(sample / "lantoa.sqlite3")
    shutil.copytree(sample / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)


def _exchange(new: Path, *, keep_as: Path | None = None) -> None:
    """raises: CommandError with exit code 1 while somebody has the database open"""
    from django.conf import settings
    from django.db import connections
    from django.utils.translation import gettext as _

    connections.close_all()
    try:
        with swap.nobody_serving(settings.DATA):
            swap.exchange(settings.DATABASE_FILE, new, keep_as=keep_as)
            swap.forget_notes(settings.DATA)
    except swap.InUse:
        raise CommandError(_("The database is in use. Stop “lantoa up” first; nothing was changed."), code=1) from None


def _move(names: list[str], source: Path, target: Path) -> None:
    for name in names:
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(source / name, target / name)


def _build_here(day: date) -> None:
    from django.utils import translation

    from lantoa.doors.cli.sample.build import build

    # Its frozen review is Vietnamese whatever the terminal speaks.
    with translation.override("vi"):
        build(day, password=_PASSWORD)


def _built(day: date) -> Path:
    """A folder with the sample's database and evidence, made in a few seconds when there is none of this week."""
    from django.conf import settings

    from lantoa.base import database

    cache: Path = settings.DATA / "cache"
    folder = cache / f"sample-{_key()}-{day:%Y-%V}"
    if folder.exists():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        work, done = Path(name), Path(name) / "done"
        database.copy_template(work / "lantoa.sqlite3", cache=cache)
        _build_in(work, day)
        (work / "media").mkdir(exist_ok=True)
        done.mkdir()
        (work / "media").rename(done / "media")
        with closing(sqlite3.connect(work / "lantoa.sqlite3")) as made:
            made.execute("VACUUM INTO ?", (str(done / "lantoa.sqlite3"),))
        if not folder.exists():
            done.rename(folder)
    for old in sorted(cache.glob("sample-*"), key=_changed_at, reverse=True)[_KEPT_SAMPLES:]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def _build_in(folder: Path, day: date) -> None:
    """Build in a process of its own: this one's settings point at the database that is to be replaced."""
    from django.conf import settings

    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", "LANTOA_DATA": str(folder), "DATABASE_URL": "",
        "LANTOA_TASKS": "inline",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "lantoa.doors.cli.sample", day.isoformat(), _PASSWORD],
        env=environment, cwd=settings.PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandError("\n".join(done.stderr.splitlines()[-8:]), code=1)


def _key() -> str:
    """What decides the sample's content: a fresh database, the plans, and the code that writes by them."""
    from django.conf import settings

    from lantoa.base import database

    digest = hashlib.sha256(database.template_key().encode())
    for pattern in ("doors/cli/sample/*.py", "doors/cli/sample/*.yaml", "core/**/*.py", "locale/**/django.mo"):
        for file in sorted(settings.PACKAGE.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _changed_at(folder: Path) -> float:
    return folder.stat().st_mtime
