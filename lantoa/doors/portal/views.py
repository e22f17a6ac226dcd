"""Doors of the portal: the way to a language, pages of the tree, the few fixed pages, what is not there."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_from_path, get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.views import serve_chain
from wagtail.wagtail_hooks import check_view_restrictions

from lantoa.desks.channels import queries as channels
from lantoa.doors.portal import queries

# In every language at the same place; their text is the software's, so it is translated with it.
FIXED = ("accessibility", "contact", "counting", "privacy")
# The first part of addresses that no reader types.
_OFFICE = {"office", "admin", "accounts", "drafts"}
# Of a page that once was: several words, which may be looked for.
_NAME = re.compile(r"[^\W_]+(?:-[^\W_]+)+$")


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the language that the reader's browser asks for, if it is open."""
    open_ones = queries.open_languages()
    if not open_ones:
        raise Http404
    response = HttpResponseRedirect(f"/{_best(request.headers.get('Accept-Language', ''), open_ones)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _best(accepted: str, open_ones: list[str]) -> str:
    """Readers of none of our languages get English (docs/decisions/0053); who says nothing, that of the province."""
    named = [asked for asked, _ in parse_accept_lang_header(accepted) if asked != "*"]
    for asked in named:
        try:
            language = get_supported_language_variant(asked)
        except LookupError:
            continue
        if language in open_ones:
            return language
    otherwise = "en" if named else settings.LANGUAGE_CODE
    return otherwise if otherwise in open_ones else open_ones[0]


def page(request: HttpRequest, path: str) -> HttpResponse:
    """A page of the tree, or none: never that of another language, as Wagtail's own view would answer.

    A page is public or not published. Wagtail's third state, behind a password, is closed in the settings, because a
    public page sets no cookie; so its hook, which asks for that state with two queries, is left out.
    """
    found = queries.page_at(request.path_info, today=timezone.localdate())
    if found is None:
        raise Http404
    refused: HttpResponse | None = found.check_request_method(request)
    if refused:
        return refused
    chain = serve_chain
    for around in reversed(hooks.get_hooks("on_serve_page")):
        chain = chain if around is check_view_restrictions else around(chain)
    response: HttpResponse = chain(found, request, [], {})
    return response


@require_safe
def fixed(request: HttpRequest, code: str) -> HttpResponse:
    context: dict[str, Any] = {"fixed_address": request.path_info}
    if code == "contact":
        context["contacts"] = queries.contacts(get_language() or settings.LANGUAGE_CODE)
    if code == "counting":
        now = timezone.now()
        context |= {"totals": channels.totals(at=now, today=timezone.localdate(now)), "now": now}
    return render(request, f"portal/{code}.html", context)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`: in the language of the address, or of the reader; of the office, as the office says it."""
    first, _, rest = request.path_info[1:].partition("/")
    if first != first.lower() and first.lower() in dict(settings.LANGUAGES) and request.method in {"GET", "HEAD"}:
        # Pages name their language as RFC 5646 writes it: zh-Hans.
        return _moved_to(request, f"/{first.lower()}/{rest}")
    if get_language_from_path(request.path_info):
        small = request.path_info.lower()
        if small != request.path_info and request.method in {"GET", "HEAD"}:
            # As some letters and papers print it: /vi/Tin-Tuc/
            return _moved_to(request, small)
        return _not_here(request)
    open_ones = [] if first in _OFFICE else queries.open_languages()
    if not open_ones:
        return render(request, "404.html", status=404)
    language = _best(request.headers.get("Accept-Language", ""), open_ones)
    with override(language):
        response = _not_here(request)
    response.headers["Content-Language"] = language
    # So that nobody, the micro-cache neither, keeps it for readers of another language.
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _moved_to(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{escape_uri_path(path)}{'?' if query else ''}{query}")


def _not_here(request: HttpRequest) -> HttpResponse:
    last = request.path_info.strip("/").rpartition("/")[2]
    return render(
        request, "portal/404.html", {"words": last.replace("-", " ") if _NAME.match(last) else ""}, status=404
    )
