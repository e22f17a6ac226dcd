"""The agencies of the installation: all staff read them, an administrator changes them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.agencies import AgencyForm, EndForm, IntakeForm, MergerForm
from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office

PAGE = 200


@require_GET
@office()
def agencies(request: SignedIn) -> HttpResponse:
    """The tree; as a plain list where it is searched."""
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "level", "ended")}
    branches = queries.agency_tree(today)
    found = queries.agencies_searched(
        branches, q=chosen["q"], level=chosen["level"], with_ended=bool(chosen["ended"]), today=today
    )
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "is_filtered": bool(chosen["q"] or chosen["level"]),
        "levels": Agency.Level.choices,
        "ended": sum(1 for branch in branches if not queries.is_in_force(branch.agency, today)),
        "may_manage": rules.is_administrator(request.user),
        "today": today,
    }
    return render(request, "people/agencies.html", context)


@require_GET
@office()
def agency(request: SignedIn, code: str) -> HttpResponse:
    """One agency: where it stands, who works there, what was merged into it."""
    shown = _fetched(code)
    return _page(request, shown, EndForm(initial={"on": timezone.localdate()}))


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def new(request: SignedIn) -> HttpResponse:
    form = AgencyForm(request.POST or None, initial={"level": Agency.Level.DEPARTMENT}, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        made = actions.add_agency(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(agency)s was added.") % {"agency": made})
        return redirect("people:agency", made.code)
    return render(request, "people/agency_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def edit(request: SignedIn, code: str) -> HttpResponse:
    shown = _fetched(code)
    form = AgencyForm(request.POST or None, agency=shown, today=timezone.localdate())
    if form.is_bound and form.is_valid():
        try:
            actions.edit_agency(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotPossible as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:agency", code)
    context = {"form": form, "agency": shown}
    return render(request, "people/agency_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(rules.is_administrator)
def end(request: SignedIn, code: str) -> HttpResponse:
    shown = _fetched(code)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        actions.end_agency(shown, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        form.add_error("on", str(error))
        return _page(request, shown, form, status=422)
    messages.success(request, _("%(agency)s has an end now; what it recorded stays.") % {"agency": shown})
    return redirect("people:agency", code)


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def merge(request: SignedIn, code: str) -> HttpResponse:
    """First what it means, then the merger itself."""
    shown, today = _fetched(code), timezone.localdate()
    given = request.POST if request.method == "POST" else request.GET if "into" in request.GET else None
    form = MergerForm(given, agency=shown, today=today, initial={"on": today})
    context: dict[str, Any] = {"agency": shown, "form": form}
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            try:
                actions.merge_agency(shown, **form.cleaned_data, by=request.user, at=timezone.now())
            except actions.NotPossible as error:
                form.add_error(None, str(error))
            else:
                text = _("%(agency)s is now part of %(into)s.")
                messages.success(request, text % {"agency": shown, "into": form.cleaned_data["into"]})
                return redirect("people:agency", code)
        else:
            context["merger"] = queries.merger(shown, **form.cleaned_data)
    status = 422 if request.method == "POST" or form.errors else 200
    return render(request, "people/agency_merge.html", context, status=status)


@require_POST
@office(rules.is_administrator)
def unmerge(request: SignedIn, code: str) -> HttpResponse:
    shown = actions.undo_merger(_fetched(code), by=request.user, at=timezone.now())
    messages.success(request, _("The merger is undone: %(agency)s goes on.") % {"agency": shown})
    return redirect("people:agency", code)


@require_POST
@office(rules.is_administrator)
def delete(request: SignedIn, code: str) -> HttpResponse:
    shown = _fetched(code)
    try:
        actions.delete_agency(shown, by=request.user, at=timezone.now())
    except actions.NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:agency", code)
    messages.success(request, _("%(agency)s was deleted; nothing referred to it.") % {"agency": shown})
    return redirect("people:agencies")


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def communes(request: SignedIn) -> HttpResponse:
    """First how many of a province's communes are new, then taking them in."""
    given = request.POST if request.method == "POST" else request.GET if "province" in request.GET else None
    form = IntakeForm(given, today=timezone.localdate(), initial=queries.likely_intake())
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            taken = actions.take_in_communes(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _taken(len(taken.places), form.cleaned_data["with_agencies"], taken))
            return redirect("people:agencies")
        context["intake"] = queries.intake(form.cleaned_data["province"])
    return render(request, "people/communes.html", context, status=422 if form.errors else 200)


def _taken(places: int, with_agencies: bool, taken: queries.Intake) -> str:
    agencies = len(taken.committees) if with_agencies else 0
    added = ngettext("%(count)s place was added.", "%(count)s places were added.", places) % {"count": places}
    more = ngettext("%(count)s agency was added.", "%(count)s agencies were added.", agencies) % {"count": agencies}
    return f"{added} {more}"


def _fetched(code: str) -> Agency:
    try:
        return queries.agency(code)
    except queries.UnknownAgency:
        raise Http404 from None


def _page(request: SignedIn, shown: Agency, end_form: EndForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    may_manage = rules.is_administrator(request.user)
    context = {
        "agency": shown,
        "in_force": queries.is_in_force(shown, today),
        "below": queries.below(shown),
        "merged": queries.Reach().merged_into([shown.code]),
        "people": queries.people_at(shown, today),
        "may_manage": may_manage,
        "is_referred_to": queries.is_referred_to(shown) if may_manage else True,
        "history": queries.changes_of(shown) if may_manage else [],
        "end_form": end_form,
    }
    return render(request, "people/agency.html", context, status=status)
