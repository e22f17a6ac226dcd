"""Public data for other machines: no key, no cookie, from any site (CORS), in JSON."""

from collections.abc import Callable, Iterable
from functools import reduce, wraps
from http import HTTPStatus
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from lantoa.base.search import queries as index
from lantoa.desks.channels import queries as official
from lantoa.desks.channels.models import Channel, What
from lantoa.desks.channels.rules import HEADER, counted
from lantoa.desks.newsroom import queries
from lantoa.doors.api import answers, openapi, parameters
from lantoa.doors.api.problems import Problem

ON_A_PAGE = 20
# No database keeps a greater number, and SQLite does not compare with one.
_LAST_ID = 2**63 - 1
# As long as the micro-cache may hand it out; what is published purges it at once.
_FRESH = "public, max-age=0, s-maxage=60, must-revalidate"

View = Callable[..., dict[str, Any]]


def answered(view: View) -> Callable[..., HttpResponse]:
    """A view gives a document or raises a problem; both leave as JSON that any page may read."""

    @csrf_exempt  # nothing is written here; what is no GET shall hear so
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse
        try:
            if request.method == "OPTIONS":
                response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            elif request.method not in {"GET", "HEAD"}:
                raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "This address is read with GET.")
            else:
                found = view(request, **kwargs)
                response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
                response.headers["Cache-Control"] = _FRESH
                response.headers[HEADER] = counted(
                    What.VIEW, 0, language=_language(request, found), channel=Channel.API
                )
        except Problem as problem:
            response = problem.answer()
        response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Origin"] = response.headers["Access-Control-Allow-Headers"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


@answered
def items(request: HttpRequest) -> dict[str, Any]:
    wanted = parameters.read(request.GET.dict(), parameters.OF_ITEMS)
    found = queries.listed(wanted["lang"], kind=wanted["kind"], topic=wanted["topic"], since=wanted["since"])
    found = found.filter(reduce(or_, queries.of_line(wanted["agency"]))).select_related("picture", "agency")
    count, start = found.count(), (wanted["page"] - 1) * ON_A_PAGE
    rows = queries.cut(found, start, start + ON_A_PAGE) if start < count else []
    with translation.override(wanted["lang"]):
        topics = answers.topic_names()
        return _listed(request, wanted["page"], count, (answers.line(item, topics) for item in rows))


@answered
def search(request: HttpRequest) -> dict[str, Any]:
    """What the portal's own search finds, in its order; what was withdrawn a moment ago is left out."""
    wanted = parameters.read(request.GET.dict(), parameters.OF_SEARCH)
    found = index.search(wanted["q"], wanted["lang"], kind=wanted["kind"], topic=wanted["topic"], page=wanted["page"])
    is_beyond = wanted["page"] > max(1, found.page_count)
    keys = [] if is_beyond else [hit.key for hit in found.hits]
    rows = {row.pk: row for row in queries.listed(wanted["lang"]).select_related("agency").filter(pk__in=keys)}
    with translation.override(wanted["lang"]):
        topics = answers.topic_names()
        lines = (answers.line(rows[key], topics) for key in keys if key in rows)
        return _listed(request, wanted["page"], found.count, lines)


@answered
def item(request: HttpRequest, pk: int) -> dict[str, Any]:
    parameters.read(request.GET.dict(), [])
    try:
        found = queries.public().select_related("picture", "agency", "place").get(pk=min(pk, _LAST_ID))
    except ObjectDoesNotExist:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no item with this id, or it is not published.") from None
    if found.is_withdrawn:
        raise Problem(
            HTTPStatus.GONE,
            f"This item was withdrawn: {found.withdrawn_reason}",
            url=queries.address_of(found),
            withdrawn_at=answers.moment(found.withdrawn_at),
        )
    with translation.override(found.language):
        return answers.whole(found.specific, versions=queries.versions_of(found), topics=answers.topic_names())


@answered
def channels(request: HttpRequest) -> dict[str, Any]:
    """The register of official channels, as it stands today."""
    wanted = parameters.read(request.GET.dict(), parameters.OF_CHANNELS)
    found = official.official_channels(on=timezone.localdate(), kind=wanted["kind"])
    start = (wanted["page"] - 1) * ON_A_PAGE
    with translation.override(wanted["lang"]):
        rows = [answers.channel(row) for row in found[start : start + ON_A_PAGE]]
        return _listed(request, wanted["page"], len(found), rows)


@answered
def description(request: HttpRequest) -> dict[str, Any]:
    parameters.read(request.GET.dict(), [])
    return openapi.document()


@answered
def nothing(request: HttpRequest) -> dict[str, Any]:
    raise Problem(HTTPStatus.NOT_FOUND, "There is nothing here. /api/v1/openapi.json says what there is.")


def _language(request: HttpRequest, found: dict[str, Any]) -> str:
    """Of what was read; the description has none."""
    if "results" in found:
        return request.GET.get("lang") or str(parameters.LANG.default)
    return str(found.get("language", ""))


def _listed(request: HttpRequest, page: int, count: int, results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    last = max(1, -(-count // ON_A_PAGE))
    return {
        "count": count,
        "next": _page(request, page + 1) if page < last else None,
        # Of a page that is none, the last one that is.
        "previous": _page(request, min(page - 1, last)) if page > 1 else None,
        "results": list(results),
    }


def _page(request: HttpRequest, number: int) -> str:
    query = urlencode({**request.GET.dict(), "page": number})
    return f"{settings.PUBLIC_URL}{request.path}?{query}"
