"""Workbooks in: download the template, upload it filled or paste a table, look at what it says, mend, confirm; undo."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.base import ContentFile, File
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.base import dates
from lantoa.core.ledger import actions, queries, workbooks
from lantoa.core.ledger.drafts import Words, draft_of
from lantoa.core.ledger.forms.activity import ReasonForm
from lantoa.core.ledger.forms.imports import PasteForm, RecordsForm, UploadForm
from lantoa.core.ledger.forms.mapping import BareDaysForm
from lantoa.core.ledger.models import Qualifier
from lantoa.core.ledger.queries import imports as import_queries
from lantoa.core.ledger.rules import access
from lantoa.core.ledger.rules import imports as rules
from lantoa.core.ledger.workbooks import pasted, uploads
from lantoa.core.ledger.workbooks.columns import Content, labels, readable_columns
from lantoa.core.ledger.workbooks.template import Offer
from lantoa.core.people import actions as people
from lantoa.core.people import rules as people_rules
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.templatetags.words import unit_of_thousandths

PAGE = 50
ROWS_TO_MEND = 30  # on one page
MOST_PASSED = 500  # rows passed over that are listed; the numbers of the others are said
MOST_OFFERED = 300  # names in the list beside a cell
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


@dataclass(frozen=True)
class CellToMend:
    """list_name: whose names are offered beside the cell"""

    remark: workbooks.Remark
    list_name: str
    is_bare_day: bool = False

    @property
    def can_mend(self) -> bool:
        return self.remark.key.count(":") == 3 and not self.remark.key.endswith("::") and not self.remark.is_doubt


@dataclass(frozen=True)
class RowToMend:
    """A row with what is wrong in it; key "" for a remark on a whole sheet."""

    sheet: str
    number: int
    key: str
    cells: list[CellToMend]

    @property
    def doubt(self) -> workbooks.Remark | None:
        """Asks whether the row is an activity; then nothing else is asked of it."""
        return next((cell.remark for cell in self.cells if cell.remark.is_doubt), None)


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def imports(request: SignedIn) -> HttpResponse:
    """The templates to download, the upload, the place to paste, and what was imported before."""
    agencies = queries.agencies_to_record_for(request.user, today=timezone.localdate())
    is_paste, is_upload = "table" in request.POST, request.method == "POST" and "table" not in request.POST
    form = UploadForm(request.POST if is_upload else None, request.FILES or None, agencies=agencies)
    paste_form = PasteForm(request.POST if is_paste else None, agencies=agencies, prefix=None, auto_id="paste_%s")
    used: UploadForm | PasteForm = paste_form if is_paste else form
    if request.method == "POST" and used.is_valid():
        try:
            return redirect(_kept(request, used))
        except workbooks.BadWorkbook as error:
            used.add_error("table" if is_paste else "file", str(error))
    kinds = vocabulary.kinds_on(timezone.localdate())
    context = {
        "form": form,
        "paste_form": paste_form,
        "records_form": RecordsForm(agencies=agencies, kinds=kinds, auto_id="records_%s"),
        "kinds": kinds,
        "waiting": list(import_queries.imports_that_ask(request.user)),
        "page": Paginator(queries.imports_visible_to(request.user), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "ledger/imports.html", context, status=422 if used.is_bound else 200)


@require_GET
@office(access.may_record)
def template(request: SignedIn, kind: str) -> HttpResponse:
    """The empty workbook of a kind, with the lists of the agency."""
    words = Words.load(timezone.localdate())
    if kind not in words.kinds:
        raise Http404
    book = BytesIO()
    workbooks.write_template(kind, words, book, offer=_offer(rules.recordable_agencies(request.user)))
    return _download(book, f"lantoa-{kind}.xlsx")


@require_GET
@office(access.may_record)
def records(request: SignedIn) -> HttpResponse:
    """What an agency recorded in a period, as a workbook that can be changed and sent back."""
    agencies = queries.agencies_to_record_for(request.user, today=timezone.localdate())
    form = RecordsForm(request.GET, agencies=agencies, kinds=vocabulary.kinds_on(timezone.localdate()))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("ledger:imports")
    kind, period = form.cleaned_data["kind"], form.cleaned_data["period"]
    found = import_queries.records_of(form.lead, kind=kind, period=period)
    book = BytesIO()
    listed = [(activity.pk, draft_of(activity)) for activity in found]
    filters = urlencode({"agency": form.lead, "kind": kind, "period": period.code()})
    people.took_away("records", form="xlsx", count=len(listed), filters=filters, by=request.user, at=timezone.now())
    workbooks.write_template(kind, Words.load(timezone.localdate()), book, records=listed, offer=_offer([form.lead]))
    return _download(book, f"lantoa-{kind}-{period.since:%Y%m%d}-{period.last_day:%Y%m%d}.xlsx")


@require_http_methods(["GET", "POST"])
@office(access.may_record)
def import_preview(request: SignedIn, token: str) -> HttpResponse:
    """What an uploaded workbook says, with every problem; sent by POST it is mended or imported."""
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
        if {"mend", "leave_all", "leave_alike", "passed", "look_again"} & request.POST.keys():
            _mend(request, upload, reading)
            return redirect("ledger:import_preview", token)
    except workbooks.NoTemplate:
        return redirect("ledger:import_mapping", token)
    except workbooks.BadWorkbook as error:  # the vocabulary changed since the upload
        messages.error(request, str(error))
        return redirect("ledger:imports")
    comparison = workbooks.compare(reading, agencies=rules.recordable_agencies(request.user), words=words)
    # Who may correct does it at once and says why; everybody else asks.
    corrects = bool(comparison.proposed) and people_rules.is_secretariat(request.user)
    sent = request.method == "POST" and not reading.problems
    reason_form = ReasonForm(request.POST if sent and corrects else None)
    if sent and (not corrects or reason_form.is_valid()):
        reason = reason_form.cleaned_data["reason"] if corrects else ""
        return _take_in(request, upload, reading, comparison, reason=reason)
    context = _preview_page(upload, reading, comparison, words, number=request.GET.get("page"))
    if not reading.problems and not comparison.earlier:
        found = workbooks.doubtful(comparison, kind=context["kind"].name_vi, by=request.user)
        context |= {"doubts": found[:PAGE], "doubt_count": len(found), "most_compared": queries.MOST_COMPARED}
    mapping = uploads.answers(upload).column_mapping
    context |= {"token": token, "is_foreign": mapping is not None, "bare_form": _bare_form(mapping, context["repairs"])}
    context |= {"corrects": corrects, "reason_form": reason_form}
    return render(request, "ledger/import_preview.html", context, status=422 if reason_form.errors else 200)


def _kept(request: SignedIn, form: UploadForm | PasteForm) -> str:
    """The address at which the upload goes on; raises BadWorkbook, and then nothing is kept."""
    file: File[bytes]
    if isinstance(form, PasteForm):
        file = ContentFile(pasted.kept(html=form.cleaned_data["html"], text=form.cleaned_data["table"]))
        name = _("Pasted table")
    else:
        file = form.cleaned_data["file"]
        name = str(file.name)
    workbooks.refuse_size(file.size)
    at = timezone.now()
    token = uploads.keep(file, file_name=name, agency=form.lead, user_id=request.user.pk, at=at)
    upload = uploads.find(token, user_id=request.user.pk, at=at)
    try:
        _read(request, upload, Words.load(timezone.localdate()))
    except workbooks.NoTemplate as error:
        if not error.has_rows:
            uploads.forget(upload)
            raise
        return reverse("ledger:import_mapping", args=[token])
    except workbooks.BadWorkbook:
        uploads.forget(upload)
        raise
    return reverse("ledger:import_preview", args=[token])


def _read(request: SignedIn, upload: uploads.Upload, words: Words) -> workbooks.Reading:
    given = uploads.answers(upload)
    return workbooks.read(
        upload.path,
        file_name=upload.file_name,
        agency=upload.agency,
        agencies=rules.recordable_agencies(request.user),
        today=timezone.localdate(),
        words=words,
        mapping=given.column_mapping,
        repairs=given.repairs,
    )


def _mend(request: SignedIn, upload: uploads.Upload, reading: workbooks.Reading) -> None:
    """Remember what was typed over the wrong cells, and which rows are left out or taken in."""
    given = uploads.answers(upload)
    if "passed" in request.POST:
        asked = {item.key for item in reading.passed[:MOST_PASSED]} - {""}
    else:
        asked = {remark.row_key for remark in reading.problems if remark.is_doubt}
    wrong = {remark.key for remark in reading.problems}
    rows = {remark.row_key for remark in reading.problems if remark.row_key}
    for remark in reading.problems:
        text = request.POST.get(f"cell {remark.key}")
        if remark.key in wrong and text is not None and text != remark.value:
            given.cells[remark.key] = text[:5000]
    known = rows | {row.key for row in reading.rows}
    leave = rows if "leave_all" in request.POST else known & set(request.POST.getlist("leave"))
    given.left_out = [] if "look_again" in request.POST else sorted({*given.left_out, *leave})
    if given.column_mapping and "bare" in request.POST:
        given.mapping = BareDaysForm(request.POST, mapping=given.column_mapping).told().to_json()
    given.taken_in = sorted({*given.taken_in} - asked | asked & set(request.POST.getlist("take")) - leave)
    uploads.remember(upload, given)


def _bare_form(mapping: workbooks.ColumnMapping | None, repairs: list[RowToMend]) -> BareDaysForm | None:
    """Asked where a table of strangers says only a number for a day."""
    is_asked = any(cell.is_bare_day for row in repairs for cell in row.cells)
    return BareDaysForm(mapping=mapping, initial={"bare": mapping.bare}) if mapping and is_asked else None


def _take_in(
    request: SignedIn, upload: uploads.Upload, reading: workbooks.Reading, comparison: workbooks.Comparison, *,
    reason: str,
) -> HttpResponse:  # fmt: skip
    """All or none of it. reason: of the corrections, from who may make them; else they wait for an answer"""
    if not access.may_record_for(request.user, upload.agency):
        raise Http404
    try:
        given = uploads.answers(upload)
        with transaction.atomic():
            batch = workbooks.take_in(reading, comparison, by=request.user, at=timezone.now(), answers=given)
            if reason:
                actions.confirm_proposals(batch, by=request.user, at=timezone.now(), reason=reason)
    except actions.AlreadyImported as error:
        messages.warning(request, str(error))
        return redirect("ledger:import_batch", error.earlier.pk)
    except (actions.NothingNew, actions.NotNow) as error:
        messages.warning(request, str(error))
        return redirect("ledger:imports")
    uploads.forget(upload)
    if batch.row_count:
        done = ngettext(
            "%(count)s activity was sent. The secretariat will accept it or return it with a reason.",
            "%(count)s activities were sent. The secretariat will accept them or return them with a reason.",
            batch.row_count,
        )
        messages.success(request, done % {"count": batch.row_count})
    if batch.changed_count:
        done = ngettext("%(count)s record was changed.", "%(count)s records were changed.", batch.changed_count)
        messages.success(request, done % {"count": batch.changed_count})
    if comparison.proposed:
        count = len(comparison.proposed)
        if reason:
            done = ngettext(
                "%(count)s accepted record was corrected.", "%(count)s accepted records were corrected.", count
            )
        else:
            done = ngettext(
                "%(count)s correction waits for the answer of the secretariat.",
                "%(count)s corrections wait for the answer of the secretariat.",
                count,
            )
        messages.success(request, done % {"count": count})
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
    repairs = _to_mend(reading, words)
    lists = {cell.list_name for row in repairs[:ROWS_TO_MEND] for cell in row.cells} - {""}
    return {
        "upload": upload,
        "reading": reading,
        "comparison": comparison,
        "changes": comparison.changed[: PAGE * 4],
        "proposed": comparison.proposed[: PAGE * 4],
        "refused": comparison.refused[: PAGE * 4],
        "left_out": reading.left_out[: PAGE * 4],
        "not_taken": workbooks.not_taken(reading, comparison) if not comparison.has_work else [],
        "passed": _by_look(reading.passed[:MOST_PASSED]),
        "more_passed": ", ".join(str(item.row) for item in reading.passed[MOST_PASSED:]),
        "kind": words.kind(reading.kind),
        "agency": words.name("agency", reading.agency),
        "totals": [(words.measures[code], total, rough) for code, (total, rough) in totals.items()],
        "page": page,
        "rows": [shown_row(row, words, known.get(id(row))) for row in page],
        "repairs": repairs[:ROWS_TO_MEND],
        "more_repairs": max(len(repairs) - ROWS_TO_MEND, 0),
        "lists": {name: labels(words.choices(name))[:MOST_OFFERED] for name in sorted(lists)},
    }


def _by_look(passed: Iterable[workbooks.Passed]) -> dict[str, list[workbooks.Passed]]:
    groups: dict[str, list[workbooks.Passed]] = {}
    for item in passed:
        groups.setdefault(item.name, []).append(item)
    return groups


def _to_mend(reading: workbooks.Reading, words: Words) -> list[RowToMend]:
    """The problems row by row, in the order of the workbook."""
    columns = {column.code: column for column in readable_columns(reading.kind, words)}
    found: dict[tuple[str, int], RowToMend] = {}
    for remark in reading.problems:
        code = (remark.key.split(":")[2:3] or [""])[0]
        list_name = columns[code].list_name if code in columns else ""
        is_bare = code in columns and columns[code].content is Content.DAY and dates.is_bare(remark.value)
        row = found.setdefault((remark.sheet, remark.row), RowToMend(remark.sheet, remark.row, remark.row_key, []))
        row.cells.append(CellToMend(remark, list_name if list_name not in {"qualifier", "truth"} else "", is_bare))
    return list(found.values())


def shown_row(row: workbooks.DraftRow, words: Words, known_as: int | None = None) -> ShownRow:
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
            (
                quantity,
                str(Qualifier(qualifier).label) if qualifier else "",
                unit_of_thousandths(words.measures[code], quantity),
            )
            for code, (quantity, qualifier) in draft.quantities.items()
        ],
        known_as=known_as,
    )


def _offer(agencies: Collection[str] | None) -> Offer:
    """The lists of a template: all of them for who records for any agency."""
    return Offer() if agencies is None else Offer(import_queries.offered_to(agencies))


def _download(book: BytesIO, name: str) -> HttpResponse:
    return HttpResponse(
        book.getvalue(), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
