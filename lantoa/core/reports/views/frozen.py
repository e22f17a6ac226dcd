"""Freezing, the frozen sheet with what changed since, the file to take away, and the trace of one figure."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.ledger import queries as ledger
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import IssueForm
from lantoa.core.reports.models import FrozenFigure, Report
from lantoa.core.reports.queries.checking import document_holds
from lantoa.core.reports.rules import access
from lantoa.core.vocabulary.models import Dimension

PAGE = 50


def page(request: SignedIn, shown: Report) -> HttpResponse:
    """The kept sheet, unchanged; beside it, what the same figures would say today."""
    holds = document_holds(shown)
    context = {
        "report": shown,
        "holds": holds,
        # Written by rendering.frozen, which escapes all it is given; shown only if its digest is right.
        "document": mark_safe(shown.document.html) if holds else "",  # noqa: S308 see above
        "restated": queries.restatements(shown),
        "follower": _follower(request, shown),
        "may_write": access.may_write(request.user),
        "formats": rendering.FORMATS.values(),
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


@require_GET
@office()
def trace(request: SignedIn, public_id: str) -> HttpResponse:
    """One frozen figure: what it means, the records behind it, who accepted them, and what changed since."""
    try:
        frozen = queries.figure_for(request.user, public_id)
    except FrozenFigure.DoesNotExist:
        raise Http404 from None
    found = queries.trace(frozen)
    paginator = Paginator(ledger.with_documents(found.entries, request.user), PAGE)
    paginator.count = found.explanation.entry_count  # known from who accepted them
    page = paginator.get_page(request.GET.get("page"))
    sees_all = people.sees_everything(request.user)
    rows: list[dict[str, Any]] = [
        {
            "entry": entry,
            "value": ledger.quantity_in(entry, frozen.definition),
            "is_lump": ledger.stands_for_several(entry),
            # Others see that the entry exists and what it counts, not the document behind it.
            "is_open": sees_all or bool(entry.document_title),  # type: ignore[attr-defined] # annotated
        }
        for entry in page.object_list
    ]
    context = {
        "frozen": frozen,
        "trace": found,
        "explanation": found.explanation,
        "dimension_label": _dimension_label(found.explanation.dimension),
        "page": page,
        "rows": rows,
        "sees_all": sees_all,
    }
    return render(request, "reports/trace.html", context)


def _report(request: SignedIn, pk: int) -> Report:
    try:
        return queries.report_for(request.user, pk)
    except Report.DoesNotExist:
        raise Http404 from None


def _dimension_label(name: str) -> str:
    return str(Dimension(name).label) if name in Dimension.values else _("Agency")


def _follower(request: SignedIn, shown: Report) -> Report | None:
    """The version after this one, if this person may see it yet."""
    return queries.visible_to(request.user).filter(replaces=shown).first()
