"""The one size in which a picture is handed to other sites: what their cards and readers show."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch

from lantoa.desks.media import actions as media
from lantoa.desks.media.models import MediaImage, MediaRendition
from lantoa.desks.newsroom.models import ContentPage

# JPEG: not everything that reads a feed or draws a card knows newer formats.
SHARED = "fill-1200x630|format-jpeg|jpegquality-80"
SHARED_TYPE = "image/jpeg"


def with_shared_pictures(items: Iterable[ContentPage]) -> None:
    """Read what is drawn already, for all of them in one question."""
    pictures = [item.picture for item in items if item.picture]
    drawn = Prefetch("renditions", MediaRendition.objects.filter(filter_spec=SHARED), to_attr="prefetched_renditions")
    prefetch_related_objects(pictures, drawn)


def shared_picture(picture: MediaImage | None) -> MediaRendition | None:
    """None: there is no picture, or its file is lost."""
    return picture and media.drawn_at_once(picture, SHARED)


def drawn_already(picture: MediaImage | None) -> MediaRendition | None:
    """After `with_shared_pictures`: what somebody asked for before, without a question and without drawing."""
    return next(iter(getattr(picture, "prefetched_renditions", [])), None)
