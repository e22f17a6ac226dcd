"""What the screens call the elements of a sheet."""

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SIDES: dict[str, "StrOrPromise"] = {
    "top": _("Upper margin"), "bottom": _("Lower margin"), "left": _("Left margin"), "right": _("Right margin"),
}  # fmt: skip
SPACES: dict[str, "StrOrPromise"] = {
    "first_line": _("First line of a paragraph, mm"),
    "paragraph_gap": _("Between paragraphs, points"),
    "line_spacing": _("Between lines, lines"),
}
ELEMENTS: dict[str, "StrOrPromise"] = {
    "national_name": _("National name"),
    "motto": _("Motto"),
    "parent_body": _("Superior body"),
    "body": _("Issuing body"),
    "number": _("Number and code"),
    "place_and_date": _("Place and date"),
    "type_name": _("Name of the type"),
    "title": pgettext_lazy("document", "Title"),
    "addressees": _("Addressed to"),
    "text": _("Text"),
    "part": _("Heading of a part"),
    "heading": _("Heading inside a part"),
    "signing": _("Authority of the signer"),
    "signer": _("Name of the signer"),
    "recipients_label": _("The word “Nơi nhận”"),
    "recipients": _("List of recipients"),
    "annex_label": _("The word “Phụ lục”"),
    "annex_title": _("Title of an annex"),
    "annex_reference": _("What an annex is attached to"),
    "page_number": _("Page number"),
    "table": _("Tables"),
    "annex_table": _("Tables of annexes"),
}


def number(value: float) -> str:
    """As the reader's language writes it, without zeros at its end: 12,7 or 12.7, and 20."""
    return number_format(f"{value:g}")


def span(least: float, most: float | None) -> str:
    """13–14, 13 where both are one, ≥ 6 without an upper end."""
    if most is None:
        return f"≥ {number(least)}"
    return number(least) if least == most else f"{number(least)}–{number(most)}"
