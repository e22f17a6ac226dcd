"""The places of the installation: all staff read them, the secretariat and administrators change them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.places import PlaceEndForm, PlaceForm
from lantoa.core.people.models import Place
from lantoa.core.people.views.guards import SignedIn, office

PAGE = 200


@require_GET
@office()
def places(request: SignedIn) -> HttpResponse:
    """The tree; as a plain list where it is searched."""
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "level", "ended")}
    tree = queries.place_tree()
    found = queries.places_searched(
        tree, q=chosen["q"], level=chosen["level"], with_ended=bool(chosen["ended"]), today=today
    )
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "is_filtered": bool(chosen["q"] or chosen["level"]),
        "levels": Place.Level.choices,
        "ended": sum(1 for spot in tree if not queries.is_in_force(spot.place, today)),
        "may_manage": rules.is_secretariat(request.user),
    }
    return render(request, "people/places.html", context)


@require_GET
@office()
def place(request: SignedIn, code: str) -> HttpResponse:
    """One place: what lies in it, what became part of it, who sits there."""
    shown, today = _fetched(code), timezone.localdate()
    return _page(request, shown, PlaceEndForm(place=shown, today=today, initial={"on": today}))


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
def new(request: SignedIn) -> HttpResponse:
    start = {"level": Place.Level.COMMUNE, "parent": request.GET.get("in", "")}
    form = PlaceForm(request.POST or None, initial=start, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        made = actions.add_place(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(place)s was added.") % {"place": made})
        return redirect("people:place", made.code)
    return render(request, "people/place_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(rules.is_secretariat)
def edit(request: SignedIn, code: str) -> HttpResponse:
    shown = _fetched(code)
    form = PlaceForm(request.POST or None, place=shown, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            actions.edit_place(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:place", code)
    context = {"form": form, "place": shown}
    return render(request, "people/place_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(rules.is_secretariat)
def end(request: SignedIn, code: str) -> HttpResponse:
    shown = _fetched(code)
    form = PlaceEndForm(request.POST, place=shown, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        actions.end_place(shown, **form.cleaned_data, by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        form.add_error(None, str(error))
        return _page(request, _fetched(code), form, status=422)
    messages.success(request, _("%(place)s has an end now; what took place there stays.") % {"place": shown})
    return redirect("people:place", code)


@require_POST
@office(rules.is_secretariat)
def unend(request: SignedIn, code: str) -> HttpResponse:
    shown = actions.take_back_end(_fetched(code), by=request.user, at=timezone.now())
    messages.success(request, _("%(place)s goes on.") % {"place": shown})
    return redirect("people:place", code)


def _fetched(code: str) -> Place:
    try:
        return queries.place(code)
    except queries.UnknownPlace:
        raise Http404 from None


def _page(request: SignedIn, shown: Place, end_form: PlaceEndForm, *, status: int = 200) -> HttpResponse:
    may_manage = rules.is_secretariat(request.user)
    context = {
        "place": shown,
        "in_force": queries.is_in_force(shown, timezone.localdate()),
        "inside": queries.places_in(shown),
        "merged": queries.became_part_of(shown),
        "agencies": queries.agencies_seated_at(shown),
        "may_manage": may_manage,
        "history": queries.changes_of(shown) if may_manage else [],
        "end_form": end_form,
    }
    return render(request, "people/place.html", context, status=status)
