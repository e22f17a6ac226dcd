"""What the body of an item is built from: one small set for every kind, so that an editor learns it once."""

import re
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.error import ExporterException
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from lantoa.base import periods
from lantoa.core.vocabulary import queries as vocabulary

# What Wagtail stumbles over where a form says what no editor sends.
_STUMBLES = (AttributeError, ExporterException, KeyError, RecursionError, TypeError, ValueError)
# What a paragraph may hold; headings are blocks of their own, so that their levels cannot go wrong.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]

# As the editor keeps a link to a file within a paragraph: <a id="3" linktype="document">words</a>
FILE_LINK = re.compile(r'<a (?=[^>]*linktype="document")[^>]*\bid="(\d{1,18})"[^>]*>(.*?)</a>', re.DOTALL)

# Said alike wherever a figure is put on a page: not the period in which an office reports.
PERIOD = {
    "heading": _("Period of the figure"),
    "help_text": _("The time it is counted over: 2026 (a year), 2026-Q3 (a quarter), 2026-11 (a month), 2014..2018."),
}


def indicator_choices() -> list[tuple[str, str]]:
    return [(row.indicator_id, row.name) for row in vocabulary.current_definitions() if row.indicator.is_public]


class PictureBlock(blocks.StructBlock):
    """A picture of the library; its alternative text may be said anew for this place."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    alternative_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        help_text=_("What the picture shows, for those who do not see it. Empty: the library's text."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(blocks.StructBlock):
    """Words of somebody who agreed to be quoted, with who it is."""

    text = blocks.TextBlock(label=_("What was said"), max_length=1000)
    speaker = blocks.CharBlock(label=_("Who says it"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class FactBlock(blocks.StructBlock):
    """One line of a list of facts: what, how much."""

    label = blocks.CharBlock(label=_("What"), max_length=120)
    value = blocks.CharBlock(label=_("Value"), max_length=200)

    class Meta:
        icon = "list-ul"


class IndicatorBlock(blocks.ChoiceBlock):
    """One of the open indicators."""

    def normalize_choice(self, value: Any) -> Any:
        """Codes are texts already; Wagtail's own would ask for all indicators at every value that is read."""
        return value


class FigureBlock(blocks.StructBlock):
    """A number of the ledger, counted when the page is read: never typed, always a door to its rows."""

    indicator = IndicatorBlock(label=_("Indicator"), choices=indicator_choices)
    period = blocks.CharBlock(label=PERIOD["heading"], max_length=40, help_text=PERIOD["help_text"])

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        try:
            periods.parse(found["period"])
        except periods.BadPeriod as error:
            raise blocks.StructBlockValidationError({"period": ValidationError(str(error))}) from None
        return found

    class Meta:
        icon = "decimal"
        label = _("Figure")


class LinkBlock(blocks.StructBlock):
    """An address outside, with the words that lead there."""

    text = blocks.CharBlock(label=_("Words of the link"), max_length=200)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link-external"


class BodyBlock(blocks.StreamBlock):
    """The whole body. tests ask that nothing but these can be put in."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200, icon="title")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, icon="pilcrow")
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = blocks.ListBlock(FactBlock(), label=_("Facts"), icon="list-ul")
    figure = FigureBlock()
    file = DocumentChooserBlock(label=_("File"), icon="doc-full")
    items = blocks.ListBlock(blocks.PageChooserBlock(), label=_("Items of this portal"), icon="doc-empty")
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link")

    class Meta:
        required = False

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """raises: BadRequest for what no editor sends, so that nothing is read by halves"""
        try:
            return super().value_from_datadict(data, files, prefix)
        except _STUMBLES as error:
            raise BadRequest(f"{prefix} is not what an editor sends: {error!r}") from error


def figures_of(body: Any) -> list[tuple[str, str]]:
    """(indicator, period) of every figure in a body."""
    return [(block.value["indicator"], block.value["period"]) for block in body if block.block_type == "figure"]


def texts_of(body: Any) -> list[str]:
    """Everything a reader reads in a body, block by block, without markup: for searching and for checking."""
    return [text for block in body for text in block.block.get_searchable_content(block.value)]


def files_in(body: Any) -> tuple[set[int], set[int]]:
    """Numbers of the pictures and of the documents that a body leads to, as it is kept: no question is asked."""
    pictures: set[int] = set()
    documents: set[int] = set()
    for kind, value in ((block["type"], block["value"]) for block in body.raw_data):
        if kind == "picture" and value.get("picture"):
            pictures.add(value["picture"])
        elif kind == "file" and value:
            documents.add(value)
        elif kind == "text":
            documents |= {int(found[1]) for found in FILE_LINK.finditer(str(value))}
    return pictures, documents
