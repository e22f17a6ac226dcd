"""Ticks: who says that a point of the checklist is in order."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import (
    ChecklistPoint,
    ContentPage,
    Tick,
    digest_of,
    digest_of_text,
    digests_of_files,
)


class NotNow(Exception):
    """The state of the item does not allow it; the message says why."""


# The point by which a person answers for a translation.
SIGNING = "translation_signed"


@transaction.atomic
def tick(page: ContentPage, point: ChecklistPoint, *, by: User, at: datetime) -> None:
    """Say that the point is in order in the newest text; twice does no harm. A translation is signed by it, for
    readers as soon as that text is public.
    """
    digest, files = digest_of(page), digests_of_files([page.get_latest_revision_as_object()])[page.pk]
    found = Tick.objects.filter(page=page.pk, point=point, digest=digest).first()
    if found is None or not found.holds_for(files):
        Tick.objects.update_or_create(
            page_id=page.pk, point=point, digest=digest, defaults={"files": files, "ticked_by": by, "ticked_at": at}
        )
    if point.code == SIGNING:
        _sign(page, by=by, at=at)


@transaction.atomic
def untick(page: ContentPage, point: ChecklistPoint, *, by: User, at: datetime) -> None:
    """Open the point again; twice does no harm.

    raises: NotNow, once the text is approved: who answered for it stays named. A signature can be taken back
    """
    found = Tick.objects.filter(page=page.pk, point=point, digest=digest_of(page)).first()
    if found is None:
        return
    if point.code != SIGNING and _is_approved(page):
        raise NotNow(_("This text is approved, and who answered for it stays named. A new text asks anew."))
    found.delete()
    log(page, "newsroom.untick", user=by, timestamp=at, data={"point": point.code, "ticked_by": found.ticked_by_id})
    if point.code == SIGNING:
        _sign(page, by=None, at=None)


def _is_approved(page: ContentPage) -> bool:
    """Its newest text is public, or waits for its moment."""
    return bool(page.scheduled_revision) or (page.live and page.latest_revision_id == page.live_revision_id)


def _sign(page: ContentPage, *, by: User | None, at: datetime | None) -> None:
    """What is public, if it is the text that was read."""
    page = page.specific
    public = page.live_revision.content if page.live_revision else page.serializable_data()
    if page.live and digest_of_text(public) == digest_of(page):
        page.signed_by, page.signed_at = by, at
        page.save(update_fields=["signed_by", "signed_at"], clean=False)


def carry_signature(page: ContentPage, revision: Revision) -> None:
    """A text that a machine helped to translate was published: whoever signed this very text signed what is public."""
    read = Tick.objects.filter(page=page.pk, point__code=SIGNING, digest=digest_of_text(revision.content)).first()
    page.signed_by, page.signed_at = (read.ticked_by, read.ticked_at) if read else (None, None)
    # Past all that hears of a save: Wagtail saved the page a moment ago.
    ContentPage.objects.filter(pk=page.pk).update(signed_by=page.signed_by, signed_at=page.signed_at)
