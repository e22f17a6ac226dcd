"""From the event to publication: how long it took, and what was too late."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lantoa.base import periods
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom.models import Medium
from lantoa.desks.newsroom.queries import desk as queries
from lantoa.desks.newsroom.rules import access

_YEARS = 5


@require_GET
@office(access.reads_times)
def times(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    this_year = timezone.localdate().year
    asked = request.GET.get("year", "")
    years = range(this_year, this_year - _YEARS, -1)
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years else this_year
    whole, months, languages = queries.times(periods.year(year), now=now)
    context = {
        "year": year, "years": years, "whole": whole, "months": months, "languages": languages,
        "limits": [row for row in queries.limits() if row.medium != Medium.FACTS],
    }  # fmt: skip
    return render(request, "newsroom/times.html", context)
