"""Which files of the library the public may open, and which ones a draft leads to."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models import ContentPage


def is_public_file(document: MediaDocument) -> bool:
    """Whether a page that the public may open leads to it, whatever kind of page; two queries.

    What a page leads to is kept by Wagtail's index of references, for its published state: the newest draft does not
    open a file before it is published.
    """
    references = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages = {int(pk) for pk in references.values_list("object_id", flat=True)}
    found: bool = Page.objects.live().filter(pk__in=pages).exists()
    return found


def files_of(said: ContentPage) -> list[MediaDocument]:
    """What a text leads to as it stands, saved or not: the files that its publication would open."""
    kind = ContentType.objects.get_for_model(MediaDocument).pk
    # Wagtail has no public way to ask this of a text that is not in its index.
    led_to = ReferenceIndex._extract_references_from_object(said)
    return list(MediaDocument.objects.filter(pk__in={key for found_kind, key, *_ in led_to if found_kind == kind}))
