"""Ticks: who says that a point of the checklist is in order."""

from datetime import datetime

from django.db import transaction

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import ChecklistPoint, ContentPage, Tick, digest_of

# The point by which a person answers for a translation.
SIGNING = "translation_signed"


@transaction.atomic
def tick(page: ContentPage, point: ChecklistPoint, *, by: User, at: datetime) -> None:
    """Say that the point is in order in the newest text; twice does no harm. A translation is signed by it."""
    Tick.objects.get_or_create(
        page_id=page.pk, point=point, digest=digest_of(page), defaults={"ticked_by": by, "ticked_at": at}
    )
    if point.code == SIGNING:
        _sign(page, by=by, at=at)


@transaction.atomic
def untick(page: ContentPage, point: ChecklistPoint) -> None:
    """Open the point again; twice does no harm."""
    Tick.objects.filter(page=page.pk, point=point, digest=digest_of(page)).delete()
    if point.code == SIGNING:
        _sign(page, by=None, at=None)


def _sign(page: ContentPage, *, by: User | None, at: datetime | None) -> None:
    page = page.specific
    page.signed_by, page.signed_at = by, at
    page.save(update_fields=["signed_by", "signed_at"], clean=False)
