"""Pictures with the sizes of them that were made, in one query for a whole page."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from lantoa.desks.media.models import MediaImage, MediaRendition


def with_renditions(pictures: Iterable[MediaImage | None]) -> None:
    """Where Wagtail looks for them before it asks one by one."""
    there = [picture for picture in pictures if picture is not None]
    made = MediaRendition.objects.all()
    prefetch_related_objects(there, Prefetch("renditions", queryset=made, to_attr="prefetched_renditions"))
