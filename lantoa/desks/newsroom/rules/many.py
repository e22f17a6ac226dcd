"""What can be done with many drafts at once, and why not with each."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage
from lantoa.desks.newsroom.models.access import reviews_for, writes_for
from lantoa.desks.newsroom.rules.standing import Standing

# As many as a person looks through in one go, and as one transaction does in some seconds.
MOST = 200


class Act(models.TextChoices):
    SEND = "send", pgettext_lazy("many items", "Send for review")
    APPROVE = "approve", pgettext_lazy("many items", "Approve and publish")
    DELETE = "delete", pgettext_lazy("many items", "Delete")


@dataclass(frozen=True)
class Judged:
    """An item as its newest text stands. why_not: sentences, none where the act may be done with it

    open_points: of the checklist, those that are counted and not fulfilled first
    """

    page: ContentPage
    said: ContentPage
    standing: Standing
    open_points: list[ChecklistPoint]
    why_not: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """By which a text is known again that somebody looked at: another text is another mark."""
        return f"{self.page.pk}-{self.page.latest_revision_id or 0}"

    @property
    def lacks(self) -> list[str]:
        """What nobody can tick away."""
        return [point.name for point in self.open_points if point.check_name]

    @property
    def to_tick(self) -> list[ChecklistPoint]:
        return [point for point in self.open_points if not point.check_name]


def why_not(act: Act, item: Judged, user: User, *, writers: Collection[int]) -> list[str]:
    """writers: who had a hand in what would be published"""
    if act == Act.SEND:
        return _not_sent(item, user)
    return _not_approved(item, user, writers) if act == Act.APPROVE else _not_deleted(item, user)


def _not_sent(item: Judged, user: User) -> list[str]:
    if item.standing not in {Standing.DRAFT, Standing.RETURNED}:
        return [_is_already(item)]
    if not writes_for(user, item.page.agency_id):
        return [_("Editors of its agency send it.")]
    if item.page.locked:
        return [_("It is locked in the editor.")]
    return [_("It lacks: %(points)s.") % {"points": "; ".join(item.lacks)}] if item.lacks else []


def _not_approved(item: Judged, user: User, writers: Collection[int]) -> list[str]:
    if item.standing != Standing.REVIEW:
        return [_is_already(item)]
    if not reviews_for(user, item.page.agency_id):
        return [_("Reviewers of its agency, or the secretariat, approve it.")]
    if user.pk in writers:
        return [_("You had a hand in it: another person approves it.")]
    names = "; ".join(point.name for point in item.open_points)
    return [_("Points of the checklist are open: %(points)s.") % {"points": names}] if names else []


def _not_deleted(item: Judged, user: User) -> list[str]:
    if item.page.live or item.page.first_published_at is not None:
        return [_("Readers have seen it: withdraw it instead, under its address.")]
    if item.standing not in {Standing.DRAFT, Standing.RETURNED}:
        return [_is_already(item)]
    if not (writes_for(user, item.page.agency_id) or reviews_for(user, item.page.agency_id)):
        return [_("Its agency deletes it.")]
    return [_("It is locked in the editor.")] if item.page.locked else []


def _is_already(item: Judged) -> str:
    return _("Its state is “%(state)s”.") % {"state": item.standing.label}
