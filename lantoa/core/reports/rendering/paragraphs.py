"""The paragraphs of a draft one by one: what each prints, and the mark beside it that opens its comments."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantoa.base.templatetags.lantoa import icon
from lantoa.core.documents.rules.statement import Block, Chart, Items, Letterhead, Table, text_of
from lantoa.core.reports.queries import Paragraph, Reading
from lantoa.core.reports.rendering import stating
from lantoa.core.reports.rules import prose


def printed(reading: Reading) -> dict[int, list[str]]:
    """Of each section, by its id, the words that each paragraph prints now; a table by its caption."""
    stated = stating.draft(reading, letterhead=Letterhead()).sections
    return {
        section.pk: list(_texts(section.body, made.blocks))
        for section, made in zip(reading.sections, stated, strict=True)
    }


def marks(paragraphs: Sequence[Paragraph]) -> dict[tuple[int, int], SafeString]:
    """A link for each, by section and place, to what was said of it."""
    return {(item.section.pk, item.position): _mark(item) for item in paragraphs}


def _mark(paragraph: Paragraph) -> SafeString:
    count, place = len(paragraph.comments), (paragraph.section.pk, paragraph.position)
    said = _("Comment on this paragraph")
    if count:
        said = ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count}
    return format_html(
        ' <a class="review-beside" id="at-{}-{}" href="{}" data-beside data-tone="{}">{}'
        '<span class="visually-hidden">{}</span><span aria-hidden="true">{}</span></a>',
        *place,
        reverse("reports:comment", args=[paragraph.section.report_id, *place]),
        "waiting" if paragraph.open_count else "ok" if count else "",
        icon("message-square-text" if count else "message-square-plus"),
        said,
        count or "",
    )  # fmt: skip


def _texts(body: str, blocks: Sequence[Block]) -> Iterator[str]:
    for written, block in zip(prose.blocks(body), blocks, strict=True):
        if isinstance(block, Items):
            items = [text_of(item) for item in block.items]
            yield from items if written.is_list else ["\n".join(items)]
        elif isinstance(block, Table):
            yield block.caption
        else:
            yield block.title if isinstance(block, Chart) else text_of(block.runs)
