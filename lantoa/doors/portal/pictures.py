"""In which sizes and formats public pages show a picture, and drawing those that are missing.

A picture is drawn when the page that shows it is sent for review or published, by the worker: a large AVIF takes a
second. Whoever comes earlier gets the one WebP that `least` draws at once, and notes what is missing.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import Page

from lantoa.desks.media import actions as media
from lantoa.desks.media.models import MediaImage, MediaRendition
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, Publication
from lantoa.doors.portal.models import HomePage, SectionPage
from lantoa.doors.portal.queries.item import in_body

AVIF, WEBP = "image/avif", "image/webp"
# AVIF first, WebP for browsers before 2022; lower numbers would show in the sky of a landscape.
_FORMATS = {AVIF: "format-avif|avifquality-50", WEBP: "format-webp|webpquality-74"}

# To take along: whole, large enough for a page of a magazine, in a format that every program opens.
_TAKEN = "width-2200|format-jpeg|jpegquality-88"
TO_TAKE = "to take"

Drawn = dict[str, list[MediaRendition]]


@dataclass(frozen=True)
class Use:
    """widths: in pixels, the smallest first; shape: height of a width of 100, 0 leaves the picture whole

    sizes: how wide it is shown, as HTML's `sizes` says it
    """

    widths: tuple[int, ...]
    shape: int
    sizes: str


USES = {
    "hero": Use((640, 1080, 1600, 2200), 0, "100vw"),
    "head": Use((480, 800, 1280, 1760), 56, "(min-width: 82rem) 78rem, 100vw"),
    "body": Use((480, 800, 1280), 0, "(min-width: 46rem) 42rem, 100vw"),
    # On a desk it is as tall as the two beside it: half as large again as it is wide.
    "lead": Use((480, 800, 1280), 62, "(min-width: 60rem) 66rem, 100vw"),
    "news": Use((320, 480, 800), 66, "(min-width: 60rem) 25rem, (min-width: 40rem) 50vw, 100vw"),
    "cover": Use((240, 480), 0, "10rem"),
}


def shown_by(page: Page) -> Iterator[tuple[MediaImage, str]]:
    """The pictures of a page, each with what it is used for there and where the page is listed."""
    picture: MediaImage | None = getattr(page, "picture", None)
    if picture is not None:
        uses = {HomePage: ("hero",), SectionPage: ("head",), Publication: ("head", "news", "cover")}
        for use in uses.get(type(page), ("head", "news", "lead")):
            yield picture, use
    if isinstance(page, HomePage):
        for part in page.kit.all():
            if part.picture:
                yield part.picture, "news"
                yield part.picture, TO_TAKE
    if isinstance(page, ContentPage):
        for inside in in_body(page):
            yield inside, "body"


@lru_cache(maxsize=512)
def _filter(spec: str) -> Filter:
    """It reads its words once, and there are few of them for all pictures."""
    return Filter(spec)


def ready(image: MediaImage, use: str) -> Drawn:
    """What is drawn already, by format and width."""
    wanted = _wanted(image, USES[use])
    found = {each.spec: drawn for each, drawn in image.find_existing_renditions(*map(_filter, wanted.values())).items()}
    return {
        kind: [found[spec] for (of_kind, _), spec in wanted.items() if of_kind == kind and spec in found]
        for kind in _FORMATS
    }


def is_complete(drawn: Drawn, image: MediaImage, use: str) -> bool:
    return all(len(of_kind) == len(_widths(image, USES[use])) for of_kind in drawn.values())


def least(image: MediaImage, use: str) -> MediaRendition | None:
    """One WebP of a middle width, drawn now if it must be. None: the file of the picture is lost."""
    widths = _widths(image, USES[use])
    return media.drawn_at_once(image, _wanted(image, USES[use])[WEBP, widths[len(widths) // 2]])


def ask_for_missing(drawn: Drawn, image: MediaImage, use: str) -> None:
    """Of whoever draws for readers, without waiting for it."""
    found = {each.filter_spec for of_kind in drawn.values() for each in of_kind}
    media.note_missing(image, [spec for spec in _wanted(image, USES[use]).values() if spec not in found])


def draw(image: MediaImage, use: str) -> None:
    """What is missing for a use, and the size that other sites show. A lost file draws nothing."""
    specs = [_TAKEN] if use == TO_TAKE else [*_wanted(image, USES[use]).values(), newsroom.SHARED]
    with suppress(SourceImageIOError, OSError):
        image.get_renditions(*specs)


def to_take(image: MediaImage) -> MediaRendition | None:
    """None: the file of the picture is lost."""
    return media.drawn_at_once(image, _TAKEN)


def _wanted(image: Any, use: Use) -> dict[tuple[str, int], str]:
    return {
        (kind, width): f"{_cut(width, use.shape)}|{ending}"
        for kind, ending in _FORMATS.items()
        for width in _widths(image, use)
    }


def _widths(image: Any, use: Use) -> list[int]:
    """No width twice: what is larger than the picture would be a copy of the picture."""
    return [width for width in use.widths if width < image.width] or [min(use.widths[0], image.width)]


def _cut(width: int, shape: int) -> str:
    return f"fill-{width}x{round(width * shape / 100)}" if shape else f"width-{width}"
