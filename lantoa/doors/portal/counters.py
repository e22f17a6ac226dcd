"""What the public is told of its own number: /vi/counters.json, fresh for five seconds; and what programs fetch."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lantoa.desks.channels import queries, rules
from lantoa.desks.channels.models import Channel, What


@require_safe
@cache_control(public=True, max_age=5, s_maxage=5)
def counters(request: HttpRequest) -> JsonResponse:
    """null: fewer than `fewer_than`; nothing at all may be told. Not counted itself."""
    found = queries.totals(at=timezone.now(), today=timezone.localdate())
    told = {
        "readers_now": rules.told(found.readers_now),
        "views_today": rules.told(found.today),
        "views_total": rules.told(found.total),
        "fewer_than": rules.FEWEST,
        "at": timezone.localtime().isoformat(timespec="seconds"),
    }
    return JsonResponse(told, headers={"Access-Control-Allow-Origin": "*"})


def counted_as(channel: Channel, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with its good answers counted as one of this channel, and for any site to read; they are of no page."""

    @wraps(view)
    def counting(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            response.headers[rules.HEADER] = rules.counted(What.VIEW, 0, language=get_language() or "", channel=channel)
        return response

    return counting
