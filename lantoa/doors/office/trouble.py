"""What a person reads when a page fails: the fault is ours, or the database and the disk cannot just now.

The second is no fault of a program: full, locked by somebody else, out of reach. It gets its own page with what to do.
Nothing is half done in either case: one POST is one transaction.
"""

import errno
import logging
import sys
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_FULL = (
    _("There is no room left on the disk"),
    _("Tell the administrator that the disk is full. When there is room again, repeat the last step."),
)
_BUSY = (
    _("The database is busy"),
    _("Somebody else is writing a great deal. Wait half a minute, then repeat the last step."),
)
_AWAY = (
    _("The database cannot be reached"),
    _("Tell the administrator. When it runs again, repeat the last step."),
)
_RETRY_SECONDS = 30
_logger = logging.getLogger(__name__)


def failed(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`; called while the exception is being handled."""
    error = sys.exc_info()[1]
    trouble = kind_of(error) if error else None
    is_of_portal = bool(get_language_from_path(request.path_info))
    if trouble is None:
        return render(request, "portal/500.html" if is_of_portal else "500.html", {"code": 500}, status=500)
    _logger.error("%s: %s", request.path, error)
    title, advice = trouble
    # A reader of the portal can do nothing about our disk.
    page = "portal/500.html" if is_of_portal else "503.html"
    response = render(request, page, {"code": 503, "title": title, "advice": advice}, status=503)
    response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def kind_of(error: BaseException) -> "tuple[StrOrPromise, StrOrPromise] | None":
    """(what happened, what to do) for what no program can mend; None for a fault of ours."""
    if isinstance(error, OSError):
        return _FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else None
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    # SQLite says it in words, PostgreSQL by a state (its manual, appendix A, "PostgreSQL Error Codes").
    state, words = getattr(error.__cause__, "sqlstate", None) or "", str(error)
    if "is full" in words or state == "53100":
        return _FULL
    if "is locked" in words or state in {"55P03", "57014", "40P01", "40001"}:
        return _BUSY
    return _AWAY
