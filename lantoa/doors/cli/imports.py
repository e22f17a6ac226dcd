"""`lantoa import FILE.xlsx --agency CODE [--dry-run]`: take a filled workbook in, all of it or nothing."""

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lantoa.doors.cli import CommandError, Subparsers, command, import_answers, person, print_json

if TYPE_CHECKING:
    from lantoa.core.ledger.drafts import Words
    from lantoa.core.ledger.models import ImportBatch
    from lantoa.core.ledger.workbooks import ColumnMapping, Comparison, Reading, Remark


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "import", _import, "read a filled workbook into submitted activities")
    parser.add_argument("file", metavar="FILE.xlsx", type=Path)
    parser.add_argument("--agency", metavar="CODE", required=True, help="agency that leads where a row names none")
    parser.add_argument("--as", metavar="KIND", dest="kind", help="read a table that is no template as this kind")
    parser.add_argument("--year", type=int, help="of days without a year, in a table that is no template")
    import_answers.add(parser)
    parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
    parser.add_argument("--by", metavar="USERNAME", help="account to write under (default: the command line's own)")


def _import(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from lantoa.core.ledger import actions, workbooks
    from lantoa.core.ledger.drafts import Words

    by = person(args.by)
    words = Words.load(timezone.localdate())
    try:
        reading = _read(args, by, words)
    except workbooks.BadWorkbook as error:
        if not args.json:
            raise CommandError(f"{args.file}: {error}") from None
        print_json({"file": str(args.file), "refused": str(error), "imported": 0, "problems": []})
        return 2
    comparison = workbooks.compare(reading, words=words)
    batch, earlier = None, comparison.earlier
    refused = ""
    if reading.problems:
        refused = import_answers.what_to_do(reading)
    elif earlier:
        refused = str(actions.AlreadyImported(earlier))
    elif not args.dry_run:
        try:
            batch = workbooks.take_in(reading, comparison, by=by, at=timezone.now())
        except actions.AlreadyImported as error:
            earlier, refused = error.earlier, str(error)
        except actions.NothingNew as error:
            refused = str(error)
    if args.json:
        print_json(_document(args, reading, comparison, words, batch=batch, earlier=earlier, refused=refused))
    else:
        _print(reading, comparison, words, batch=batch, refused=refused)
    return 2 if refused else 0


def _read(args: argparse.Namespace, by: Any, words: "Words") -> "Reading":
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import workbooks
    from lantoa.core.ledger.rules.access import may_record_for
    from lantoa.core.ledger.rules.imports import recordable_agencies

    choices = words.choices("agency")
    if args.agency not in choices.names:
        near = choices.find(args.agency) or ""
        hint = " " + _("Did you mean “%(near)s”?") % {"near": near} if near else ""
        raise CommandError(_("No agency has the code “%(code)s”.") % {"code": args.agency} + hint)
    # Without --by it is whoever may run commands on this machine: that person may do anything.
    if args.by and not may_record_for(by, args.agency):
        raise CommandError(_("%(person)s may not record for this agency.") % {"person": by}, code=1)
    read = partial(
        workbooks.read, args.file, file_name=args.file.name, agency=args.agency,
        agencies=recordable_agencies(by) if args.by else None, today=timezone.localdate(), words=words,
        progress=_show_progress if sys.stderr.isatty() else None,
    )  # fmt: skip
    given = import_answers.given(args)
    try:
        return import_answers.applied(read, given)
    except workbooks.NoTemplate as error:
        mapping = _mapping(args, words, numbers=given.numbers)
        if mapping is None:
            hint = _("A table of your own is read as one kind: --as KIND.") if error.has_rows else ""
            raise workbooks.BadWorkbook(f"{error} {hint}".strip()) from None
        return import_answers.applied(partial(read, mapping=mapping), given)


def _mapping(args: argparse.Namespace, words: "Words", *, numbers: str) -> "ColumnMapping | None":
    """How a table that is no template is read: as it was kept, or guessed for the kind that was named."""
    from django.utils.translation import gettext as _

    from lantoa.core.ledger import workbooks
    from lantoa.core.ledger.workbooks.mapping import problems_of
    from lantoa.core.ledger.workbooks.proposal import propose

    if args.kind and args.kind not in words.kinds:
        raise CommandError(
            _("No kind has the code “%(code)s”. Known are: %(codes)s.")
            % {"code": args.kind, "codes": ", ".join(words.kinds)}
        )
    workbook = workbooks.sources.read(args.file)
    mapping, kept = propose(workbook, words, agency=args.agency, file_name=args.file.name, kind=args.kind or "")
    if not (kept or args.kind):
        return None
    wrong = [name for _what, name in problems_of(mapping, words)]
    if wrong:
        raise workbooks.BadWorkbook(
            _("It cannot be guessed which columns are %(columns)s. Send the file on the web page and say it there.")
            % {"columns": ", ".join(f"“{name}”" for name in wrong)}
        )
    told = mapping.on(mapping.shape, args.year or mapping.year)
    if numbers and not told.year:
        raise CommandError(_("Numbers alone are days or months of a year: say it with --year."))
    return replace(told, bare=numbers) if numbers else told


def _show_progress(done: int, rows: int) -> None:
    print(f"\r{done:,} / {rows:,}", end="\r" if done < rows else "\n", file=sys.stderr, flush=True)


def _print(
    reading: "Reading", comparison: "Comparison", words: "Words", *, batch: "ImportBatch | None", refused: str
) -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from lantoa.core.ledger import workbooks

    for remark in reading.problems:
        print(_line(remark), file=sys.stderr)
    for remark in reading.notices:
        print(_line(remark))
    for why, numbers in workbooks.not_taken(reading, comparison):
        rows = ", ".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "")
        print(_("Not taken in, rows %(rows)s: %(why)s") % {"rows": rows, "why": why})
    if reading.rows and not reading.problems:
        _print_summary(reading, comparison, words)
    if refused:
        print(refused, file=sys.stderr)
    elif batch:
        message = ngettext(
            "Import %(number)s: %(count)s activity was submitted. It counts once the secretariat accepted it.",
            "Import %(number)s: %(count)s activities were submitted. They count once the secretariat accepted them.",
            batch.row_count,
        )
        print(message % {"number": batch.pk, "count": batch.row_count})
    else:
        print(_("Dry run: everything can be imported; nothing was written."))


def _print_summary(reading: "Reading", comparison: "Comparison", words: "Words") -> None:
    from django.utils.translation import ngettext

    from lantoa.base import quantities
    from lantoa.core.ledger import workbooks

    days = [row.draft for row in reading.rows]
    print(
        ngettext(
            "%(kind)s: %(count)s row, %(new)s of them new, from %(first)s to %(last)s",
            "%(kind)s: %(count)s rows, %(new)s of them new, from %(first)s to %(last)s", len(days),
        )
        % {
            "kind": words.kind(reading.kind).name, "count": len(days), "new": len(comparison.new),
            "first": min(draft.occurred_from for draft in days).strftime("%d/%m/%Y"),
            "last": max(draft.occurred_on for draft in days).strftime("%d/%m/%Y"),
        }
    )  # fmt: skip
    for code, (total, rough) in workbooks.totals(comparison.new).items():
        measure = words.measures[code]
        value = quantities.to_decimal(total)
        amount = quantities.written(value)
        print(f"  {measure.name}: {'≈ ' if rough else ''}{amount} {measure.unit_of(value)}")


def _line(remark: "Remark") -> str:
    where = " ".join(
        text for text in (remark.sheet, remark.cell, f"“{remark.heading}”" if remark.heading else "") if text
    )
    value = f" [{remark.value}]" if remark.value else ""
    return f"{where}{value}: {remark.message}"


def _document(
    args: argparse.Namespace, reading: "Reading", comparison: "Comparison", words: "Words", *,
    batch: "ImportBatch | None", earlier: "ImportBatch | None", refused: str,
) -> dict[str, Any]:  # fmt: skip
    from lantoa.base import quantities
    from lantoa.core.ledger import workbooks

    def remarks(items: "list[Remark]") -> list[dict[str, Any]]:
        return [
            {"sheet": item.sheet, "row": item.row, "column": item.letter, "heading": item.heading, "value": item.value,
             "message": item.message, "is_doubt": item.is_doubt}
            for item in items
        ]  # fmt: skip

    return {
        "file": str(args.file),
        "kind": reading.kind,
        "agency": reading.agency,
        "dry_run": args.dry_run,
        "import": batch.pk if batch else None,
        "earlier_import": earlier.pk if earlier else None,
        "refused": refused,
        "rows": len(reading.rows),
        "known_rows": [row.row for row, _activity in comparison.known],
        "not_taken": [{"why": why, "rows": rows} for why, rows in workbooks.not_taken(reading, comparison)],
        "imported": batch.row_count if batch else 0,
        "totals": [
            {"measure": code, "value": quantities.to_json(quantities.to_decimal(total)), "approximate": rough}
            for code, (total, rough) in workbooks.totals(comparison.new).items()
        ],
        "problems": remarks(reading.problems),
        "notices": remarks([*reading.notices, *reading.passed_over]),
    }  # fmt: skip
