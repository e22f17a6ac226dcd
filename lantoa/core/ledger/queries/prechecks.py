"""Who looks through what other agencies send, before the secretariat does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from lantoa.core.ledger.models import Activity, Precheck
from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency, Post, Role, User
from lantoa.core.people.queries import agencies_in_force, by_name

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# What an agency has not read yet.
NEWS = [Activity.News.RETURNED, Activity.News.CORRECTED, Activity.News.REVERSED]


def prechecks() -> list[tuple[Agency, list[Agency]]]:
    """Who looks through today, with the agencies whose records and reports; each by name."""
    found: dict[Agency, list[Agency]] = {}
    for row in Precheck.objects.filter(until=None).select_related("agency", "of"):
        found.setdefault(row.agency, []).append(row.of)
    return [(looker, by_name(found[looker])) for looker in by_name(found)]


def agencies_that_may_look(today: date) -> list[Agency]:
    """Agencies of the province or of a department with somebody to do it: a focal point."""
    levels = [Agency.Level.PROVINCE, Agency.Level.DEPARTMENT]
    held = Post.objects.filter(
        Q(until=None) | Q(until__gt=today), agency=OuterRef("code"), role=Role.FOCAL_POINT, since__lte=today,
        user__is_active=True,
    )  # fmt: skip
    return by_name(agencies_in_force(today).filter(Exists(held), level__in=levels))


def agencies_to_look_through(today: date) -> list[Agency]:
    """All in force, by level and name."""
    levels = list(Agency.Level.values)
    return sorted(by_name(agencies_in_force(today)), key=lambda agency: levels.index(agency.level))


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
    found = list(rows.values_list("looks", "news_count"))
    standing = Precheck.objects.filter(agency__in=own, until=None).exclude(of__in=own).values_list("of", flat=True)
    looked_through = set(standing) if any(looks for looks, _ in found) else ()
    return Waiting(looked_through, sum(count or 0 for _, count in found))
