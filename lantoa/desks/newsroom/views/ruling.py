"""The rules of the newsroom as rows: how soon something must be out, and what is checked before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.forms import LimitForm, PointForm
from lantoa.desks.newsroom.models import ChecklistPoint, Limit
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.rules import access

_FORMS: dict[type[Any], type[Any]] = {Limit: LimitForm, ChecklistPoint: PointForm}


@require_GET
@office(access.works_here)
def rules(request: SignedIn) -> HttpResponse:
    """Both lists, with what is over and what is to come."""
    today = timezone.localdate()
    context = {
        "limits": [(row, _standing(row, today)) for row in queries.limits()],
        "points": [(row, _standing(row, today)) for row in queries.checklist()],
        "may_edit": access.may_edit_rules(request.user),
    }
    return render(request, "newsroom/rules.html", context)


@require_http_methods(["GET", "POST"])
@office(access.may_edit_rules)
def limit_new(request: SignedIn) -> HttpResponse:
    return _new(request, Limit)


@require_http_methods(["GET", "POST"])
@office(access.may_edit_rules)
def limit_edit(request: SignedIn, pk: int) -> HttpResponse:
    return _edit(request, Limit, pk)


@require_http_methods(["GET", "POST"])
@office(access.may_edit_rules)
def point_new(request: SignedIn) -> HttpResponse:
    return _new(request, ChecklistPoint)


@require_http_methods(["GET", "POST"])
@office(access.may_edit_rules)
def point_edit(request: SignedIn, pk: int) -> HttpResponse:
    return _edit(request, ChecklistPoint, pk)


def _new(request: SignedIn, kind: type[Any]) -> HttpResponse:
    form = _FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_rule(kind(**form.values), by=request.user, at=timezone.now())
        messages.success(request, _("Saved. It holds from its day on."))
        return redirect("newsroom:rules")
    return _page(request, kind, form)


def _edit(request: SignedIn, kind: type[Any], pk: int) -> HttpResponse:
    row = queries.rule(kind, pk)
    if row is None:
        raise Http404
    form = _FORMS[kind](request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            if form.begins_on:
                actions.succeed_rule(row, form.values, on=form.begins_on, by=request.user, at=timezone.now())
            else:
                actions.mend_rule(row, form.values, by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("Saved. What stood there before is kept in the history."))
            return redirect("newsroom:rules")
    return _page(request, kind, form, row=row, history=vocabulary.history(row))


def _page(request: SignedIn, kind: type[Any], form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "is_limit": kind is Limit, **more}
    return render(request, "newsroom/rule_form.html", context, status=422 if form.errors else 200)


def _standing(row: Any, today: Any) -> str:
    """ "now", "later" or "over" """
    if row.is_valid_on(today):
        return "now"
    return "later" if row.valid_from and row.valid_from > today else "over"
