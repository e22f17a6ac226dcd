"""What was done to an agency's records that nobody there has read yet."""

from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from lantoa.core.ledger.models import Activity, Entry
from lantoa.core.ledger.queries.prechecks import NEWS, waiting_at
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def news_of(user: "User | AnonymousUser") -> "QuerySet[Activity]":
    """The activities of this person's agencies with unread news, each with `why`: the reason that was given."""
    own = people.reporting_agencies(user)
    reason = Entry.objects.filter(document=OuterRef("pk"), reason__isnull=False).order_by("-seq").values("reason__text")
    found = Activity.objects.filter(news__in=NEWS, agency__in=own) if own else Activity.objects.none()
    return found.annotate(why=Subquery(reason[:1])).select_related("kind", "agency").order_by("-pk")


def news_count(user: "User | AnonymousUser") -> int:
    """No query for who reports for no agency."""
    return waiting_at(user).news_count
