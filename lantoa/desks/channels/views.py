"""The office's own look at what was read: by page, language, day, channel, group of countries; as a file too."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from lantoa.base.spreadsheets import BOM, csv_text
from lantoa.core.people import actions as people
from lantoa.core.people import rules as who
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.channels import actions, queries, rules
from lantoa.desks.channels.forms import BY, Asked, OfficialChannelForm, ViewsForm
from lantoa.desks.channels.models import Channel, OfficialChannel, What
from lantoa.desks.channels.queries import Line

PAGE = 50
# More rows than any spreadsheet of an office is read to.
MOST_LINES = 100_000


@require_GET
@office(rules.may_see)
def views(request: SignedIn) -> HttpResponse:
    today = timezone.localdate()
    asked = ViewsForm(request.GET).asked(today=today)
    page = Paginator(_sums(asked), PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "totals": queries.totals(at=timezone.now(), today=today),
        "sum": queries.summed(queries.tallies(**asked.filters)),
        "page": page,
        "lines": _lines(page, asked.by),
        "heading": dict(BY)[asked.by],
        "title": queries.titles([asked.item]).get(asked.item, _gone(asked.item)) if asked.item is not None else "",
        "by": BY,
        "whats": What.choices,
        "languages": settings.LANGUAGES,
        "query": request.GET.urlencode(),
        "is_chosen": bool(request.GET.keys() - {"page"}),
    }
    return render(request, "channels/views.html", context)


@require_GET
@office(rules.may_see)
def views_file(request: SignedIn) -> HttpResponse:
    """What the page shows with the same filters, whole, as CSV that Excel opens in Vietnamese."""
    asked = ViewsForm(request.GET).asked(today=timezone.localdate())
    lines = _lines(_sums(asked)[:MOST_LINES], asked.by)
    heading = [str(dict(BY)[asked.by]), _("Number"), _("By people"), _("By robots")]
    rows = [[line.name, line.key, line.human_count, line.robot_count] for line in lines]
    people.took_away("views", form="csv", count=len(lines), filters=_codes(asked), by=request.user, at=timezone.now())
    response = HttpResponse(BOM + csv_text([heading, *rows]), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="views-by-{asked.by}.csv"'
    return response


def _sums(asked: Asked) -> Any:
    sums = queries.sums(queries.tallies(**asked.filters), asked.by)
    return rules.without_small_cells(list(sums), asked.by) if asked.by == "country_group" else sums


def _lines(sums: Iterable[dict[str, Any]], by: str) -> list[Line]:
    rows = list(sums)
    titles = queries.titles([row["item"] for row in rows]) if by == "item" else {}
    return [Line(row[by], _named(row[by], by, titles), row["human_count"], row["robot_count"]) for row in rows]


def _named(key: Any, by: str, titles: dict[int, str]) -> str:
    if by == "item":
        return titles.get(key) or _gone(key)
    if by == "language":
        return dict(settings.LANGUAGES).get(key) or _("Without a language")
    if by == "channel":
        return str(Channel(key).label)
    if by == "country_group":
        return _("Other groups together") if key is None else key or _("Not known where from")
    assert isinstance(key, date)
    return key.strftime("%d/%m/%Y")


def _gone(item: int | None) -> str:
    return _("Page %(number)s, no longer there") % {"number": item} if item else _("No page of its own")


def _codes(asked: Asked) -> str:
    return "&".join(f"{name}={value}" for name, value in asked.filters.items() if value not in {"", None})


# -- the register of official channels -------------------------------------------------------------


@require_GET
@office(who.is_staff)
def official(request: SignedIn) -> HttpResponse:
    """Every channel that is or was ours."""
    context = {
        "channels": queries.official_channels(),
        "today": timezone.localdate(),
        "may_edit": who.is_secretariat(request.user),
    }
    return render(request, "channels/official.html", context)


@require_http_methods(["GET", "POST"])
@office(who.is_secretariat)
def official_edit(request: SignedIn, pk: int | None = None) -> HttpResponse:
    try:
        channel = OfficialChannel() if pk is None else queries.official_channel(pk)
    except OfficialChannel.DoesNotExist:
        raise Http404 from None
    today = timezone.localdate()
    start = {"checked_on": today} if pk is None else None
    sent = request.POST if request.method == "POST" else None
    form = OfficialChannelForm(sent, instance=channel, initial=start, today=today)
    if form.is_valid():
        actions.keep_official(channel, form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. Readers see it in the list of official channels."))
        return redirect("channels:official")
    return render(request, "channels/official_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def official_public(request: HttpRequest) -> HttpResponse:
    """For readers: where we speak, so that whatever else bears our name can be told apart."""
    context = {
        "fixed_address": request.path_info,
        "channels": queries.official_channels(on=timezone.localdate()),
    }
    return render(request, "channels/official_public.html", context)


@require_safe
def official_json(request: HttpRequest) -> HttpResponse:
    """The same for machines, for anybody's page."""
    found = queries.official_channels(on=timezone.localdate())
    rows = [
        {
            "kind": channel.kind,
            "name": channel.name,
            "address": channel.address,
            "agency": vocabulary.said(channel.agency.name),
            "languages": channel.languages,
            "checked_on": channel.checked_on.isoformat(),
            "since": channel.since.isoformat() if channel.since else None,
        }
        for channel in found
    ]
    return JsonResponse({"channels": rows}, headers={"Access-Control-Allow-Origin": "*"})
