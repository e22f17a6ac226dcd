"""The list of reviews, a new one, and what one is about."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.documents import queries as document_queries
from lantoa.core.documents.rules import access as documents
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import queries as programme
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import AboutForm, HeadingForm
from lantoa.core.reports.models import Report, ReportForm
from lantoa.core.reports.rules import access
from lantoa.core.reports.views import frozen

PAGE = 50


@require_GET
@office()
def reviews(request: SignedIn) -> HttpResponse:
    """All reviews this person may see, newest period first."""
    found = queries.visible_to(request.user, today=timezone.localdate()).select_related(
        "agency", "frozen_by", "created_by"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_write": access.may_write(request.user),
        "reads_drafts": access.may_read_drafts(request.user),
    }
    return render(request, "reports/list.html", context)


@require_GET
@office(access.may_write)
def new(request: SignedIn) -> HttpResponse:
    """Which form (mẫu báo cáo) it takes, each with the window that is awaited next."""
    today = timezone.localdate()
    context = {
        "proposals": queries.proposals(today=today, language=_language()),
        "programmes": programme.running(today=today),
    }
    return render(request, "reports/new.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def begin(request: SignedIn, form_code: str) -> HttpResponse:
    """What it is about, as its form proposes it for today."""
    try:
        proposal = queries.proposal(
            form_code, today=timezone.localdate(), language=_language(), programme=request.GET.get("programme", "")
        )
    except ReportForm.DoesNotExist:
        raise Http404 from None
    form = AboutForm(request.POST) if request.method == "POST" else AboutForm.proposed(proposal, language=_language())
    if form.is_bound and form.is_valid():
        report = actions.create(
            **form.cleaned_data, form=proposal.form, programme=proposal.programme, by=request.user, at=timezone.now()
        )
        return redirect("reports:report", report.pk)
    context = {"form": form, "proposal": proposal}
    return render(request, "reports/form.html", context, status=422 if form.is_bound else 200)


@require_GET
@office()
def report(request: SignedIn, pk: int) -> HttpResponse:
    """A draft with its outline, sheet and checks; or the frozen sheet with what changed since."""
    shown = fetched(request, pk)
    if not shown.is_draft:
        return frozen.page(request, shown)
    reading, said = queries.preview(shown), queries.paragraphs(shown)
    may_write = access.may_write(request.user)
    writer = request.user if may_write else shown.created_by
    statement = rendering.draft(reading, letterhead=rendering.letterhead_for(shown, writer))
    layout = rendering.layout_of(shown, statement.letterhead.profile, today=timezone.localdate())
    answering = rendering.answering(shown, writer)
    context = {
        "report": shown,
        "reading": reading,
        "statement": statement,
        "layout": layout,
        **rendering.around(statement, layout),
        "answering": answering,
        "templates": document_queries.fitting_templates(rendering.whose_templates(shown, request.user)),
        "may_write_letterhead": answering is not None and documents.writes_for(request.user, answering),
        "printed": rendering.preview(statement, reading.sections, beside=rendering.marks(said)),
        "comment_count": sum(len(item.comments) for item in said),
        "open_count": sum(item.open_count for item in said),
        "outline": outline(reading),
        "heading_form": HeadingForm(),
        "may_write": may_write,
    }
    return render(request, "reports/draft.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    shown = fetched(request, pk)
    form = AboutForm(request.POST) if request.method == "POST" else AboutForm.of(shown)
    if form.is_bound and form.is_valid():
        try:
            actions.edit(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotDraft as error:
            messages.error(request, str(error))
        return redirect("reports:report", pk)
    return render(request, "reports/form.html", {"form": form, "report": shown}, status=422 if form.is_bound else 200)


@require_POST
@office(access.may_write)
def discard(request: SignedIn, pk: int) -> HttpResponse:
    shown = fetched(request, pk)
    try:
        actions.discard(shown, by=request.user, at=timezone.now())
    except actions.NotDraft as error:
        messages.error(request, str(error))
        return redirect("reports:report", pk)
    messages.success(request, _("The draft “%(title)s” was thrown away.") % {"title": shown.title})
    return redirect("reports:list")


def fetched(request: SignedIn, pk: int) -> Report:
    try:
        return queries.report_for(request.user, pk, today=timezone.localdate())
    except Report.DoesNotExist:
        raise Http404 from None


def outline(reading: queries.Reading) -> list[dict[str, object]]:
    """Each section with how many things in it need a look."""
    return [
        {"section": section, "open": len(reading.unbound_in(section)) + len(reading.problems_in(section))}
        for section in reading.sections
    ]


def _language() -> str:
    """Of this person, which a new review takes until another is chosen."""
    return (get_language() or "vi")[:2]
