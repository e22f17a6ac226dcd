"""Items as those see them who work on them."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from lantoa.core.people import rules as people
from lantoa.core.people.models import Agency
from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.models.access import WRITERS, is_steward


def agencies_written_for(user: Any, *, or_code: str | None = None) -> list[Agency]:
    """Whose items a person may write, and the one that answers for the item already."""
    found = Agency.objects.filter(valid_until=None)
    if not is_steward(user):
        codes = people.agencies_held(user, *WRITERS) | ({or_code} if or_code else set())
        found = Agency.objects.filter(code__in=codes)
    return list(found)


def page_numbered(pk: int | None) -> Page | None:
    """Any page of the tree, as its own kind."""
    found = Page.objects.filter(pk=pk).first()
    return found and found.specific


def is_as_it_was(pk: int | None, moment: datetime) -> bool:
    """Whether readers find an item as they found it then: neither published anew nor withdrawn since."""
    mended = Q(last_published_at__gt=moment) | Q(corrections__corrected_at__gt=moment) | Q(withdrawn_at__gt=moment)
    return ContentPage.objects.filter(pk=pk).exists() and not ContentPage.objects.filter(mended, pk=pk).exists()
