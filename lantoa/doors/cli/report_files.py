"""`lantoa report export|verify`: a review into a file, and what became of the figures in one that came back."""

import argparse
from pathlib import Path
from typing import Any

from lantoa.doors.cli import CommandError, print_json, why


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    exporting = commands.add_parser("export", help="write a review into a file")
    exporting.add_argument("report", type=int, metavar="ID")
    exporting.add_argument("--format", required=True, help="docx, pdf, xlsx, html, csv or json")
    exporting.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    exporting.add_argument("--template", metavar="NAME", help="with docx: in this Word template of the agency")
    exporting.add_argument("--force", action="store_true", help="write over a file that is there")
    exporting.set_defaults(func=export)
    verifying = commands.add_parser("verify", help="which figures of a file that came back are as they were frozen")
    verifying.add_argument("file", type=Path, metavar="FILE")
    verifying.set_defaults(func=verify)
    for command in (exporting, verifying):
        command.add_argument("--json", action="store_true", help="one JSON document")


def named(pk: int) -> Any:
    """raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.reports import queries
    from lantoa.core.reports.models import Report

    try:
        return queries.report(pk)
    except Report.DoesNotExist:
        raise CommandError(_("There is no review %(id)s; see `lantoa report list`.") % {"id": pk}) from None


def export(args: argparse.Namespace) -> int:
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from lantoa.core.documents.queries.template_check import BadTemplate
    from lantoa.core.reports import rendering

    report = named(args.report)
    form = rendering.FORMATS.get(args.format)
    if form is None:
        raise CommandError(_("There is no format “%(name)s”. There are: %(known)s.")
                           % {"name": args.format, "known": ", ".join(rendering.FORMATS)})  # fmt: skip
    if report.is_draft and not form.of_drafts:
        raise CommandError(_("Review %(id)s is a draft: freeze it first.") % {"id": report.pk}, code=1)
    if args.output.exists() and not args.force:
        raise CommandError(_("%(file)s is there already; --force writes over it.") % {"file": args.output}, code=1)
    if args.template and args.format != "docx":
        raise CommandError(_("Only docx can be written in a template."))
    template = bytes(_template(report, args.template).content) if args.template else None
    try:
        content = rendering.file(report, args.format, today=timezone.localdate(), template=template)
    except BadTemplate as error:
        raise CommandError("\n".join(error.problems), code=1) from None
    except rendering.NothingKept:
        raise CommandError(
            _("Review %(id)s was frozen by an older version: it can be exported as html alone.") % {"id": report.pk},
            code=1,
        ) from None
    try:
        args.output.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{args.output}: {why(error)}") from None
    if args.json:
        print_json({"report": report.pk, "format": args.format, "file": str(args.output), "bytes": len(content)})
    else:
        print(args.output)
    return 0


def _template(report: Any, name: str) -> Any:
    """raises: CommandError"""
    from django.utils.translation import gettext as _

    from lantoa.core.documents import queries as documents
    from lantoa.core.reports import rendering

    offered = documents.fitting_templates(rendering.whose_templates(report))
    found = next((row for row in offered if row.name == name), None)
    if found is None:
        known = ", ".join(f"“{row.name}”" for row in offered) or "–"
        raise CommandError(
            _("This review has no template “%(name)s”. There are: %(known)s.") % {"name": name, "known": known}
        )
    return documents.template(found.pk)


def verify(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from lantoa.core.documents.queries.package import BadDocument
    from lantoa.core.reports import queries

    try:
        found = queries.returned(args.file.read_bytes())
    except OSError as error:
        raise CommandError(f"{args.file}: {why(error)}") from None
    except BadDocument as error:
        raise CommandError(str(error)) from None
    except queries.NoReviewOfOurs:
        raise CommandError(_("No figure in this file stands in a frozen review of this installation.")) from None
    if args.json:
        print_json(_returned_json(found))
    else:
        print(f"{found.report.pk}\t{found.report.title}")
        for each in found.figures:
            print(f"{each.line.id}\t{each.state}\t{each.line.text}\t{each.found}")
        for figure, text in found.unknown:
            print(f"{figure}\tunknown\t\t{text}")
        for text, paragraph in found.loose:
            print(f"\tloose\t\t{text}\t{paragraph[:80]}")
    return 0 if found.is_as_issued else 1


def _returned_json(found: Any) -> dict[str, Any]:
    return {
        "report": found.report.pk,
        "title": found.report.title,
        "as_issued": found.is_as_issued,
        "figures": [
            {"id": each.line.id, "state": each.state, "stated": each.line.text, "found": each.found or None}
            for each in found.figures
        ],
        "unknown": [{"id": figure, "found": text} for figure, text in found.unknown],
        "loose": [{"found": text, "paragraph": paragraph} for text, paragraph in found.loose],
    }
