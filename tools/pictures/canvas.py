"""A sheet to draw on: colours, gradients, soft edges and closed shapes, written as SVG."""

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

Point = tuple[float, float]


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` of the way from one to the other."""
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{max(0, min(255, round(a + (b - a) * share))):02x}" for a, b in parts)


def dark(colour: str, share: float = 0.2) -> str:
    return mix(colour, "#10141c", share)


def light(colour: str, share: float = 0.2) -> str:
    return mix(colour, "#fff4dc", share)


class Canvas:
    """Shapes in the order in which they are painted. rng: the same picture on every machine."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width, self.height = width, height
        self.rng = random.Random(seed)
        self._parts: list[str] = []
        self._defs: list[str] = []
        self._known: dict[str, str] = {}

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}"><defs>{"".join(self._defs)}</defs>{"".join(self._parts)}</svg>'
        )

    # -- paint --------------------------------------------------------------------------------------

    def down(self, top: float, bottom: float, *stops: tuple[float, str] | tuple[float, str, float]) -> str:
        """Paint that changes from y `top` to y `bottom`. stops: place between 0 and 1, colour, opacity"""
        return self.along((0, top), (0, bottom), *stops)

    def along(self, a: Point, b: Point, *stops: tuple[float, str] | tuple[float, str, float]) -> str:
        ends = f'x1="{a[0]:.0f}" y1="{a[1]:.0f}" x2="{b[0]:.0f}" y2="{b[1]:.0f}"'
        return self._define("linearGradient", f'gradientUnits="userSpaceOnUse" {ends}', _stops(stops))

    def around(self, x: float, y: float, r: float, *stops: tuple[float, str] | tuple[float, str, float]) -> str:
        place = f'gradientUnits="userSpaceOnUse" cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}"'
        return self._define("radialGradient", place, _stops(stops))

    def soft(self, size: float) -> str:
        """A filter that softens edges."""
        inner = f'<feGaussianBlur stdDeviation="{size}"/>'
        return self._define("filter", 'x="-50%" y="-50%" width="200%" height="200%"', inner)

    def clip(self, points: Sequence[Point]) -> str:
        return self._define("clipPath", "", f'<path d="{outline(points)}"/>')

    def _define(self, element: str, attributes: str, inner: str) -> str:
        text = f"{element} {attributes}>{inner}"
        if text not in self._known:
            name = self._known[text] = f"d{len(self._known)}"
            self._defs.append(f'<{element} id="{name}" {attributes}>{inner}</{element}>')
        return f"url(#{self._known[text]})"

    # -- shapes -------------------------------------------------------------------------------------

    def raw(self, text: str) -> None:
        self._parts.append(text)

    @contextmanager
    def group(self, *, opacity: float = 1, soft: float = 0, move: str = "", clip: str = "") -> Iterator[None]:
        said = f' opacity="{opacity}"' if opacity != 1 else ""
        said += f' filter="{self.soft(soft)}"' if soft else ""
        said += f' transform="{move}"' if move else ""
        said += f' clip-path="{clip}"' if clip else ""
        self.raw(f"<g{said}>")
        yield
        self.raw("</g>")

    def shape(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        self.d(outline(points), fill, opacity)

    def smooth(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        """A closed shape whose corners are rounded off."""
        self.d(rounded(points), fill, opacity)

    def d(self, d: str, fill: str, opacity: float = 1) -> None:
        self.raw(f'<path d="{d}" fill="{fill}"{_seen(opacity)}/>')

    def line(self, points: Sequence[Point], colour: str, width: float, opacity: float = 1) -> None:
        d = outline(points, closed=False)
        self.stroke(d, colour, width, opacity)

    def stroke(self, d: str, colour: str, width: float, opacity: float = 1) -> None:
        self.raw(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round" '
            f'stroke-linejoin="round"{_seen(opacity)}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, opacity: float = 1) -> None:
        self.raw(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}"{_seen(opacity)}/>')

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> None:
        self.raw(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}"{_seen(opacity)}/>')

    def box(self, x: float, y: float, w: float, h: float, fill: str, opacity: float = 1, r: float = 0) -> None:
        self.raw(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}"'
            f"{f' rx={chr(34)}{r}{chr(34)}' if r else ''}{_seen(opacity)}/>"
        )

    def cover(self, fill: str, opacity: float = 1) -> None:
        self.box(0, 0, self.width, self.height, fill, opacity)


def outline(points: Sequence[Point], *, closed: bool = True) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if closed else "")


def rounded(points: Sequence[Point]) -> str:
    """Through the middles of the sides, bent by the corners."""
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    d = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    for corner, middle in zip(points, middles, strict=True):
        d += f"Q{corner[0]:.1f} {corner[1]:.1f} {middle[0]:.1f} {middle[1]:.1f}"
    return d + "Z"


def turned(x: float, y: float, angle: float, length: float) -> Point:
    """The point `length` away. angle: degrees, 0 to the right, 90 up"""
    return x + math.cos(math.radians(angle)) * length, y - math.sin(math.radians(angle)) * length


def _stops(stops: Sequence[tuple[float, str] | tuple[float, str, float]]) -> str:
    return "".join(
        f'<stop offset="{stop[0]}" stop-color="{stop[1]}"'
        + (f' stop-opacity="{stop[2]}"' if len(stop) == 3 else "")
        + "/>"
        for stop in stops
    )


def _seen(opacity: float) -> str:
    return f' opacity="{opacity:.3f}"' if opacity < 1 else ""
