"""Freezing, and the frozen sheet with what changed since."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.documents import queries as documents
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import IssueForm
from lantoa.core.reports.models import Report
from lantoa.core.reports.queries.checking import document_holds
from lantoa.core.reports.rules import access


def page(request: SignedIn, shown: Report) -> HttpResponse:
    """The kept sheet, unchanged; beside it, what the same figures would say today."""
    holds = document_holds(shown)
    document, layout = rendering.page_of(shown, today=timezone.localdate())
    restated = queries.restatements(shown)
    changed_count = sum(figure.is_restated for figure in restated)
    context = {
        "report": shown,
        "holds": holds,
        # Written by rendering.sheet, which escapes all it is given; shown only if its digest is right.
        "document": mark_safe(document) if holds else "",  # noqa: S308 see above
        "layout": layout,
        "restated": restated,
        "changed_count": changed_count,
        "kept_count": len(restated) - changed_count,
        "follower": _follower(request, shown),
        "may_write": access.may_write(request.user),
        "formats": rendering.FORMATS.values(),
        "templates": documents.fitting_templates(rendering.whose_templates(shown, request.user)),
        "issue_form": IssueForm.of(shown),
    }
    return render(request, "reports/frozen_page.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def freeze(request: SignedIn, pk: int) -> HttpResponse:
    """What will be fixed, what stands in the way, and the button."""
    shown = _report(request, pk)
    if not shown.is_draft:
        return redirect("reports:report", pk)
    refused = ""
    if request.method == "POST":
        try:
            accepted = {
                f"accept_{what}": request.POST.get(f"accept_{what}") == "on" for what in ("unbound", "comments")
            }
            actions.freeze(shown, by=request.user, at=timezone.now(), **accepted)
        except actions.CannotFreeze as error:
            refused = str(error)
        else:
            messages.success(request, _("Frozen. From now on this sheet does not change, whatever is corrected later."))
            return redirect("reports:report", pk)
    reading = queries.preview(shown)
    context = {
        "report": shown,
        "reading": reading,
        "refused": refused,
        "open_comments": queries.open_comments(shown),
        "is_over": shown.until <= timezone.localdate(),
        "empty": [section for section in reading.sections if not section.body.strip()],
    }
    return render(request, "reports/freeze.html", context, status=422 if refused else 200)


@require_POST
@office(access.may_write)
def new_version(request: SignedIn, pk: int) -> HttpResponse:
    shown = _report(request, pk)
    try:
        draft = actions.new_version(shown, by=request.user, at=timezone.now())
    except actions.NotDraft as error:
        messages.error(request, str(error))
        return redirect("reports:report", pk)
    return redirect("reports:report", draft.pk)


def _report(request: SignedIn, pk: int) -> Report:
    try:
        return queries.report_for(request.user, pk)
    except Report.DoesNotExist:
        raise Http404 from None


def _follower(request: SignedIn, shown: Report) -> Report | None:
    """The version after this one, if this person may see it yet."""
    return queries.visible_to(request.user).filter(replaces=shown).first()
