"""The ledger's heads in public, a line a day: as a page in two languages and as a feed, without sign-in or cookie."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lantoa.base.models import Installation
from lantoa.core.reports import queries
from lantoa.core.reports.rules import heads

_ON_A_PAGE = 31
_IN_A_FEED = 366
_cached = cache_control(public=True, max_age=600)
# The address decides the language, not a cookie: whatever stands between may keep the page for everybody.
_ADDRESSES = {"vi": "office:heads", "en": "office:heads_en"}


@require_safe
@_cached
def page(request: HttpRequest, language: str) -> HttpResponse:
    with translation.override(language):
        found = list(queries.daily_heads(before=_before(request))[: _ON_A_PAGE + 1])
        context = {
            "installation": Installation.current(),
            "lines": found[:_ON_A_PAGE],
            "earlier": found[_ON_A_PAGE - 1].day if len(found) > _ON_A_PAGE else None,
            "is_newest": "before" not in request.GET,
            "versions": {code: settings.PUBLIC_URL + reverse(name) for code, name in _ADDRESSES.items()},
            "here": reverse(_ADDRESSES[language]),
            "others": [
                (code, dict(settings.LANGUAGES)[code], reverse(name))
                for code, name in _ADDRESSES.items()
                if code != language
            ],
        }
        # Without the request: whoever is signed in sees the same page, and no cookie is read.
        text = render_to_string("office/heads.html", context)
    return HttpResponse(text, headers={"Content-Language": language})


@require_safe
@_cached
def feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1, at most a year of days; `next_url` leads to the days before."""
    found = list(queries.daily_heads(before=_before(request))[: _IN_A_FEED + 1])
    address, own = (settings.PUBLIC_URL + reverse(f"office:{name}") for name in ("heads", "heads_feed"))
    with translation.override("vi"):
        document = {
            "version": heads.VERSION,
            "title": _("Heads of the ledger: %(name)s") % {"name": Installation.current().name_vi},
            "language": "vi",
            "home_page_url": address,
            "feed_url": own,
            "items": [heads.item(line, address=address) for line in found[:_IN_A_FEED]],
        }
    if len(found) > _IN_A_FEED:
        document["next_url"] = f"{own}?before={found[_IN_A_FEED - 1].day.isoformat()}"
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _before(request: HttpRequest) -> date | None:
    text = request.GET.get("before")
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise Http404 from None
