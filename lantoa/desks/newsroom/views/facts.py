"""Facts of profiles that are to be looked at again: one tap says that one is still right."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lantoa.core.people.views.guards import SignedIn, office
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.queries import facts as queries
from lantoa.desks.newsroom.rules import access

# One row stands for a fact in nine languages.
_MOST = 40


@require_GET
@office(access.keeps_facts)
def facts(request: SignedIn) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "due": queries.facts_due(request.user, today=today),
        "checked": queries.checked_since(request.user, _begin_of(today)),
        "lead_days": queries.lead_days(today),
        "today": today,
    }
    return render(request, "newsroom/facts.html", context)


@require_POST
@office(access.keeps_facts)
def checked(request: SignedIn) -> HttpResponse:
    """Those of the chosen facts that this person answers for."""
    given = [
        int(key) for key in request.POST.getlist("fact")[:_MOST] if key.isascii() and key.isdecimal() and len(key) < 19
    ]
    own = queries.facts_seen_by(request.user).filter(pk__in=given).values_list("pk", flat=True)
    if not own:
        raise Http404
    now = timezone.now()
    count = actions.check_facts(list(own), by=request.user, today=timezone.localdate(now), at=now)
    if count:
        said = ngettext(
            "Noted with your name: %(count)s fact is right today.",
            "Noted with your name: %(count)s facts are right today.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect("newsroom:facts")


@require_POST
@office(access.keeps_facts)
def back(request: SignedIn, pk: int) -> HttpResponse:
    now = timezone.now()
    rows = queries.checked_since(request.user, _begin_of(timezone.localdate(now)))
    row = next((row for row in rows if row.entry.pk == pk), None)
    if row is None:
        raise Http404
    try:
        actions.take_back_check(row.entry, by=request.user, at=now)
    except actions.NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back: the days stand as they stood before."))
    return redirect("newsroom:facts")


def _begin_of(today: date) -> datetime:
    return datetime.combine(today, time.min, timezone.get_current_timezone())
