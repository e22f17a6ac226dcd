"""`lantoa name`: whose installation this is, as every page says it, also after its first day."""

import argparse

from lantoa.doors.cli import CommandError, Subparsers, command, print_json


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "name", _name, "say whose installation this is, or name it anew")
    parser.add_argument("name_vi", metavar="NAME", nargs="?", help="in Vietnamese: “Tỉnh Đắk Lắk”")
    parser.add_argument(
        "--english", metavar="NAME", default="",
        help="for readers of all other languages (default: as Circular 03/2009/TT-BNG writes it: Dak Lak Province)",
    )  # fmt: skip


def _name(args: argparse.Namespace) -> int:
    from django.utils import timezone, translation
    from django.utils.translation import gettext as _

    from lantoa.base import actions as base
    from lantoa.base.folding import normal_text
    from lantoa.base.models import Installation
    from lantoa.core.people import actions as people

    if args.name_vi is None and args.english:
        raise CommandError(_("Give the Vietnamese name too."))
    if args.name_vi is not None:
        name_vi, name_en = (" ".join(normal_text(name).split()) for name in (args.name_vi, args.english))
        if not name_vi or max(len(name_vi), len(name_en)) > base.LONGEST_NAME:
            raise CommandError(_("A name has one letter at least and %(most)s at most.") % {"most": base.LONGEST_NAME})
        if Installation.current().is_sample:
            raise CommandError(_("This is the sample province. Take it away first: lantoa demo --remove"), code=1)
        base.rename_installation(name_vi, name_en, by=people.operator(), at=timezone.now())
    named = Installation.current()
    with translation.override("en"):
        name_en = named.own_name
    if args.json:
        print_json({"name_vi": named.name_vi, "name_en": name_en})
    else:
        print(f"{named.name_vi} · {name_en}")
    return 0
