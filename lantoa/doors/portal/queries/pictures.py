"""Pictures with the sizes of them that were made, in one query for a whole page."""

from collections import defaultdict
from collections.abc import Iterable

from lantoa.desks.media.models import MediaImage, MediaRendition


def with_renditions(pictures: Iterable[MediaImage | None]) -> None:
    """Where Wagtail looks for them before it asks one by one. As Django's prefetching, at half its price."""
    there = [picture for picture in pictures if picture is not None]
    made: dict[int, list[MediaRendition]] = defaultdict(list)
    for rendition in MediaRendition.objects.filter(image__in={picture.pk for picture in there}) if there else []:
        made[rendition.image_id].append(rendition)
    for picture in there:
        picture.prefetched_renditions = made[picture.pk]
