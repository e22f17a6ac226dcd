"""Letterheads of agencies: what stands at the head and at the foot of their documents."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.documents import actions, queries
from lantoa.core.documents.forms import LetterheadForm
from lantoa.core.documents.rendering import docx
from lantoa.core.documents.rules import access, example, places
from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@office()
def letterheads(request: SignedIn) -> HttpResponse:
    """Those that there are, and the agencies for which this person may write one."""
    rows = queries.letterheads()
    present = {row.agency_id for row in rows}
    lacking = [agency for agency in queries.agencies_to_write_for(request.user) if agency.code not in present]
    return render(request, "documents/letterheads.html", {"rows": rows, "lacking": lacking})


@require_GET
@office()
def letterhead(request: SignedIn, code: str) -> HttpResponse:
    """The sheet as it will look, and the letterheads before this one."""
    agency = _fetched(code)
    history = queries.letterhead_history(agency)
    if not history:
        raise Http404
    profile = queries.profile(history[0].profile, on=timezone.localdate())
    said = example.statement("vi", queries.letterhead(history[0]))
    context = {
        "agency": agency,
        "row": history[0],
        "history": history[1:],
        "sheet": places.filling(said, profile),
        "profile": profile,
        "may_write": access.writes_for(request.user, agency),
    }
    return render(request, "documents/letterhead.html", context)


@require_http_methods(["GET", "POST"])
@office()
def edit(request: SignedIn, code: str) -> HttpResponse:
    try:
        agency = queries.agency_to_write_for(request.user, code)
    except Agency.DoesNotExist:
        raise Http404 from None
    form = LetterheadForm(
        request.POST or None, instance=queries.letterhead_of(agency),
        layouts=queries.layouts_in_force(on=timezone.localdate()),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        actions.write_letterhead(agency, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Documents that were issued keep the letterhead of their day."))
        return redirect("documents:letterhead", agency.code)
    context = {"form": form, "agency": agency}
    return render(request, "documents/letterhead_form.html", context, status=422 if form.errors else 200)


@require_GET
@office()
def sheet(request: SignedIn, code: str) -> HttpResponse:
    """An invented document under this letterhead, as a Word file."""
    row, today = queries.letterhead_of(_fetched(code)), timezone.localdate()
    if row is None:
        raise Http404
    said = example.statement("vi", queries.letterhead(row, number="1", dated_on=today))
    return file_answer(docx.render(said, queries.profile(row.profile, on=today)), f"mau-{code}.docx")


def file_answer(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _fetched(code: str) -> Agency:
    try:
        return queries.agency(code)
    except Agency.DoesNotExist:
        raise Http404 from None
