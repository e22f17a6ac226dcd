"""`lantoa entry list|show|correct`: single entries of the ledger."""

import argparse
from typing import Any

from lantoa.doors.cli import CommandError, known_at, print_json, seq


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("entry", help="list, show or correct entries of the ledger")
    commands = parser.add_subparsers(required=True, metavar="list|show|correct")
    listing = commands.add_parser("list", help="standing entries, by date")
    listing.add_argument("--indicator", metavar="CODE", help="only those behind this indicator")
    listing.add_argument("--period", help="only those whose whole span lies inside")
    listing.add_argument("--agency", metavar="CODE", help="only those it or an agency below it led or joined")
    listing.add_argument("--as-of", type=seq, metavar="SEQ", help="what stood at this entry (default: today)")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(func=list_entries)
    showing = commands.add_parser("show", help="one entry with its lines and what became of it")
    showing.add_argument("entry", help="its number")
    showing.add_argument("--json", action="store_true")
    showing.set_defaults(func=show)
    correcting = commands.add_parser("correct", help="reverse an entry and post a better one")
    correcting.add_argument("entry", help="its number")
    correcting.add_argument("--set", action="append", required=True, metavar="MEASURE=VALUE", dest="changes")
    correcting.add_argument("--reason", required=True)
    correcting.add_argument("--by", metavar="USERNAME", help="who corrects (default: the command line's own account)")
    correcting.add_argument("--json", action="store_true")
    correcting.set_defaults(func=correct)


def list_entries(args: argparse.Namespace) -> int:
    from lantoa.core.ledger import queries

    definition, period, agencies = _asked(args)
    found = queries.entries_listed(definition, period=period, agencies=agencies, as_of_seq=known_at(args.as_of))
    if args.json:
        print_json([_as_json(entry) for entry in found])
        return 0
    for entry in found:
        measures = ", ".join(f"{code}={value}" for code, value in queries.measures_of(entry).items())
        print(f"#{entry.seq}\t{entry.occurred_on}\t{entry.agency_id}\t{entry.kind_id}\t{measures}")
    return 0


def show(args: argparse.Namespace) -> int:
    from lantoa.core.ledger import queries

    entry = _entry(args.entry)
    content = _as_json(entry) | {
        "sign": entry.sign,
        "reverses": entry.reverses_id,
        "reversed_by": queries.reversal_of(entry),
        "participants": [part.agency_id for part in entry.participations.all()],
        "posted_at": entry.posted_at.isoformat(),
        "posted_by": entry.posted_by.username,
        "reason": queries.reason_of(entry),
        "document": entry.document,
        "document_digest": entry.document_digest,
        "hash": entry.hash,
        "previous_hash": entry.previous_hash,
    }
    if args.json:
        print_json(content)
    else:
        for name, value in content.items():
            print(f"{name}: {value}")
    return 0


def correct(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import actions, drafts, queries
    from lantoa.core.ledger.rules.access import may_correct
    from lantoa.doors.cli import person

    entry = _entry(args.entry)
    activity = queries.activity_of(entry)
    if queries.is_of_duty(entry):
        said = _("Entry %(seq)s was posted by the program itself. Mend the report or the task: the ledger follows.")
        raise CommandError(said % {"seq": entry.seq}, code=1)
    if activity is None:
        raise CommandError(_("Entry %(seq)s no longer stands, so it cannot be corrected.") % {"seq": entry.seq}, code=1)
    by = person(args.by)
    # Without --by it is whoever may run commands on this machine: that person may do anything.
    if args.by and not may_correct(by, activity):
        raise CommandError(_("%(person)s may not correct what was accepted.") % {"person": by}, code=1)
    draft = _changed(drafts.draft_of(activity), args.changes)
    try:
        actions.correct(activity, draft, by=by, at=timezone.now(), reason=args.reason)
    except actions.NotNow as error:
        raise CommandError(str(error)) from None
    activity.refresh_from_db()
    if args.json:
        print_json({"id": activity.entry_id, "seq": activity.entry_id, "reverses": entry.seq})
    else:
        text = _("Entry %(old)s was reversed; entry %(new)s stands in its place.")
        print(text % {"old": entry.seq, "new": activity.entry_id})
    return 0


def _asked(args: argparse.Namespace) -> tuple[Any, Any, Any]:
    from django.utils.translation import gettext as _

    from lantoa.base import periods
    from lantoa.core.people import queries as people
    from lantoa.core.vocabulary import queries as vocabulary

    try:
        return (
            vocabulary.definition(args.indicator) if args.indicator else None,
            periods.parse(args.period) if args.period else None,
            [people.agency(args.agency)] if args.agency else None,
        )
    except vocabulary.UnknownIndicator as error:
        raise CommandError(_("No indicator has the code “%(code)s”.") % {"code": error.code}) from None
    except people.UnknownAgency as error:
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": error}) from None
    except periods.BadPeriod as error:
        raise CommandError(str(error)) from None


def _entry(text: str) -> Any:
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import queries

    try:
        return queries.entry(int(text.lstrip("#")))
    except (ValueError, OverflowError, queries.UnknownEntry):
        raise CommandError(_("The ledger has no entry “%(entry)s”.") % {"entry": text}) from None


def _changed(draft: Any, changes: list[str]) -> Any:
    """The draft with the new quantities. raises: CommandError that says all that is wrong"""
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import drafts

    pairs = [change.partition("=") for change in changes]
    if bad := [change for change, (_measure, equals, _text) in zip(changes, pairs, strict=True) if not equals]:
        raise CommandError(_("“%(change)s”: write MEASURE=VALUE.") % {"change": bad[0]})
    written = {measure.strip(): text for measure, _equals, text in pairs}
    changed, problems = drafts.with_quantities(draft, written, drafts.Words.load(), today=timezone.localdate())
    if changed is None:
        raise CommandError("\n".join(f"{problem.field}: {problem.message}" for problem in problems))
    return changed


def _as_json(entry: Any) -> dict[str, Any]:
    from lantoa.base.quantities import to_json
    from lantoa.core.ledger import queries
    from lantoa.core.ledger.models import DIMENSIONS

    return {
        "id": entry.seq,
        "seq": entry.seq,
        "kind": entry.kind_id,
        "agency": entry.agency_id,
        "occurred_from": entry.occurred_from.isoformat(),
        "occurred_on": entry.occurred_on.isoformat(),
        "place": entry.place_id,
        "programme": entry.programme_id,
        "task": entry.task_id,
        "measures": {code: to_json(value) for code, value in queries.measures_of(entry).items()},
        "qualifiers": {line.measure_id: line.qualifier for line in entry.lines.all() if line.qualifier},
        "dimensions": {name: value for name in DIMENSIONS if (value := getattr(entry, name))},
        "is_subset": entry.is_subset,
    }
