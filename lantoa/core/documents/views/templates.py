"""Clerks' templates: taken in after a check, tried, given back, put away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.documents import actions, queries
from lantoa.core.documents.forms import TemplateForm
from lantoa.core.documents.models import DocumentTemplate
from lantoa.core.documents.queries.package import BadDocument
from lantoa.core.documents.queries.template_check import BadTemplate
from lantoa.core.documents.rendering import docx
from lantoa.core.documents.rules import example, places
from lantoa.core.documents.views.letterheads import file_answer
from lantoa.core.people.views.guards import SignedIn, office


@require_http_methods(["GET", "POST"])
@office()
def templates(request: SignedIn) -> HttpResponse:
    """The templates in use, the places that one may hold, and a form for who may send one."""
    agencies = queries.agencies_to_write_for(request.user)
    if request.method == "POST" and not agencies:
        raise PermissionDenied
    form = TemplateForm(request.POST or None, request.FILES or None, agencies=agencies)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.take_template(
                form.agencies[said["agency"]], name=said["name"], content=said["file"].read(), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except BadTemplate as error:
            form.add_error("file", error.problems)
        except BadDocument as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("“%(name)s” was checked and kept.") % {"name": row.name})
            return redirect("documents:templates")
    context = {
        "form": form,
        "agencies": agencies,
        "rows": [(row, row.agency_id in form.agencies) for row in queries.templates()],
        "texts": places.TEXTS,
        "lists": places.LISTS,
        "parts": places.PARTS,
    }
    return render(request, "documents/templates.html", context, status=422 if form.errors else 200)


@require_GET
@office()
def file(request: SignedIn, pk: int) -> HttpResponse:
    """The template as it was sent."""
    row = _fetched(pk)
    return file_answer(bytes(row.content), f"mau-{row.pk}.docx")


@require_GET
@office()
def trial(request: SignedIn, pk: int) -> HttpResponse:
    """An invented document in this template, under the agency's letterhead where it has one."""
    row, today = _fetched(pk), timezone.localdate()
    kept = queries.letterhead_of(row.agency)
    said = example.statement("vi", queries.letterhead(kept, number="1", dated_on=today)) if kept else None
    profile = queries.profile(kept.profile if kept else "nd30", on=today)
    content = docx.render(said or example.statement("vi"), profile, template=bytes(row.content))
    return file_answer(content, f"thu-{row.pk}.docx")


@require_GET
@office()
def beginning(request: SignedIn) -> HttpResponse:
    """Our own sheet with every place in it, to be changed in Word and sent back."""
    # slow: it loads python-docx, see `rendering.docx.render`
    from lantoa.core.documents.rendering.docx.template import first_template

    return file_answer(first_template(queries.profile("nd30", on=timezone.localdate())), "tep-mau.docx")


@require_POST
@office()
def retire(request: SignedIn, pk: int) -> HttpResponse:
    try:
        row = queries.template_to_write(request.user, pk)
    except DocumentTemplate.DoesNotExist:
        raise Http404 from None
    actions.retire_template(row, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” was put away; documents made with it stay.") % {"name": row.name})
    return redirect("documents:templates")


def _fetched(pk: int) -> DocumentTemplate:
    try:
        return queries.template(pk)
    except DocumentTemplate.DoesNotExist:
        raise Http404 from None
