"""Houses, gates, walls, towers, bridges: simple bodies with a light side, a shaded side and small true details."""

from tools.pictures.canvas import Canvas, Point, dark, light, mix


def roof(c: Canvas, x: float, y: float, wide: float, height: float, colour: str, *, lift: float = 0.16) -> None:
    """A curved tiled roof with turned-up corners; (x, y) is the middle of the eaves."""
    w = wide / 2
    up = height * lift
    c.d(
        f"M{x - w:.1f} {y - up:.1f}Q{x - w * 0.86:.1f} {y - up * 0.1:.1f} {x - w * 0.62:.1f} {y - height * 0.42:.1f}"
        f"L{x - w * 0.42:.1f} {y - height:.1f}L{x + w * 0.42:.1f} {y - height:.1f}L{x + w * 0.62:.1f} {y - height * 0.42:.1f}"
        f"Q{x + w * 0.86:.1f} {y - up * 0.1:.1f} {x + w:.1f} {y - up:.1f}Q{x + w * 0.7:.1f} {y + height * 0.10:.1f} {x:.1f} {y + height * 0.10:.1f}"
        f"Q{x - w * 0.7:.1f} {y + height * 0.10:.1f} {x - w:.1f} {y - up:.1f}Z",
        c.along((x - w, y), (x + w, y), (0, light(colour, 0.24)), (0.5, colour), (1, dark(colour, 0.28))),
    )
    for i in range(1, 22):
        t = i / 22
        top_x, low_x = x - w * 0.42 + w * 0.84 * t, x - w * 0.86 + w * 1.72 * t
        c.line(
            [
                (top_x, y - height * 0.96),
                ((top_x + low_x) / 2 * 0.55 + low_x * 0.45, y - height * 0.36),
                (low_x, y + height * 0.05),
            ],
            dark(colour, 0.35),
            max(0.7, wide * 0.003),
            0.42,
        )
    c.line([(x - w * 0.45, y - height), (x + w * 0.45, y - height)], light(colour, 0.35), max(1.6, height * 0.07))


def house(
    c: Canvas,
    x: float,
    foot: float,
    wide: float,
    *,
    wall: str = "#e9d8b4",
    tiles: str = "#b5573a",
    lamp: str = "",
    stilts: float = 0,
) -> None:
    """A village house: gable roof seen from its long side."""
    h = wide * 0.34
    base = foot - stilts
    for i in range(5 if stilts else 0):
        px = x - wide * 0.44 + wide * 0.88 * i / 4
        c.line([(px, base), (px, foot)], "#5d4630", max(1.5, wide * 0.02))
    c.box(
        x - wide / 2,
        base - h,
        wide,
        h,
        c.along((x - wide / 2, 0), (x + wide / 2, 0), (0, light(wall, 0.2)), (1, dark(wall, 0.16))),
    )
    c.box(x - wide / 2, base - h, wide, h * 0.2, dark(wall, 0.4), 0.5)
    for i, dx in enumerate((-0.32, -0.02, 0.28)):
        tall = h * (0.72 if i == 1 else 0.4)
        y = base - tall if i == 1 else base - h * 0.72
        c.box(x + dx * wide - wide * 0.055, y, wide * 0.13, tall, lamp or "#5a4634")
        c.line(
            [(x + dx * wide + wide * 0.01, y), (x + dx * wide + wide * 0.01, y + tall)],
            "#4a3828",
            max(0.8, wide * 0.008),
        )
    w = wide * 0.62
    c.shape(
        [
            (x - w, base - h * 0.92),
            (x - w * 0.72, base - h * 1.85),
            (x + w * 0.72, base - h * 1.85),
            (x + w, base - h * 0.92),
        ],
        c.along((x - w, base - h * 2), (x + w, base - h), (0, light(tiles, 0.22)), (1, dark(tiles, 0.25))),
    )
    for i in range(1, 5):
        y = base - h * 1.85 + h * 0.93 * i / 5
        spread = w * (0.72 + 0.28 * i / 5)
        c.line([(x - spread, y), (x + spread, y)], dark(tiles, 0.3), max(0.7, wide * 0.006), 0.5)
    c.line([(x - w * 0.75, base - h * 1.86), (x + w * 0.75, base - h * 1.86)], dark(tiles, 0.35), max(1.2, wide * 0.02))


def tower(
    c: Canvas,
    x: float,
    foot: float,
    wide: float,
    height: float,
    colour: str,
    *,
    lamp: str,
    lit: float = 0.4,
    crest: str = "flat",
) -> None:
    """A high building at night or dusk. lit: the share of windows with light; crest: flat, step, slant or spire"""
    top = foot - height
    c.box(x, top, wide, height, c.down(top, foot, (0, light(colour, 0.08)), (1, mix(colour, "#ffb27a", 0.10))))
    c.box(x + wide * 0.66, top, wide * 0.34, height, dark(colour, 0.25), 0.55)
    if crest == "step":
        c.box(x + wide * 0.2, top - wide * 0.28, wide * 0.6, wide * 0.3, colour)
        c.line([(x + wide / 2, top - wide * 0.28), (x + wide / 2, top - wide * 0.8)], colour, 2)
    elif crest == "slant":
        c.shape([(x, top + 1), (x, top - wide * 0.5), (x + wide, top + 1)], colour)
    elif crest == "spire":
        c.shape(
            [(x + wide * 0.1, top), (x + wide * 0.5, top - wide * 0.75), (x + wide * 0.9, top)], light(colour, 0.06)
        )
        c.line([(x + wide / 2, top - wide * 0.7), (x + wide / 2, top - wide * 1.4)], light(colour, 0.1), 2.2)
    columns, rows = max(2, int(wide / 11)), max(3, int(height / 14))
    for row in range(rows):
        for column in range(columns):
            if c.rng.random() < lit:
                wx = x + wide * (column + 0.5) / columns
                wy = top + 8 + (height - 12) * row / rows
                c.box(wx - 2.6, wy, 5.2, 6.4, mix(lamp, "#ffffff", c.rng.uniform(0, 0.3)), c.rng.uniform(0.45, 1))


def cable_bridge(
    c: Canvas,
    x0: float,
    x1: float,
    deck: float,
    colour: str,
    cable: str,
    *,
    pylons: tuple[float, ...],
    height: float,
    foot: float,
    lamp: str = "",
) -> None:
    """A cable-stayed bridge from x0 to x1."""
    for px in pylons:
        reach = (x1 - x0) * 0.21
        for i in range(13):
            t = (i + 1) / 13
            for side in (-1, 1):
                c.line([(px, deck - height + height * 0.46 * (1 - t)), (px + side * reach * t, deck)], cable, 1.5, 0.75)
        c.shape(
            [
                (px - 20, foot),
                (px - 6, deck - height),
                (px + 6, deck - height),
                (px + 20, foot),
                (px + 9, foot),
                (px, deck - height * 0.3),
                (px - 9, foot),
            ],
            c.along((px - 20, 0), (px + 20, 0), (0, light(colour, 0.3)), (1, dark(colour, 0.2))),
        )
        c.box(px - 13, deck - 5, 26, 7, colour)
        c.circle(px, deck - height - 6, 3.4, lamp or cable)
    c.d(
        f"M{x0} {deck + 6}Q{(x0 + x1) / 2:.0f} {deck - 8:.0f} {x1} {deck + 6}L{x1} {deck + 20}Q{(x0 + x1) / 2:.0f} {deck + 6:.0f} {x0} {deck + 20}Z",
        colour,
    )
    if lamp:
        x = x0 + 10.0
        while x < x1:
            y = deck + 5 - 13 * (1 - ((x - (x0 + x1) / 2) / ((x1 - x0) / 2)) ** 2)
            c.line([(x, y), (x, y - 15)], colour, 1.6)
            c.circle(x, y - 16, 9, lamp, 0.20)
            c.circle(x, y - 16, 2.6, light(lamp, 0.4))
            x += 34


def gate(c: Canvas, x: float, foot: float, wide: float, *, stone: str, tiles: str, shade: str) -> None:
    """A gate of three passages under two roofs, as stands over a road."""
    h = wide * 0.40
    for i, dx in enumerate((-0.46, -0.17, 0.17, 0.46)):
        w = wide * (0.062 if i in (1, 2) else 0.05)
        tall = h * (1.0 if i in (1, 2) else 0.74)
        px = x + dx * wide
        c.box(
            px - w / 2,
            foot - tall,
            w,
            tall,
            c.along((px - w, 0), (px + w, 0), (0, light(stone, 0.3)), (0.55, stone), (1, dark(stone, 0.35))),
        )
        c.box(px - w * 0.75, foot - tall * 0.07, w * 1.5, tall * 0.07, dark(stone, 0.15))
        c.box(px - w * 0.62, foot - tall * 0.95, w * 1.24, tall * 0.04, light(stone, 0.2))
    for dx in (-0.315, 0.315):
        c.box(x + dx * wide - wide * 0.18, foot - h * 0.80, wide * 0.36, h * 0.13, dark(stone, 0.12))
        c.box(x + dx * wide - wide * 0.15, foot - h * 0.775, wide * 0.30, h * 0.08, shade, 0.55)
        roof(c, x + dx * wide, foot - h * 0.79, wide * 0.46, h * 0.27, tiles)
    c.box(x - wide * 0.22, foot - h * 1.08, wide * 0.44, h * 0.2, dark(stone, 0.06))
    c.box(x - wide * 0.18, foot - h * 1.045, wide * 0.36, h * 0.125, shade, 0.8)
    for i in range(9):
        c.circle(x - wide * 0.14 + wide * 0.28 * i / 8, foot - h * 0.985, h * 0.018, "#e8c26a", 0.9)
    roof(c, x, foot - h * 1.08, wide * 0.58, h * 0.34, tiles)
    c.box(x - wide * 0.105, foot - h * 1.50, wide * 0.21, h * 0.12, dark(stone, 0.1))
    roof(c, x, foot - h * 1.47, wide * 0.30, h * 0.24, tiles)
    c.d(
        f"M{x - 4:.1f} {foot - h * 1.70:.1f}L{x:.1f} {foot - h * 1.84:.1f}L{x + 4:.1f} {foot - h * 1.70:.1f}Z",
        "#e8c26a",
    )


def truck(
    c: Canvas, x: float, foot: float, length: float, cargo: str, *, cab: str = "#d9693d", lamps: bool = False
) -> None:
    h = length * 0.30
    c.oval(x + length / 2, foot + 2, length * 0.55, length * 0.03, "#000000", 0.28)
    c.box(
        x,
        foot - h * 1.28,
        length * 0.73,
        h * 1.06,
        c.down(foot - h * 1.3, foot, (0, light(cargo, 0.25)), (1, dark(cargo, 0.12))),
        r=2,
    )
    for i in range(1, 9):
        c.line(
            [(x + length * 0.73 * i / 9, foot - h * 1.22), (x + length * 0.73 * i / 9, foot - h * 0.3)],
            dark(cargo, 0.25),
            1,
            0.5,
        )
    cx = x + length * 0.75
    c.smooth(
        [
            (cx, foot - h * 0.2),
            (cx, foot - h * 1.06),
            (cx + length * 0.10, foot - h * 1.06),
            (cx + length * 0.2, foot - h * 0.98),
            (cx + length * 0.245, foot - h * 0.55),
            (cx + length * 0.25, foot - h * 0.2),
        ],
        cab,
    )
    c.shape(
        [
            (cx + length * 0.11, foot - h * 0.93),
            (cx + length * 0.185, foot - h * 0.88),
            (cx + length * 0.215, foot - h * 0.58),
            (cx + length * 0.11, foot - h * 0.58),
        ],
        "#cfe3e2",
    )
    c.box(x, foot - h * 0.26, length, h * 0.1, "#2a2d33")
    for dx in (0.1, 0.2, 0.56, 0.66, 0.9):
        c.circle(x + dx * length, foot - h * 0.12, h * 0.165, "#22242a")
        c.circle(x + dx * length, foot - h * 0.12, h * 0.07, "#8a8f96")
    if lamps:
        c.circle(x + length, foot - h * 0.32, h * 0.5, "#ffd98a", 0.22)
        c.circle(x + length * 0.995, foot - h * 0.32, h * 0.07, "#fff0c4")


def lantern(c: Canvas, x: float, y: float, size: float, colour: str, *, glow: float = 3.2, rope: float = 0) -> None:
    """A silk lantern with ribs, caps and a tassel."""
    if rope:
        c.line([(x, y - size - rope), (x, y - size)], "#3a2a24", 1.3)
    c.circle(x, y, size * glow, c.around(x, y, size * glow, (0, colour, 0.55), (0.4, colour, 0.18), (1, colour, 0)))
    c.oval(
        x,
        y,
        size * 0.86,
        size,
        c.around(x, y, size * 1.05, (0, light(colour, 0.75)), (0.55, light(colour, 0.15)), (1, dark(colour, 0.22))),
    )
    for i in (-0.5, -0.18, 0.18, 0.5):
        c.stroke(
            f"M{x + i * size * 0.5:.1f} {y - size * 0.97:.1f}Q{x + i * size * 2.1:.1f} {y:.1f} {x + i * size * 0.5:.1f} {y + size * 0.97:.1f}",
            dark(colour, 0.35),
            max(0.7, size * 0.035),
            0.55,
        )
    for dy in (-1.0, 0.9):
        c.box(x - size * 0.3, y + dy * size, size * 0.6, size * 0.12, "#c9973f", r=1)
    c.line([(x, y + size), (x, y + size * 1.7)], dark(colour, 0.1), max(1, size * 0.09))


def awning(c: Canvas, x: float, y: float, wide: float, deep: float, one: str, other: str) -> None:
    """A striped roof over a stall; its edge hangs in scallops."""
    stripes = max(5, int(wide / 26))
    for i in range(stripes):
        x0, x1 = x + wide * i / stripes, x + wide * (i + 1) / stripes
        t0, t1 = x + wide * 0.07 + wide * 0.86 * i / stripes, x + wide * 0.07 + wide * 0.86 * (i + 1) / stripes
        paint = one if i % 2 else other
        c.shape(
            [(t0, y), (t1, y), (x1, y + deep), (x0, y + deep)],
            c.down(y, y + deep, (0, light(paint, 0.12)), (1, dark(paint, 0.08))),
        )
        c.d(
            f"M{x0:.1f} {y + deep:.1f}A{(x1 - x0) / 2:.1f} {(x1 - x0) / 2:.1f} 0 0 0 {x1:.1f} {y + deep:.1f}Z",
            dark(paint, 0.14),
        )


def battlement(c: Canvas, x0: float, x1: float, top: float, foot: float, colour: str, *, brick: float = 26) -> None:
    """A wall of weathered bricks with merlons."""
    c.box(x0, top, x1 - x0, foot - top, c.down(top, foot, (0, light(colour, 0.12)), (1, dark(colour, 0.35))))
    row, y = 0, top + 4
    while y < foot:
        x = x0 - (brick / 2 if row % 2 else 0)
        while x < x1:
            tint = mix(light(colour, 0.2), dark(colour, 0.3), c.rng.random())
            if c.rng.random() < 0.55:
                left, right = max(x, x0) + 1, min(x + brick, x1) - 1
                if right > left:
                    c.box(left, y, right - left, brick * 0.36, tint, 0.42, r=2)
            x += brick
        y += brick * 0.44
        row += 1
    x = x0
    while x < x1 - 20:
        c.box(x, top - 26, 34, 28, c.along((x, 0), (x + 34, 0), (0, light(colour, 0.22)), (1, dark(colour, 0.2))))
        c.box(x - 2, top - 30, 38, 6, light(colour, 0.26))
        x += 56
    c.box(x0, top - 2, x1 - x0, 7, light(colour, 0.16))


def path_strip(c: Canvas, points: list[tuple[Point, float]], paint: str) -> None:
    """A road or river that narrows. points: middle and width, from far to near"""
    left = [(x - w / 2, y) for (x, y), w in points]
    right = [(x + w / 2, y) for (x, y), w in reversed(points)]
    d = (
        f"M{left[0][0]:.1f} {left[0][1]:.1f}"
        + _through(left)
        + f"L{right[0][0]:.1f} {right[0][1]:.1f}"
        + _through(right)
        + "Z"
    )
    c.d(d, paint)


def _through(points: list[Point]) -> str:
    """A curve through the points (Catmull-Rom as Bezier)."""
    d = ""
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = points[max(0, i - 1)], points[i], points[i + 1], points[min(len(points) - 1, i + 2)]
        a = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        b = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        d += f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {p2[0]:.1f} {p2[1]:.1f}"
    return d
