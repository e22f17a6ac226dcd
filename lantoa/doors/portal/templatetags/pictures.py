"""Pictures of the public pages: small files in two formats and several widths, with their size, so that nothing jumps.

`{% picture page.picture "news" %}`, `{% preload page.picture "hero" %}`.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lantoa.desks.media.models import MediaImage, MediaRendition
from lantoa.doors.portal.pictures import AVIF, USES, WEBP, Drawn, ask_for_missing, is_complete, least, ready, to_take

register = template.Library()


@register.simple_tag
def picture(
    image: MediaImage | None, use: str, alt: str | None = None, css: str = "", is_first: bool = False
) -> SafeString | str:
    """alt: None takes the library's text; "" where the words beside it say it all

    is_first: it is the largest thing of the first screen, so it is not waited with
    """
    if image is None:
        return ""
    text = image.default_alt_text if alt is None else alt
    # The library describes its pictures in Vietnamese.
    told_in = (
        SafeString(' lang="vi"') if text and alt in {None, image.default_alt_text} and get_language() != "vi" else ""
    )
    waiting = SafeString(' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"')
    drawn = _drawn(image, use)
    if not drawn[WEBP]:
        return ""
    sizes, shown = USES[use].sizes, drawn[WEBP][-1]
    avif = format_html('<source type="{}" srcset="{}" sizes="{}">', AVIF, _srcset(drawn[AVIF]), sizes)
    return format_html(
        '<picture>{}<img class="{}" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}></picture>',
        avif if drawn[AVIF] else "", css, shown.url, _srcset(drawn[WEBP]), sizes, shown.width, shown.height, text,
        told_in, waiting,
    )  # fmt: skip


@register.simple_tag
def preload(image: MediaImage | None, use: str) -> SafeString | str:
    """For the head of a page whose first screen a picture fills."""
    found = [] if image is None else ready(image, use)[AVIF]
    if not found:
        return ""
    return format_html(
        '<link rel="preload" as="image" type="{}" imagesrcset="{}" imagesizes="{}" fetchpriority="high">',
        AVIF, _srcset(found), USES[use].sizes,
    )  # fmt: skip


@register.simple_tag
def taken_along(image: MediaImage) -> MediaRendition | None:
    """The JPEG of a picture that others may print."""
    return to_take(image)


def _drawn(image: MediaImage, use: str) -> Drawn:
    """What the page shows now; the worker is asked for what is missing, and one WebP is always there."""
    found = ready(image, use)
    if not is_complete(found, image, use):
        ask_for_missing(found, image, use)
        if not found[WEBP] and (only := least(image, use)):
            found[WEBP].append(only)
    return found


def _srcset(found: list[MediaRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in found)
