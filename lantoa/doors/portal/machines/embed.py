"""The newest items as a small page for other sites' frames: no script, no cookie, no look at who frames it."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lantoa.desks.newsroom import queries as newsroom
from lantoa.doors.portal.machines import wanted

ITEMS = 8


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "form-action": ["'none'"], "script-src": ["'none'"]})
def embedded(request: HttpRequest) -> HttpResponse:
    asked = wanted.read(request)
    lines = [(item, newsroom.address_of(item)) for item in asked.items(ITEMS)]
    # Without the request: one page for everybody.
    return HttpResponse(render_to_string("portal/embed.html", {"wanted": asked, "lines": lines}))
