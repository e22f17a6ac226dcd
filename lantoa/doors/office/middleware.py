"""What every request passes: compression, the content security policy, the language, one transaction per change."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone, translation

from lantoa.core.people import queries as people

LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME
# Forms say their own, lower limits in a sentence; this one is for what no form asked for.
MOST_BYTES = 256 * 1024 * 1024

_TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")

# Wagtail's page editor sets styles and small scripts inline; our own pages never do.
_ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}


class CompressMiddleware(GZipMiddleware):
    """Text travels at a tenth of its size; pictures, fonts and workbooks are compressed in themselves."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(_TEXT)
        # A part of a file (206) must stay the bytes that were asked for.
        if not is_text or response.status_code == 206:
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


class PolicyMiddleware(CSPMiddleware):
    """A strict policy on our pages, a wider one on Wagtail's editor alone.

    The editor shows a page in a frame of its own: what it draws for that passes here too, as a page of the portal.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "is_preview", False):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer: HttpResponse = super().process_response(request, response)
        return answer

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith("/admin/") and not report_only:
            parts.replace = {**_ADMIN_POLICY, **(parts.replace or {})}
        elif getattr(request, "is_preview", False):
            parts.replace = {"frame-ancestors": ["'self'"], **(parts.replace or {})}
        return parts


class SizeMiddleware:
    """Refuses what is larger than any honest file before a byte of it is kept: visitors could fill the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > 18 or int(length) > MOST_BYTES:
            answer = f"At most {MOST_BYTES // 1024 // 1024} MB can be sent at once."
            return HttpResponse(answer, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class NulMiddleware:
    """Refuses an address or a cookie with a NUL in it: PostgreSQL cannot compare text with one, nobody writes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info or _is_in_cookie(request):
            return HttpResponseBadRequest("This address cannot be read.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _is_in_cookie(request: HttpRequest) -> bool:
    return any("\0" in value for value in request.COOKIES.values())


class LanguageMiddleware:
    """A page of the portal speaks the language of its address; the office Vietnamese, unless the person chose otherwise
    (a cookie that holds the language alone)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = translation.get_language_from_path(request.path_info) or (
            chosen if chosen in settings.OFFICE_LANGUAGES else settings.LANGUAGE_CODE
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SecondStepMiddleware:
    """Leads whom a role obliges to a second step to set it up; until then nothing else of the office opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_wait(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    def _must_wait(self, request: HttpRequest) -> bool:
        if not request.path.startswith(("/office/", "/admin/", "/documents/")):
            return False
        if request.path == reverse("office:language"):
            return False
        user = request.user
        return user.is_authenticated and people.lacks_second_step(user, today=timezone.localdate())


class OneTransactionMiddleware:
    """All that one POST of the office or the admin writes stands or falls together.

    Reads stay outside: on SQLite a transaction takes the write lock, and readers must never wait for it. So does a view
    that works for long in transactions of its own (`transaction.non_atomic_requests`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        is_in_pieces = bool(getattr(view, "_non_atomic_requests", ()))
        if request.method == "POST" and request.path.startswith(("/office/", "/admin/")) and not is_in_pieces:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        return None
