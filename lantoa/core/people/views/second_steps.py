"""Which roles must confirm the sign-in in a second step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.accounts import SecondStepForm
from lantoa.core.people.views.guards import SignedIn, office


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def second_steps(request: SignedIn) -> HttpResponse:
    form = SecondStepForm(request.POST if request.method == "POST" else None, days=queries.second_step_days())
    if form.is_bound and form.is_valid():
        actions.ask_second_step(form.days, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Who has no second step yet is led to set it up."))
        return redirect("people:account_second_steps")
    return render(request, "people/second_steps.html", {"form": form}, status=422 if form.is_bound else 200)
