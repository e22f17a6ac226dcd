"""The one size in which a picture is handed to other sites: what their cards and readers show."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.db.models.query import Prefetch
from wagtail.images.models import Filter, SourceImageIOError

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
    """Drawn by whoever asks first. None: there is no picture, or its file is lost."""
    if picture is None:
        return None
    try:
        return picture.find_existing_rendition(Filter(SHARED))  # type: ignore[no-any-return] # Wagtail has no types
    except MediaRendition.DoesNotExist:
        pass  # nobody asked yet
    try:
        return picture.get_rendition(SHARED)  # type: ignore[no-any-return]
    except (SourceImageIOError, OSError):
        return None


def drawn_already(picture: MediaImage | None) -> MediaRendition | None:
    """After `with_shared_pictures`: what somebody asked for before, without a question and without drawing."""
    return next(iter(getattr(picture, "prefetched_renditions", [])), None)
