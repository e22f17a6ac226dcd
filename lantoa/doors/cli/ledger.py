"""`lantoa ledger head|verify`."""

import argparse

from lantoa.doors.cli import print_json


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("ledger", help="the head of the ledger, or whether its chain holds")
    commands = parser.add_subparsers(required=True, metavar="head|verify")
    for name, func, text in (
        ("head", head, "number and hash of the newest entry"),
        ("verify", verify, "recompute every hash; exit code 1 if one does not hold"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--json", action="store_true")
        command.set_defaults(func=func)


def head(args: argparse.Namespace) -> int:
    from lantoa.core.ledger import queries

    found = queries.head()
    if args.json:
        posted = found.posted_at.isoformat() if found.posted_at else None
        print_json({"head_seq": found.head_seq, "head_hash": found.head_hash, "posted_at": posted})
    else:
        print(f"{found.head_seq} {found.head_hash}")
    return 0


def verify(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import queries

    found = queries.verify()
    if args.json:
        print_json(
            {
                "holds": found.holds,
                "entries": found.entry_count,
                "head_seq": found.head_seq,
                "head_hash": found.head_hash,
                "problems": found.problems,
            }
        )
    elif found.holds:
        print(
            _("The chain holds: %(count)s entries, head %(hash)s")
            % {"count": found.entry_count, "hash": found.head_hash}
        )
    else:
        print(_("The chain does not hold:"), *found.problems, sep="\n- ")
    return 0 if found.holds else 1
