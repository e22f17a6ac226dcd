"""Sky, hills, mist, water: what every scene stands on."""

import math
from collections.abc import Callable

from tools.pictures.canvas import Canvas, Point, light, mix, rounded


def sky(c: Canvas, *stops: tuple[float, str], until: float | None = None) -> None:
    c.box(0, 0, c.width, c.height, c.down(0, until or c.height, *stops))


def sun(c: Canvas, x: float, y: float, r: float, colour: str, *, glow: float = 7, strength: float = 0.75) -> None:
    reach = r * glow
    c.circle(x, y, reach, c.around(x, y, reach, (0, colour, strength), (0.35, colour, strength * 0.33), (1, colour, 0)))
    c.circle(x, y, r, c.down(y - r, y + r, (0, light(colour, 0.55)), (1, light(colour, 0.2))))


def clouds(c: Canvas, y: float, height: float, colour: str, *, count: int = 7, opacity: float = 0.5) -> None:
    """Long flat banks with a level foot."""
    for _ in range(count):
        x, foot = c.rng.uniform(-0.05, 1.05) * c.width, y + c.rng.random() * height
        length = c.rng.uniform(0.10, 0.26) * c.width
        thick = length * c.rng.uniform(0.05, 0.10)
        paint = c.down(foot - thick * 2, foot, (0, light(colour, 0.35), opacity), (1, colour, opacity * 0.15))
        bumps = [(x - length / 2, foot)]
        steps = 9
        for i in range(1, steps):
            swell = math.sin(math.pi * i / steps) ** 0.7
            bumps.append((x - length / 2 + length * i / steps, foot - thick * swell * c.rng.uniform(0.7, 2.0)))
        bumps.append((x + length / 2, foot))
        c.smooth(bumps, paint)


def stars(c: Canvas, until: float, *, count: int = 120, colour: str = "#fff6dd") -> None:
    for _ in range(count):
        y = c.rng.random() ** 1.4 * until
        c.circle(c.rng.random() * c.width, y, c.rng.choice([0.8, 1.0, 1.3, 1.9]), colour, c.rng.uniform(0.25, 0.9))


def profile(c: Canvas, y: float, height: float, *, rough: float = 0.5, waves: float = 2.5) -> Callable[[float], float]:
    """The crest of a range of hills: y for every x. rough: how much of it is small"""
    waved = [
        (waves * 2**i, c.rng.uniform(0, math.tau), rough**i * c.rng.uniform(0.7, 1.3))
        for i in range(7 if rough > 0.3 else 3)
    ]
    total = sum(part for _, _, part in waved)

    def crest(x: float) -> float:
        place = x / c.width
        swell = sum(part * math.sin(place * often * math.tau + start) for often, start, part in waved)
        return y - height * (0.5 + 0.5 * swell / total * 1.6)

    return crest


def hills(
    c: Canvas, crest: Callable[[float], float], colour: str, foot: str, *, depth: float = 260, step: int = 6
) -> None:
    """Fill below a crest; the foot fades into the mist."""
    edge = [(float(x), crest(x)) for x in range(-10, c.width + 16, step)]
    top = min(y for _, y in edge)
    c.shape(
        [*edge, (c.width + 10, c.height + 10), (-10, c.height + 10)],
        c.down(top, top + depth, (0, colour), (0.45, mix(colour, foot, 0.35)), (1, foot)),
    )


def lit(c: Canvas, crest: Callable[[float], float], colour: str, *, deep: float, opacity: float = 0.35) -> None:
    """Slopes that look to the light: facets from the crest downwards, where it falls to one side."""
    x = 0.0
    while x < c.width:
        wide = c.rng.uniform(30, 90)
        if crest(x + wide) < crest(x) - 3:
            y0, y1 = crest(x), crest(x + wide)
            fall = deep * c.rng.uniform(0.5, 1.1)
            paint = c.down(min(y0, y1), max(y0, y1) + fall, (0, colour, opacity), (1, colour, 0))
            c.shape([(x, y0), (x + wide / 2, crest(x + wide / 2)), (x + wide, y1), (x + wide * 0.6, y1 + fall)], paint)
        x += wide


def wooded(
    c: Canvas, crest: Callable[[float], float], colour: str, foot: str, *, size: float, rows: int = 5, gaps: float = 0.1
) -> None:
    """A forest on a slope: rows of crowns from the crest downwards, each row nearer to the colour of the foot."""
    for row in range(rows):
        share = row / max(1, rows - 1)
        tint = mix(mix(colour, "#10242a", 0.10), mix(colour, foot, 0.42), share)
        d = glow = ""
        x = -size
        while x < c.width + size:
            r = size * (0.8 + 0.4 * share) * c.rng.uniform(0.5, 1.15)
            if c.rng.random() >= gaps * (1 + 3 * share):
                y = crest(x) + share * size * 3.6 + c.rng.uniform(-0.2, 0.5) * size
                d += crown(c, x, y, r)
                if c.rng.random() < 0.5:
                    glow += crown(c, x - r * 0.25, y - r * 0.28, r * 0.5)
            x += r * c.rng.uniform(0.7, 1.4) * (1 + share)
        c.d(d, tint)
        c.d(glow, light(tint, 0.16), 0.7)


def crown(c: Canvas, x: float, y: float, r: float) -> str:
    """The outline of the leaves of a tree: an uneven round."""
    count = 11
    points: list[Point] = []
    start = c.rng.random()
    for i in range(count):
        angle = math.tau * (i + start) / count
        reach = r * c.rng.uniform(0.74, 1.12)
        points.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.82))
    return rounded(points)


def mist(c: Canvas, y: float, height: float, colour: str, *, opacity: float = 0.6, count: int = 7) -> None:
    with c.group(soft=round(height * 0.28, 1)):
        for _ in range(count):
            wide = c.rng.uniform(0.16, 0.42) * c.width
            c.oval(
                c.rng.random() * c.width,
                y + c.rng.uniform(-0.4, 0.4) * height,
                wide,
                height * c.rng.uniform(0.2, 0.5),
                colour,
                opacity * c.rng.uniform(0.4, 1),
            )


def water(
    c: Canvas,
    top: float,
    bottom: float,
    near: str,
    far: str,
    glint: str,
    *,
    sun_x: float | None = None,
    count: int = 260,
    strength: float = 0.55,
) -> None:
    """A surface seen at a low angle: ripples grow towards the reader; light lies below the sun."""
    c.box(-10, top, c.width + 20, bottom - top, c.down(top, bottom, (0, far), (1, near)))
    for _ in range(count):
        share = c.rng.random() ** 1.5
        y = top + 2 + share * (bottom - top)
        x = c.rng.random() * c.width
        wide = (10 + 150 * share) * c.rng.uniform(0.4, 1.3)
        tint = glint if c.rng.random() < 0.5 else mix(near, "#08131c", 0.35)
        _ripple(c, x, y, wide, 0.7 + 3.2 * share, tint, c.rng.uniform(0.08, 0.30) * strength / 0.55)
    if sun_x is not None:
        for _ in range(count // 2):
            share = c.rng.random() ** 1.2
            y = top + 2 + share * (bottom - top)
            spread = 14 + 110 * share
            x = c.rng.gauss(sun_x, spread * 0.5)
            _ripple(
                c,
                x,
                y,
                (14 + 70 * share) * c.rng.uniform(0.5, 1.4),
                1 + 3.6 * share,
                glint,
                c.rng.uniform(0.35, 0.9) * strength / 0.55 * (1 - 0.5 * share),
            )


def _ripple(c: Canvas, x: float, y: float, wide: float, thick: float, colour: str, opacity: float) -> None:
    c.d(
        f"M{x - wide / 2:.1f} {y:.1f}Q{x:.1f} {y - thick:.1f} {x + wide / 2:.1f} {y:.1f}"
        f"Q{x:.1f} {y + thick:.1f} {x - wide / 2:.1f} {y:.1f}Z",
        colour,
        min(1, opacity),
    )


def birds(c: Canvas, x: float, y: float, *, count: int = 7, spread: float = 160, colour: str, size: float = 11) -> None:
    for i in range(count):
        bx = x + c.rng.uniform(-1, 1) * spread
        by = y + c.rng.uniform(-0.35, 0.35) * spread + abs(i - count / 2) * 5
        s = size * c.rng.uniform(0.6, 1.2)
        tilt = c.rng.uniform(0.25, 0.7)
        c.stroke(
            f"M{bx - s:.1f} {by - s * tilt:.1f}Q{bx - s * 0.35:.1f} {by - s * 0.5:.1f} {bx:.1f} {by:.1f}"
            f"Q{bx + s * 0.35:.1f} {by - s * 0.5:.1f} {bx + s:.1f} {by - s * tilt * 0.8:.1f}",
            colour,
            max(1.2, s * 0.16),
            0.85,
        )


def rays(
    c: Canvas,
    x: float,
    y: float,
    colour: str,
    *,
    angles: tuple[float, float],
    length: float,
    count: int = 8,
    opacity: float = 0.12,
) -> None:
    """Shafts of light that fan out from a point. angles: degrees, 270 is straight down"""
    with c.group(soft=9):
        for _ in range(count):
            angle = c.rng.uniform(*angles)
            wide = c.rng.uniform(1.2, 4.5)
            ends = [
                (x + math.cos(math.radians(a)) * length, y - math.sin(math.radians(a)) * length)
                for a in (angle - wide / 2, angle + wide / 2)
            ]
            paint = c.around(x, y, length, (0, colour, opacity * 1.6), (0.6, colour, opacity), (1, colour, 0))
            c.shape([(x, y), *ends], paint)
