"""`lantoa ledger head|verify`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lantoa.doors.cli import CommandError, print_json, why

if TYPE_CHECKING:
    from lantoa.core.ledger.rules.papers import Compared

_MOST_BYTES = 8 * 1024 * 1024
_MOST_NAMED = 20


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("ledger", help="the head of the ledger, or whether its chain holds")
    commands = parser.add_subparsers(required=True, metavar="head|verify")
    for name, func, text in (
        ("head", head, "number and hash of the newest entry"),
        ("verify", verify, "recompute every hash, document and frozen page; exit code 1 if one does not hold"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--json", action="store_true")
        command.set_defaults(func=func)
        if func is verify:
            command.add_argument(
                "--against", metavar="FILE_OR_URL", help="a kept copy of the public feed (/heads.json)"
            )


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
    from django.conf import settings
    from django.utils.translation import gettext as _

    from lantoa.base import queries as base
    from lantoa.base import time_stamps
    from lantoa.core.ledger import queries
    from lantoa.core.reports import queries as reports

    kept = _kept(args.against) if args.against else []
    found, pages = queries.verify(), reports.compare_pages()
    stamps = base.check_stamps(time_stamps.from_settings(settings.TSA_URL, settings.TSA_ROOTS))
    words, page = (
        _("Activity %(number)s: its words or files are not what was posted."),
        _("Review %(number)s: its frozen page was changed."),
    )
    problems = [*found.problems, *(words % {"number": pk} for pk in found.documents.altered[:_MOST_NAMED])]
    problems += [*(page % {"number": pk} for pk in pages.altered), *reports.compare_heads(kept)]
    problems += [_("Time stamp of %(what)s") % {"what": what} for what in stamps.wrong]
    if args.json:
        print_json(
            {
                "holds": not problems,
                "entries": found.entry_count,
                "head_seq": found.head_seq,
                "head_hash": found.head_hash,
                "documents": _told("activity", found.documents) | {"added": _names("activity", found.documents.added)},
                "pages": _told("review", pages),
                "stamps": {
                    "good": stamps.good_count,
                    "unchecked": stamps.unchecked_count,
                    "waiting": stamps.waiting_count,
                },
                "against": len(kept),
                "problems": problems,
            }
        )
    else:
        _say(found, pages, len(kept), problems)
        _say_stamps(stamps)
    return 1 if problems else 0


def _kept(name: str) -> Any:
    """The lines of a kept copy of the feed. raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.base import outgoing
    from lantoa.core.reports.rules import heads

    try:
        text = _fetched(name) if name.startswith(("http://", "https://")) else _saved(Path(name))
        if len(text) > _MOST_BYTES:
            raise heads.NotAFeed(_("This is no copy of the feed: save /heads.json as it is."))
        return heads.read(text.decode("utf-8", errors="replace"))
    except OSError as error:
        raise CommandError(f"{name}: {why(error)}") from None
    except outgoing.Unreachable as error:
        raise CommandError(f"{name}: {error}") from None
    except heads.NotAFeed as error:
        raise CommandError(f"{name}: {error}") from None


def _fetched(url: str) -> bytes:
    """A copy that somebody else shows to the public."""
    from lantoa.base import outgoing

    return outgoing.get(url, most_bytes=_MOST_BYTES)


def _saved(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_MOST_BYTES + 1)


def _say(found: Any, pages: "Compared", kept_count: int, problems: list[str]) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    if problems:
        print(_("The chain does not hold:") if found.problems else _("What was stated no longer holds:"))
        print(*(f"- {problem}" for problem in problems), sep="\n")
    else:
        said = ngettext(
            "The chain holds: %(count)s entry, head %(hash)s", "The chain holds: %(count)s entries, head %(hash)s",
            found.entry_count,
        )  # fmt: skip
        print(said % {"count": found.entry_count, "hash": found.head_hash})
    for line, compared in (
        (_("Documents: %(same)s as posted, %(altered)s altered, %(gone)s no longer there"), found.documents),
        (_("Frozen pages: %(same)s as frozen, %(altered)s altered, %(gone)s no longer there"), pages),
    ):
        told = {"same": compared.same_count, "altered": len(compared.altered), "gone": compared.gone_count}
        print(line % told)
    for pk in found.documents.added[:_MOST_NAMED]:
        print(_("Activity %(number)s: files were added after its entry, which does not cover them.") % {"number": pk})
    if kept_count and not problems:
        said = ngettext(
            "The one line of the kept copy fits.", "All %(count)s lines of the kept copy fit.", kept_count
        )  # fmt: skip
        print(said % {"count": kept_count})


def _say_stamps(stamps: Any) -> None:
    from django.utils.translation import gettext as _

    if stamps != type(stamps)():
        line = _(
            "Time stamps from outside: %(good)s hold, %(wrong)s do not, %(waiting)s waiting, %(unchecked)s unchecked"
        )
        print(line % {
            "good": stamps.good_count, "wrong": len(stamps.wrong), "waiting": stamps.waiting_count,
            "unchecked": stamps.unchecked_count,
        })  # fmt: skip


def _told(name: str, compared: "Compared") -> dict[str, Any]:
    return {"same": compared.same_count, "altered": _names(name, compared.altered), "gone": compared.gone_count}


def _names(name: str, keys: list[int]) -> list[str]:
    return [f"{name} {pk}" for pk in keys]
