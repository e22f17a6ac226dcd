"""How long things are kept that are no records, what for, and by what rule."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lantoa.base import actions
from lantoa.base import queries as base
from lantoa.core.people import rules
from lantoa.core.people.forms.retention import RetentionForm
from lantoa.core.people.views.guards import SignedIn, office


@require_http_methods(["GET", "POST"])
@office(rules.reads_audit)
def retention(request: SignedIn) -> HttpResponse:
    """Who reads the log sees it; administrators change the days."""
    rows, may_change = list(base.retention()), rules.is_administrator(request.user)
    form = RetentionForm(request.POST if request.method == "POST" and may_change else None, rows=rows)
    if form.is_bound and form.is_valid():
        for row in rows:
            actions.keep_for(row, form.cleaned_data[row.code], by=request.user, at=timezone.now())
        messages.success(request, _("Saved. What is older is removed within the hour."))
        return redirect("people:audit_retention")
    context = {"rows": [(row, form[row.code]) for row in rows], "form": form, "may_change": may_change}
    return render(request, "people/retention.html", context, status=422 if form.is_bound else 200)
