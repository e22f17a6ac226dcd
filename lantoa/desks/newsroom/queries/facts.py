"""Facts of province profiles that readers see and that are to be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet, Subquery
from wagtail.models import PageLogEntry

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role, User
from lantoa.desks.newsroom.models import Limit, Medium, ProfileFact
from lantoa.desks.newsroom.models.access import WRITERS, is_steward
from lantoa.desks.newsroom.rules.facts import CHECKED


@dataclass(frozen=True)
class Due:
    """One fact in all languages in which its dates are the same, the first of them Vietnamese if there is any."""

    facts: list[ProfileFact]

    @property
    def fact(self) -> ProfileFact:
        return self.facts[0]

    @property
    def languages(self) -> list[str]:
        return [fact.page.language for fact in self.facts]


@dataclass(frozen=True)
class Checked:
    """What somebody looked at on a day. labels: of the facts"""

    entry: PageLogEntry
    labels: list[str]


def lead_days(today: date) -> int:
    """How long before its day a fact is asked for: the longest rule that holds; 0 where none does."""
    return (_rules(today).aggregate(longest=Max("minutes"))["longest"] or 0) // (24 * 60)


def _rules(day: date) -> "QuerySet[Limit]":
    holds = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gt=day)
    return Limit.objects.filter(*holds, medium=Medium.FACTS)


def facts_seen_by(user: User) -> "QuerySet[ProfileFact]":
    """Of pages that are public: of the own agencies, all for the secretariat."""
    found: QuerySet[ProfileFact] = ProfileFact.objects.filter(page__live=True, page__withdrawn_at=None)
    if not is_steward(user):
        found = found.filter(page__agency__in=people.agencies_held(user, *WRITERS, Role.REVIEWER))
    whole: QuerySet[ProfileFact] = found.select_related("page__agency")
    return whole


def facts_due(user: User, *, today: date) -> list[Due]:
    """Those whose day is near or over, the earliest first; one question."""
    lead = _rules(today).order_by("-minutes").values("minutes")[:1]
    rows = facts_seen_by(user).filter(review_by__isnull=False).annotate(lead=Subquery(lead))
    ordered = rows.order_by("review_by", "page__translation_key", "sort_order", "pk")
    # Compared here: the databases add minutes to days each in its own way, and profiles hold some dozen facts.
    return _together(row for row in ordered if row.review_by <= today + timedelta(minutes=row.lead or 0))


def _together(facts: Iterable[ProfileFact]) -> list[Due]:
    """Those of all languages that have the same days, the first of a page with the first of another; each by itself
    where one language has more of them.
    """
    found: dict[Any, dict[int, list[ProfileFact]]] = {}
    for fact in facts:
        same = (fact.page.translation_key, fact.checked_on, fact.review_by)
        found.setdefault(same, {}).setdefault(fact.page_id, []).append(fact)
    due: list[Due] = []
    for by_page in found.values():
        pages = sorted(by_page.values(), key=lambda some: (some[0].page.language != "vi", some[0].page.language))
        if len({len(some) for some in pages}) == 1:
            due += [Due(list(each)) for each in zip(*pages, strict=True)]
        else:
            due += [Due([fact]) for some in pages for fact in some]
    return due


def checked_since(user: User, moment: datetime) -> list[Checked]:
    """What was looked at, the newest first, to be taken back by who did it."""
    entries = PageLogEntry.objects.filter(action=CHECKED, timestamp__gte=moment, user=user).select_related("page")
    return [Checked(entry, [row["label"] for row in entry.data["facts"]]) for entry in entries.order_by("-timestamp")]
