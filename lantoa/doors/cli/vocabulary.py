"""`lantoa vocabulary`: the words of this installation as a file, today's or all their versions."""

import argparse
import sys

from lantoa.doors.cli import CommandError


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("vocabulary", help="kinds, measures, words and indicators as YAML")
    parser.add_argument(
        "--history", nargs="?", const="", metavar="WORD",
        help="all versions instead: of kind/talk, measure/talks, heading/press, topic/border, definition/talks, or "
        "of every word",
    )  # fmt: skip
    parser.set_defaults(func=vocabulary)


def vocabulary(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.base.models import Installation
    from lantoa.core.vocabulary import queries

    name, today = Installation.current().name, timezone.localdate()
    if args.history is None:
        text = queries.exported(name, today=today)
    else:
        text = queries.exported_versions(name, today=today, word=args.history)
    if not text:
        raise CommandError(_("There is no word “%(word)s”: write kind/talk, topic/border.") % {"word": args.history})
    sys.stdout.write(text)
    return 0
