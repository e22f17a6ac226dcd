"""Findings: the list with its filters, one finding with what happened to it, and the short form."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.findings import FindingForm, SettleForm
from lantoa.core.programme.models import Finding
from lantoa.core.programme.rules import findings as rules
from lantoa.core.programme.views.pages import act_page, form_page, own_agencies, readable, sent

PAGE = 50


@require_GET
@office(rules.may_read)
def findings(request: SignedIn) -> HttpResponse:
    """What is standing, newest period first, unless the filters in the address say otherwise."""
    chosen = _chosen(request)
    unknown, window = _unknown(chosen), _window(chosen["period"])
    found = queries.findings_listed(request.user, state=chosen["state"], window=window, agency=chosen["agency"])
    counts = queries.kind_counts(found)
    if unknown:
        found = found.none()
    shown = found.filter(kind=chosen["kind"]) if chosen["kind"] else found
    sees_all = people.sees_everything(request.user)
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "unknown": unknown.values(),
        "states": _chips("state", Finding.State, chosen),
        "kinds": _chips("kind", Finding.Kind, chosen, counts),
        "windows": [(period.code(), name) for period, name in _windows(window)],
        "agencies": own_agencies(request.user) if people.is_secretariat(request.user) else [],
        "sees_all": sees_all,
        "may_write": rules.may_write(request.user),
        "new_query": urlencode({name: value for name, value in chosen.items() if value and name != "state"}),
    }
    return render(request, "programme/findings.html", context)


@require_GET
@office(rules.may_read)
def finding(request: SignedIn, pk: int) -> HttpResponse:
    shown = _visible(request, pk)
    context = {
        "finding": shown,
        "history": queries.history_of_finding(shown),
        "may_edit": rules.may_edit(request.user, shown),
        "next_window": queries.window_after(shown.window),
        "settle_form": SettleForm(),
    }
    return render(request, "programme/finding.html", context)


@require_http_methods(["GET", "POST"])
@office(rules.may_write)
def new(request: SignedIn) -> HttpResponse:
    chosen = _chosen(request)
    chosen |= dict.fromkeys(_unknown(chosen), "")
    form = _form(request, initial={**chosen, "window": chosen["period"], "kind": chosen["kind"] or "limitation"})
    if form.is_valid():
        made = actions.add_finding(form.facts(), by=request.user, at=timezone.now())
        messages.success(request, _("Written down. Reviews of this period can list it from now on."))
        return redirect(reverse("programme:findings", query={"period": made.window.code()}))
    return form_page(
        request, form, title=_("New finding"), back=_back(), icon="plus", button=_("Write it down"),
        lead=_("A limitation and its cause, a lesson, a next task, a difficulty or a proposal of a period."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@office(rules.may_write)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    shown = _editable(request, pk)
    form = _form(request, initial=FindingForm.starting_values(shown), of=shown)
    if form.is_valid():
        try:
            actions.edit_finding(shown, form.facts(), by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("programme:finding", pk)
    back = (reverse("programme:finding", args=[pk]), str(shown.get_kind_display()))
    return form_page(request, form, title=_("Edit the finding"), back=back, button=_("Save"))


@require_POST
@office(rules.may_write)
def settle(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = _editable(request, pk), SettleForm(request.POST)
    response = form.cleaned_data["response"] if form.is_valid() else ""
    return _done(
        request, lambda: actions.settle_finding(shown, response=response, by=request.user, at=timezone.now()), pk
    )


@require_POST
@office(rules.may_write)
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    shown = _editable(request, pk)
    return _done(request, lambda: actions.reopen_finding(shown, by=request.user, at=timezone.now()), pk)


@require_POST
@office(rules.may_write)
def carry(request: SignedIn, pk: int) -> HttpResponse:
    """One tap: it stands in the period after."""
    shown = _editable(request, pk)
    try:
        following = actions.carry_finding(shown, by=request.user, at=timezone.now())
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return redirect("programme:finding", pk)
    window = following.window.label()
    messages.success(request, _("Carried into %(period)s, where it stands open.") % {"period": window})
    return redirect("programme:finding", following.pk)


@require_http_methods(["GET", "POST"])
@office(rules.may_write)
def delete(request: SignedIn, pk: int) -> HttpResponse:
    shown, form = _editable(request, pk), forms.Form(sent(request))
    return act_page(
        request, form, lambda: actions.delete_finding(shown, by=request.user, at=timezone.now()),
        said=_("Deleted. Reviews that were frozen with it keep its words."), to=reverse("programme:findings"),
        title=_("Delete the finding"), back=(reverse("programme:finding", args=[pk]), str(shown.get_kind_display())),
        icon="trash-2", is_dangerous=True, lead=shown.text, button=_("Delete for good"),
    )  # fmt: skip


def _form(request: SignedIn, *, initial: dict[str, Any], of: Finding | None = None) -> FindingForm:
    """of: the one that is edited, whose agency and window stay to be chosen whatever happened to them"""
    agencies = own_agencies(request.user)
    if of and of.agency and of.agency not in agencies:
        agencies = [*agencies, of.agency]
    return FindingForm(
        sent(request), initial=initial, agencies=agencies, for_province=people.is_secretariat(request.user),
        windows=_windows(of.window if of else _window(str(initial.get("window") or ""))),
    )  # fmt: skip


def _windows(chosen: Period | None) -> list[tuple[Period, str]]:
    """Those that are offered, and the one that is chosen already."""
    offered = queries.windows_offered(today=timezone.localdate())
    if chosen and chosen not in dict(offered):
        offered.append((chosen, chosen.label()))
    return offered


def _chosen(request: SignedIn) -> dict[str, str]:
    return {name: readable(request.GET.get(name, "")) for name in ("kind", "state", "period", "agency")}


def _unknown(chosen: dict[str, str]) -> dict[str, str]:
    """What the filters say and is not known; it stays, and lets nothing through."""
    known = {
        "kind": chosen["kind"] in Finding.Kind.values,
        "state": chosen["state"] in Finding.State.values,
        "period": _window(chosen["period"]) is not None,
        "agency": queries.is_agency(chosen["agency"]),
    }
    return {name: value for name, value in chosen.items() if value and not known[name]}


def _window(code: str) -> Period | None:
    try:
        return periods.parse(code)
    except periods.BadPeriod:
        return None


def _chips(
    name: str, choices: Any, chosen: dict[str, str], counts: dict[str, int] | None = None
) -> list[dict[str, Any]]:
    """A chip a value, which takes itself away when it is set; those that would find nothing are left out."""
    found = []
    for value, word in choices.choices:
        is_set = chosen[name] == value
        if counts is None or counts.get(value) or is_set:
            query = urlencode({key: kept for key, kept in {**chosen, name: "" if is_set else value}.items() if kept})
            count = None if counts is None else counts.get(value, 0)
            found.append({"word": word, "is_set": is_set, "query": query, "count": count})
    return found


def _back() -> tuple[str, str]:
    return reverse("programme:findings"), _("Findings")


def _visible(request: SignedIn, pk: int) -> Finding:
    try:
        return queries.finding_for(request.user, pk)
    except Finding.DoesNotExist:
        raise Http404 from None


def _editable(request: SignedIn, pk: int) -> Finding:
    try:
        return queries.finding_to_edit(request.user, pk)
    except Finding.DoesNotExist:
        raise Http404 from None


def _done(request: SignedIn, act: Callable[[], Any], pk: int) -> HttpResponse:
    """Do it, or say why it cannot be done now."""
    try:
        act()
    except actions.NotNow as error:
        messages.warning(request, str(error))
    return redirect("programme:finding", pk)
