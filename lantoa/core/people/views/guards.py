"""Who gets in, and how files of strangers go out, in one place."""

from collections.abc import Callable
from functools import wraps
from typing import IO, Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse

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
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return wrap


def handed_out(opened: IO[Any], *, media_type: str, name: str) -> FileResponse:
    """A file that strangers wrote, to one who may have it: it runs nothing, is what it says, and no cache keeps it."""
    response = FileResponse(opened, content_type=media_type, filename=name)
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
