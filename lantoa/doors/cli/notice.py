"""`lantoa notice on|off`: the public pages say that they are closed for a while; the office goes on."""

import argparse

from lantoa.doors.cli import Subparsers, command


def add(subparsers: Subparsers) -> None:
    parser = command(
        subparsers, "notice", _notice, "close the public pages with a notice, or open them again", json=False
    )
    parser.add_argument("state", choices=["on", "off"], help="on: every public page answers that it is closed")


def _notice(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    if args.state == "on":
        settings.NOTICE_FILE.touch()
        print(_("The public pages are closed; the office goes on. Open them again with: lantoa notice off"))
    else:
        settings.NOTICE_FILE.unlink(missing_ok=True)
        print(_("The public pages are open."))
    return 0
