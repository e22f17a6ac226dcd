"""`lantoa outlines FILE`: the outlines of the province's communes, for maps."""

import argparse
from pathlib import Path

from lantoa.doors.cli import CommandError, Subparsers, command, print_json, why


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "outlines", _outlines, "take in the outlines of the communes, for maps")
    parser.add_argument("file", metavar="FILE.geojson", type=Path, help="GeoJSON; each outline has a property “code”")


def _outlines(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from lantoa.core.documents import actions
    from lantoa.core.documents.queries import outlines
    from lantoa.core.documents.rules.outlines import BadOutlines

    try:
        taken = actions.keep_outlines(args.file.read_bytes())
    except (OSError, BadOutlines) as error:
        reason = f"{why(error)}." if isinstance(error, OSError) else "\n".join(error.problems)
        raise CommandError(
            _("“%(file)s” was not taken in: %(reason)s") % {"file": args.file, "reason": reason}
        ) from None
    told = outlines.compared(taken)
    without, unknown = sorted(place.code for place in told.without), told.unknown
    if args.json:
        print_json({"outlines": len(taken.areas), "communes_without": without, "unknown_codes": unknown})
        return 0
    count = len(taken.areas)
    print(ngettext("Taken in: %(count)s outline.", "Taken in: %(count)s outlines.", count) % {"count": count})
    if without:
        print(_("Communes without an outline: %(codes)s.") % {"codes": ", ".join(without)})
    if unknown:
        print(_("Outlines of no commune of today: %(codes)s.") % {"codes": ", ".join(unknown)})
    return 0
