"""How the newsroom's screens say a span of time."""

from datetime import timedelta

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

register = template.Library()
_NAMES = dict(settings.LANGUAGES)


@register.filter
def hours(span: timedelta | None) -> str:
    """ "1 h 20 min"; from two days on in days."""
    if span is None:
        return "–"
    minutes = round(span.total_seconds() / 60)
    if minutes >= 2 * 24 * 60:
        return _("%(days)s days") % {"days": round(minutes / 60 / 24)}
    if minutes and minutes % 60 == 0:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.filter
def span(minutes: int) -> str:
    return hours(timedelta(minutes=minutes))


@register.filter
def language_name(code: str) -> str:
    return _NAMES.get(code, code)


@register.filter
def month(key: str) -> str:
    """ "2026-11" as 11/2026, which both languages read."""
    year, _dash, number = key.partition("-")
    return f"{number}/{year}"
