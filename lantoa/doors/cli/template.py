"""`lantoa template KIND -o FILE.xlsx`: the workbook that an agency fills in."""

import argparse
from pathlib import Path

from lantoa.doors.cli import CommandError, Subparsers, command, print_json, why


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "template", _template, "write the empty workbook of a kind of activity")
    parser.add_argument("kind", metavar="KIND", help="code of the kind, such as talk or delegation")
    parser.add_argument("-o", "--output", metavar="FILE.xlsx", type=Path, required=True, help="where to write it")


def _template(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import workbooks
    from lantoa.core.ledger.drafts import Words

    words = Words.load(timezone.localdate())
    if args.kind not in words.kinds:
        raise CommandError(
            _("No kind has the code “%(code)s”. Known are: %(codes)s.")
            % {"code": args.kind, "codes": ", ".join(words.kinds)}
        )
    try:
        with args.output.open("wb") as file:
            workbooks.write_template(args.kind, words, file)
    except OSError as error:
        raise CommandError(
            _("“%(file)s” cannot be written: %(reason)s.") % {"file": args.output, "reason": why(error)}
        ) from None
    if args.json:
        print_json({"kind": args.kind, "file": str(args.output)})
    else:
        print(_("Written: %(file)s. Fill it in, then: lantoa import %(file)s --agency CODE") % {"file": args.output})
    return 0
