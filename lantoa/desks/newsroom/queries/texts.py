"""A body for those who do not come to the page: plain HTML and plain text, the same on every machine.

The portal draws bodies with its own templates; here is nothing but what any reader of feeds may show.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

from lantoa.core.vocabulary import queries as vocabulary
from lantoa.desks.media import rules as media
from lantoa.desks.newsroom.models import ContentPage, ItemKind, ProvinceProfile
from lantoa.desks.newsroom.queries.files import terms_of, with_file_terms
from lantoa.desks.newsroom.queries.identity import address_of
from lantoa.desks.newsroom.queries.lists import led_to

_BLOCK_ENDS = re.compile(r"</(?:p|li|h2|h3|blockquote|dd|dt|figcaption|ul|ol)>|<br/?>")
_TAGS = re.compile(r"<[^>]+>")
# What is said of files and pictures, in the words of the software.
_TOLD = re.compile(r" ?<small>.*?</small>", re.DOTALL)


def html_of(item: ContentPage) -> SafeString:
    """Headings, paragraphs, lists, quotations and whole addresses; no attribute but href, no script, no style."""
    with translation.override(item.language):
        drawn: SafeString = mark_safe("\n".join(_drawn(item)))  # noqa: S308 each part is escaped or cleaned below
    return drawn


def plain_of(item: ContentPage) -> str:
    """What its authors wrote, without markup, a line for each paragraph: nothing is said of files and pictures."""
    lines = _TAGS.sub("", _BLOCK_ENDS.sub("\n", _TOLD.sub("", html_of(item)))).splitlines()
    return "\n".join(line for text in lines if (line := unescape(text).strip()))


def paragraph_of(value: Any) -> SafeString:
    """A paragraph as pages show it: its links lead on, and files say what they are. value: Wagtail's RichText"""
    drawn: SafeString = mark_safe(expand_db_html(with_file_terms(value.source)))  # noqa: S308 as Wagtail draws it
    return drawn


# What the page of a kind shows beside its text.
SHOWN = {
    ItemKind.EVENT: ("venue", "venue_address", "organiser", "event_url"),
    ItemKind.PUBLICATION: ("publisher", "published_year", "isbn"),
    ItemKind.PRESS_RELEASE: ("number", "contact_name", "contact_phone", "contact_email"),
    ItemKind.PARTNER: ("agreement", "partner_url"),
    ItemKind.PROJECT: ("sector", "site", "capital", "stage", "contact_name", "contact_phone", "contact_email"),
}


def shown_beside(item: ContentPage) -> str:
    """What readers see around the text of an item, a line for each. item: as its class"""
    with translation.override(item.language):
        agency = vocabulary.said(item.agency.name)
    lines = [agency, *(str(getattr(item, name) or "") for name in SHOWN.get(ItemKind(item.kind), ()))]
    if isinstance(item, ProvinceProfile):
        lines += [f"{fact.label}: {fact.value} ({fact.source})" for fact in item.facts.all()]
    lines += [source.text for source in item.sources.all()]
    lines += [correction.text for correction in item.corrections.all()]
    return "\n".join(filter(None, lines))


def _drawn(item: ContentPage) -> Iterator[str]:
    for block in item.body:
        match block.block_type:
            case "heading":
                yield format_html("<h2>{}</h2>", block.value)
            case "text":
                yield _Cleaner().clean(paragraph_of(block.value))
            case "picture":
                yield _picture(block.value)
            case "quote":
                words = "<blockquote><p>{}</p><p>— {}</p></blockquote>"
                yield format_html(words, block.value["text"], block.value["speaker"])
            case "facts":
                rows = ((fact["label"], fact["value"]) for fact in block.value)
                yield format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
            case "figure":
                # A number of the ledger is counted when its page is read; copied, it would be yesterday's.
                yield format_html('<p><a href="{0}">{0}</a></p>', address_of(item))
            case "file":
                if file := block.value:
                    yield _links([(file.url, file.title)], told=format_html(" <small>({})</small>", terms_of(file)))
            case "items":
                yield _links([(page.get_url() or "", page.title) for page in led_to(block.value)])
            case "links":
                yield _links([(link["url"], link["text"]) for link in block.value])


def _picture(value: Any) -> str:
    """What it shows, in words: a copy of the picture would live on after its licence ended."""
    picture = value["picture"]
    text = value["alternative_text"] or (picture.description if picture else "")
    caption = value["caption"] or text
    credit = f" ({picture.credit})" if picture and picture.credit else ""
    made = format_html(" <small>({})</small>", said) if picture and (said := media.made(picture)) else ""
    return format_html("<figure><figcaption>{}{}{}</figcaption></figure>", caption, credit, made) if caption else ""


def _links(links: list[tuple[str, str]], told: str = "") -> str:
    rows = ((whole, text, told) for url, text in links if (whole := _whole(url)))
    return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a>{}</li>', rows))


def _whole(url: str) -> str | None:
    """None: nothing that may stand in a link, or no address at all ("http://[")"""
    checked = check_url(url)
    try:
        return urljoin(settings.PUBLIC_URL, checked) if checked else None
    except ValueError:
        return None


class _Cleaner(Whitelister):
    """What the editor offers and nothing else, whoever wrote to the database and how."""

    element_rules = {
        **dict.fromkeys(
            ["[document]", "b", "strong", "i", "em", "p", "ul", "ol", "li", "br", "small"], allow_without_attributes
        ),
        "a": attribute_rule({"href": _whole}),
    }
