"""The duties to report again and again: rows with their law, which the secretariat keeps in versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.regimes import RegimeEndForm, RegimeForm
from lantoa.core.programme.models import Regime
from lantoa.core.programme.rules import windows


@require_GET
@office()
def regimes(request: SignedIn) -> HttpResponse:
    """Every regime in force or to come, with its source, and the dates of its next window; below, what ended."""
    today = timezone.localdate()
    context = {
        "rows": [_shown(regime, today) for regime in queries.regimes(on=today)],
        "ended": queries.ended_regimes(on=today),
        "today": today,
        "may_plan": people.is_secretariat(request.user),
    }
    return render(request, "programme/period_regimes.html", context)


@require_GET
@office()
def regime(request: SignedIn, code: str) -> HttpResponse:
    """One version: its law, its days, the versions before and after it, the periods planned by it."""
    shown = _fetched(code)
    return _page(request, shown, RegimeEndForm())


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def new(request: SignedIn) -> HttpResponse:
    form = RegimeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        facts, since = form.cleaned_data["facts"], form.cleaned_data["since"]
        made = actions.add_regime(facts, since=since, by=request.user, at=timezone.now())
        messages.success(request, _("%(regime)s was added.") % {"regime": made})
        return redirect("programme:period_regime", made.code)
    return render(request, "programme/regime_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def edit(request: SignedIn, code: str) -> HttpResponse:
    """With a day a new version follows this one; without, this one is mended while nothing was planned by it."""
    shown = _fetched(code)
    form = RegimeForm(request.POST or None, regime=shown, is_used=queries.is_used(shown))
    if form.is_bound and form.is_valid():
        facts, since = form.cleaned_data["facts"], form.cleaned_data["since"]
        try:
            if since:
                saved = actions.renew_regime(shown, facts, since=since, by=request.user, at=timezone.now())
            else:
                saved = actions.edit_regime(shown, facts, by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, _("The new version is written.") if since else _("Saved."))
            return redirect("programme:period_regime", saved.code)
    context = {"form": form, "regime": shown}
    return render(request, "programme/regime_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(people.is_secretariat)
def end(request: SignedIn, code: str) -> HttpResponse:
    shown, form = _fetched(code), RegimeEndForm(request.POST)
    if form.is_valid():
        try:
            actions.end_regime(shown, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
        except actions.NotNow as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("%(regime)s has an end now; its periods stay.") % {"regime": shown})
            return redirect("programme:period_regime", code)
    return _page(request, _fetched(code), form, status=422)


@require_POST
@office(people.is_secretariat)
def take_back(request: SignedIn, code: str) -> HttpResponse:
    """The end of a version, or a version by which nothing was planned yet."""
    try:
        holds = actions.take_back_change(_fetched(code), by=request.user, at=timezone.now())
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return redirect("programme:period_regime", code)
    messages.success(request, _("Taken back."))
    return redirect("programme:period_regime", holds.code)


def _page(request: SignedIn, shown: Regime, end_form: RegimeEndForm, *, status: int = 200) -> HttpResponse:
    versions, is_used = queries.versions_of(shown), queries.is_used(shown)
    may_edit = people.is_secretariat(request.user)
    is_last = versions[-1].pk == shown.pk
    context = {
        **_shown(shown, timezone.localdate()),
        "versions": versions,
        "periods": queries.periods_of(shown),
        "may_edit": may_edit,
        "may_change": may_edit and not shown.valid_until,
        "may_take_back": may_edit and is_last and bool(shown.valid_until or (len(versions) > 1 and not is_used)),
        "history": queries.history_of_regime(shown) if may_edit else [],
        "end_form": end_form,
    }
    return render(request, "programme/regime.html", context, status=status)


def _shown(regime: Regime, today: Any) -> dict[str, Any]:
    """A regime with the dates of the window that comes next; an ended one shows those of its last day."""
    day = min(today, regime.valid_until) if regime.valid_until else today
    dates = windows.dates(regime, windows.current(regime, day))
    named = [(Agency.Level(level).label, due) for level, due in dates.dues.items()]
    return {"regime": regime, "dates": dates, "dues": named}


def _fetched(code: str) -> Regime:
    try:
        return queries.regime(code)
    except Regime.DoesNotExist:
        raise Http404 from None
