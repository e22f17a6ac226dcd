"""Who gets in, in one place."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

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
