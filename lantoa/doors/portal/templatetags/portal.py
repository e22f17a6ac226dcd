"""Tags of the public pages: `{% load portal %}`.

What a page shows is asked for here and not in a view, because Wagtail draws previews without our views.
"""

import re
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from lantoa.base import dates, periods
from lantoa.base.search import days
from lantoa.base.templatetags.lantoa import days as days_between
from lantoa.core.vocabulary.models import Term
from lantoa.desks.media import rules as media
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, Event, ItemKind, Origin
from lantoa.doors.portal import queries
from lantoa.doors.portal.queries import Frame, Front, Shelf, Surroundings, found
from lantoa.doors.portal.queries.asked import Asked
from lantoa.doors.portal.queries.counted import Counted
from lantoa.doors.portal.queries.found import Called, Search
from lantoa.doors.portal.queries.frame import MACHINE_MADE, Version, tag_of
from lantoa.doors.portal.queries.shelf import FURTHEST, Wanted

register = template.Library()

_MONTHS = {"vi": "n/Y", "lo": "n/Y"}
# As many characters as a phone shows in a line of a title, without a letter of grammar between them: words of
# katakana, and of Chinese characters in pairs, as most are; none of one character.
_CHINESE, _KATAKANA = "一-鿿々", "ァ-ヺー"
_LONG_PHRASE = re.compile(f"[{_CHINESE}{_KATAKANA}・]{{9,}}")
_WORDS = re.compile(
    f"(?:[{_CHINESE}]?[{_KATAKANA}]+(?:[{_CHINESE}](?![{_CHINESE}]))?"
    f"|[{_CHINESE}]{{2}}(?=[{_CHINESE}]{{2}})|[{_CHINESE}]+|^)・*"
)

# A colon and the marks of a quotation ask for a whole blank, the others for a narrow one.
_BESIDE_MARK = re.compile(r"(?<=\S) (?=[:»])|(?<=«) ")
_BEFORE_HIGH_MARK = re.compile(r"(?<=\S) (?=[;?!])")


# -- what a page is made of ------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    """What stands around the page that is drawn."""
    page = context.get("page")
    return queries.frame_of(
        get_language() or settings.LANGUAGE_CODE,
        getattr(page, "translation_key", None),
        now=timezone.now(),
        address=context.get("fixed_address", ""),
    )


@register.simple_tag(takes_context=True)
def front(context: dict[str, Any]) -> Front:
    return queries.front_of(context["page"], get_language() or settings.LANGUAGE_CODE, now=timezone.now())


@register.simple_tag
def called(frame: Frame, asked: Search, topics: list[Term]) -> Called:
    return found.called(asked, topics, frame.sections)


@register.filter
def led_to(pages: Any) -> list[Any]:
    return newsroom.led_to(pages)


@register.simple_tag(takes_context=True)
def shelf(context: dict[str, Any]) -> Shelf:
    asked = context["request"].GET
    wanted = Wanted(
        topic=asked.get("topic", "")[:40],
        year=_within(asked.get("year", ""), 1900, 2200, 0),
        month=_within(asked.get("month", ""), 1, 12, 0),
        page=_within(asked.get("page", ""), 1, FURTHEST, 1),
        coming=_within(asked.get("coming", ""), 1, FURTHEST, 1),
    )
    return queries.shelf_of(context["page"], get_language() or settings.LANGUAGE_CODE, wanted, now=timezone.now())


@register.simple_tag(takes_context=True)
def surroundings(context: dict[str, Any]) -> Surroundings | None:
    """What stands beside an item; None on any other page. Asked for first, so that the head finds its picture read."""
    page = context.get("page")
    if not isinstance(page, ContentPage):
        return None
    return queries.surroundings_of(page, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def figure_in(around: Surroundings, named: dict[str, str]) -> Counted | None:
    """A figure that a body names; None, if it is not open."""
    return around.figures.get((named["indicator"], named["period"]))


@register.simple_tag
def drawn_at() -> datetime:
    """The moment of numbers that change: a finished page is handed out for half a minute."""
    return timezone.now()


@register.simple_tag
def asking(wanted: Asked, **changes: Any) -> str:
    """The query of a list with some things changed."""
    return wanted.query(**changes)


@register.inclusion_tag("portal/turn.html")
def turn(
    wanted: Asked, name: str, has_more: bool, label: str, before: str, after: str, *, last: int = 0, to: str = ""
) -> dict[str, Any]:
    """Links to the pages before and after this one.

    name: the field that counts them; before, after: their words; last: how many there are, 0 where nobody counts them
    to: the part of the page where the list begins, "#rows"
    """
    number = getattr(wanted, name)
    return {
        "number": number, "last": last, "label": label, "before": before, "after": after,
        "before_url": wanted.query(**{name: number - 1}) + to if number > 1 else "",
        "after_url": wanted.query(**{name: number + 1}) + to if has_more else "",
    }  # fmt: skip


def _within(text: str, least: int, most: int, otherwise: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
    return number if least <= number <= most else otherwise


# -- words -----------------------------------------------------------------------------------------


@register.filter
def term_name(row: Any, field: str = "name") -> str:
    """The name of a word of the vocabulary in the reader's language.

    An office may add words; what no catalogue knows is shown in English.
    """
    vi, en = getattr(row, f"{field}_vi", "") or "", getattr(row, f"{field}_en", "") or ""
    language = get_language() or settings.LANGUAGE_CODE
    if language == "vi":
        return vi
    return en if language == "en" or not en else gettext(en)


@register.filter
def phrased(text: str) -> str:
    """What an author wrote, with where its lines may end.

    A French mark stays with its word, whatever blank its author typed between them. Browsers keep Japanese phrases
    whole; one that is wider than its line they cut off anywhere, and leave one letter alone.
    """
    language = get_language()
    if language == "fr":
        return _with_its_word(text)
    if language == "ja":
        escaped = conditional_escape(text)
        return SafeString(_LONG_PHRASE.sub(lambda found: "<wbr>".join(_WORDS.findall(found[0])), escaped))
    return text


@register.filter
def paragraph(value: Any) -> SafeString:
    """As `phrased`, of rich text."""
    drawn = newsroom.paragraph_of(value)
    return SafeString(_with_its_word(drawn)) if get_language() == "fr" else drawn


def _with_its_word(text: str) -> str:
    return _BEFORE_HIGH_MARK.sub("\u202f", _BESIDE_MARK.sub("\xa0", text))


@register.filter
def kind_name(kind: str) -> str:
    return str(ItemKind(kind).label) if kind in ItemKind.values else ""


@register.filter
def state_name(state: str) -> str:
    """How a language version was made, in a word or two; nothing where nobody needs to be told."""
    if state == MACHINE_MADE:
        return _("machine translation, not yet checked")
    return _("translation") if state in {Origin.TRANSLATED, Origin.MACHINE_ASSISTED} else ""


@register.filter(expects_localtime=True)
def month(value: date) -> str:
    """November 2026, 11/2026, 2026年11月: the month as the language writes it."""
    return date_format(value, _MONTHS.get(get_language() or "", "YEAR_MONTH_FORMAT"))


@register.filter
def day_asked(day: days.Told) -> str:
    """A day or a month that somebody typed, as the language writes it."""
    if day.day:
        return dates.written(date.fromisoformat(day.day))
    return month(date.fromisoformat(f"{day.month}-01"))


@register.simple_tag
def span(first: datetime, last: datetime) -> SafeString:
    """From when to when something takes place, with the hour where it is one day."""
    begins, ends = timezone.localtime(first), timezone.localtime(last)
    if begins.date() != ends.date():
        return days_between(begins.date(), ends.date())
    hours = f"{begins:%H:%M}" if begins == ends else f"{begins:%H:%M}–{ends:%H:%M}"
    return format_html("{}, {}", days_between(begins.date(), ends.date()), hours)


@register.filter
def is_running(event: Event) -> bool:
    """It has begun and is not over: what its first day was helps nobody who wants to go."""
    return event.starts_at <= timezone.now() <= event.ends_at


register.filter("tag", tag_of)


@register.filter
def in_its_language(item: ContentPage, attribute: str = "lang") -> SafeString:
    """`<p{{ item|in_its_language }}>`: marked where editors chose an item of another language than that of the page."""
    is_foreign = item.language != get_language()
    return format_html(' {}="{}"', attribute, tag_of(item.language)) if is_foreign else SafeString("")


@register.filter
def period_name(text: str) -> str:
    """A period as it was typed ("2026-Q3"), in words."""
    try:
        return periods.parse(text).label()
    except periods.BadPeriod:
        return text


@register.filter
def file_facts(document: Any) -> str:
    """PDF, 2.4 MB."""
    return newsroom.facts_of(document)


@register.filter
def how_made(picture: Any) -> str:
    """The label of what a machine made, or nothing."""
    return media.made(picture) if picture else ""


@register.simple_tag
def other_versions(frame: Frame) -> list[tuple[str, list[Version]]]:
    """(how they were made, the other languages in which this page can be read): the original first."""
    others = [version for version in frame.readable if not version.is_here]
    others.sort(key=lambda version: (version.state == MACHINE_MADE, bool(state_name(version.state))))
    return [(how, list(alike)) for how, alike in groupby(others, key=lambda version: state_name(version.state))]


@register.simple_tag(takes_context=True)
def shares(context: dict[str, Any]) -> list[tuple[str, str]]:
    """(name, address) of places to pass a page on: links that a reader presses, nothing that loads by itself."""
    page = context["page"]
    address = settings.PUBLIC_URL + str(page.url_path)
    return [
        ("Facebook", "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address})),
        ("Zalo", "https://sp.zalo.me/share_inline?" + urlencode({"url": address})),
        ("X", "https://x.com/intent/post?" + urlencode({"url": address, "text": page.title})),
        (_("E-mail"), "mailto:?" + urlencode({"subject": page.title, "body": address}).replace("+", "%20")),
    ]


@register.simple_tag(takes_context=True)
def own_address(context: dict[str, Any]) -> str:
    return settings.PUBLIC_URL + str(context["page"].url_path)


@register.filter
def absolute(address: str) -> str:
    return settings.PUBLIC_URL + address
