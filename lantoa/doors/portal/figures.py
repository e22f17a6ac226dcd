"""The province in figures: all open ones, and what each is made of."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lantoa.core.vocabulary.models import Dimension
from lantoa.doors.portal import queries


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    found = queries.open_figures(get_language() or settings.LANGUAGE_CODE)
    return render(request, "portal/figures.html", {"fixed_address": request.path_info, "figures": found})


@require_safe
def figure(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Not open and not there are answered alike."""
    try:
        opened = queries.open_figure(code, period, page=request.GET.get("page"))
    except queries.NotOpen:
        raise Http404 from None
    dimension = opened.explanation.dimension
    context = {
        "fixed_address": request.path_info,
        "opened": opened,
        "explanation": opened.explanation,
        "dimension_label": Dimension(dimension).label if dimension in Dimension.values else "",
    }
    return render(request, "portal/figure.html", context)
