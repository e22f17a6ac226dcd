"""The working-day calendar: rows that people keep."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lantoa.core.people import rules as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.programme import actions, queries
from lantoa.core.programme.forms.periods import CalendarDayForm
from lantoa.core.programme.models import CalendarDay


@require_http_methods(["GET", "POST"])
@office()
def calendar(request: SignedIn) -> HttpResponse:
    """The days of a year that differ from the plain week; the secretariat names more."""
    may_edit = people.is_secretariat(request.user)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.name_day(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(_of_year(row.day.year))
    year = _year(request)
    context = {
        "form": form,
        "days": queries.calendar(year),
        "year": year,
        "years": range(year - 1, year + 2),
        "may_edit": may_edit,
    }
    return render(request, "programme/period_calendar.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(people.is_secretariat)
def forget(request: SignedIn, pk: int) -> HttpResponse:
    try:
        row = queries.calendar_day(pk)
    except CalendarDay.DoesNotExist:
        raise Http404 from None
    actions.forget_day(row, by=request.user, at=timezone.now())
    messages.success(request, _("It is an ordinary day of its week again."))
    return redirect(_of_year(row.day.year))


def _year(request: SignedIn) -> int:
    text = request.GET.get("year", "")
    return int(text) if len(text) == 4 and text.isdecimal() and 2000 <= int(text) <= 2100 else timezone.localdate().year


def _of_year(year: int) -> str:
    return reverse("programme:period_calendar", query={"year": year})
