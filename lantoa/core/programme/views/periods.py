"""Periods: which there are, planning one, its board, and everything the secretariat does with it but the closing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.base import periods as windows_of_time
from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import AgenciesForm, PeriodForm, ReasonForm
from lantoa.core.programme.models import Regime, ReportingPeriod
from lantoa.core.programme.rules import findings, windows

PAGE = 30


@require_GET
@office()
def periods(request: SignedIn) -> HttpResponse:
    """What is open first; for a focal point with the state of its own reports, else with the counts of all."""
    found = queries.periods_listed(request.user, today=timezone.localdate())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "today": timezone.localdate(),
        "sees_all": people.sees_everything(request.user),
        "may_plan": people.is_secretariat(request.user),
        "may_read_findings": findings.may_read(request.user),
    }
    return render(request, "programme/periods.html", context)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def new(request: SignedIn) -> HttpResponse:
    """Choose a regime and its window, or a period of one's own; then the dates; then plan it."""
    today = timezone.localdate()
    regime = _regime(request.GET.get("regime", ""))
    if regime is None and "free" not in request.GET:
        offered = [(row, found) for row in queries.regimes(on=today) if (found := _offered(row, today))]
        return render(request, "programme/period_choose.html", {"offered": offered})
    proposed = windows.dates(regime, _window(request, regime)) if regime else None
    form = PeriodForm(
        request.POST or None,
        counts=queries.standing_counts(today),
        is_fixed=proposed is not None,
        initial=PeriodForm.planned(proposed) if proposed else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            period = actions.plan_period(**_planned(form), regime=regime, by=request.user, at=timezone.now())
        except actions.AlreadyPlanned as error:
            messages.info(request, str(error))
            return redirect("programme:period", error.period.pk)
        if "open" in request.POST:
            actions.open_period(period, by=request.user, at=timezone.now())
            messages.success(request, _("The period is open: from now on agencies can report."))
        else:
            messages.success(request, _("The period is planned. Agencies see it once you open it."))
        return redirect("programme:period", period.pk)
    context = {"form": form, "regime": regime, "window": proposed.window if proposed else None}
    return render(request, "programme/period_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    period = fetched(request, pk)
    form = PeriodForm(
        request.POST or None,
        counts=queries.standing_counts(timezone.localdate()),
        is_fixed=True,
        initial=PeriodForm.of(period),
    )
    if request.method == "POST" and form.is_valid():
        wanted = {name: value for name, value in _planned(form).items() if name != "window"}
        _try(request, lambda: actions.edit_period(period, **wanted, by=request.user, at=timezone.now()), _("Saved."))
        return redirect("programme:period", pk)
    return render(
        request, "programme/period_form.html", {"form": form, "period": period}, status=422 if form.is_bound else 200
    )


@require_POST
@office(people.is_secretariat)
def open_(request: SignedIn, pk: int) -> HttpResponse:
    period = fetched(request, pk)
    done = _("The period is open: from now on agencies can report.")
    _try(request, lambda: actions.open_period(period, by=request.user, at=timezone.now()), done)
    return redirect("programme:period", pk)


@require_POST
@office(people.is_secretariat)
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    period, form = fetched(request, pk), ReasonForm(request.POST, prefix="reopen")
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("The period is open again.")
    _try(request, lambda: actions.reopen_period(period, by=request.user, at=timezone.now(), reason=reason), done)
    return redirect("programme:period", pk)


@require_POST
@office(people.is_secretariat)
def discard(request: SignedIn, pk: int) -> HttpResponse:
    period = fetched(request, pk)
    done = _("The period “%(title)s” was thrown away.") % {"title": period.title}
    if _try(request, lambda: actions.discard_period(period, by=request.user, at=timezone.now()), done):
        return redirect("programme:periods")
    return redirect("programme:period", pk)


@require_http_methods(["GET", "POST"])
@office(people.is_secretariat)
def add(request: SignedIn, pk: int) -> HttpResponse:
    """Ask more agencies, also those that were taken out."""
    period = fetched(request, pk)
    agencies = queries.agencies_to_add(period)
    last = max((row.due_on for row in period.dues.all()), default=None)
    form = AgenciesForm(request.POST or None, agencies=agencies, initial={"due_on": last})
    if request.method == "POST" and form.is_valid():
        chosen, due_on = form.cleaned_data["agencies"], form.cleaned_data["due_on"]
        done = _("Asked.")
        _try(
            request,
            lambda: actions.expect(period, chosen, due_on=due_on, by=request.user, at=timezone.now()),
            done,
        )
        return redirect("programme:period", pk)
    context = {"form": form, "period": period, "agencies": agencies}
    return render(request, "programme/period_add.html", context, status=422 if form.is_bound else 200)


@require_GET
@office(people.sees_everything)
def history(request: SignedIn, pk: int) -> HttpResponse:
    period = fetched(request, pk)
    return render(request, "programme/period_history.html", {"period": period, "lines": queries.history(period)})


def fetched(request: SignedIn, pk: int) -> ReportingPeriod:
    try:
        return queries.period_for(request.user, pk)
    except ReportingPeriod.DoesNotExist:
        raise Http404 from None


def _try(request: SignedIn, act: Any, done: str) -> bool:
    """Do it and say so, or say why it cannot be done now."""
    try:
        act()
    except actions.NotNow as error:
        messages.warning(request, str(error))
        return False
    messages.success(request, done)
    return True


def _planned(form: PeriodForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "window", "cutoff_at", "goes_up_on", "dues")}


def _regime(code: str) -> Regime | None:
    if not code:
        return None
    try:
        return queries.regime(code)
    except Regime.DoesNotExist:
        raise Http404 from None


def _window(request: SignedIn, regime: Regime) -> windows_of_time.Period:
    """The window the address names, if the regime has it; else the one awaited next."""
    try:
        wanted = windows_of_time.parse(request.GET.get("window", ""))
    except windows_of_time.BadPeriod:
        return windows.current(regime, timezone.localdate())
    if wanted not in windows.windows(regime, wanted.last_day.year) or not regime.holds_for(wanted):
        raise Http404
    return wanted


def _offered(regime: Regime, today: Any) -> list[dict[str, Any]]:
    """The windows before, at and after the one awaited next, each with the address that plans it."""
    now = windows.current(regime, today)
    years = (now.last_day.year - 1, now.last_day.year, now.last_day.year + 1)
    around = [window for year in years for window in windows.windows(regime, year)]
    place = around.index(now)
    found = [window for window in around[max(place - 1, 0) : place + 2] if regime.holds_for(window)]
    return [
        {
            "label": regime.label_of(window),
            "is_next": window == now,
            "query": urlencode({"regime": regime.code, "window": window.code()}),
        }
        for window in found
    ]
