"""What the screens of the vocabulary have in common: who sees what, one row by its address, order, end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions
from lantoa.core.vocabulary.models import Indicator, Kind, KindGroup, Measure, Term
from lantoa.core.vocabulary.rules import access

Ranked = Kind | KindGroup | Term | Indicator
RANKED: dict[str, type[Ranked]] = {
    "kinds": Kind,
    "headings": KindGroup,
    "words": Term,
    "indicators": Indicator,
}
ENDING: dict[str, type[Ranked | Measure]] = {**RANKED, "measures": Measure}


def page(request: SignedIn, tab: str, **more: Any) -> dict[str, Any]:
    """The context of every screen. tab: kinds, headings, measures, words or indicators"""
    wanted = request.GET.get("q", "").strip()[:100]
    return {
        "tab": tab,
        "wanted": wanted,
        "may_edit": access.may_edit(request.user),
        "today": timezone.localdate(),
    } | more


def row_of(model: type[Any], **by: Any) -> Any:
    """raises: Http404"""
    found: models.Model | None = model._default_manager.filter(**by).first()
    if found is None:
        raise Http404
    return found


def changed(row: Any, form: Any) -> dict[str, Any]:
    """What a form says about columns of the row."""
    columns = {field.name for field in row._meta.fields} - {"code"}
    return {name: value for name, value in form.cleaned_data.items() if name in columns}


def saved(request: SignedIn) -> None:
    messages.success(request, _("Saved. What stood there before is kept below."))


def mended(request: SignedIn, row: Any, form: Any) -> HttpResponse | None:
    """Save what a form says; None where it is to be shown, with what does not allow it."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        actions.mend(row, changed(row, form), by=request.user, at=timezone.now())
    except actions.CannotChange as error:
        form.add_error(error.field or None, str(error))
        return None
    saved(request)
    return redirect(page_of(row))


@require_POST
@office(access.may_edit)
def move(request: SignedIn, table: str, pk: int) -> HttpResponse:
    """One place up or down in the list."""
    row = row_of(_table(table, RANKED), pk=pk)
    step = actions.move_up if request.POST.get("do") == "up" else actions.move_down
    step(row, by=request.user, at=timezone.now())
    return redirect(f"{list_of(row)}#row-{row.pk}")


@require_POST
@office(access.may_edit)
def end(request: SignedIn, table: str, pk: int) -> HttpResponse:
    """Offer a row no longer from a day on, or offer it again."""
    row = row_of(_table(table, ENDING), pk=pk)
    if request.POST.get("do") == "again":
        return _done(request, row, None)
    on = _day(request.POST.get("on", "")) if request.POST.get("on") else timezone.localdate()
    if on is None:
        messages.error(request, _("This is no day; nothing was changed. Write it as 2026-12-31."))
        return redirect(page_of(row))
    return _done(request, row, on)


def list_of(row: Ranked) -> str:
    if isinstance(row, Kind):
        return reverse("vocabulary:kinds")
    if isinstance(row, KindGroup):
        return reverse("vocabulary:headings")
    if isinstance(row, Term):
        return reverse("vocabulary:words", args=[row.dimension])
    return reverse("vocabulary:indicators")


def page_of(row: Ranked | Measure) -> str:
    if isinstance(row, Measure):
        return reverse("vocabulary:measure", args=[row.code])
    if isinstance(row, Kind):
        return reverse("vocabulary:kind", args=[row.code])
    if isinstance(row, KindGroup):
        return reverse("vocabulary:heading", args=[row.code])
    if isinstance(row, Term):
        return reverse("vocabulary:word", args=[row.dimension, row.code])
    return reverse("vocabulary:indicator", args=[row.code])


def _done(request: SignedIn, row: Any, on: date | None) -> HttpResponse:
    """End it on that day, with no day take it up again; what does not allow it is said on its page."""
    try:
        if on is None:
            actions.take_up_again(row, by=request.user, at=timezone.now())
            messages.success(request, _("It is offered again."))
        else:
            actions.end(row, on=on, by=request.user, at=timezone.now())
            messages.success(request, _("From that day it is no longer offered. What was recorded stays and counts."))
    except actions.CannotChange as error:
        messages.error(request, str(error))
    return redirect(page_of(row))


def _table(name: str, tables: Mapping[str, type[Any]]) -> type[Any]:
    if name not in tables:
        raise Http404
    return tables[name]


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
