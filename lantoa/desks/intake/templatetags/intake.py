"""Words for what could not come as it was."""

from django import template

from lantoa.desks.intake.models import Gap

register = template.Library()


@register.filter
def gap_words(kind: str) -> str:
    return str(Gap(kind).label)
