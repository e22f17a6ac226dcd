"""Trees, palms, grass and flowers, each grown anew from the canvas's own chance."""

import math
from itertools import pairwise

from tools.pictures.canvas import Canvas, Point, dark, light, mix, rounded, turned
from tools.pictures.land import crown


def tree(
    c: Canvas, x: float, foot: float, height: float, colour: str, *, trunk: str, sun: str = "#ffd98a", lean: float = 0
) -> None:
    """A broad tree: trunk, limbs, three depths of leaves; the side to the sun is lighter."""
    top = foot - height * 0.52
    w = height * 0.035
    c.smooth(
        [
            (x - w * 1.6, foot),
            (x - w * 0.7, foot - height * 0.2),
            (x - w * 0.5 + lean, top),
            (x + w * 0.6 + lean, top),
            (x + w * 0.8, foot - height * 0.2),
            (x + w * 2, foot),
        ],
        trunk,
    )
    x += lean
    for side in (-1, 1, -0.4, 0.5):
        end = (x + side * height * 0.24, top - height * 0.13)
        c.stroke(f"M{x:.1f} {top + height * 0.08:.1f}Q{x:.1f} {top - 8:.1f} {end[0]:.1f} {end[1]:.1f}", trunk, w * 0.9)
    spots = [
        (-0.27, 0.52, 0.17),
        (0.27, 0.54, 0.17),
        (-0.15, 0.70, 0.19),
        (0.17, 0.70, 0.19),
        (0, 0.60, 0.22),
        (0.02, 0.84, 0.16),
    ]
    for tint, shift, grow in ((dark(colour, 0.35), 0.03, 1.06), (colour, 0, 0.96)):
        d = "".join(
            crown(c, x + dx * height, foot - dy * height + shift * height, r * height * grow) for dx, dy, r in spots
        )
        c.d(d, tint)
    for dx, dy, r in spots:
        for _ in range(7):
            leaf = r * height * c.rng.uniform(0.13, 0.34)
            lx = x + (dx + r * c.rng.uniform(-0.75, 0.5)) * height
            ly = foot - (dy + r * c.rng.uniform(-0.1, 0.65)) * height
            c.d(crown(c, lx, ly, leaf), mix(colour, sun, c.rng.uniform(0.12, 0.34)), 0.75)


def sugar_palm(c: Canvas, x: float, foot: float, height: float, colour: str, *, rim: str | None = None) -> None:
    """Thốt nốt: a straight trunk and a round head of fans."""
    w = height * 0.022
    c.shape(
        [
            (x - w * 1.5, foot),
            (x - w * 0.8, foot - height * 0.8),
            (x + w * 0.8, foot - height * 0.8),
            (x + w * 1.5, foot),
        ],
        colour,
    )
    cx, cy = x, foot - height * 0.83
    c.circle(cx, cy + height * 0.01, height * 0.062, colour)
    for near, count in ((1.0, 21), (0.72, 13), (0.42, 8)):
        for _ in range(count):
            angle = c.rng.uniform(-62, 242)
            reach = height * c.rng.uniform(0.12, 0.165)
            sunny = max(0.0, math.cos(math.radians(angle - 30)))
            paint = colour if rim is None else mix(colour, rim, c.rng.uniform(0, 0.10) + 0.20 * sunny * (1.2 - near))
            _fan(c, turned(cx, cy, angle, reach * 0.38 * near), angle, reach * (0.55 + 0.45 * near), paint)
    for dx in (-0.016, 0.012, 0.0):
        c.circle(cx + dx * height, cy + height * 0.03, height * 0.014, mix(colour, "#6b3b2a", 0.5))


def _fan(c: Canvas, at: Point, angle: float, reach: float, paint: str) -> None:
    points: list[Point] = [at]
    blades = 9
    for i in range(blades):
        a = angle - 52 + 104 * i / (blades - 1)
        points.append(turned(*at, a, reach * (0.86 + 0.14 * math.cos(math.radians(a - angle)))))
        if i < blades - 1:
            points.append(turned(*at, a + 52 / (blades - 1), reach * 0.62))
    c.shape(points, paint)


def coconut(c: Canvas, x: float, foot: float, height: float, colour: str, *, lean: float, rim: str) -> None:
    """A bent trunk and feathers."""
    top = (x + lean, foot - height)
    bend = (x + lean * 0.2, foot - height * 0.6)
    w = height * 0.024
    c.d(
        f"M{x - w * 1.4:.1f} {foot:.1f}Q{bend[0] - w:.1f} {bend[1]:.1f} {top[0] - w * 0.5:.1f} {top[1]:.1f}"
        f"L{top[0] + w * 0.5:.1f} {top[1]:.1f}Q{bend[0] + w:.1f} {bend[1]:.1f} {x + w * 1.4:.1f} {foot:.1f}Z",
        colour,
    )
    for angle in (200, 172, 150, 128, 104, 80, 58, 32, 6, -18):
        tint = mix(colour, rim, c.rng.uniform(0.0, 0.28))
        frond(c, top, angle + c.rng.uniform(-8, 8), height * c.rng.uniform(0.36, 0.46), tint)
    for dx, dy in ((-5, 8), (6, 9), (0, 14)):
        c.circle(top[0] + dx * height / 300, top[1] + dy * height / 300, height * 0.022, dark(colour, 0.2))


def frond(c: Canvas, at: Point, angle: float, length: float, colour: str, *, droop: float = 0.5) -> None:
    """A feather: a spine that falls, leaflets on both sides."""
    spine: list[Point] = []
    for i in range(15):
        share = i / 14
        px, py = turned(*at, angle, length * share)
        spine.append((px, py + droop * length * share * share))
    c.line(spine, colour, max(1.2, length * 0.014))
    d = ""
    for i in range(1, 15):
        (x0, y0), (x1, y1) = spine[i - 1], spine[i]
        along = math.degrees(math.atan2(y0 - y1, x1 - x0))
        leaf = length * 0.26 * math.sin(math.pi * (0.12 + 0.86 * i / 15)) ** 0.8
        for side in (-1, 1):
            tip = turned(x1, y1, along + side * 52, leaf)
            base = turned(x1, y1, along + 180, length * 0.035)
            d += f"M{x1:.1f} {y1:.1f}L{tip[0]:.1f} {tip[1] + leaf * 0.22:.1f}L{base[0]:.1f} {base[1]:.1f}Z"
    c.d(d, colour)


def bamboo(c: Canvas, x: float, foot: float, height: float, colour: str, *, stems: int = 9, lean: float = 0.2) -> None:
    for _ in range(stems):
        x0 = x + c.rng.uniform(-0.09, 0.09) * height
        tall = height * c.rng.uniform(0.7, 1.05)
        way = lean + c.rng.uniform(-0.3, 0.3)
        tip = (x0 + way * tall, foot - tall)
        bend = (x0 + way * tall * 0.15, foot - tall * 0.65)
        tint = mix(colour, "#e8e08a", c.rng.uniform(0, 0.18))
        c.stroke(
            f"M{x0:.1f} {foot:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}",
            tint,
            max(1.4, height * 0.012),
        )
        d = ""
        for i in range(15):
            t = 0.38 + 0.62 * i / 14
            px = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * bend[0] + t * t * tip[0]
            py = (1 - t) ** 2 * foot + 2 * t * (1 - t) * bend[1] + t * t * tip[1]
            for _ in range(3):
                d += leaf(px, py, c.rng.uniform(-75, 255), height * c.rng.uniform(0.05, 0.1), 0.17)
        c.d(d, tint)


def leaf(x: float, y: float, angle: float, length: float, wide: float = 0.3) -> str:
    tip = turned(x, y, angle, length)
    a, b = turned(x, y, angle + 24, length * 0.5), turned(x, y, angle - 24, length * 0.5)
    mid = turned(x, y, angle, length * 0.5)
    a = (mid[0] + (a[0] - mid[0]) * wide * 2.2, mid[1] + (a[1] - mid[1]) * wide * 2.2)
    b = (mid[0] + (b[0] - mid[0]) * wide * 2.2, mid[1] + (b[1] - mid[1]) * wide * 2.2)
    return f"M{x:.1f} {y:.1f}Q{a[0]:.1f} {a[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}Q{b[0]:.1f} {b[1]:.1f} {x:.1f} {y:.1f}Z"


def grass(
    c: Canvas,
    y: float,
    height: float,
    colour: str,
    *,
    since: float = 0,
    until: float | None = None,
    thick: float = 7,
    uneven: float = 18,
    root: float = 60,
) -> None:
    """Blades along the lower edge, in two depths. root: how far they go on below their foot"""
    until = until or c.width
    for tint, grow, count in ((dark(colour, 0.25), 1.0, 1.0), (colour, 0.72, 0.8)):
        d = ""
        x = since
        while x < until:
            tall = height * grow * c.rng.uniform(0.4, 1.15)
            sway = c.rng.uniform(-0.45, 0.45) * tall
            foot = y + c.rng.uniform(-uneven, uneven)
            d += (
                f"M{x - thick / 2:.1f} {foot + root:.1f}Q{x:.1f} {foot - tall * 0.5:.1f} {x + sway:.1f} {foot - tall:.1f}"
                f"Q{x + thick * 0.5:.1f} {foot - tall * 0.4:.1f} {x + thick / 2:.1f} {foot + root:.1f}Z"
            )
            x += c.rng.uniform(0.5, 1.5) * thick / count
        c.d(d, tint)


def reeds(c: Canvas, x: float, foot: float, height: float, colour: str, *, count: int = 12) -> None:
    for _ in range(count):
        x0 = x + c.rng.gauss(0, height * 0.22)
        tall = height * c.rng.uniform(0.6, 1.1)
        sway = c.rng.uniform(-0.28, 0.28) * tall
        tip = (x0 + sway, foot - tall)
        c.stroke(
            f"M{x0:.1f} {foot:.1f}Q{x0:.1f} {foot - tall * 0.6:.1f} {tip[0]:.1f} {tip[1]:.1f}",
            colour,
            max(1.3, height * 0.016),
        )
        if c.rng.random() < 0.45:
            c.oval(tip[0], tip[1], height * 0.018, height * 0.07, light(colour, 0.25))
        else:
            c.d(leaf(x0, foot - tall * 0.3, c.rng.uniform(50, 130), tall * 0.6, 0.1), colour)


def lotus(c: Canvas, x: float, y: float, size: float, colour: str, *, stem: float = 0, green: str = "#3f7a5c") -> None:
    """A flower that opens upwards, petal behind petal."""
    if stem:
        c.stroke(
            f"M{x:.1f} {y:.1f}Q{x + stem * 0.08:.1f} {y + stem * 0.5:.1f} {x - 2:.1f} {y + stem:.1f}",
            green,
            size * 0.07,
        )
    rows = [
        (mix(colour, "#7d2a4f", 0.30), (-74, -40, 40, 74), 0.88, 0.40),
        (mix(colour, "#8d2c58", 0.12), (-58, -24, 0, 24, 58), 1.02, 0.40),
        (light(colour, 0.22), (-34, 34), 0.92, 0.42),
        (light(colour, 0.46), (-12, 12, 0), 0.80, 0.44),
    ]
    for tint, angles, reach, wide in rows:
        for angle in angles:
            tip = turned(x, y, 90 - angle, size * reach)
            a, b = turned(x, y, 90 - angle + 38, size * wide * 1.45), turned(x, y, 90 - angle - 38, size * wide * 1.45)
            paint = c.along(tip, (x, y), (0, mix(tint, "#b3265f", 0.32)), (0.5, tint), (1, light(tint, 0.35)))
            c.d(
                f"M{x:.1f} {y:.1f}C{a[0]:.1f} {a[1]:.1f} {a[0]:.1f} {a[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
                f"C{b[0]:.1f} {b[1]:.1f} {b[0]:.1f} {b[1]:.1f} {x:.1f} {y:.1f}Z",
                paint,
            )


def lotus_leaf(c: Canvas, x: float, y: float, r: float, colour: str, *, tilt: float = 0.36) -> None:
    """A round leaf on the water, seen at a low angle, with veins and a bright rim."""
    points: list[Point] = []
    start = c.rng.uniform(0, math.tau)
    for i in range(22):
        angle = start + 0.2 + (math.tau - 0.4) * i / 21
        reach = r * c.rng.uniform(0.96, 1.03)
        points.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach * tilt))
    centre = (x, y)
    c.oval(x + r * 0.05, y + r * tilt * 0.22, r * 1.0, r * tilt, dark(colour, 0.62), 0.5)
    c.d(
        rounded([*points, centre]),
        c.along(
            (x - r, y - r * tilt),
            (x + r, y + r * tilt),
            (0, light(colour, 0.26)),
            (0.5, colour),
            (1, dark(colour, 0.22)),
        ),
    )
    for i in range(0, 22, 3):
        px, py = points[i]
        c.stroke(
            f"M{x:.1f} {y:.1f}L{x + (px - x) * 0.86:.1f} {y + (py - y) * 0.86:.1f}",
            light(colour, 0.34),
            max(0.8, r * 0.012),
            0.55,
        )


def bush_row(c: Canvas, points: list[Point], thick: float, colour: str, sun: str) -> None:
    """Clipped bushes along a line, as on tea hills: shade below, leaves above, light on top."""
    for tint, dy, share in (
        (dark(colour, 0.42), 0.20, 1.0),
        (colour, 0.0, 0.92),
        (mix(colour, sun, 0.38), -0.30, 0.55),
    ):
        d = ""
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / (thick * 0.62)))
            for i in range(steps):
                t = i / steps
                r = thick * 0.5 * share * c.rng.uniform(0.84, 1.14)
                d += crown(c, x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + dy * thick, r)
        c.d(d, tint)
