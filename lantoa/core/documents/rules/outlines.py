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

MOST_BYTES = 5 * 1024 * 1024
MOST_AREAS = 400
MOST_POINTS = 60_000

Point = tuple[float, float]
Ring = tuple[Point, ...]


class BadOutlines(ValueError):
    """The file is no map that can be drawn; the message says what is wrong with it."""


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
        raise BadOutlines(_("The file is larger than 5 MB. Simplify the outlines in your map program and save again."))
    try:
        features = json.loads(content)["features"]
        found: dict[str, list[Any]] = {}
        for feature in features:
            code = feature["properties"]["code"]
            if not isinstance(code, str) or not code.strip():
                raise BadOutlines(_("An outline has no code. Give every outline the code of its place."))
            if code in found:
                raise BadOutlines(_("The code “%(code)s” stands at two outlines.") % {"code": code[:60]})
            found[code] = _polygons(feature["geometry"], code)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadOutlines):
            raise
        raise BadOutlines(_("The file is no GeoJSON. Save the outlines as GeoJSON in your map program.")) from error
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise BadOutlines(
            _("The file is no collection of outlines with a code each: “properties” must hold “code”.")
        ) from error
    if not found:
        raise BadOutlines(_("There is no outline in the file."))
    if len(found) > MOST_AREAS:
        raise BadOutlines(_("There are more than %(most)s outlines in the file.") % {"most": MOST_AREAS})
    return _on_plane({code: [ring for polygon in polygons for ring in polygon] for code, polygons in found.items()})


def _polygons(geometry: dict[str, Any], code: str) -> list[Any]:
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return [coordinates]
    if geometry["type"] == "MultiPolygon":
        return list(coordinates)
    raise BadOutlines(_("“%(code)s” is no area: only Polygon and MultiPolygon can be drawn.") % {"code": code[:60]})


def _on_plane(areas: dict[str, list[Any]]) -> Outlines:
    """Longitudes shrunk by the cosine of the middle latitude: at the size of a province nobody sees the difference."""
    if sum(len(ring) for rings in areas.values() for ring in rings) > MOST_POINTS:
        raise BadOutlines(
            _("The outlines have more than %(most)s points. Simplify them in your map program and save again.")
            % {"most": MOST_POINTS}
        )
    checked = {code: [[_point(pair, code) for pair in ring] for ring in rings] for code, rings in areas.items()}
    latitudes = [latitude for rings in checked.values() for ring in rings for _longitude, latitude in ring]
    if not latitudes or any(len(ring) < 4 for rings in checked.values() for ring in rings):
        raise BadOutlines(_("An outline has fewer than four points: it encloses nothing."))
    shrunk = cos(radians((min(latitudes) + max(latitudes)) / 2))
    return Outlines(
        {
            code: tuple(tuple((longitude * shrunk, -latitude) for longitude, latitude in ring) for ring in rings)
            for code, rings in checked.items()
        }
    )


def _point(pair: Any, code: str) -> Point:
    longitude, latitude = (
        pair[:2] if isinstance(pair, list) and len(pair) in (2, 3) and _are_numbers(pair) else (None, 0)
    )
    if longitude is None or not (-180 <= longitude <= 180 and -89 <= latitude <= 89):
        raise BadOutlines(
            _("“%(code)s” has a point that is no longitude and latitude. Save the outlines in WGS 84 (EPSG:4326).")
            % {"code": code[:60]}
        )
    return float(longitude), float(latitude)


def _are_numbers(pair: list[Any]) -> bool:
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in pair)
