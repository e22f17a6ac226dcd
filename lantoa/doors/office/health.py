"""`/healthz`: whether the installation can work, for whatever watches it. No sign-in, no figures, no secrets."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lantoa import __version__
from lantoa.base import queries
from lantoa.base.queries import Check
from lantoa.core.ledger import queries as ledger


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 if all is well, else 503; in both cases what was looked at. Four queries."""
    try:
        checks = queries.checks(at=timezone.now())
        ledger.head()
        checks += [Check("database", is_well=True, said="answers"), Check("ledger", is_well=True, said="head readable")]
    except (DatabaseError, InterfaceError, OSError):
        checks = [Check("database", is_well=False, said="does not answer")]
    is_well = all(check.is_well for check in checks)
    told = {check.name: {"well": check.is_well, "said": check.said} for check in checks}
    document = {"status": "well" if is_well else "not well", "version": __version__, "checks": told}
    return JsonResponse(document, status=200 if is_well else 503)
