"""What the portal hears: that what readers see changed (every finished page is drawn anew), and who asks for a file."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom import queries as newsroom
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


@hooks.register("before_serve_document")
def _only_what_a_page_leads_to(document: MediaDocument, request: HttpRequest) -> None:
    """Files of drafts and of what is held back are for those who work on them; to others they are not there."""
    if not newsroom.is_public_file(document) and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
