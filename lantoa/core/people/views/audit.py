"""What happened, from the one audit log: a list to filter, and the same as a file."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lantoa.base.spreadsheets import BOM, csv_text
from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.accounts import AuditForm
from lantoa.core.people.views.guards import SignedIn, office

PAGE = 50
# Enough for years of an office; a longer file would not open in a spreadsheet.
MOST_LINES = 100_000
_AT_ONCE = 1000


@require_GET
@office(rules.reads_audit)
def audit(request: SignedIn) -> HttpResponse:
    form = AuditForm(request.GET)
    page = Paginator(queries.audit(**form.chosen), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/audit.html",
        {
            "page": page,
            "lines": queries.told(list(page)),
            "chosen": form.chosen,
            "people": queries.people_in_log(),
            "acts": queries.actions_in_log(),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
@office(rules.reads_audit)
def audit_file(request: SignedIn) -> Any:
    """What the page shows with the same filters, as CSV that Excel opens in Vietnamese."""
    form, at = AuditForm(request.GET), timezone.now()
    lines = queries.audit(**form.chosen, before=at)[:MOST_LINES]
    filters = urlencode([(name, str(value)) for name, value in form.chosen.items()])
    actions.took_away("audit", form="csv", count=lines.count(), filters=filters, by=request.user, at=at)
    # It is written after the language of the request was put away.
    in_language = translation.get_language() or settings.LANGUAGE_CODE
    response = StreamingHttpResponse(_csv(lines, in_language), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _csv(lines: Any, language: str) -> Iterator[str]:
    yield BOM
    with translation.override(language):
        yield csv_text([[_("When"), _("Who"), _("Act"), _("Code"), _("Of what"), _("Which"), _("Detail")]])
    for start in range(0, MOST_LINES, _AT_ONCE):
        with translation.override(language):
            rows = [_cells(line) for line in queries.told(lines[start : start + _AT_ONCE])]
        yield csv_text(rows)
        if len(rows) < _AT_ONCE:
            return


def _cells(line: queries.Line) -> list[str]:
    at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    return [at, str(line.by or ""), line.said, line.action, line.what, line.on, line.detail]
