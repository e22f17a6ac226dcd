"""`lantoa content import FILE --section SLUG --agency CODE`: what another portal published, as drafts; and `undo`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lantoa.doors.cli import CommandError, person, print_json, why

if TYPE_CHECKING:
    from lantoa.desks.intake.drafts import Plan, Wishes


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("content", help="bring in what another portal published, as drafts; undo it")
    commands = parser.add_subparsers(required=True, metavar="import|undo")
    importing = commands.add_parser("import", help="read RSS, Atom or an export of WordPress (WXR) into drafts")
    importing.add_argument("file", metavar="FILE", help="a file, or the https:// address of a feed")
    importing.add_argument("--section", metavar="SLUG", required=True, help="the section under which they stand")
    importing.add_argument("--language", metavar="CODE", default="vi", help="of that section (default: vi)")
    importing.add_argument("--agency", metavar="CODE", required=True, help="the agency that answers for them")
    importing.add_argument("--kind", action="append", choices=["post", "page"], help="default: post; several times")
    importing.add_argument("--status", action="append", metavar="STATE", help="there; default: publish; several times")
    importing.add_argument("--topic", action="append", default=[], metavar="CATEGORY=CODE", help="several times")
    importing.add_argument("--skip-bad", action="store_true", help="leave out items that cannot come")
    importing.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
    importing.add_argument("--by", metavar="USERNAME", help="account to write under (default: the command line's own)")
    importing.add_argument("--json", action="store_true", help="print one JSON document")
    importing.set_defaults(func=bring)
    undoing = commands.add_parser("undo", help="take away the drafts of an import that nobody worked on")
    undoing.add_argument("number", type=int, help="of the import")
    undoing.add_argument("--by", metavar="USERNAME", help="account to write under (default: the command line's own)")
    undoing.add_argument("--json", action="store_true", help="print one JSON document")
    undoing.set_defaults(func=undo)


def bring(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from lantoa.desks.intake import actions, queries
    from lantoa.desks.intake.drafts import BadSource

    by, now = person(args.by), timezone.now()
    section, agency, wishes = _where(args, by)
    try:
        batch = actions.keep(_content(args.file), file_name=args.file, by=by, at=now)
    except BadSource as error:
        if not args.json:
            raise CommandError(f"{args.file}: {error}") from None
        print_json({"file": args.file, "refused": str(error), "drafts": 0})
        return 2
    actions.choose(batch, section=section, agency=agency, wishes=wishes)
    plan = actions.planned(batch, actions.kept_items(batch))
    refused = ""
    try:
        if args.dry_run:
            refused = _refused(plan, args)
        else:
            actions.begin(batch, by=by, at=now, leave_out=args.skip_bad)
            actions.bring(queries.batch(batch.pk), at=now, told=_show_progress(len(plan.new)))
    except actions.NotNow as error:
        refused = str(error)
    number = None if args.dry_run or refused else batch.pk
    if number is None:
        actions.drop(batch)
    (_print_json if args.json else _print)(args, plan, number, refused)
    return 2 if refused else 0


def undo(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from lantoa.desks.intake import actions, queries
    from lantoa.desks.intake.models import ContentImport

    by = person(args.by)
    try:
        count = actions.undo(queries.batch(args.number), by=by, at=timezone.now())
    except (ContentImport.DoesNotExist, OverflowError):
        raise CommandError(_("There is no import %(number)s.") % {"number": args.number}) from None
    except actions.NotNow as error:
        raise CommandError(str(error), code=1) from None
    if args.json:
        print_json({"import": args.number, "removed": count})
    else:
        print(
            ngettext("%(count)s draft was taken away.", "%(count)s drafts were taken away.", count) % {"count": count}
        )
    return 0


def _where(args: argparse.Namespace, by: Any) -> "tuple[Any, Any, Wishes]":
    """The section, the agency and the wishes. raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.people import queries as people
    from lantoa.desks.intake import queries, rules
    from lantoa.desks.intake.drafts import STATUSES, Wishes
    from lantoa.desks.newsroom.rules import access

    section = queries.section_named(args.section, args.language)
    if section is None:
        known = ", ".join(f"{page.slug} ({page.locale.language_code})" for page in queries.sections())
        raise CommandError(_("There is no such section. There are: %(sections)s.") % {"sections": known})
    try:
        agency = people.agency(args.agency)
    except people.UnknownAgency:
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": args.agency}) from None
    own = rules.agencies_brought_for(by)
    # Without --by it is whoever may run commands on this machine: that person may do anything.
    if args.by and not (access.may_bring_in(by) and (own is None or agency.code in own)):
        raise CommandError(_("%(person)s may not bring in items for this agency.") % {"person": by}, code=1)
    if unknown := set(args.status or ()) - set(STATUSES):
        raise CommandError(_("No item there has the state “%(state)s”.") % {"state": ", ".join(sorted(unknown))})
    wishes = Wishes(tuple(args.kind or ["post"]), tuple(args.status or ["publish"]), _topics(args.topic))
    return section, agency, wishes


def _topics(told: list[str]) -> dict[str, str]:
    from django.utils.translation import gettext as _

    from lantoa.core.vocabulary import queries as vocabulary
    from lantoa.core.vocabulary.models import Dimension

    known = {term.code for term in vocabulary.terms(Dimension.TOPIC)}
    topics = {}
    for pair in told:
        category, _equals, code = pair.rpartition("=")
        if code not in known or not category:
            raise CommandError(_("“%(pair)s”: write CATEGORY=CODE with the code of a topic.") % {"pair": pair})
        topics[category] = code
    return topics


def _content(file: str) -> bytes:
    """raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.base import outgoing
    from lantoa.desks.intake.drafts.source import MOST_BYTES

    try:
        if file.startswith(("http://", "https://")):
            return outgoing.get(file, most_bytes=MOST_BYTES)
        with Path(file).open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except outgoing.Unreachable as error:
        raise CommandError(_("This address gave nothing: %(reason)s.") % {"reason": error}) from None
    except OSError as error:
        raise CommandError(f"{file}: {why(error)}") from None


def _refused(plan: "Plan", args: argparse.Namespace) -> str:
    from django.utils.translation import gettext as _

    if plan.problems and not args.skip_bad:
        return _("Some items cannot come. Leave them out, or repair the file and send it again.")
    return "" if plan.new else _("Nothing of it is new: everything was brought in before, or was not chosen.")


def _show_progress(count: int) -> Any:
    def show(done: int) -> None:
        print(f"\r{done:,} / {count:,}", end="\r", file=sys.stderr, flush=True)

    return show if sys.stderr.isatty() else None


def _print(args: argparse.Namespace, plan: "Plan", number: int | None, refused: str) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    for item in plan.problems:
        told = {"number": item.number, "line": item.line, "problem": item.problem}
        print(_("Item %(number)s, line %(line)s: %(problem)s") % told, file=sys.stderr)
    for number_there, title, reason in plan.told():
        print(f"{number_there}\t{title}\t{reason}")
    if refused:
        print(refused, file=sys.stderr)
    elif number is None:
        said = ngettext(
            "Dry run: %(count)s item can be brought in; nothing was written.",
            "Dry run: %(count)s items can be brought in; nothing was written.", len(plan.new),
        )  # fmt: skip
        print(said % {"count": len(plan.new)})
    else:
        said = ngettext(
            "Import %(number)s: %(count)s draft was made. Nothing is public before another person approved it.",
            "Import %(number)s: %(count)s drafts were made. Nothing is public before another person approved it.",
            len(plan.new),
        )
        print(said % {"number": number, "count": len(plan.new)})


def _print_json(args: argparse.Namespace, plan: "Plan", number: int | None, refused: str) -> None:
    print_json({
        "file": args.file, "import": number, "dry_run": args.dry_run, "refused": refused,
        "drafts": len(plan.new) if not refused else 0,
        "items": [
            {"item": item.number, "title": item.title, "address": item.address,
             "published_at": item.published_at or None, "language": item.language or None, "gaps": item.gaps}
            for item in plan.new
        ],
        "known": [item.number for item in plan.known],
        "left_out": [{"item": item.number, "title": item.title, "why": why} for item, why in plan.left_out],
        "problems": [
            {"item": item.number, "line": item.line, "title": item.title, "message": item.problem}
            for item in plan.problems
        ],
    })  # fmt: skip
