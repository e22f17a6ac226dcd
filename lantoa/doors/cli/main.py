"""The dispatcher of `lantoa ...`: reads the command line, loads Django once, shows errors as sentences."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from lantoa import __version__
from lantoa.doors.cli import CommandError, print_json

# The order of the help; each is a module of this folder (`import` is a word of the language, hence `imports`).
COMMANDS = (
    "up", "tick", "demo", "name", "admin", "template", "imports", "content", "figure", "entry", "report", "vocabulary",
    "search", "ledger", "outlines", "backup", "restore", "notice",
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Run one command. returns: its exit code"""
    args = build_parser().parse_args(argv)
    try:
        _refuse_unreadable(argv)
        return _run(args)
    except CommandError as error:
        print(error, file=sys.stderr)
        if getattr(args, "json", False):
            print_json({"error": str(error)})
        return error.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _refuse_unreadable(argv: Sequence[str]) -> None:
    """Bytes that are no UTF-8 arrive as halves of pairs, which no database takes and no terminal shows."""
    for word in argv:
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise CommandError(f"{word!a}: this is no UTF-8 text. Write it in the encoding of this terminal.")


def language() -> str:
    """LANTOA_LANG, else English where the terminal speaks it, else Vietnamese."""
    chosen = os.environ.get("LANTOA_LANG", "").strip()
    if chosen:
        if chosen not in {"vi", "en"}:
            raise CommandError(f"LANTOA_LANG={chosen!r}: write vi or en.")
        return chosen
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.startswith("en") else "vi"


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lantoa", description="External information work of a province: recorded once, counted, traceable."
    )
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"lantoa.doors.cli.{name}").add(subparsers)
    return parser


def _run(args: argparse.Namespace) -> int:
    # slow: `lantoa --help` and mistyped commands answer without Django
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    chosen = language()
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None
    with translation.override(chosen):
        if not getattr(args, "prepares_database", False):
            prepare_database()
        return _answer(args)


def _answer(args: argparse.Namespace) -> int:
    from django.db import DatabaseError, OperationalError

    try:
        return int(args.func(args))
    except DatabaseError as error:
        # Locked, read-only, full, gone: not what was asked for. Anything more special is a fault of ours.
        if type(error) not in {OperationalError, DatabaseError}:
            raise
        raise _unusable(error) from None


def _unusable(error: Exception) -> CommandError:
    from django.utils.translation import gettext as _

    return CommandError(_("The database cannot be used: %(error)s") % {"error": error})


def prepare_database() -> bool:
    """Make or update the database. returns: True if it is new and empty; raises: CommandError"""
    from django.db import DatabaseError, OperationalError
    from django.utils.translation import gettext as _

    from lantoa.base import database
    from lantoa.doors.cli import restore

    restore.finish_begun()
    try:
        return database.ensure_database()
    except database.CannotPrepare as error:
        raise CommandError(str(error)) from None
    except OperationalError as error:
        raise CommandError(_("The database cannot be reached: %(error)s") % {"error": error}) from None
    except (DatabaseError, OSError) as error:
        raise _unusable(error) from None
