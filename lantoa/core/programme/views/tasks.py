"""Tasks: written down, edited, declared done, reopened, deleted."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import ReasonForm
from lantoa.core.programme.forms.programmes import DoneForm, StopForm, TaskForm
from lantoa.core.programme.models import Task
from lantoa.core.programme.rules import programme as rules
from lantoa.core.programme.views.pages import act_page, back_to, editable, editable_task, form_page, own_agencies, sent


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def new(request: SignedIn, code: str) -> HttpResponse:
    programme = editable(request, code)
    initial = {"lead_agency": programme.lead_agency_id, "due_on": programme.ends_on}
    form = TaskForm(sent(request), initial=initial, agencies=own_agencies(request.user))
    if form.is_valid():
        try:
            actions.add_task(programme, form.facts(), by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The task was added. Records of its agencies are offered it from now on."))
            return redirect("ledger:plan", programme.code)
    return form_page(request, form, title=_("New task"), back=back_to(programme), icon="plus", button=_("Add the task"))


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def edit(request: SignedIn, code: str) -> HttpResponse:
    task = editable_task(request, code)
    form = TaskForm(sent(request), initial=TaskForm.starting_values(task), agencies=_leads(request, task))
    if form.is_valid():
        actions.edit_task(task, form.facts(), by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("ledger:task", task.code)
    return form_page(request, form, title=_("Edit the task"), back=back_to(task), button=_("Save"))


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def done(request: SignedIn, code: str) -> HttpResponse:
    task = _declarable(request, code)
    today = timezone.localdate()
    form = DoneForm(sent(request), initial={"on": today}, today=today)
    expected = _("Expected: %(product)s") % {"product": task.product} if task.product else ""
    return act_page(
        request, form, lambda: actions.declare_done(task, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Declared done."), to=back_to(task)[0],
        title=_("Declare the task done"), back=back_to(task), lead=expected, icon="circle-check",
        button=_("Declare it done"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def stop(request: SignedIn, code: str) -> HttpResponse:
    task = editable_task(request, code)
    today = timezone.localdate()
    form = StopForm(sent(request), initial={"on": today}, today=today)
    return act_page(
        request, form, lambda: actions.stop(task, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Stopped. Everything that names the task stays."), to=back_to(task)[0],
        title=_("Stop the task"), back=back_to(task), icon="circle-off", button=_("Stop it"),
        lead=_("Nobody goes on with it: records are no longer offered it, and it no longer counts as open or overdue."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def reopen(request: SignedIn, code: str) -> HttpResponse:
    """Who declares a task done takes that back; that it was stopped, who keeps its plan."""
    task = _declarable(request, code)
    if task.stopped_on:
        task = editable_task(request, code)
    form = ReasonForm(sent(request))
    return act_page(
        request, form, lambda: actions.reopen(task, **form.cleaned_data, by=request.user, at=timezone.now()),
        said=_("Reopened. What was said stays in its history."), to=back_to(task)[0],
        title=_("Reopen the task"), back=back_to(task), icon="undo-2", button=_("Reopen it"),
        lead="" if task.stopped_on else _("It was not done after all, or with another product."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_plan)
def delete(request: SignedIn, code: str) -> HttpResponse:
    task = editable_task(request, code)
    form = forms.Form(sent(request))
    return act_page(
        request, form, lambda: actions.delete_task(task, by=request.user, at=timezone.now()),
        said=_("“%(name)s” was deleted.") % {"name": task.name}, to=back_to(task.programme)[0],
        title=_("Delete the task"), back=back_to(task), icon="trash-2", is_dangerous=True,
        lead=_("Only a task that no record, no target and no entry of the ledger names can be deleted."),
        button=_("Delete for good"),
    )  # fmt: skip


def _leads(request: SignedIn, task: Task) -> list[Agency]:
    """Who may lead it: the agency of before too, which may have been merged since."""
    agencies = own_agencies(request.user)
    return agencies if task.lead_agency in agencies else [*agencies, task.lead_agency]


def _declarable(request: SignedIn, code: str) -> Task:
    try:
        return queries.task_to_declare(request.user, code)
    except Task.DoesNotExist:
        raise Http404 from None
