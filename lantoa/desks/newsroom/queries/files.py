"""Which files of the library the public may open, and which ones a draft leads to."""

from lantoa.desks.media import queries as media
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models import ContentPage


def is_public_file(document: MediaDocument) -> bool:
    """Whether a page that the public may open leads to it, whatever kind of page; two queries."""
    found: bool = media.pages_leading_to(document).filter(live=True).exists()
    return found


def files_of(said: ContentPage) -> list[MediaDocument]:
    """What a text leads to as it stands, saved or not: the files that its publication would open."""
    return list(MediaDocument.objects.filter(pk__in=media.keys_led_to(said, MediaDocument)))
