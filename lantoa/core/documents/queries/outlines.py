"""The map of this installation: one file of outlines among its uploaded files, so that a backup has it too."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from lantoa.core.documents.models import DrawnOutlines
from lantoa.core.documents.rules import outlines
from lantoa.core.documents.rules.outlines import Outlines
from lantoa.core.people import queries as people
from lantoa.core.people.models import Place


@dataclass(frozen=True)
class Compared:
    """Held against the communes of today. without: those that no outline shows; unknown: codes of none of them"""

    without: list[Place]
    unknown: list[str]
    names: dict[str, str]


def installed() -> Outlines | None:
    """None where no outlines were put there yet, or what stands there is none (`lantoa outlines` says why)."""
    return next((found for found in map(_at, places_in_use()) if found), None)


def content_in_use() -> bytes | None:
    """The file behind `installed`."""
    return next((file.read_bytes() for file in places_in_use() if _at(file)), None)


@lru_cache(maxsize=4)
def drawn_on(digest: str) -> Outlines | None:
    """Those that a frozen map names; None for "", which names none."""
    return outlines.read(bytes(DrawnOutlines.objects.get(sha256=digest).content)) if digest else None


def waiting() -> tuple[Outlines, str] | None:
    """What was sent and is looked at before it is put in use, with the digest of its file."""
    found = _at(place_of_waiting())
    return (found, sha256(place_of_waiting().read_bytes()).hexdigest()) if found else None


def place() -> Path:
    return Path(settings.MEDIA_ROOT) / "outlines" / "outlines.geojson"


def places_in_use() -> list[Path]:
    """Where the map may stand; the second is where earlier versions kept it."""
    return [place(), Path(settings.DATA) / "outlines.geojson"]


def place_of_waiting() -> Path:
    return place().with_name("waiting.geojson")


def compared(found: Outlines) -> Compared:
    communes = {
        each.code: each
        for each in people.places_here()
        if each.level == Place.Level.COMMUNE and each.valid_until is None
    }
    without = sorted((each for code, each in communes.items() if code not in found.areas), key=lambda each: each.name)
    names = {code: each.name for code, each in communes.items()}
    return Compared(without, sorted(found.areas.keys() - communes.keys()), names)


def _at(file: Path) -> Outlines | None:
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(file, changed)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> Outlines | None:
    try:
        return outlines.read(file.read_bytes())
    except outlines.BadOutlines:
        return None
