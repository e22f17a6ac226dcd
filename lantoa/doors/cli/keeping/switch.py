"""The moment at which a restored installation takes the place of what was there, safe against a kill at any moment.

Everything is prepared in a folder of its own. Then a note is written; from there on the way leads forward only: each
step is a rename that either was done or was not, and whatever command starts next takes the steps that are left.
"""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from lantoa.doors.cli import swap
from lantoa.doors.cli.keeping import archive

_NOTE = "restoring.json"
PREPARED = "restoring-"


@dataclass(frozen=True)
class Plan:
    """folder: the prepared one, in the data folder; kept: what the old things are called from then on

    schema:      of the prepared PostgreSQL tables, "" on the embedded database
    keeps_old:   whether the old database stays under its new name
    """

    folder: str
    kept: str
    schema: str
    keeps_old: bool


def begin(plan: Plan) -> None:
    """From here on it will be done, now or by whatever command starts next."""
    note = settings.DATA / _NOTE
    part = note.with_suffix(".part")
    with part.open("w", encoding="utf-8") as out:
        json.dump(asdict(plan), out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(note)
    archive.sync_folder(settings.DATA)


def tidy() -> None:
    """Remove what a restoring left that was killed before its note was written. The caller holds the lock."""
    for folder in settings.DATA.glob(f"{PREPARED}*/"):
        shutil.rmtree(folder, ignore_errors=True)
    if connection.vendor == "postgresql":
        # slow: every command asks this module, and the embedded database needs no psycopg
        from lantoa.doors.cli.keeping import postgres

        postgres.drop_schemas(PREPARED.replace("-", "_"))


def is_begun() -> bool:
    return (settings.DATA / _NOTE).exists()


def finish() -> None:
    """Take the steps that are left. The caller holds `swap.nobody_serving`. raises: swap.InUse, OSError"""
    plan = Plan(**json.loads((settings.DATA / _NOTE).read_text(encoding="utf-8")))
    folder = settings.DATA / plan.folder
    connections.close_all()
    if plan.schema:
        # slow: as above
        from lantoa.doors.cli.keeping import postgres

        postgres.exchange(plan.schema, keep_as=plan.kept.replace("-", "_") if plan.keeps_old else None)
        connection.close()
    else:
        staged, kept = folder / settings.DATABASE_FILE.name, settings.DATA / f"{plan.kept}.sqlite3"
        if staged.exists():
            swap.move_in(staged, settings.DATABASE_FILE, keep_as=kept if plan.keeps_old else None)
    _move_media(folder / "media", settings.DATA / f"{plan.kept}-files")
    if (folder / "secret_key").exists():
        (folder / "secret_key").replace(settings.DATA / "secret_key")
    swap.forget_notes(settings.DATA)
    archive.sync_folder(settings.DATA)
    (settings.DATA / _NOTE).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _move_media(staged: Path, kept: Path) -> None:
    if not staged.exists():
        return
    media = settings.MEDIA_ROOT
    if media.exists():
        with suppress(OSError):
            media.rmdir()  # an empty one is not worth keeping
    if media.exists():
        media.rename(kept)
    staged.rename(media)
