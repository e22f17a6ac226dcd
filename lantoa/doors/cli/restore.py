"""`lantoa restore FILE`: a backup becomes the installation, with the same head of the ledger, or nothing changes."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lantoa.doors.cli import CommandError, Subparsers, command, print_json, swap, why


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "restore", _restore, "put a backup in the place of an empty installation")
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--replace", action="store_true", help="also where something is recorded; the old data is kept beside"
    )
    parser.add_argument(
        "--anyway",
        action="store_true",
        help="even if the ledger in the backup does not verify: its problems are listed",
    )
    # A broken database is one of the reasons to restore.
    parser.set_defaults(prepares_database=True)


def _restore(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.db import connections
    from django.utils.translation import gettext as _

    from lantoa.doors.cli.keeping import archive, switch

    finish_begun()
    try:
        _say(_("Checking the file …"))
        manifest = archive.check(args.file)
        _refuse_other_kind(manifest)
        is_empty = _refuse_recorded(replace=args.replace)
        if not archive.has_room(settings.DATA, 2 * archive.total_bytes(manifest)):
            raise CommandError(_("There is no room left on the disk for this backup; nothing was changed."), code=1)
        connections.close_all()
        with swap.nobody_serving(settings.DATA):
            switch.tidy()
            plan, verified = _prepare(args.file, manifest, keeps_old=not is_empty, anyway=args.anyway)
            switch.begin(plan)
            switch.finish()
    except archive.Damaged as error:
        raise CommandError(_("%(why)s Nothing was changed.") % {"why": error}) from None
    except swap.InUse:
        raise CommandError(_("The database is in use. Stop “lantoa up” first; nothing was changed."), code=1) from None
    except OSError as error:
        raise CommandError(f"{args.file}: {why(error)}", code=2 if not args.file.is_file() else 1) from None
    return _tell(args, manifest, verified, plan)


def finish_begun() -> None:
    """Take the last steps of a restoring that was killed in the middle, if there was one. raises: CommandError"""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from lantoa.doors.cli.keeping import switch

    if not switch.is_begun():
        return
    try:
        with swap.nobody_serving(settings.DATA):
            if switch.is_begun():
                switch.finish()
                _say(_("A restoring that was stopped in the middle has been completed: the backup is in place."))
    except swap.InUse:
        raise CommandError(_("A backup is being restored here. Wait until that ends."), code=1) from None


def _refuse_other_kind(manifest: dict[str, Any]) -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.utils.translation import gettext as _

    if manifest["database"] != connection.vendor:
        message = _(
            "This backup is of %(theirs)s and this installation stands on %(ours)s. It can be restored only where "
            "DATABASE_URL points to the same kind."
        )
        words = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        theirs = words.get(manifest["database"], ascii(manifest["database"])[:20])
        raise CommandError(message % {"theirs": theirs, "ours": words[connection.vendor]})
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations or ()}
    known |= {f"{app}.{name}" for step in (loader.disk_migrations or {}).values() for app, name in step.replaces}
    if [told for told in manifest["migrations"] if told not in known]:
        message = _("This backup was made by a newer version (%(version)s). Update Lan Tỏa first, then restore.")
        raise CommandError(message % {"version": ascii(manifest["version"])[1:40].strip("'")})


def _refuse_recorded(*, replace: bool) -> bool:
    """returns: whether nothing of worth is here; raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.base.models import Installation
    from lantoa.doors.cli.main import prepare_database
    from lantoa.doors.cli.sample import state

    try:
        prepare_database()
        recorded = state.beyond(Installation.current().sample_mark)
    except CommandError:
        if not replace:
            raise
        return False
    if recorded and not replace:
        message = _(
            "Something is recorded here already (%(what)s). To put the backup in its place: --replace. The old data "
            "is kept beside it."
        )
        raise CommandError(message % {"what": "; ".join(recorded)}, code=1)
    return not recorded


def _prepare(path: Path, manifest: dict[str, Any], *, keeps_old: bool, anyway: bool) -> tuple[Any, Any]:
    """Everything that takes long, in a folder of its own. returns: the plan of the last steps, what `verify` said"""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.doors.cli.keeping import archive, postgres, sqlite, switch

    folder = Path(tempfile.mkdtemp(prefix=switch.PREPARED, dir=settings.DATA))
    stamp = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    schema = f"{switch.PREPARED}{stamp}".replace("-", "_") if connection.vendor == "postgresql" else ""
    try:
        _say(_("Unpacking …"))
        archive.extract(path, folder, manifest)
        _say(_("Bringing the database up to date and verifying the ledger …"))
        # Its secret key signs nothing here; without one the process would make a file of its own.
        environment = {"LANTOA_DATA": str(folder), "DATABASE_URL": "", "LANTOA_SECRET_KEY": "x" * 50}
        if schema:
            environment["DATABASE_URL"] = postgres.url_in(schema, os.environ["DATABASE_URL"])
            postgres.make_schema(schema)
            (folder / archive.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            _run(["lantoa.doors.cli.keeping", str(folder)], environment)
        else:
            sqlite.stage(folder)
        verified = json.loads(_run(["lantoa", "ledger", "verify", "--json"], environment, codes=(0, 1)))
        _refuse_altered(manifest, verified, anyway=anyway)
        if not schema:
            sqlite.settle(folder)
        (folder / "media").mkdir(exist_ok=True)
    except BaseException:
        if schema:
            postgres.drop_schemas(schema)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return switch.Plan(folder.name, f"replaced-{stamp}", schema, keeps_old), verified


def _refuse_altered(manifest: dict[str, Any], verified: dict[str, Any], *, anyway: bool) -> None:
    from django.utils.translation import gettext as _

    from lantoa.doors.cli.keeping import archive

    if (verified["head_seq"], verified["head_hash"]) != (manifest["head_seq"], manifest["head_hash"]):
        raise archive.Damaged(_("The ledger in the backup has another head than its list says."))
    if verified["problems"] and not anyway:
        message = _(
            "The ledger in the backup does not hold; nothing was changed. To restore it all the same: --anyway."
        )
        raise CommandError("\n- ".join([message, *verified["problems"]]), code=1)


def _run(words: list[str], environment: dict[str, str], *, codes: tuple[int, ...] = (0,)) -> str:
    """A module of ours in a process whose settings point at what is prepared. returns: its output"""
    from django.conf import settings

    from lantoa.doors.cli.keeping import archive

    done = subprocess.run(
        [sys.executable, "-m", *words],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lantoa.settings", **environment},
        cwd=settings.PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in codes:
        raise archive.Damaged("\n".join(done.stderr.splitlines()[-4:]))
    return done.stdout


def _tell(args: argparse.Namespace, manifest: dict[str, Any], verified: dict[str, Any], plan: Any) -> int:
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import queries

    now = queries.head()
    if args.json:
        before = {"seq": manifest["head_seq"], "hash": manifest["head_hash"]}
        print_json({
            "restored": True, "version": manifest["version"], "made_at": manifest["made_at"], "head_before": before,
            "head_after": {"seq": now.head_seq, "hash": now.head_hash}, "counts": manifest["counts"],
            "problems": verified["problems"], "kept_as": plan.kept if plan.keeps_old else None,
        })  # fmt: skip
        return 0
    line = _("Head in the backup of %(made_at)s: %(seq)s %(hash)s")
    print(line % {"made_at": manifest["made_at"], "seq": manifest["head_seq"], "hash": manifest["head_hash"]})
    print(_("Head now: %(seq)s %(hash)s") % {"seq": now.head_seq, "hash": now.head_hash})
    if plan.keeps_old:
        print(_("What was here before is kept as %(name)s in the data folder.") % {"name": plan.kept})
    print(*(f"- {problem}" for problem in verified["problems"]), sep="\n", end="")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
