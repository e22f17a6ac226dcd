"""Which files of the library the public may open, and which ones a draft leads to."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from lantoa.desks.media import queries as media
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models import ContentPage


def is_public_file(document: MediaDocument) -> bool:
    """Whether a page that the public may open leads to it, whatever kind of page; two queries."""
    found: bool = media.pages_leading_to(document).filter(live=True).exists()
    return found


def files_of(said: ContentPage) -> list[MediaDocument]:
    """What a text leads to as it stands, saved or not: the files that its publication would open."""
    kind = ContentType.objects.get_for_model(MediaDocument).pk
    # Wagtail has no public way to ask this of a text that is not in its index.
    led_to = ReferenceIndex._extract_references_from_object(said)
    return list(MediaDocument.objects.filter(pk__in={key for found_kind, key, *_ in led_to if found_kind == kind}))
