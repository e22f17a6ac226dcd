"""The outlines of a province's communes, read from GeoJSON (RFC 7946) that somebody uploaded: bounded and validated.

A small sample of what is read; `code` is the code of the place in Lan Tỏa:

    {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "xa-suoi-may"},
     "geometry": {"type": "Polygon", "coordinates": [[[106.1, 11.5], [106.2, 11.5], [106.2, 11.6], [106.1, 11.5]]]}}]}
"""

import json
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_BYTES = 5 * 1024 * 1024
MOST_AREAS = 400
MOST_POINTS = 60_000
MOST_PROBLEMS = 20

Point = tuple[float, float]
Ring = tuple[Point, ...]


class BadOutlines(ValueError):
    """The file is no map that can be drawn. problems: each a sentence about what is wrong with it, all at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Outlines:
    """areas: code of a place -> its rings on a plane, x to the east and y to the south, in degrees of latitude"""

    areas: dict[str, tuple[Ring, ...]]

    def corners(self) -> tuple[float, float, float, float]:
        """West, north, east, south."""
        points = [point for rings in self.areas.values() for ring in rings for point in ring]
        across, down = [x for x, _y in points], [y for _x, y in points]
        return min(across), min(down), max(across), max(down)


def read(content: bytes) -> Outlines:
    """raises: BadOutlines"""
    if len(content) > MOST_BYTES:
        raise BadOutlines(
            [_("The file is larger than 5 MB. Simplify the outlines in your map program and save again.")]
        )
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadOutlines([_("The file is no GeoJSON. Save the outlines as GeoJSON in your map program.")]) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise BadOutlines([_no_collection()])
    found = _Reading()
    for feature in features:
        found.take(feature)
    if not features:
        found.problems.append(_("There is no outline in the file."))
    if len(features) > MOST_AREAS:
        found.problems.append(_("There are more than %(most)s outlines in the file.") % {"most": MOST_AREAS})
    if found.point_count > MOST_POINTS:
        found.problems.append(
            _("The outlines have more than %(most)s points. Simplify them in your map program and save again.")
            % {"most": MOST_POINTS}
        )
    if problems := list(dict.fromkeys(found.problems)):
        raise BadOutlines(_few(problems))
    return _on_plane(found.areas)


class _Reading:
    """What was read so far, and what is wrong with it."""

    def __init__(self) -> None:
        self.areas: dict[str, list[list[Point]]] = {}
        self.problems: list[str] = []
        self.point_count = 0

    def take(self, feature: Any) -> None:
        try:
            code, geometry = feature["properties"]["code"], feature["geometry"]
            kind, coordinates = geometry["type"], geometry["coordinates"]
        except (KeyError, TypeError, IndexError):
            self.problems.append(_no_collection())
            return
        if not isinstance(code, str) or not code.strip():
            self.problems.append(_("An outline has no code. Give every outline the code of its place."))
            return
        said = {"code": code[:60]}
        if code in self.areas:
            self.problems.append(_("The code “%(code)s” stands at two outlines.") % said)
        if kind not in ("Polygon", "MultiPolygon"):
            self.problems.append(_("“%(code)s” is no area: only Polygon and MultiPolygon can be drawn.") % said)
            return
        try:
            rings = [ring for polygon in ([coordinates] if kind == "Polygon" else coordinates) for ring in polygon]
            self.point_count += sum(len(ring) for ring in rings)
            self.areas[code] = [[_point(pair) for pair in ring] for ring in rings]
        except (TypeError, ValueError):
            self.problems.append(
                _("“%(code)s” has a point that is no longitude and latitude. Save the outlines in WGS 84 (EPSG:4326).")
                % said
            )
            return
        if not rings or any(len(ring) < 4 for ring in rings):
            self.problems.append(_("“%(code)s” has fewer than four points: it encloses nothing.") % said)


def _no_collection() -> str:
    return _("The file is no collection of outlines with a code each: “properties” must hold “code”.")


def _few(problems: list[str]) -> list[str]:
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return problems
    rest = ngettext("… and %(count)s problem more.", "… and %(count)s problems more.", more) % {"count": more}
    return [*problems[:MOST_PROBLEMS], rest]


def _on_plane(areas: dict[str, list[list[Point]]]) -> Outlines:
    """Longitudes shrunk by the cosine of the middle latitude: at the size of a province nobody sees the difference."""
    latitudes = [latitude for rings in areas.values() for ring in rings for _longitude, latitude in ring]
    shrunk = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return Outlines(
        {
            code: tuple(tuple((longitude * shrunk, -latitude) for longitude, latitude in ring) for ring in rings)
            for code, rings in areas.items()
        }
    )


def _point(pair: Any) -> Point:
    """raises: ValueError"""
    if not isinstance(pair, list) or len(pair) not in (2, 3) or not _are_numbers(pair):
        raise ValueError(pair)
    longitude, latitude = pair[:2]
    if not (-180 <= longitude <= 180 and -89 <= latitude <= 89):
        raise ValueError(pair)
    return float(longitude), float(latitude)


def _are_numbers(pair: list[Any]) -> bool:
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in pair)
