"""How the newsroom's screens say a span of time, and where an expert speaks of a part."""

from datetime import timedelta
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from lantoa.desks.newsroom.forms import SettleForm
from lantoa.desks.newsroom.models import ExpertComment
from lantoa.desks.newsroom.views.reading import Reading

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


@register.inclusion_tag("newsroom/say.html")
def say(reading: Reading, part: object, heading: str = "") -> dict[str, Any]:
    """What an expert said of a part of a draft, and where to say more. part: as in ExpertComment.part"""
    key = str(part)
    return {
        "reading": reading, "part": key, "heading": heading, "form": reading.form_of(key),
        "comments": [comment for comment in reading.comments if comment.part == key],
    }  # fmt: skip


@register.simple_tag
def settling(comment: ExpertComment, refused: int | None = None, refused_form: SettleForm | None = None) -> SettleForm:
    """The form of its answer; the one that came back, if this is its comment."""
    if refused_form is not None and refused == comment.pk:
        return refused_form
    return SettleForm(initial={"outcome": comment.outcome, "answer": comment.answer}, prefix=f"c{comment.pk}")
