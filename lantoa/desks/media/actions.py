"""Drawings that a reader needs before the worker made them: files alone, because no reader writes to the database.

What is missing is noted (`MISSING`) and drawn by the worker, with its row, a few seconds later.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from PIL import Image
from wagtail.images.models import Filter, SourceImageIOError

from lantoa.base import spools
from lantoa.desks.media.models import DRAWN, MediaImage, MediaRendition

MISSING = spools.Spool(spools.FOLDER / "pictures")
_EARLY = f"{DRAWN}/early"
# Longer than any kept page shows one.
_KEPT = timedelta(days=1)


def drawn_at_once(image: MediaImage, spec: str) -> MediaRendition | None:
    """What is drawn of it; else a file drawn now, as a rendition without a row.

    spec: names its format, as in "width-480|format-webp"
    returns: None if the file of the picture is lost
    """
    wanted = Filter(spec)
    with suppress(MediaRendition.DoesNotExist):
        return image.find_existing_rendition(wanted)  # type: ignore[no-any-return] # Wagtail has no types
    try:
        name = _early_name(image, wanted)
        if not default_storage.exists(name):
            _draw(image, wanted, name)
        # Said, so that Wagtail does not decode the whole picture to find it out.
        width, height = _size(name)
        rendition = MediaRendition(image=image, filter_spec=spec, file=name, width=width, height=height)
    except (SourceImageIOError, OSError):
        return None
    note_missing(image, [spec])
    return rendition


def _early_name(image: MediaImage, wanted: Filter) -> str:
    kind = wanted.spec.partition("format-")[2].partition("|")[0]
    drawn = f"{image.pk} {image.file.name} {image.file_hash} {wanted.spec} {wanted.get_cache_key(image)}"
    return f"{_EARLY}/{salted_hmac('media.early', drawn).hexdigest()[:20]}/{Path(image.file.name).stem}.{kind}"


def _draw(image: MediaImage, wanted: Filter, name: str) -> None:
    # Under another name until it is whole: a browser would keep half a picture for a year.
    part = default_storage.save(f"{name}.part", image.generate_rendition_file(wanted))
    Path(default_storage.path(part)).replace(default_storage.path(name))


def _size(name: str) -> tuple[int, int]:
    with default_storage.open(name) as file, Image.open(file) as opened:
        return opened.size


def note_missing(image: MediaImage, specs: Iterable[str]) -> None:
    for spec in specs:
        MISSING.note({"picture": image.pk, "spec": spec})


def remove_early_drawings(*, at: datetime) -> int:
    """Long since there are others with a row. returns: how many"""
    folder, before = Path(default_storage.path(_EARLY)), (at - _KEPT).timestamp()
    old = [file for file in folder.glob("*/*") if file.stat().st_mtime < before]
    for file in old:
        file.unlink(missing_ok=True)
        with suppress(OSError):  # another size is in it
            file.parent.rmdir()
    return len(old)
