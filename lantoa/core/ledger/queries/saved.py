"""Views of the register that were saved."""

from django.db.models import F, Q, QuerySet

from lantoa.core.ledger.models import SavedView
from lantoa.core.ledger.rules import saved as rules
from lantoa.core.people.models import User


def views_of(user: User) -> "QuerySet[SavedView]":
    """The shared ones first, then this person's own, each in the order in which they were saved."""
    return SavedView.objects.filter(Q(owner=user) | Q(owner=None)).order_by(F("owner").asc(nulls_first=True), "pk")


def view_to_drop(user: User, pk: int) -> SavedView:
    """raises: SavedView.DoesNotExist for one that is not this person's to take away"""
    found = views_of(user).get(pk=pk)
    if not rules.may_drop(user, found):
        raise SavedView.DoesNotExist(pk)
    return found
