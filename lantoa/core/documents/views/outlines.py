"""The map of the communes: seen by everybody, sent, looked at, put in use and removed by an administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.documents import actions
from lantoa.core.documents.forms import OutlinesForm
from lantoa.core.documents.queries import outlines as queries
from lantoa.core.documents.rendering import maps
from lantoa.core.documents.rules import access
from lantoa.core.documents.rules.outlines import MOST_BYTES, BadOutlines, Outlines
from lantoa.core.people.views.guards import SignedIn, office

WIDTH = 800


@require_http_methods(["GET", "POST"])
@office()
def outlines(request: SignedIn) -> HttpResponse:
    """The map in use, the one that waits, and which communes either lacks."""
    may_change = access.changes_outlines(request.user)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = OutlinesForm(request.POST, request.FILES) if request.method == "POST" else OutlinesForm()
    if form.is_bound and form.is_valid():
        try:
            actions.hold_outlines(form.cleaned_data["file"].read(MOST_BYTES + 1))
        except BadOutlines as error:
            form.add_error("file", error.problems)
        else:
            return redirect("documents:outlines")
    in_use, waiting = queries.installed(), queries.waiting() if may_change else None
    context = {
        "form": form,
        "in_use": _map(in_use) if in_use else None,
        "waiting": _map(waiting[0]) if waiting else None,
        "digest": waiting[1] if waiting else "",
        "may_change": may_change,
    }
    return render(request, "documents/outlines.html", context, status=422 if form.errors else 200)


@require_POST
@office(access.changes_outlines)
def use(request: SignedIn) -> HttpResponse:
    try:
        actions.use_outlines(request.POST.get("digest", ""), by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The map is in use: from now on reviews are drawn on it."))
    return redirect("documents:outlines")


@require_POST
@office(access.changes_outlines)
def drop(request: SignedIn) -> HttpResponse:
    actions.drop_waiting_outlines()
    messages.success(request, _("The map that was sent is thrown away; nothing else changed."))
    return redirect("documents:outlines")


@require_POST
@office(access.changes_outlines)
def remove(request: SignedIn) -> HttpResponse:
    actions.remove_outlines(by=request.user, at=timezone.now())
    messages.success(request, _("The map was removed. What is told by commune is drawn as bars from now on."))
    return redirect("documents:outlines")


def _map(found: Outlines) -> dict[str, Any]:
    """As the template draws and tells it."""
    height, paths = maps.paths(found, width=WIDTH)
    told = queries.compared(found)
    return {
        "width": WIDTH,
        "height": height,
        "areas": [(told.names.get(code, code), code in told.names, path) for code, path in paths.items()],
        "count": len(paths),
        "without": told.without,
        "unknown": told.unknown,
    }
