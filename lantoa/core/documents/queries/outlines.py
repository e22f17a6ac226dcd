"""The map of this installation: one file of outlines in its folder of data."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lantoa.core.documents.rules import outlines

NAME = "outlines.geojson"


def installed() -> outlines.Outlines | None:
    """None where no outlines were put there yet, or what stands there is none (`lantoa outlines` says why)."""
    file = place()
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(file, changed)


def place() -> Path:
    return Path(settings.DATA) / NAME


@lru_cache(maxsize=2)
def _read(file: Path, _changed: int) -> outlines.Outlines | None:
    try:
        return outlines.read(file.read_bytes())
    except outlines.BadOutlines:
        return None
