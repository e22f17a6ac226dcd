"""Workbooks in: download the template, upload it filled, look at what it says, confirm; and undo."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.ledger import actions, queries, workbooks
from lantoa.core.ledger.drafts import Words
from lantoa.core.ledger.forms.activity import ReasonForm
from lantoa.core.ledger.forms.imports import UploadForm
from lantoa.core.ledger.models import ImportBatch, Qualifier
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules import imports as rules
from lantoa.core.ledger.workbooks import uploads
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ShownRow:
    """One row of a workbook as the preview shows it. quantities: (thousandths, qualifier, unit)"""

    number: int
    title: str
    occurred_from: date
    occurred_on: date
    agency: str
    sorted_by: str
    quantities: list[tuple[int, str, str]]
    known_as: int | None


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def imports(request: SignedIn) -> HttpResponse:
    """The templates to download, the upload, and what was imported before."""
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        agencies=queries.agencies_to_record_for(request.user, today=timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("ledger:import_preview", _kept(request, form))
        except workbooks.BadWorkbook as error:
            form.add_error("file", str(error))
    context = {
        "form": form,
        "kinds": vocabulary.kinds_on(timezone.localdate()),
        "page": Paginator(queries.imports_visible_to(request.user), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ledger/imports.html", context, status=422 if form.is_bound else 200)


@require_GET
@office(access.may_record)
def template(request: SignedIn, kind: str) -> HttpResponse:
    """The empty workbook of a kind."""
    words = Words.load(timezone.localdate())
    if kind not in words.kinds:
        raise Http404
    book = BytesIO()
    workbooks.write_template(kind, words, book)
    return HttpResponse(
        book.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="lantoa-{kind}.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def import_preview(request: SignedIn, token: str) -> HttpResponse:
    """What an uploaded workbook says, with every problem; sent by POST it is imported."""
    try:
        upload = uploads.find(token, user_id=request.user.pk, at=timezone.now())
    except uploads.UploadGone:
        messages.info(
            request, _("This upload was imported already, or is older than a day. Look below, or send it again.")
        )
        return redirect("ledger:imports")
    words = Words.load(timezone.localdate())
    try:
        reading = _read(request, upload, words)
    except workbooks.BadWorkbook as error:  # the vocabulary changed since the upload
        messages.error(request, str(error))
        return redirect("ledger:imports")
    comparison = workbooks.compare(reading)
    if request.method == "POST" and not reading.problems:
        return _take_in(request, upload, reading, comparison)
    context = _preview_page(upload, reading, comparison, words, number=request.GET.get("page"))
    return render(request, "ledger/import_preview.html", context)


@require_GET
@office(access.may_record)
def import_batch(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "ledger/import_batch.html", _batch_page(request, _visible(request, pk)))


@require_POST
@office(access.may_record)
def import_undo(request: SignedIn, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    context = _batch_page(request, batch, reason_form=ReasonForm(request.POST))
    if not context["may_undo"]:
        messages.warning(request, _("It was undone already, or some of it was accepted: ask the secretariat."))
        return redirect("ledger:import_batch", batch.pk)
    form, reason = context["reason_form"], ""
    if context["effect"].reversed:
        if not form.is_valid():
            return render(request, "ledger/import_batch.html", context, status=422)
        reason = form.cleaned_data["reason"]
    try:
        done = actions.undo_import(batch, by=request.user, at=timezone.now(), reason=reason)
    except actions.NotNow as error:  # some of it was accepted just now
        messages.warning(request, str(error))
        return redirect("ledger:import_batch", batch.pk)
    messages.success(
        request,
        _("Undone: %(deleted)s activities deleted, %(reversed)s entries reversed.")
        % {"deleted": done.deleted, "reversed": done.reversed},
    )
    return redirect("ledger:import_batch", batch.pk)


@require_POST
@office(people.is_secretariat)
def import_accept(request: SignedIn, pk: int) -> HttpResponse:
    """Accept what of an import is submitted, after its page showed what that adds."""
    batch = _visible(request, pk)
    count = actions.accept_many(batch.activities.all(), by=request.user, at=timezone.now())
    done = ngettext("%(count)s activity was accepted.", "%(count)s activities were accepted.", count)
    messages.success(request, done % {"count": count})
    return redirect("ledger:import_batch", batch.pk)


def _kept(request: SignedIn, form: UploadForm) -> str:
    """The token under which the upload is kept; raises BadWorkbook, and then nothing is kept."""
    file = form.cleaned_data["file"]
    workbooks.refuse_size(file.size)
    at = timezone.now()
    token = uploads.keep(file, file_name=file.name, agency=form.lead, user_id=request.user.pk, at=at)
    upload = uploads.find(token, user_id=request.user.pk, at=at)
    try:
        _read(request, upload, Words.load(timezone.localdate()))
    except workbooks.BadWorkbook:
        uploads.forget(upload)
        raise
    return token


def _read(request: SignedIn, upload: uploads.Upload, words: Words) -> workbooks.Reading:
    return workbooks.read(
        upload.path,
        file_name=upload.file_name,
        agency=upload.agency,
        agencies=rules.recordable_agencies(request.user),
        today=timezone.localdate(),
        words=words,
    )


def _take_in(
    request: SignedIn, upload: uploads.Upload, reading: workbooks.Reading, comparison: workbooks.Comparison
) -> HttpResponse:
    if not access.may_record_for(request.user, upload.agency):
        raise Http404
    try:
        batch = workbooks.take_in(reading, comparison, by=request.user, at=timezone.now())
    except actions.AlreadyImported as error:
        messages.warning(request, str(error))
        return redirect("ledger:import_batch", error.earlier.pk)
    except actions.NothingNew as error:
        messages.warning(request, str(error))
        return redirect("ledger:imports")
    uploads.forget(upload)
    done = ngettext(
        "%(count)s activity was sent. The secretariat will accept it or return it with a reason.",
        "%(count)s activities were sent. The secretariat will accept them or return them with a reason.",
        batch.row_count,
    )
    messages.success(request, done % {"count": batch.row_count})
    return redirect("ledger:import_batch", batch.pk)


def _preview_page(
    upload: uploads.Upload,
    reading: workbooks.Reading,
    comparison: workbooks.Comparison,
    words: Words,
    *,
    number: str | None,
) -> dict[str, Any]:
    totals = workbooks.totals(comparison.new)
    known = {id(row): activity for row, activity in comparison.known}
    page = Paginator(reading.rows, PAGE).get_page(number)
    return {
        "upload": upload,
        "reading": reading,
        "comparison": comparison,
        "kind": words.kind(reading.kind),
        "agency": words.name("agency", reading.agency),
        "totals": [(words.measures[code], total, rough) for code, (total, rough) in totals.items()],
        "page": page,
        "rows": [_shown(row, words, known.get(id(row))) for row in page],
    }


def _shown(row: workbooks.DraftRow, words: Words, known_as: int | None) -> ShownRow:
    draft = row.draft
    names = [words.name(name, code) for name, code in draft.dimensions.items()]
    places = [words.name("place", draft.place)] if draft.place else []
    return ShownRow(
        number=row.row,
        title=draft.title,
        occurred_from=draft.occurred_from,
        occurred_on=draft.occurred_on,
        agency=words.name("agency", draft.agency),
        sorted_by=" · ".join([*names, *places]),
        quantities=[
            (quantity, str(Qualifier(qualifier).label) if qualifier else "", words.measures[code].unit)
            for code, (quantity, qualifier) in draft.quantities.items()
        ],
        known_as=known_as,
    )


def _batch_page(request: SignedIn, batch: ImportBatch, *, reason_form: ReasonForm | None = None) -> dict[str, Any]:
    effect = queries.undo_effect(batch)
    states = queries.states_of(batch)
    activities = queries.with_quantities(queries.activities_visible_to(request.user).filter(batch=batch))
    return {
        "batch": batch,
        "states": states,
        "effect": effect,
        "accepting": queries.accept_effect(batch) if people.is_secretariat(request.user) else None,
        "may_undo": rules.may_undo(request.user, batch, is_accepted=bool(effect.reversed)),
        "reason_form": reason_form or ReasonForm(),
        "page": Paginator(activities, PAGE).get_page(request.GET.get("page")),
    }


def _visible(request: SignedIn, pk: int) -> ImportBatch:
    try:
        return queries.import_for(request.user, pk)
    except ImportBatch.DoesNotExist:
        raise Http404 from None
