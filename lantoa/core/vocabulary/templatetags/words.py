"""`{% load words %}`: names of rows where the reader's language need not be one that rows are named in."""

from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from lantoa.base import quantities
from lantoa.core.vocabulary.models import Counted

register = template.Library()

# Rows are named in these; other languages have what their catalogues know.
_NAMED_IN = {"vi", "en"}


@register.filter
def unit_of(row: Counted, value: Decimal | int | None) -> str:
    """`{{ measure|unit_of:value }}`: the unit as it stands behind a number."""
    return row.unit_of(value)


@register.filter
def unit_of_thousandths(row: Counted, thousandths: int | None) -> str:
    """The same, of a quantity as the ledger holds it."""
    return row.unit_of(None if thousandths is None else quantities.to_decimal(thousandths))


@register.simple_tag
def in_words(name: str) -> SafeString | str:
    """`{% in_words kind.name %}`: as the reader's catalogue says it, else as it is and marked as what it is.

    name: English, or Vietnamese where a row has no English name
    """
    if not name or (get_language() or settings.LANGUAGE_CODE) in _NAMED_IN:
        return name
    said = gettext(name)
    if said != name:
        return said
    # English letters are plain ones.
    is_plain = all(letter.isascii() for letter in name if letter.isalpha())
    return format_html('<span lang="{}">{}</span>', "en" if is_plain else "vi", name)
