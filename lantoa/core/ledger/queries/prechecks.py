"""Who looks through what other agencies send, before the secretariat does."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from lantoa.core.ledger.models import Precheck
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import agencies_under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def prechecks() -> "QuerySet[Precheck]":
    """All, those that hold today first."""
    return Precheck.objects.select_related("agency").order_by("-until", "agency__name_vi")


def precheck(pk: int) -> Precheck:
    """raises: Precheck.DoesNotExist"""
    return Precheck.objects.select_related("agency").get(pk=pk)


def agencies_without_precheck() -> "QuerySet[Agency]":
    """Agencies that exist, have others below them and do not look these through yet."""
    looking = Precheck.objects.filter(until=None).values("agency")
    return Agency.objects.filter(children__isnull=False, valid_until=None).exclude(code__in=looking).distinct()


def agencies_looked_through(user: "User | AnonymousUser") -> Collection[str]:
    """Codes of the agencies whose records this person looks through; read once per object (thus once per request)."""
    own = people.reporting_agencies(user)
    if not own:
        return ()
    kept = vars(user)
    if "agencies_looked_through" not in kept:
        looking = list(Precheck.objects.filter(agency__in=own, until=None).values_list("agency", flat=True))
        kept["agencies_looked_through"] = agencies_under(looking) - set(looking) - set(own) if looking else ()
    found: Collection[str] = kept["agencies_looked_through"]
    return found
