"""What the editors of a home are told of what they chose: readers do not see all of it, or see it otherwise."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from lantoa.base.templatetags.lantoa import moment
from lantoa.desks.newsroom.blocks import indicator_choices
from lantoa.doors.portal.models import HomePage
from lantoa.doors.portal.queries import chosen

_NAMES = dict(settings.LANGUAGES)


def tell(request: HttpRequest, home: HomePage) -> None:
    """home: as it is saved, published or not"""
    if told := list(_told(home)):
        messages.warning(request, format_html_join("", '<p class="told">{}</p>', ([sentence] for sentence in told)))


def _told(home: HomePage) -> Iterator[str]:
    found = chosen.chosen_of(home)
    for page in found.doors:
        if getattr(page, "withdrawn_at", None):
            yield f"{_state(page)} {_('Its door leads to the reason of the withdrawal.')}"
        elif not page.live:
            yield f"{_state(page)} {_('Readers do not see its door.')}"
    for pages, otherwise in (
        (found.leads, _("Readers see one of the newest stories in its place.")),
        (found.kit, _("Readers do not find it in the kit.")),
    ):
        yield from (f"{_state(page)} {otherwise}" for page in pages if page.listed_at is None)
    for page in {page.pk: page for page in (*found.doors, *found.leads, *found.kit)}.values():
        if page.locale_id != home.locale_id:
            said = {"title": page.title, "language": _NAMES[page.locale.language_code]}
            yield _("“%(title)s” is in another language: %(language)s. Readers see it as it is.") % said
    names = dict(indicator_choices()) if found.figures_missing else {}
    for indicator, period in found.figures_missing:
        said = {"indicator": names.get(indicator, indicator), "period": period}
        yield _("The figure %(indicator)s for %(period)s is not public. Readers do not see it.") % said


def _state(page: Any) -> str:
    """page: of items with what `with_standing` adds"""
    said = {"title": page.title, "moment": moment(getattr(page, "scheduled_at", None))}
    if getattr(page, "withdrawn_at", None):
        return _("“%(title)s” was withdrawn.") % said
    if getattr(page, "scheduled_at", None):
        return _("“%(title)s” will be public on %(moment)s.") % said
    return _("“%(title)s” is not public yet.") % said
