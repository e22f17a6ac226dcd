"""Pictures of the public pages: small files in two formats and several widths, with their size, so that nothing jumps.

`{% picture page.picture "news" %}`, `{% preload page.picture "hero" %}`.
"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lantoa.desks.media.models import MediaImage, MediaRendition

register = template.Library()

# AVIF first, WebP for browsers before 2022; lower numbers would show in the sky of a landscape.
_FORMATS = {"image/avif": "format-avif|avifquality-50", "image/webp": "format-webp|webpquality-74"}


@dataclass(frozen=True)
class Use:
    """widths: in pixels, the smallest first; shape: height of a width of 100, 0 leaves the picture whole

    sizes: how wide it is shown, as HTML's `sizes` says it
    """

    widths: tuple[int, ...]
    shape: int
    sizes: str


_USES = {
    "hero": Use((640, 1080, 1600, 2200), 0, "100vw"),
    "head": Use((480, 800, 1280, 1760), 56, "(min-width: 82rem) 78rem, 100vw"),
    "body": Use((480, 800, 1280), 0, "(min-width: 46rem) 42rem, 100vw"),
    "lead": Use((480, 800, 1280), 62, "(min-width: 60rem) 46rem, 100vw"),
    "news": Use((320, 480, 800), 66, "(min-width: 60rem) 25rem, (min-width: 40rem) 50vw, 100vw"),
    "small": Use((160, 320), 75, "8rem"),
    "cover": Use((240, 480), 0, "10rem"),
}


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
    waiting = SafeString(' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"')
    if image.is_svg():
        return format_html('<img class="{}" src="{}" alt="{}"{}>', css, image.file.url, text, waiting)
    sets = _sets(image, _USES[use])
    shown = sets["image/webp"][-1]
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">'
        '<img class="{}" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}></picture>',
        _srcset(sets["image/avif"]), _USES[use].sizes, css, shown.url, _srcset(sets["image/webp"]), _USES[use].sizes,
        shown.width, shown.height, text, waiting,
    )  # fmt: skip


@register.simple_tag
def preload(image: MediaImage | None, use: str) -> SafeString | str:
    """For the head of a page whose first screen a picture fills."""
    if image is None or image.is_svg():
        return ""
    found = _sets(image, _USES[use])["image/avif"]
    return format_html(
        '<link rel="preload" as="image" type="image/avif" imagesrcset="{}" imagesizes="{}" fetchpriority="high">',
        _srcset(found), _USES[use].sizes,
    )  # fmt: skip


def _sets(image: Any, use: Use) -> dict[str, list[MediaRendition]]:
    """The renditions by format, those that are missing made now: once, by the first reader."""
    wanted = {
        (kind, width): f"{_cut(width, use.shape)}|{ending}"
        for kind, ending in _FORMATS.items()
        for width in _widths(image, use)
    }
    found = image.get_renditions(*wanted.values())
    return {kind: [found[spec] for (of_kind, _), spec in wanted.items() if of_kind == kind] for kind in _FORMATS}


def _widths(image: Any, use: Use) -> list[int]:
    """No width twice: what is larger than the picture would be a copy of the picture."""
    return [width for width in use.widths if width < image.width] or [min(use.widths[0], image.width)]


def _cut(width: int, shape: int) -> str:
    return f"fill-{width}x{round(width * shape / 100)}" if shape else f"width-{width}"


def _srcset(found: list[MediaRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in found)
