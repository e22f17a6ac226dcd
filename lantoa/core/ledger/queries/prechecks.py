"""Who looks through what other agencies send, before the secretariat does."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from lantoa.core.ledger.models import Activity, Precheck
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, User
from lantoa.core.people.queries import agencies_under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# What an agency has not read yet.
NEWS = [Activity.News.RETURNED, Activity.News.CORRECTED, Activity.News.REVERSED]


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


@dataclass(frozen=True)
class Waiting:
    """looked_through: codes of the agencies whose records a person looks through; news_count: see `queries.news`"""

    looked_through: Collection[str]
    news_count: int


def waiting_at(user: "User | AnonymousUser") -> Waiting:
    """What nearly every page asks about a person's agencies; read once per object (thus once per request)."""
    own = people.reporting_agencies(user)
    kept = vars(user)
    if "waiting" not in kept:
        kept["waiting"] = _read(own) if own else Waiting((), 0)
    found: Waiting = kept["waiting"]
    return found


def agencies_looked_through(user: "User | AnonymousUser") -> Collection[str]:
    """Codes of the agencies whose records this person looks through."""
    return waiting_at(user).looked_through


def _read(own: Collection[str]) -> Waiting:
    news = Activity.objects.filter(agency=OuterRef("code"), news__in=NEWS).order_by().values("agency")
    looks = Precheck.objects.filter(agency=OuterRef("code"), until=None)
    rows = Agency.objects.filter(code__in=own).annotate(
        looks=Exists(looks), news_count=Subquery(news.annotate(count=Count("pk")).values("count"))
    )
    found = list(rows.values_list("code", "looks", "news_count"))
    looking = {code for code, looks_through, _ in found if looks_through}
    below = agencies_under(looking) - looking - set(own) if looking else ()
    return Waiting(below, sum(count or 0 for _, _, count in found))
