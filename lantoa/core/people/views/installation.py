"""Whose installation this is, in every language of the portal."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lantoa.base import actions
from lantoa.base.models import Installation
from lantoa.core.people import queries, rules
from lantoa.core.people.forms.installation import NamesForm
from lantoa.core.people.views.guards import SignedIn, office


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def installation(request: SignedIn) -> HttpResponse:
    """Its names; with `?before=` a line of the log as it was called before that, to be sent again."""
    named = Installation.current()
    namings = queries.namings(named)
    back = next((naming for naming in namings if str(naming.number) == request.GET.get("before")), None)
    if "before" in request.GET and not back:
        raise Http404
    form = NamesForm(request.POST or None, named=named, before=back.before if back else {})
    if form.is_bound and form.is_valid():
        try:
            actions.rename_installation(form.cleaned_data, by=request.user, at=timezone.now())
        except actions.SampleKeepsItsName as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. Public pages bear the name from now on."))
            return redirect("people:installation")
    context = {"named": named, "form": form, "back": back, "namings": namings}
    return render(request, "people/installation.html", context, status=422 if form.is_bound else 200)
