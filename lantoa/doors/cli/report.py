"""`lantoa report ...`: reviews, their files, the figures they state, and whether they still hold."""

import argparse
from typing import Any

from lantoa.doors.cli import CommandError, print_json, report_files


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("report", help="list, freeze, trace and check reviews")
    commands = parser.add_subparsers(required=True, metavar="list|new|freeze|export|verify|trace|check")
    listing = commands.add_parser("list", help="all reviews and their state")
    listing.set_defaults(func=list_reports)
    beginning = commands.add_parser("new", help="begin a draft as a form of reports proposes it for today")
    beginning.add_argument("form", metavar="FORM", help="annual-review, press-report, interim-review, ...")
    beginning.add_argument("--period", metavar="P", help="instead of the one that is awaited next")
    beginning.add_argument("--title", help="instead of the one that the form proposes")
    beginning.add_argument("--agency", metavar="CODE", help="whose figures (default: the whole province)")
    beginning.add_argument("--programme", metavar="CODE", default="", help="the one to review")
    beginning.add_argument("--language", choices=["vi", "en"], default="vi", help="of the review (default: vi)")
    beginning.add_argument("--by", metavar="USERNAME", help="who begins it (default: the command line's own account)")
    beginning.set_defaults(func=new)
    freezing = commands.add_parser("freeze", help="fix a review for ever at the head of the ledger")
    freezing.add_argument("report", type=int, metavar="ID")
    freezing.add_argument(
        "--accept-unbound",
        action="store_true",
        help="although numbers in its text are bound to no figure; they are listed",
    )
    freezing.add_argument(
        "--accept-comments", action="store_true", help="although comments on it are not answered; they stay with it"
    )
    freezing.add_argument("--by", metavar="USERNAME", help="who freezes (default: the command line's own account)")
    freezing.set_defaults(func=freeze)
    report_files.add(commands)
    tracing = commands.add_parser("trace", help="the records behind a figure of a frozen review")
    tracing.add_argument("figure", metavar="FIGURE", help="its number, for example F-4TB8K")
    tracing.set_defaults(func=trace)
    checking = commands.add_parser("check", help="recompute frozen figures, and list what changed since")
    checking.add_argument("report", type=int, nargs="?", metavar="ID", help="one review (default: all that are frozen)")
    checking.set_defaults(func=check)
    for command in (listing, beginning, freezing, tracing, checking):
        command.add_argument("--json", action="store_true", help="one JSON document")


def list_reports(args: argparse.Namespace) -> int:
    from lantoa.core.reports import queries

    found = queries.all_reports()
    if args.json:
        print_json([_report_json(report) for report in found])
        return 0
    for report in found:
        seq = "" if report.as_of_seq is None else f"#{report.as_of_seq}"
        print(f"{report.pk}\t{report.state}\t{report.period.code()}\t{seq}\t{report.title}")
    return 0


def new(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.base import periods
    from lantoa.core.people import queries as people
    from lantoa.core.reports import actions, queries
    from lantoa.core.reports.models import ReportForm
    from lantoa.core.reports.rules import access
    from lantoa.doors.cli import person

    by, today = person(args.by), timezone.localdate()
    if args.by and not access.may_write(by):
        raise CommandError(_("“%(name)s” may not write reviews: the secretariat does.") % {"name": args.by}, code=1)
    try:
        found = queries.proposal(args.form, today=today, language=args.language, programme=args.programme)
    except ReportForm.DoesNotExist:
        known = ", ".join(form.code for form in queries.forms(on=today))
        raise CommandError(
            _("There is no form “%(code)s”. There are: %(known)s.") % {"code": args.form, "known": known}
        ) from None
    if args.programme and found.programme is None:
        raise CommandError(_("This form reviews no programme “%(code)s”.") % {"code": args.programme})
    try:
        agency = people.agency(args.agency) if args.agency else None
        period = periods.parse(args.period) if args.period else found.period
    except people.UnknownAgency:
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": args.agency}) from None
    except periods.BadPeriod as error:
        raise CommandError(str(error)) from None
    report = actions.create(
        args.title or found.title or found.form.name, period=period, agency=agency,
        language=args.language, form=found.form, programme=found.programme, by=by, at=timezone.now(),
    )  # fmt: skip
    if args.json:
        print_json(_report_json(report))
    else:
        print(f"{report.pk}\t{report.period.code()}\t{report.title}")
    return 0


def freeze(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.reports import actions
    from lantoa.core.reports.rules import access
    from lantoa.doors.cli import person

    report, by = report_files.named(args.report), person(args.by)
    if args.by and not access.may_write(by):
        raise CommandError(_("“%(name)s” may not freeze reviews: the secretariat does.") % {"name": args.by}, code=1)
    if not report.is_draft:
        raise CommandError(_("Review %(id)s is frozen already.") % {"id": report.pk}, code=1)
    try:
        accepted = {"accept_unbound": args.accept_unbound, "accept_comments": args.accept_comments}
        report = actions.freeze(report, by=by, at=timezone.now(), **accepted)
    except actions.CannotFreeze as error:
        wrong = [f"{problem.text}: {problem.message}" for problem in error.problems]
        wrong += [f"“{item.finding.text}”: {item.finding.reason}" for item in error.unbound]
        wrong += [f"{comment.heading}: {comment.text}" for comment in error.comments]
        raise CommandError("\n".join([str(error), *wrong]), code=1) from None
    if args.json:
        print_json(_report_json(report) | {"figures": [_figure_json(row) for row in report.figures.all()]})
        return 0
    print(_("“%(title)s” is frozen at entry %(seq)s.") % {"title": report.title, "seq": report.as_of_seq})
    for row in report.figures.all():
        print(f"{row.public_id}\t{row.token}")
    return 0


def trace(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from lantoa.base.quantities import to_json
    from lantoa.core.ledger import queries as ledger
    from lantoa.core.reports import queries
    from lantoa.core.reports.models import FrozenFigure

    try:
        frozen = queries.figure_named(args.figure)
    except FrozenFigure.DoesNotExist:
        raise CommandError(_("No review states a figure with the number “%(id)s”.") % {"id": args.figure}) from None
    found = queries.trace(frozen)
    entries = found.told(found.entries.prefetch_related("lines").select_related("posted_by"))
    if not args.json:
        _print_trace(found, entries)
        return 0
    lumps = {"value": to_json(found.explanation.lump_value), "entries": found.explanation.lump_count}
    more = {
        "name": frozen.definition.name,
        "holds": found.holds,
        "now": _value_json(found.now),
        "difference": to_json(found.difference),
        "from_lumps": lumps,
        "words": frozen.words,
        "words_changed": [_word_json(word) for word in found.words_changed],
        "tables": [_table_json(table) for table in found.explanation.tables],
        "entries": [_entry_json(entry) for entry in entries],
        "changes": [_change_json(entry) for entry in ledger.with_measures(found.changes)],
    }
    print_json(_figure_json(frozen) | more)
    return 0


def _print_trace(found: Any, entries: list[Any]) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from lantoa.base import quantities

    frozen, stated = found.frozen, found.stated
    print(f"{frozen.public_id}  {frozen.definition.name}, {frozen.period.label()}: {stated.text} {stated.unit}")
    rows = {"rows": frozen.row_count, "seq": frozen.as_of_seq, "title": frozen.report.title}
    said = ngettext(
        "%(rows)s record, as of entry %(seq)s, stated in “%(title)s”",
        "%(rows)s records, as of entry %(seq)s, stated in “%(title)s”", frozen.row_count,
    )  # fmt: skip
    print(said % rows)
    for table in found.explanation.tables:
        if not table.rows:
            continue
        when = f", {table.period.label()}" if stated.is_growth else ""
        print(f"{table.text}{when}, {table.heading}:")
        for row in table.rows:
            print(f"  {row.label or '–'}\t{quantities.written(row.total)}")
    for word in found.words_changed:
        print(f"{word.what}: {word.name}, " + _("version %(version)s") % {"version": word.number})
        for one in word.differences:
            print(f"  {one.name}: {one.before or '–'} → " + _("today: %(now)s") % {"now": one.after or "–"})
    print(_("The records:"))
    for entry in entries:
        print(f"  #{entry.seq}\t{entry.occurred_on}\t{entry.agency_id}\t{entry.kind_id}\t{entry.share or 1}")
    if found.changes:
        print(_("Known now: %(value)s. Since then:") % {"value": found.now.text})
        for entry in found.changes:
            print("  " + _change_text(entry))


def check(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from lantoa.core.reports import queries

    reports = list(queries.frozen_reports()) if args.report is None else [report_files.named(args.report)]
    try:
        checked = [queries.check(report) for report in reports]
    except queries.NotFrozen:
        raise CommandError(
            _("Review %(id)s is a draft: there is nothing to check yet.") % {"id": args.report}
        ) from None
    if args.json:
        print_json([_check_json(item) for item in checked])
    else:
        for item in checked:
            _print_check(item)
        if not checked:
            print(_("No review is frozen yet."))
    return 0 if all(item.holds for item in checked) else 1


def _print_check(item: Any) -> None:
    from django.utils.translation import gettext as _

    verdict = _("holds") if item.holds else _("DOES NOT HOLD")
    print(f"{item.report.pk}\t{verdict}\t{item.report.title}")
    if not item.head_holds:
        print(
            "  "
            + _("The ledger no longer has, at entry %(seq)s, the hash that is printed.")
            % {"seq": item.report.as_of_seq}
        )
    if not item.document_holds:
        print("  " + _("The kept page is not the one that was frozen."))
    for figure in item.figures:
        if not figure.holds:
            values = {"id": figure.frozen.public_id, "then": figure.stated.text, "again": figure.recomputed.text}
            print("  " + _("%(id)s: stated %(then)s, recomputed %(again)s, or other records behind it.") % values)
        if figure.is_restated:
            values = {"id": figure.frozen.public_id, "then": figure.stated.text, "now": figure.now.text}
            print("  " + _("%(id)s: known then %(then)s, known now %(now)s") % values)
            for entry in figure.changes:
                print("    " + _change_text(entry))


def _report_json(report: Any) -> dict[str, Any]:
    return {
        "id": report.pk,
        "title": report.title,
        "state": report.state,
        "period": report.period.code(),
        "agency": report.agency_id,
        "language": report.language,
        "replaces": report.replaces_id,
        "as_of_seq": report.as_of_seq,
        "head_hash": report.head_hash or None,
        "frozen_at": report.frozen_at.isoformat() if report.frozen_at else None,
        "frozen_by": report.frozen_by.username if report.frozen_by else None,
    }


def _figure_json(frozen: Any) -> dict[str, Any]:
    from lantoa.core.reports import queries

    return {
        "id": frozen.public_id,
        "report": frozen.report_id,
        "indicator": frozen.definition.indicator_id,
        "version": frozen.definition.version,
        "period": frozen.period.code(),
        "agency": frozen.agency_id,
        **_value_json(queries.stated(frozen)),
        "as_of_seq": frozen.as_of_seq,
        "rows_digest": frozen.rows_digest,
    }


def _word_json(word: Any) -> dict[str, Any]:
    return {
        "word": word.version.word,
        "version": word.version.version,
        "values": word.version.values,
        "differences": [{"name": one.name, "then": one.before, "today": one.after} for one in word.differences],
    }


def _value_json(figure: Any) -> dict[str, Any]:
    from lantoa.base.quantities import to_json

    return {
        "value": to_json(figure.value),
        "numerator": to_json(figure.numerator),
        "denominator": to_json(figure.denominator),
        "unit": figure.definition.unit,
        "approximate": figure.approximate,
        "rows": figure.row_count,
    }


def _check_json(item: Any) -> dict[str, Any]:
    from lantoa.base.quantities import to_json
    from lantoa.core.ledger import queries as ledger

    return {
        "report": item.report.pk,
        "title": item.report.title,
        "as_of_seq": item.report.as_of_seq,
        "holds": item.holds,
        "head_holds": item.head_holds,
        "document_holds": item.document_holds,
        "figures": [
            _figure_json(figure.frozen)
            | {
                "holds": figure.holds,
                "recomputed": _value_json(figure.recomputed),
                "now": _value_json(figure.now),
                "restated": figure.is_restated,
                "difference": to_json(figure.difference),
                "changes": [_change_json(entry) for entry in ledger.with_measures(figure.changes)],
            }
            for figure in item.figures
        ],
    }


def _entry_json(entry: Any) -> dict[str, Any]:
    from lantoa.base.quantities import to_json
    from lantoa.core.ledger import queries

    return {
        "id": entry.seq,
        "seq": entry.seq,
        "kind": entry.kind_id,
        "agency": entry.agency_id,
        "occurred_from": entry.occurred_from.isoformat(),
        "occurred_on": entry.occurred_on.isoformat(),
        "measures": {code: to_json(value) for code, value in queries.measures_of(entry).items()},
        "accepted_by": entry.posted_by.username,
        "accepted_at": entry.posted_at.isoformat(),
        "document": entry.document,
    }


def _table_json(table: Any) -> dict[str, Any]:
    from lantoa.base.quantities import to_json

    rows = [{"code": row.code, "value": to_json(row.total), "entries": row.row_count} for row in table.rows]
    return {"number": table.number or None, "by": table.dimension, "of_values": table.of_values, "rows": rows}


def _change_json(entry: Any) -> dict[str, Any]:
    from lantoa.core.ledger import queries

    return _entry_json(entry) | {"sign": entry.sign, "reverses": entry.reverses_id, "reason": queries.reason_of(entry)}


def _change_text(entry: Any) -> str:
    from django.utils import timezone

    from lantoa.core.ledger import queries

    what = f"−#{entry.reverses_id}" if entry.sign < 0 else "+"
    day = timezone.localdate(entry.posted_at)
    return f"#{entry.seq}\t{what}\t{day}\t{entry.posted_by.username}\t{queries.reason_of(entry) or ''}"
