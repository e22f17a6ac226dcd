"""Maps by commune: the installation's own outlines, coloured by classes; never a tile of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _

from lantoa.core.documents.rules.outlines import Outlines, Ring

COLOURS = ("#d3e8e5", "#93c4bf", "#458f8d", "#0c5c60")
NONE_COLOUR, UNKNOWN_COLOUR = "#fbf9f4", "#c9c4ba"
_DARK = COLOURS[2:]
_HATCH = (
    '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#f1eee8"/><rect width="1.5" height="6" fill="#a39b8e"/></pattern></defs>'
)
_HIGHEST = 1.15  # of the width


@dataclass(frozen=True)
class Shade:
    """One class of the legend. upto: the largest value in it, None for what is not known"""

    label: str
    colour: str
    upto: float | None


def plot(
    values: dict[str, float | None], names: dict[str, str], printed: dict[str, str], outlines: Outlines, width: int
) -> dict[str, Any]:
    """The part of a Vega-Lite specification that is a map. printed: the values as texts"""
    known = [value for code, value in values.items() if value is not None and code in outlines.areas]
    shades = _shades(known, {value: printed[code] for code, value in values.items() if value is not None})
    if any(values.get(code) is None for code in outlines.areas):
        shades.append(Shade(_("no figures yet"), UNKNOWN_COLOUR, None))
    west, north, east, south = outlines.corners()
    size = min((width - 4) / max(east - west, 1e-9), (width * _HIGHEST) / max(south - north, 1e-9))
    aside = (width - (east - west) * size) / 2
    features, labels = [], []
    for code, rings in outlines.areas.items():
        placed = [tuple((aside + (x - west) * size, (y - north) * size) for x, y in ring) for ring in rings]
        shade = _shade(values.get(code), shades)
        features.append({"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[r] for r in placed]},
                         "properties": {"shade": shade.label}})  # fmt: skip
        text = _label(placed, names.get(code, ""), printed.get(code, "") if values.get(code) is not None else "")
        if text:
            labels.append({**text, "colour": "white" if shade.colour in _DARK else "#221e19"})
    colour = {
        "field": "properties.shade", "type": "nominal", "sort": None,
        "scale": {"domain": [shade.label for shade in shades], "range": [shade.colour for shade in shades]},
        "legend": {"columns": max(1, width // 115), "symbolStrokeColor": "#8d8374", "symbolStrokeWidth": 0.5},
    }  # fmt: skip
    return {
        "width": width, "height": round((south - north) * size) + 2, "autosize": {"type": "pad"},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "layer": [
            {"data": {"values": features}, "mark": {"type": "geoshape", "stroke": "#a39b8e", "strokeWidth": 0.7},
             "encoding": {"color": colour}},
            {"data": {"values": labels}, "mark": {"type": "text", "fontSize": 13, "lineBreak": "\n", "lineHeight": 15},
             "encoding": {"longitude": {"field": "x", "type": "quantitative"},
                          "latitude": {"field": "y", "type": "quantitative"},
                          "text": {"field": "text", "type": "nominal"},
                          "color": {"field": "colour", "type": "nominal", "scale": None}}},
        ],
    }  # fmt: skip


def paths(outlines: Outlines, *, width: int) -> tuple[int, dict[str, str]]:
    """Height, and code -> path of SVG, in whole units: as few points as a screen can show."""
    west, north, east, south = outlines.corners()
    size = width / max(east - west, 1e-9)
    drawn = {}
    for code, rings in outlines.areas.items():
        placed = [[(round((x - west) * size), round((y - north) * size)) for x, y in ring] for ring in rings]
        drawn[code] = "".join(
            "M" + " ".join(f"{x},{y}" for (x, y), _same in groupby(ring)) + "Z" for ring in placed if len(set(ring)) > 2
        )
    return max(round((south - north) * size), 1), drawn


def hatched(svg: str) -> str:
    """What is not known is hatched, which stays visible in black and white; Vega has no hatches."""
    if f'fill="{UNKNOWN_COLOUR}"' not in svg:
        return svg
    start = svg.index(">", svg.index("<svg")) + 1
    return (svg[:start] + _HATCH + svg[start:]).replace(f'fill="{UNKNOWN_COLOUR}"', 'fill="url(#unknown)"')


def _shades(known: Sequence[float], printed: dict[float, str]) -> list[Shade]:
    """Zero apart; then up to four classes with about as many communes in each, named by their least and largest."""
    shades = [Shade(printed[0], NONE_COLOUR, 0)] if 0 in known else []
    ordered = sorted(value for value in known if value != 0)
    distinct = sorted(set(ordered))
    count = min(len(COLOURS), len(distinct))
    if not count:
        return shades
    cuts = [ordered[(len(ordered) * place) // count] for place in range(count)] if len(distinct) > count else distinct
    starts = sorted(set(cuts))
    colours = COLOURS[-len(starts) :] if len(starts) > 1 else (COLOURS[2],)
    for colour, (start, end) in zip(colours, pairwise([*starts, float("inf")]), strict=True):
        within = [value for value in distinct if start <= value < end]
        low, high = printed[within[0]], printed[within[-1]]
        shades.append(Shade(low if low == high else f"{low} – {high}", colour, within[-1]))
    return shades


def _shade(value: float | None, shades: Sequence[Shade]) -> Shade:
    if value is None:
        return shades[-1]
    return next(shade for shade in shades if shade.upto is not None and value <= shade.upto)


def _label(rings: Sequence[Ring], name: str, value: str) -> dict[str, Any] | None:
    """The name and the value in the middle of the largest ring, as far as they find room there."""
    ring = max(rings, key=lambda each: abs(_area(each)))
    wide = max(x for x, _y in ring) - min(x for x, _y in ring)
    high = max(y for _x, y in ring) - min(y for _x, y in ring)
    x, y = _middle(ring)
    for text in ("\n".join(part for part in (name, value) if part), value):
        lines = text.split("\n")
        if text and max(map(len, lines)) * 6.4 <= wide * 0.8 and len(lines) * 15 <= high * 0.6:
            return {"text": text, "x": x, "y": y - (len(lines) - 1) * 7}
    return None


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    area = _area(ring)
    if abs(area) < 1e-9:
        return ring[0]
    pairs = list(pairwise([*ring, ring[0]]))
    return (
        sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area),
        sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area),
    )
