"""Who gets in, and how files of strangers go out, in one place."""

from collections.abc import Callable
from functools import wraps
from typing import IO, Any, Concatenate
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from lantoa.core.people import rules as people
from lantoa.core.people.models import User


class SignedIn(HttpRequest):
    """A request of a person who works here; only for types."""

    user: User


View = Callable[Concatenate[Any, ...], HttpResponse]


def office(allowed: Callable[[Any], bool] = people.is_staff) -> Callable[[View], View]:
    """Signed in, and of a role that the predicate allows; everybody else is sent to sign in, or refused."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """And back: to the page of a form that was sent too late, because most addresses of forms open nothing."""
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    # What a script sends by itself it keeps, and says so on its page.
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        messages.warning(request, _("Your sign-in had ended, and this was not saved. Sign in and do it once more."))
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = page.netloc == request.get_host()
    back = page._replace(scheme="", netloc="").geturl() if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect_to_login(back)


def handed_out(opened: IO[Any], *, media_type: str, name: str) -> FileResponse:
    """A file that strangers wrote, to one who may have it: it runs nothing, is what it says, and no cache keeps it."""
    response = FileResponse(opened, content_type=media_type, filename=name)
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
