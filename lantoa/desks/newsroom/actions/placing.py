"""Where an item stands, as lists know it."""

from wagtail.models import Page

from lantoa.desks.newsroom.models import ContentPage


def moved(key: int, *, under: Page) -> None:
    """In step with the tree, which Wagtail changed without saving the item."""
    ContentPage.objects.filter(pk=key).update(shelf=under.pk)
