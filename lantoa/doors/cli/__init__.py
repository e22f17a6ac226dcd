"""`lantoa ...`: one module per command, each with `add(subparsers)`; what all of them share stands here.

Exit codes: 0 good, 1 the answer is no, 2 bad input. `--json` prints one JSON document; else sentences for a person.
Help texts are English, because they are shown before Django is loaded; everything else is translated.
"""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class CommandError(Exception):
    """What a person typed cannot be done; the message says why and what to do, and is shown without a traceback."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def command(
    subparsers: Subparsers, name: str, run: Callable[[argparse.Namespace], int], summary: str, *, json: bool = True
) -> argparse.ArgumentParser:
    """A sub-command with its function; `--json` unless it makes no sense."""
    parser = subparsers.add_parser(name, help=summary, description=summary)
    parser.set_defaults(func=run)
    if json:
        parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


def seq(text: str) -> int:
    """The type of an argument that numbers an entry: no number that a database cannot compare with."""
    number = int(text)
    if abs(number) >= 2**63:
        raise argparse.ArgumentTypeError("no entry has so high a number")
    return number


def known_at(asked: int | None) -> int | None:
    """The entry that `--as-of` names: of one to come nobody can say what will be known. raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import queries

    if asked is None or 0 <= asked <= queries.head_seq():
        return asked
    words = {"asked": asked, "newest": queries.head_seq()}
    raise CommandError(_("There is no entry %(asked)s: the newest of the ledger is %(newest)s.") % words)


def why(error: OSError) -> str:
    """What the operating system says, in the language of the terminal."""
    from lantoa.base import files

    return files.why(error)


def print_json(document: Any) -> None:
    """Dates and decimals must be text or numbers already: what a reader gets is decided by the command."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def person(username: str | None) -> Any:
    """The account that a command writes under: the one named, else the command line's own. raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.people import actions, queries
    from lantoa.core.people.models import User

    if username is None:
        return actions.operator()
    try:
        return queries.person(username)
    except User.DoesNotExist:
        raise CommandError(_("No account has the name “%(name)s”.") % {"name": username}) from None
