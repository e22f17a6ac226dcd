"""`{% load words %}`: names of rows where the reader's language need not be one that rows are named in."""

from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from lantoa.base import quantities
from lantoa.base.models import Installation
from lantoa.core.vocabulary.models import Counted

register = template.Library()


@register.filter
def unit_of(row: Counted, value: Decimal | int | None) -> str:
    """`{{ measure|unit_of:value }}`: the unit as it stands behind a number."""
    return row.unit_of(value)


@register.filter
def unit_of_thousandths(row: Counted, thousandths: int | None) -> str:
    """The same, of a quantity as the ledger holds it."""
    return row.unit_of(None if thousandths is None else quantities.to_decimal(thousandths))


@register.simple_tag
def name_of(installation: Installation) -> SafeString | str:
    """`{% name_of frame.installation %}`: in the reader's language, else marked as the language that it is in."""
    here = get_language() or "vi"
    name, language = installation.said_in(here)
    return name if language == here else format_html('<span lang="{}">{}</span>', language, name)


@register.simple_tag
def in_words(name: str) -> SafeString | str:
    """`{% in_words kind.name %}`: as the reader's catalogue says it, else as it is and marked as what it is.

    name: English, or Vietnamese where a row has no English name
    """
    said, tag = _said(name)
    return format_html('<span lang="{}">{}</span>', tag, said) if tag else said


@register.simple_tag
def written_in(text: str) -> str:
    """`{% written_in row.definition as foreign %}`: en or vi where the reader's catalogue does not know it, else empty:
    who cannot read a sentence should be told in a language that they read in which one it is.
    """
    return _said(text)[1]


def _said(name: str) -> tuple[str, str]:
    """(what the reader's catalogue has, ""), else (what there is, the tag of its language)."""
    language = get_language() or settings.LANGUAGE_CODE
    if not name or language == "vi":
        return name, ""
    # English letters are plain ones.
    written_in = "en" if all(letter.isascii() for letter in name if letter.isalpha()) else "vi"
    said = name if language == "en" else gettext(name)
    return said, "" if language == written_in or said != name else written_in
