"""The search of the portal: /vi/search/?q=, what completes it while somebody types, and what nobody found."""

from dataclasses import replace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_safe

from lantoa.base import queries as base
from lantoa.base.search import actions, days
from lantoa.base.search import queries as index
from lantoa.base.search.analysis import MOST_QUERY_CHARACTERS
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.vocabulary.models import Term
from lantoa.desks.channels import rules as channels
from lantoa.desks.newsroom.models import ItemKind
from lantoa.doors.portal.queries import found as queries
from lantoa.doors.portal.queries.found import EVERY_LANGUAGE, Search
from lantoa.doors.portal.templatetags.portal import term_name

_LANGUAGES = dict(settings.LANGUAGES)
_LAST_PAGE = 10_000
_ROWS = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked, topics = _asked(request), queries.topics()
    if asked.topic not in {topic.code for topic in topics}:
        asked = replace(asked, topic="")
    named = asked.text or _name_of(asked, topics)
    found = queries.found(asked) if named else None
    context = {
        "asked": replace(asked, page=found.page) if found else asked,
        "found": found,
        "named": named,
        "days": list(days.told(asked.text)),
        "is_whole": found is None or index.is_whole(),
        "kinds": queries.kinds(),
        "topics": topics,
        "offered": queries.offered(topics, asked),
        "years": index.years(today=timezone.localdate()),
        "every_language": EVERY_LANGUAGE,
        "names": _LANGUAGES,
        "fixed_address": request.path_info,
    }
    response = render(request, "portal/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex, follow"
    if found is not None and not found.count and context["is_whole"]:
        # Each asking is to be counted, so the page is nobody else's.
        patch_cache_control(response, private=True, max_age=0)
        _note_miss(request, asked)
    return response


def _name_of(asked: Search, topics: list[Term]) -> str:
    """Whoever chose a topic or a kind and typed nothing asks for all of it."""
    kind = str(ItemKind(asked.kind).label) if asked.kind else ""
    return " · ".join(filter(None, [kind, *(term_name(topic) for topic in topics if topic.code == asked.topic)]))


def _asked(request: HttpRequest) -> Search:
    given = request.GET
    kind, year, page = given.get("kind", ""), given.get("year", ""), given.get("page", "")
    return Search(
        text=" ".join(given.get("q", "")[:MOST_QUERY_CHARACTERS].split()),
        language=EVERY_LANGUAGE if given.get("language") == EVERY_LANGUAGE else _language(),
        kind=kind if kind in ItemKind.values else "",
        topic=given.get("topic", ""),
        year=_number(year, 1990, timezone.localdate().year, otherwise=0),
        page=_number(page, 1, _LAST_PAGE, otherwise=1),
    )


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _number(text: str, least: int, most: int, *, otherwise: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 5 else otherwise
    return number if least <= number <= most else otherwise


def _note_miss(request: HttpRequest, asked: Search) -> None:
    """What a person looked for among everything, once a page: filters and robots tell editors nothing."""
    if not asked.is_narrowed and asked.page == 1 and channels.is_human(request.headers.get("User-Agent", "")):
        actions.note_miss(asked.text, language=_language(), today=timezone.localdate())


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What somebody who types may be about to ask: {"texts": ["đối ngoại"], "items": [{"title", "url"}]}."""
    texts, items = queries.suggested(request.GET.get("q", "")[:MOST_QUERY_CHARACTERS], _language())
    rows = [{"title": title, "url": url} for title, url in items]
    response = JsonResponse({"texts": texts, "items": rows}, json_dumps_params={"ensure_ascii": False})
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=60, s_maxage=60)
    return response


@require_GET
@office(channels.may_see)
def misses(request: SignedIn) -> HttpResponse:
    """What readers looked for in vain (tìm mà không thấy), for those who can write it."""
    language = request.GET.get("language", "")
    rows = index.misses(language if language in _LANGUAGES else "")
    page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{**row, "name": _LANGUAGES.get(row["language"], row["language"])} for row in page],
        "languages": settings.LANGUAGES,
        "language": language,
        "least": index.LEAST_ASKED,
        "kept_days": base.kept("misses").days,
    }
    return render(request, "portal/misses.html", context)
