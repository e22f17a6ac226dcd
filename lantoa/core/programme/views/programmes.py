"""The tree of programmes, and what is done with one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.base import periods
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import ReasonForm
from lantoa.core.programme.forms.programmes import ProgrammeForm, SignForm
from lantoa.core.programme.rules import programme as rules
from lantoa.core.programme.views.pages import act_page, back_to, editable, form_page, own_agencies, plans_for_all, sent


@require_GET
@office()
def programmes(request: SignedIn) -> HttpResponse:
    """Every programme in its place, with its term and how its tasks stand."""
    today = timezone.localdate()
    branches = queries.tree(today=today)
    context = {
        "branches": branches,
        "overdue_count": sum(branch.overdue_count for branch in branches if not branch.programme.has_ended),
        "may_plan": rules.may_plan(request.user),
        "sees_all": people.sees_everything(request.user),
    }
    return render(request, "programme/programmes.html", context)


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def new(request: SignedIn) -> HttpResponse:
    agencies = own_agencies(request.user)
    initial = {
        "type": "plan", "parent": request.GET.get("parent"), "term": periods.year(timezone.localdate().year + 1).code(),
    }  # fmt: skip
    if not plans_for_all(request.user):
        initial["lead_agency"] = next((agency.code for agency in agencies), None)
    form = ProgrammeForm(sent(request), initial=initial, agencies=agencies, plans_for_all=plans_for_all(request.user))
    if form.is_valid():
        try:
            made = actions.add_programme(form.facts(), by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, _("Written down as a draft. Records may name its tasks from now on."))
            return redirect("ledger:plan", made.code)
    return form_page(
        request, form, title=_("New programme or plan"), back=(reverse("programme:programmes"), _("Programme")),
        lead=_("It begins as a draft; its number and date are added once it is signed."), button=_("Save as a draft"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def edit(request: SignedIn, code: str) -> HttpResponse:
    shown = editable(request, code)
    form = ProgrammeForm(
        sent(request), initial=ProgrammeForm.starting_values(shown), agencies=own_agencies(request.user),
        plans_for_all=plans_for_all(request.user),
    )  # fmt: skip
    if form.is_valid():
        try:
            actions.edit_programme(shown, form.facts(), by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("ledger:plan", shown.code)
    return form_page(request, form, title=_("Edit the programme or plan"), back=back_to(shown), button=_("Save"))


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def sign(request: SignedIn, code: str) -> HttpResponse:
    """Number and date of the signed document; said again, they are repaired."""
    shown = editable(request, code)
    today = timezone.localdate()
    initial = {"number": shown.document_number, "on": shown.signed_on or today}
    form = SignForm(sent(request), initial=initial, today=today)
    return act_page(
        request, form, lambda: actions.sign(shown, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Signed: its targets stand beside the figures from now on."), to=back_to(shown)[0],
        title=_("It is signed"), back=back_to(shown), icon="stamp", button=_("Save"),
        lead=_("The number and the day as they stand on the document. Its targets are in force from now on."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def end(request: SignedIn, code: str) -> HttpResponse:
    shown = editable(request, code)
    form = ReasonForm(sent(request))
    return act_page(
        request, form, lambda: actions.end(shown, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Ended. Everything it holds stays to be read."), to=back_to(shown)[0],
        title=_("End the programme or plan"), back=back_to(shown), icon="archive", button=_("End it"),
        lead=_("New records are no longer offered its tasks, and nothing of it counts as due. What it holds stays."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def copy(request: SignedIn, code: str) -> HttpResponse:
    """Next year's plan from this one, and what went along."""
    shown = editable(request, code)
    form = forms.Form(sent(request))
    if form.is_valid():
        try:
            copied = actions.copy_plan(shown, by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_went_along(copied))
            return redirect("ledger:plan", copied.programme.code)
    return form_page(
        request, form, title=_("Make the plan of the next term from this one"), back=back_to(shown), icon="copy",
        button=_("Make the draft"),
        lead=_("Open tasks, tasks that come every year, and targets go along as a draft; days move by one term. Tasks that are done stay here."),  # noqa: E501 one sentence
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def delete(request: SignedIn, code: str) -> HttpResponse:
    shown = editable(request, code)
    form = forms.Form(sent(request))
    return act_page(
        request, form, lambda: actions.delete_programme(shown, by=request.user, at=timezone.now()),
        said=_("“%(name)s” was deleted.") % {"name": shown.name}, to=reverse("programme:programmes"),
        title=_("Delete the programme or plan"), back=back_to(shown), icon="trash-2", is_dangerous=True,
        lead=_("Only what nothing names can be deleted: no task, no target, no record, no plan below it."),
        button=_("Delete for good"),
    )  # fmt: skip


def _what_went_along(copied: actions.Copied) -> str:
    parts = [
        ngettext("%(count)s task went along.", "%(count)s tasks went along.", len(copied.tasks)),
        ngettext("%(count)s target went along.", "%(count)s targets went along.", len(copied.targets)),
        ngettext("%(count)s task is done and stayed.", "%(count)s tasks are done and stayed.", len(copied.left_behind)),
    ]
    counts = [len(copied.tasks), len(copied.targets), len(copied.left_behind)]
    said = [part % {"count": count} for part, count in zip(parts, counts, strict=True) if count]
    return " ".join([_("The draft is made: check names and days."), *said])
