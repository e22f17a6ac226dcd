"""What the public is told of its own number: /vi/counters.json, fresh for five seconds."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lantoa.desks.channels import queries, rules


@require_safe
@cache_control(public=True, max_age=5, s_maxage=5)
def counters(request: HttpRequest) -> JsonResponse:
    """null: fewer than `fewer_than`; nothing at all may be told. Not counted itself."""
    found = queries.totals(at=timezone.now(), today=timezone.localdate())
    return JsonResponse({
        "readers_now": rules.told(found.readers_now),
        "views_today": rules.told(found.today),
        "views_total": rules.told(found.total),
        "fewer_than": rules.FEWEST,
        "at": timezone.localtime().isoformat(timespec="seconds"),
    })  # fmt: skip
