"""`lantoa search`: what the portal's search finds, and its index built anew."""

import argparse

from lantoa.doors.cli import CommandError, Subparsers, command, print_json


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "search", _search, "what the search of the public pages finds")
    parser.add_argument("text", metavar="TEXT", nargs="?", default="", help="what to look for, with or without accents")
    parser.add_argument("--language", metavar="CODE", default="", help="vi, en ...; else in all of them")
    parser.add_argument("--rebuild", action="store_true", help="build the index anew from what is published")


def _search(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    if args.rebuild:
        return _rebuild(args)
    if not args.text.strip():
        raise CommandError(_("Say what to look for, or write --rebuild."))
    from lantoa.base.search import queries

    found = queries.search(args.text, args.language or None)
    if args.json:
        rows = [
            {"id": hit.key, "title": hit.title, "language": hit.language, "kind": hit.kind,
             "published_at": hit.published_at.isoformat()}
            for hit in found.hits
        ]  # fmt: skip
        print_json({"count": found.count, "is_more": found.is_more, "results": rows})
    else:
        for hit in found.hits:
            print(f"{hit.published_at:%Y-%m-%d}  {hit.language:8}{hit.title}")
        print(_("Found: %(count)s.") % {"count": f"{found.count}+" if found.is_more else found.count})
    return 0 if found.count else 1


def _rebuild(args: argparse.Namespace) -> int:
    from django.utils.translation import ngettext

    from lantoa.base.search import actions
    from lantoa.desks.newsroom.actions import finding

    count = finding.refresh_all()
    actions.rebuild_admin()
    if args.json:
        print_json({"indexed": count})
    else:
        print(ngettext("Can be found: %(count)s item.", "Can be found: %(count)s items.", count) % {"count": count})
    return 0
