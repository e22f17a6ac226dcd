"""What readers see changed: every finished page is drawn anew. The one place where the portal hears of it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.doors.portal import cache


def _purge(**_: Any) -> None:
    # Not before the commit: a page drawn in between would be kept with the old text.
    transaction.on_commit(cache.purge)


for _signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    _signal.connect(_purge)
for _sender in (Site, Redirect, MediaImage, MediaDocument):
    post_save.connect(_purge, sender=_sender)
    post_delete.connect(_purge, sender=_sender)


def _purge_after_page(sender: Any, **_: Any) -> None:
    if issubclass(sender, Page):
        _purge()


post_delete.connect(_purge_after_page)
