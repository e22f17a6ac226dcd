"""Reviews as files: taking one away, noting how it was issued, and asking what became of one that came back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.documents import queries as documents
from lantoa.core.documents.models import DocumentTemplate
from lantoa.core.documents.queries.package import BadDocument
from lantoa.core.documents.queries.template_check import BadTemplate
from lantoa.core.people import actions as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import IssueForm, ReturnedForm
from lantoa.core.reports.models import Report
from lantoa.core.reports.queries.checking import document_holds
from lantoa.core.reports.rules import access
from lantoa.core.reports.views.reviews import fetched

# The file is opened anywhere: no script, no request, nothing but its own style and pictures.
_FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"

# The viewer of a browser needs its own styles and frame; typst writes no script into a PDF.
_PAGES_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@require_GET
@office()
def download(request: SignedIn, pk: int, suffix: str) -> HttpResponse:
    """The review as one file; of a draft only what carries its mark. `?look`: the browser shows the pages of a PDF."""
    shown = fetched(request, pk)
    form = rendering.FORMATS.get(suffix)
    if form is None or not (form.of_drafts if shown.is_draft else document_holds(shown)):
        raise Http404
    template = _template(request, shown) if suffix == "docx" else None
    try:
        content = rendering.file(
            shown, suffix, today=timezone.localdate(), template=bytes(template.content) if template else None
        )
    except BadTemplate as error:
        messages.error(request, " ".join(error.problems))
        return redirect("reports:report", pk)
    except rendering.NothingKept:
        messages.warning(request, _("This review was frozen by an older version: it can be taken away as HTML alone."))
        return redirect("reports:report", pk)
    filters = f"review={pk}" + (f"&template={template.pk}" if template else "")
    people.took_away(
        "review", form=suffix, count=shown.figures.count(), filters=filters, by=request.user, at=timezone.now()
    )
    response = HttpResponse(content, content_type=form.mime)
    is_looked_at = suffix == "pdf" and "look" in request.GET
    way = "inline" if is_looked_at else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{rendering.name_of(shown, suffix)}"'
    response.headers["Content-Security-Policy"] = _PAGES_POLICY if is_looked_at else _FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _template(request: SignedIn, shown: Report) -> DocumentTemplate | None:
    """The one that was chosen, among those that are offered."""
    wanted = request.GET.get("template", "")
    if not wanted:
        return None
    try:
        return documents.fitting_template(int(wanted[:9]), rendering.whose_templates(shown, request.user))
    except (ValueError, DocumentTemplate.DoesNotExist):
        raise Http404 from None


@require_POST
@office(access.may_write)
def issue(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = fetched(request, pk), IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("reports:report", pk)
    try:
        actions.issue(shown, **form.cleaned_data, by=request.user, at=timezone.now())
    except actions.NotFrozen as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted; every file carries it from now on."))
    return redirect("reports:report", pk)


@require_http_methods(["GET", "POST"])
@office()
def returned(request: SignedIn) -> HttpResponse:
    """What became of the figures of a file that came back; it is read and not kept."""
    form = ReturnedForm(request.POST or None, request.FILES or None)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = queries.returned_to(request.user, form.cleaned_data["file"].read())
        except BadDocument as error:
            form.add_error("file", str(error))
        except queries.NoReviewOfOurs:
            form.add_error("file", _("No figure in this file stands in a frozen review of this installation."))
    context = {"form": form, "returned": found}
    return render(request, "reports/returned.html", context, status=422 if form.errors else 200)
