"""`lantoa name`: whose installation this is, as every page says it, also after its first day."""

import argparse
from typing import TYPE_CHECKING

from lantoa.doors.cli import CommandError, Subparsers, command, print_json

if TYPE_CHECKING:
    from lantoa.base.models import Installation


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "name", _name, "say whose installation this is, or name it anew")
    parser.add_argument(
        "name_vi", metavar="NAME", nargs="?",
        help="in Vietnamese: “Tỉnh Đắk Lắk”; another one than before also takes the names in all other languages away "
        "that are not given with it",
    )  # fmt: skip
    parser.add_argument(
        "--english", metavar="NAME", default="",
        help="for readers of all languages without a name of their own (default: as Circular 03/2009/TT-BNG writes it: "
        "Dak Lak Province)",
    )  # fmt: skip
    parser.add_argument(
        "--lang", metavar=("CODE", "NAME"), nargs=2, action="append", default=[],
        help="for readers of this language, such as ko; may be given several times, and without any other name; an "
        "empty name is taken away",
    )  # fmt: skip


def _name(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.base import actions as base
    from lantoa.base.models import Installation
    from lantoa.core.people import actions as people

    if args.name_vi is None and args.english:
        raise CommandError(_("Give the Vietnamese name too."))
    before, asked = Installation.current(), dict(args.lang)
    if unknown := asked.keys() - dict(settings.LANGUAGES).keys():
        words = {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(dict(settings.LANGUAGES))}
        raise CommandError(_("No language of the portal: %(unknown)s. These are: %(known)s.") % words)
    try:
        if args.name_vi is not None:
            is_another = base.checked_name(args.name_vi, "vi") != before.name_vi
            old = dict.fromkeys(before.names, "") if is_another else {}
            asked = {**old, "vi": args.name_vi, "en": args.english, **asked}
        if asked:
            base.rename_installation(asked, by=people.operator(), at=timezone.now())
    except base.SampleKeepsItsName as error:
        raise CommandError(str(error), code=1) from None
    except base.NotAName as error:
        raise CommandError(f"{error.language}: {error}") from None
    _say(Installation.current(), before, as_json=args.json)
    return 0


def _say(named: "Installation", before: "Installation", *, as_json: bool) -> None:
    """What readers of each language see, in which language that is, and what was taken away."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    said = {code: named.said_in(code) for code in dict(settings.LANGUAGES)}
    if as_json:
        names = {code: {"name": name, "language": language} for code, (name, language) in said.items()}
        print_json({"name_vi": said["vi"][0], "name_en": said["en"][0], "names": names, "given": list(named.given)})
        return
    print(f"{said['vi'][0]} · {said['en'][0]}")
    for code in [code for code in said if code in named.names]:
        print(f"{code}: {said[code][0]}")
    if gone := [f"{code} {name}" for code, name in before.names.items() if code not in named.names]:
        print(_("Taken away: %(names)s") % {"names": ", ".join(gone)})
