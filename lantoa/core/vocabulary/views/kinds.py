"""Kinds of activity: the list, one with what its form asks, and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.forms import AskForm, KindForm, SortForm
from lantoa.core.vocabulary.models import Kind, KindMeasure, Measure
from lantoa.core.vocabulary.rules import access
from lantoa.core.vocabulary.rules.kinds import DUTIES
from lantoa.core.vocabulary.views import pages


@require_GET
@office()
def kinds(request: SignedIn) -> HttpResponse:
    context = pages.page(request, "kinds")
    rows = queries.kinds(context["wanted"])
    return render(request, "vocabulary/kinds.html", {**context, "rows": rows, "posted": DUTIES})


@require_GET
@office()
def kind(request: SignedIn, code: str) -> HttpResponse:
    """What the form of a kind asks, in its order, and what happened to it."""
    shown = pages.row_of(Kind, code=code)
    return render(request, "vocabulary/kind.html", _page(request, shown))


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def kind_new(request: SignedIn) -> HttpResponse:
    taken = set(Kind.objects.values_list("code", flat=True))
    headings = queries.headings_for(None, day=timezone.localdate())
    form = KindForm(request.POST or None, taken=taken, headings=headings)
    if request.method == "POST" and form.is_valid():
        made = actions.add(Kind(**form.cleaned_data), by=request.user, at=timezone.now())
        return redirect("vocabulary:kind", made.code)
    context = pages.page(request, "kinds", form=form)
    return render(request, "vocabulary/kind_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def kind_edit(request: SignedIn, code: str) -> HttpResponse:
    shown = pages.row_of(Kind, code=code)
    names = [name for name in KindForm.base_fields if name != "code"]
    headings = queries.headings_for(shown, day=timezone.localdate())
    form = KindForm(request.POST or None, initial={name: getattr(shown, name) for name in names}, headings=headings)
    del form.fields["code"]
    _with_icon(form, shown.icon)
    if code in DUTIES:
        del form.fields["group"], form.fields["valid_from"], form.fields["valid_until"]
    if done := pages.mended(request, shown, form):
        return done
    context = pages.page(request, "kinds", form=form, row=shown, read_by=queries.record_count(shown))
    return render(request, "vocabulary/kind_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(access.may_edit)
def kind_ask(request: SignedIn, code: str) -> HttpResponse:
    """Ask for a measure from now on."""
    shown = pages.row_of(Kind, code=code)
    form = _ask_form(shown, request.POST)
    if not form.is_valid():
        return render(request, "vocabulary/kind.html", _page(request, shown, ask=form), status=422)
    measure = pages.row_of(Measure, code=form.cleaned_data["measure"])
    try:
        actions.ask_for(shown, measure, required=form.cleaned_data["required"], by=request.user, at=timezone.now())
    except actions.CannotChange as error:
        messages.error(request, str(error))
    else:
        pages.saved(request)
    return redirect("vocabulary:kind", code)


@require_POST
@office(access.may_edit)
def kind_measure(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Move a measure of a kind, ask for it or stop asking, need it or not."""
    asked = pages.row_of(KindMeasure, pk=pk, kind=code)
    who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    do = request.POST.get("do")
    try:
        if do == "up":
            actions.move_up(asked, **who)
        elif do == "down":
            actions.move_down(asked, **who)
        elif do == "stop":
            actions.stop_asking_for(asked, on=timezone.localdate(), **who)
        elif do in {"require", "optional", "again"}:
            required = asked.required if do == "again" else do == "require"
            actions.ask_for(asked.kind, asked.measure, required=required, **who)
    except actions.CannotChange as error:
        messages.error(request, str(error))
    return redirect("vocabulary:kind", code)


@require_http_methods(["GET", "POST"])
@office(access.may_edit)
def kind_sorting(request: SignedIn, code: str) -> HttpResponse:
    """What a kind is sorted by."""
    shown = pages.row_of(Kind, code=code)
    form = SortForm(request.POST if request.method == "POST" else None, dimensions=shown.dimensions)
    if form.is_bound and form.is_valid():
        try:
            actions.sort_by(shown, form.dimensions, by=request.user, at=timezone.now())
        except actions.CannotChange as error:
            messages.error(request, str(error))
        else:
            pages.saved(request)
        return redirect("vocabulary:kind", code)
    context = pages.page(request, "kinds", form=form, row=shown)
    return render(request, "vocabulary/sorting.html", context, status=422 if form.is_bound else 200)


def _page(request: SignedIn, shown: Kind, ask: AskForm | None = None) -> dict[str, Any]:
    asked = list(shown.measures.select_related("measure"))
    return pages.page(
        request,
        "kinds",
        row=shown,
        table="kinds",
        asked=asked,
        sorted_by=[(queries.dimension_name(item["code"]), item.get("required")) for item in shown.dimensions],
        is_posted=shown.code in DUTIES,
        ask=(ask or _ask_form(shown)) if access.may_edit(request.user) else None,
        is_valid=shown.is_valid_on(timezone.localdate()),
        uses=queries.uses(shown),
        versions=queries.versions(shown),
        history=queries.history(shown),
    )


def _ask_form(shown: Kind, data: Any = None) -> AskForm:
    """The measures that the kind does not ask for yet."""
    there = set(shown.measures.filter(valid_until=None).values_list("measure", flat=True))
    today = timezone.localdate()
    offered = [row for row in queries.measures() if row.code not in there and row.is_valid_on(today)]
    return AskForm(data, measures=offered)


def _with_icon(form: KindForm, icon: str) -> None:
    """A picture from elsewhere stays a choice."""
    field: Any = form.fields["icon"]
    if icon not in dict(field.choices):
        field.choices = [(icon, icon), *field.choices]
