"""Targets: set, changed by a later one, withdrawn; and everything that was ever said about one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.base import quantities
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import ReasonForm
from lantoa.core.programme.forms.programmes import TargetForm
from lantoa.core.programme.models import Target
from lantoa.core.programme.rules import programme as rules
from lantoa.core.programme.rules import targets as target_rules
from lantoa.core.programme.views.pages import (
    act_page,
    any_target,
    back_to,
    editable,
    form_page,
    own_agencies,
    plans_for_all,
    sent,
)
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import IndicatorVersion


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def new(request: SignedIn, code: str) -> HttpResponse:
    """A target of a programme; `?from=` fills in the one that is to be changed."""
    programme = editable(request, code)
    definitions = vocabulary.current_definitions()
    initial = {"period": programme.term.code(), "agency": programme.lead_agency_id, "task": request.GET.get("task")}
    if (earlier := request.GET.get("from", "")).isdecimal() and len(earlier) < 16:
        target = any_target(int(earlier))
        initial = TargetForm.starting_values(target, vocabulary.definition(target.indicator_id))
    form = TargetForm(
        sent(request), initial=initial, programme=programme, definitions=definitions,
        agencies=own_agencies(request.user), plans_for_all=plans_for_all(request.user),
    )  # fmt: skip
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.set_target(
                values.pop("indicator"), values.pop("period"), values.pop("value"), **values, programme=programme,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except actions.NotNow as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The target stands. What stood before stays on record."))
            return redirect("ledger:plan", programme.code)
    return form_page(
        request, form, title=_("Set a target"), back=back_to(programme), icon="target", button=_("Set the target"),
        lead=_("A target is shown beside the figure of its own period. It is never added up and never shared out."),
    )  # fmt: skip


@require_GET
@office()
def target(request: SignedIn, pk: int) -> HttpResponse:
    """Who set it, when and why, and what it was before."""
    shown = any_target(pk)
    definition = vocabulary.definition(shown.indicator_id)
    said = queries.earlier_and_later(shown)
    rows = [(row, *_written(row, definition)) for row in said]
    newest = said[0]
    may_edit = newest.programme is not None and rules.may_edit(request.user, newest.programme)
    context = {"target": newest, "definition": definition, "rows": rows, "may_edit": may_edit}
    return render(request, "programme/target.html", context)


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    shown = any_target(pk)
    if shown.programme is None or not rules.may_edit(request.user, shown.programme):
        raise Http404
    form = ReasonForm(sent(request))
    return act_page(
        request, form, lambda: actions.withdraw_target(shown, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Withdrawn. It stays on record with the reason."), to=back_to(shown.programme)[0],
        title=_("Withdraw the target"), back=back_to(shown.programme), icon="undo-2",
        button=_("Withdraw it"), lead=_("No target stands then for this indicator and period."),
    )  # fmt: skip


def _written(row: Target, definition: IndicatorVersion) -> tuple[str, str]:
    """The value and its unit."""
    if row.value is None:
        return "", ""
    value = quantities.to_decimal(row.value)
    return target_rules.written(value, definition), target_rules.unit_behind(value, definition)
