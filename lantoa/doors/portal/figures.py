"""The province in figures: all open ones, and what each is made of."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lantoa.desks.newsroom.models import ContentPage
from lantoa.doors.portal import queries
from lantoa.doors.portal.queries.open_figures import Records


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    found = queries.open_figures(get_language() or settings.LANGUAGE_CODE)
    return render(request, "portal/figures.html", {"fixed_address": request.path_info, "figures": found})


@require_safe
def figure(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Not open and not there are answered alike."""
    return _figure(request, code, period, None, fixed_address=request.path_info)


@require_safe
def figure_of_item(request: HttpRequest, code: str, period: str, pk: int) -> HttpResponse:
    """A figure that an item of this language shows. Other languages have none at its place."""
    item = queries.item_read_in(get_language() or settings.LANGUAGE_CODE, pk)
    if item is None:
        raise Http404
    return _figure(request, code, period, item)


def _figure(request: HttpRequest, code: str, period: str, item: ContentPage | None, **context: str) -> HttpResponse:
    given = request.GET
    number, page = given.get("number", ""), given.get("page", "")[:6]
    number = number if number in {"num", "den"} else ""
    asked = Records(number, given.get("part", "")[:60], max(1, int(page)) if page.isascii() and page.isdecimal() else 1)
    try:
        opened = queries.open_figure(code, period, item=item, asked=asked)
    except queries.NotOpen:
        raise Http404 from None
    return render(request, "portal/figure.html", {**context, "opened": opened, "explanation": opened.explanation})
