"""A table that is no template: the page that asks how it is read, with the first rows as they will be read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lantoa.core.ledger import workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.forms.mapping import MappingForm, answered
from lantoa.core.ledger.models import ImportBatch
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules import imports as rules
from lantoa.core.ledger.views.imports import shown_row
from lantoa.core.ledger.workbooks import foreign, sources, uploads
from lantoa.core.ledger.workbooks.mapping import ColumnMapping, fingerprint
from lantoa.core.ledger.workbooks.proposal import propose
from lantoa.core.ledger.workbooks.reader import Workbook
from lantoa.core.people.views.guards import SignedIn, office

FIRST_ROWS = 40
SHOWN_ROWS = 8


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def import_mapping(request: SignedIn, token: str) -> HttpResponse:
    """How the columns of an upload are read: guessed, or as it was kept; by POST looked at again, or settled."""
    try:
        upload = uploads.find(token, user_id=request.user.pk, at=timezone.now())
        workbook = sources.read(upload.path)
    except uploads.UploadGone:
        messages.info(
            request, _("This upload was imported already, or is older than a day. Look below, or send it again.")
        )
        return redirect("ledger:imports")
    except workbooks.BadWorkbook as error:
        messages.error(request, str(error))
        return redirect("ledger:imports")
    if not any(sheet.rows for sheet in workbook.sheets):
        messages.error(request, _("There is no table with anything in it."))
        return redirect("ledger:imports")
    words = Words.load(timezone.localdate())
    before, kept = _known(workbook, upload, words)
    mapping = before
    if request.method == "POST":
        mapping = answered(request.POST.dict(), workbook, before, words, file_name=upload.file_name)
        name = request.POST.get("name", "").strip()[:80]
        form = MappingForm(workbook, mapping, words, name=name)
        _remember(upload, form, name=name or upload.file_name[:80])
        if "go" in request.POST and not form.wrong:
            return redirect("ledger:import_preview", token)
    else:
        form = MappingForm(workbook, mapping, words, name=kept.mapping_name if kept else "")
    context = {
        "upload": upload, "form": form, "kept": kept, "was_sent": "go" in request.POST,
        **_first_look(request, workbook, upload, form, words),
    }  # fmt: skip
    wrong = "go" in request.POST and bool(form.wrong)
    return render(request, "ledger/import_mapping.html", context, status=422 if wrong else 200)


def _known(workbook: Workbook, upload: uploads.Upload, words: Words) -> tuple[ColumnMapping, ImportBatch | None]:
    """What was answered before; else what was kept for tables of this form; else a guess."""
    if told := uploads.answers(upload).column_mapping:
        return told, None
    return propose(workbook, words, agency=upload.agency, file_name=upload.file_name)


def _remember(upload: uploads.Upload, form: MappingForm, *, name: str) -> None:
    given = uploads.answers(upload)
    given.mapping, given.mapping_name = form.mapping.to_json(), name
    given.headings_sha256 = fingerprint(form.named)
    uploads.remember(upload, given)


def _first_look(
    request: SignedIn, workbook: Workbook, upload: uploads.Upload, form: MappingForm, words: Words
) -> dict[str, Any]:
    """The first rows as they would be read now."""
    if form.wrong:
        return {"rows": [], "problems": []}
    try:
        reading = foreign.read(
            workbook, form.mapping, words, file_name=upload.file_name, agency=upload.agency,
            agencies=rules.recordable_agencies(request.user), today=timezone.localdate(), most_rows=FIRST_ROWS,
        )  # fmt: skip
    except workbooks.BadWorkbook:
        return {"rows": [], "problems": []}
    return {
        "rows": [shown_row(row, words) for row in reading.rows[:SHOWN_ROWS]],
        "problems": reading.problems[:SHOWN_ROWS],
    }
