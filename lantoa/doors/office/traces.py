"""The trace of a public figure for visitors: without sign-in, session or cookie, without names or evidence."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from lantoa.base.models import Installation
from lantoa.core.ledger import queries as ledger
from lantoa.core.reports import queries
from lantoa.core.reports.models import FrozenFigure

_ON_A_PAGE = 50
# Whoever closes a review waits so long until every copy on the way is gone.
_SECONDS_KEPT = 300
# The address decides the language, not a cookie: whatever stands between may keep the page for everybody.
_ADDRESSES = {"vi": ("office:trace", "Tiếng Việt"), "en": ("office:trace_en", "English")}


@require_safe
def page(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """What is not public and what there is not are answered alike: by the way to sign in, and then to the trace."""
    try:
        frozen = queries.public_figure(public_id)
    except FrozenFigure.DoesNotExist:
        refused = redirect_to_login(reverse("reports:trace", args=[public_id]))
        patch_cache_control(refused, no_store=True)
        return refused
    with translation.override(language):
        # Without the request: whoever is signed in sees the same page, and no cookie is read.
        text = render_to_string("office/trace.html", _context(frozen, request.GET, language))
    answer = HttpResponse(text, headers={"Content-Language": language})
    patch_cache_control(answer, public=True, max_age=_SECONDS_KEPT)
    return answer


def _context(frozen: FrozenFigure, asked: Mapping[str, Any], language: str) -> dict[str, Any]:
    visitor = AnonymousUser()
    number = given if (given := asked.get("number", "")) in {"num", "den"} else ""
    found = queries.trace(frozen, only=ledger.only_shown_to(visitor), wanted={"number": number})
    paginator = Paginator(found.entries, _ON_A_PAGE)
    paginator.count = found.explanation.count_of(number)
    shown = paginator.get_page(asked.get("page"))
    return {
        "installation": Installation.current(),
        "frozen": frozen,
        "trace": found,
        "explanation": found.explanation,
        "page": shown,
        "number": number,
        "rows": found.told(ledger.with_documents(shown, visitor)),
        "here": reverse(_ADDRESSES[language][0], args=[frozen.public_id]),
        "others": [
            (code, label, reverse(name, args=[frozen.public_id]))
            for code, (name, label) in _ADDRESSES.items()
            if code != language
        ],
    }
