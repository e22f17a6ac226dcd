"""Market, loom, pottery, school, forum, and the map on covers: scenes of people at work."""

import math
from collections.abc import Callable

from tools.pictures import buildings, land, people, plants
from tools.pictures.canvas import Canvas, Point, dark, light, mix

WIDE = (1600, 1000)
_FRUIT = ["#e8743a", "#e3b23c", "#c2453a", "#8fae4a", "#5f9a52", "#b0577a", "#efd27a"]


def market(c: Canvas) -> None:
    """A market street on the border: awnings, heaps of fruit, baskets, people with hats."""
    land.sky(c, (0, "#7cbcc4"), (0.6, "#f4e2b8"), (1, "#f8d79c"), until=520)
    land.sun(c, 800, 300, 40, "#fff0c0", glow=12, strength=0.8)
    land.clouds(c, 60, 160, "#fff6df", count=7, opacity=0.7)
    crest = land.profile(c, 430, 120, waves=3)
    land.hills(c, crest, "#8fb09c", "#e6d6a4", depth=120)
    land.wooded(c, crest, "#8fb09c", "#e6d6a4", size=9)
    c.shape([(700, 440), (900, 440), (1800, 1010), (-200, 1010)], c.down(440, 1000, (0, "#f0d49a"), (1, "#c59c66")))
    for _ in range(240):
        share = c.rng.random() ** 1.4
        y = 450 + share * 550
        x = 800 + c.rng.uniform(-1, 1) * (100 + 900 * share)
        c.oval(x, y, 5 + 26 * share, 1 + 4 * share, c.rng.choice(["#d9b678", "#b58a55", "#f6e0b0"]), 0.45)
    for step in range(6):
        share = (step / 5) ** 1.7
        scale = 0.22 + 0.78 * share
        foot = 478 + 400 * share
        for side in (-1, 1):
            middle = 800 + side * (150 + 540 * share)
            _front(c, middle + side * 250 * scale, foot, scale, side)
            _stall(c, middle + side * 30 * scale, foot, scale, step)
            if step < 5:
                tint = c.rng.choice(["#b8475a", "#4e7f94", "#7d5a86", "#5f8a57", "#d8924a", "#3f5d7a"])
                people.person(
                    c, middle - side * 190 * scale, foot + 40 * scale, 200 * scale, tint, arm="fore", step=0.4
                )
    for i in range(5):
        y, spread = 250 + i * i * -2.0, 180 + i * 150
        _string(c, 800 - spread, y - i * 26, 800 + spread, y - i * 26, i)
    people.person(c, 770, 560, 84, "#c8553d", step=0.5)
    people.carrier(c, 850, 640, 130, "#5c7fa6", "#e8a23a")
    people.bicycle(c, 716, 712, 96)
    people.person(c, 680, 716, 146, "#e9d9b4", arm="fore", step=0.5)
    people.ao_dai(c, 985, 800, 236, "#b3475a", cap="hat", arm="fore")
    people.carrier(c, 590, 880, 260, "#6b5a8a", "#e8743a")


def _front(c: Canvas, x: float, foot: float, s: float, side: int) -> None:
    """A shop house behind the stall."""
    wall = c.rng.choice(["#e9c98a", "#d9a878", "#9fbdb0", "#e3b59a", "#cfd3b0"])
    high = 470 * s
    c.box(
        x - 190 * s,
        foot - high,
        380 * s,
        high,
        c.along(
            (x - 190 * s, 0),
            (x + 190 * s, 0),
            (0, light(wall, 0.15) if side > 0 else dark(wall, 0.2)),
            (1, dark(wall, 0.22) if side > 0 else light(wall, 0.15)),
        ),
    )
    for i in (-1, 0, 1):
        c.box(x + (i * 110 - 34) * s, foot - high * 0.86, 68 * s, 110 * s, "#4f6f6a", r=3)
        for k in range(5):
            c.line(
                [
                    (x + (i * 110 - 30) * s, foot - high * 0.86 + (12 + k * 20) * s),
                    (x + (i * 110 + 30) * s, foot - high * 0.86 + (12 + k * 20) * s),
                ],
                "#86a59a",
                2.4 * s,
            )
    buildings.roof(c, x, foot - high, 450 * s, 90 * s, "#a8553c")
    c.box(x - 190 * s, foot - high * 0.52, 380 * s, 8 * s, dark(wall, 0.35))


def _stall(c: Canvas, x: float, foot: float, s: float, step: int) -> None:
    wide = 340 * s
    c.box(x - wide / 2, foot - 120 * s, wide, 130 * s, "#3b2f28", 0.55)
    for px in (-0.47, 0.47):
        c.line([(x + px * wide, foot + 14 * s), (x + px * wide, foot - 270 * s)], "#6b4a2f", 7 * s)
    buildings.lantern(c, x, foot - 165 * s, 20 * s, "#f0a23a", glow=3, rope=20 * s)
    people.person(c, x - 50 * s, foot - 2 * s, 190 * s, c.rng.choice(["#7d5a86", "#3f7a8a", "#b8475a"]), arm="fore")
    c.box(x - wide / 2, foot - 62 * s, wide, 76 * s, c.down(foot - 62 * s, foot, (0, "#b98a55"), (1, "#6d4a2c")))
    for i in range(1, 7):
        c.line(
            [(x - wide / 2 + wide * i / 7, foot - 60 * s), (x - wide / 2 + wide * i / 7, foot + 12 * s)],
            "#5d3f26",
            2 * s,
            0.5,
        )
    for heap in range(5):
        hx = x - wide * 0.40 + wide * 0.20 * heap
        tint = c.rng.choice(_FRUIT)
        for row in range(4):
            for i in range(5 - row):
                c.circle(
                    hx + (i - (4 - row) / 2) * 13 * s,
                    foot - (68 + row * 11) * s,
                    8.6 * s,
                    mix(tint, c.rng.choice(["#fff0c0", "#5a2a1a"]), c.rng.uniform(0, 0.25)),
                )
    one, other = [
        ("#c9503c", "#f6e6c4"),
        ("#3f8a86", "#f6e6c4"),
        ("#e0a13f", "#fbf0d4"),
        ("#7a8f4c", "#f6e6c4"),
        ("#b0577a", "#fbeadb"),
    ][step % 5]
    buildings.awning(c, x - wide * 0.58, foot - 320 * s, wide * 1.16, 86 * s, one, other)


def _string(c: Canvas, x0: float, y0: float, x1: float, y1: float, depth: int) -> None:
    """A line of paper flags over the street."""
    sag = 50 + depth * 16
    c.stroke(f"M{x0:.0f} {y0:.0f}Q{(x0 + x1) / 2:.0f} {y0 + sag * 2:.0f} {x1:.0f} {y1:.0f}", "#7a6a54", 1.6)
    count = 13 + depth
    for i in range(count):
        t = (i + 0.5) / count
        x = x0 + (x1 - x0) * t
        y = y0 + 4 * sag * t * (1 - t)
        w = 6 + depth * 3.2
        c.shape(
            [(x - w, y), (x + w, y), (x + w, y + w * 2.1), (x, y + w * 1.5), (x - w, y + w * 2.1)],
            ["#c9503c", "#3f8a86", "#e0a13f", "#f6e6c4", "#b0577a"][(i + depth) % 5],
        )


def loom(c: Canvas) -> None:
    """A weaver at her loom; the cloth grows pattern by pattern; light from the window."""
    c.cover(c.along((0, 0), (1600, 1000), (0, "#a9744a"), (0.5, "#7a4e34"), (1, "#3a2520")))
    for i in range(27):
        x = i * 60 + c.rng.uniform(-4, 4)
        c.box(x, 0, 56, 760, mix("#8a5a3a", "#6b4430", c.rng.random()), 0.5)
        c.line([(x, 0), (x, 760)], "#3f281c", 2, 0.7)
    c.box(90, 110, 470, 450, "#4a2f20")
    with c.group(clip=c.clip([(110, 130), (540, 130), (540, 540), (110, 540)])):
        c.box(110, 130, 430, 410, c.down(130, 540, (0, "#9fcfd0"), (1, "#f8e7b8")))
        for y, high, tint, foot in ((430, 120, "#8fb8a8", "#d9e3bc"), (480, 80, "#6a9a74", "#a9c284")):
            crest = land.profile(c, y, high, waves=6)
            land.hills(c, crest, tint, foot, depth=100)
        plants.sugar_palm(c, 190, 545, 250, "#3f6a52", rim="#e3d98a")
        plants.sugar_palm(c, 455, 545, 190, "#4a7458", rim="#e3d98a")
    for x in (110, 325, 530):
        c.box(x, 120, 12, 430, "#5d3b26")
    c.box(90, 330, 470, 12, "#5d3b26")
    c.box(70, 555, 510, 22, "#6b4530")
    with c.group(soft=14):
        c.shape([(120, 140), (540, 140), (1320, 1000), (560, 1000)], "#ffe2a0", 0.20)
    c.box(-10, 760, 1620, 260, c.down(760, 1000, (0, "#6f472f"), (1, "#3a2419")))
    for i in range(7):
        c.line([(-10, 770 + i * i * 6.5), (1610, 770 + i * i * 6.5)], "#2f1d15", 2.2, 0.7)
    for i, tint in enumerate(("#c2453a", "#e3b23c", "#2f6f86", "#7d3f6a", "#f0e2c0", "#4f8a5c", "#d8743a")):
        x = 700 + i * 118
        c.line([(x + 30, 90), (x + 30, 60)], "#2f1d15", 2)
        for k in range(7):
            c.stroke(
                f"M{x + k * 9} 92Q{x + k * 9 + c.rng.uniform(-8, 8):.0f} 200 {x + k * 9 + c.rng.uniform(-3, 3):.0f} {270 + c.rng.uniform(-18, 18):.0f}",
                mix(tint, "#2a1812", c.rng.uniform(0, 0.3)),
                9,
            )
        c.box(x - 8, 84, 78, 12, "#c99a58", r=4)
    c.line([(640, 60), (1560, 60)], "#b5824a", 10)
    _weaver_and_loom(c)
    for i, (tint, other) in enumerate(
        (("#2f6f86", "#f0e2c0"), ("#c2453a", "#e3b23c"), ("#4f5a3c", "#e9d9b4"), ("#7d3f6a", "#f2c7a0"))
    ):
        y = 905 - i * 34
        c.box(
            120 + i * 12,
            y,
            320 - i * 26,
            36,
            c.along((120, 0), (440, 0), (0, light(tint, 0.15)), (1, dark(tint, 0.3))),
            r=12,
        )
        _motif(c, 140 + i * 12, y + 10, 280 - i * 26, 16, other)
    for x, y, r, tint in (
        (1380, 915, 46, "#c2453a"),
        (1462, 925, 38, "#e3b23c"),
        (1416, 868, 36, "#2f6f86"),
        (1528, 935, 32, "#f0e2c0"),
    ):
        c.circle(x, y, r, c.around(x - r * 0.3, y - r * 0.3, r * 1.4, (0, light(tint, 0.35)), (1, dark(tint, 0.3))))
        for k in range(6):
            c.stroke(
                f"M{x - r * 0.9:.0f} {y + (k - 3) * r * 0.24:.0f}Q{x:.0f} {y + (k - 3) * r * 0.42 - 6:.0f} {x + r * 0.9:.0f} {y + (k - 2.4) * r * 0.22:.0f}",
                dark(tint, 0.3),
                1.6,
                0.6,
            )


def _motif(c: Canvas, x: float, y: float, wide: float, high: float, tint: str) -> None:
    count = max(3, int(wide / (high * 1.3)))
    for i in range(count):
        mx = x + wide * (i + 0.5) / count
        c.shape([(mx, y), (mx + high * 0.5, y + high / 2), (mx, y + high), (mx - high * 0.5, y + high / 2)], tint)
        c.shape(
            [
                (mx, y + high * 0.3),
                (mx + high * 0.2, y + high / 2),
                (mx, y + high * 0.7),
                (mx - high * 0.2, y + high / 2),
            ],
            dark(tint, 0.45),
        )


def _weaver_and_loom(c: Canvas) -> None:
    wood = c.along((640, 0), (1340, 0), (0, "#c99860"), (1, "#7d5532"))
    for x in (660.0, 1290.0):
        c.box(x, 330, 26, 620, wood)
    c.box(630, 322, 720, 26, wood)
    for i in range(64):
        x = 706 + i * 9
        tint = ["#f0e2c0", "#e3b23c", "#f0e2c0", "#c2453a"][i // 4 % 4]
        c.line([(x, 350), (700 + i * 9.2, 640)], tint, 2.4, 0.9)
    for y in (420, 470):
        c.box(690, y, 610, 12, "#5d3b26", r=4)
        for i in range(60):
            c.line([(700 + i * 10, y - 28), (700 + i * 10, y + 40)], "#e9d9b4", 1, 0.5)
    points: list[Point] = [(688, 640), (1302, 640), (1318, 905), (672, 905)]
    c.shape(points, c.down(640, 905, (0, "#8c2f3c"), (1, "#6a2233")))
    with c.group(clip=c.clip(points)):
        for row, (high, tint) in enumerate(
            (
                (16, "#e3b23c"),
                (34, "#f0e2c0"),
                (16, "#2f6f86"),
                (46, "#e9b45a"),
                (16, "#f0e2c0"),
                (36, "#d8743a"),
                (16, "#e3b23c"),
                (44, "#f0e2c0"),
            )
        ):
            y = 648 + sum((16, 34, 16, 46, 16, 36, 16, 44)[:row]) + row * 5
            if high == 16:
                c.box(660, y, 680, 12, tint)
                for i in range(46):
                    c.box(668 + i * 15, y + 3, 7, 6, "#6a2233")
            else:
                _motif(c, 672, y, 650, high, tint)
    c.box(650, 628, 690, 22, "#8d6238", r=6)
    c.box(640, 896, 710, 34, wood, r=12)
    # From behind: the head bent over the cloth, a brocade jacket.
    u = 4.0
    x, foot = 985.0, 1030.0
    c.smooth(
        [
            (x - 46 * u, foot),
            (x - 40 * u, foot - 46 * u),
            (x - 16 * u, foot - 60 * u),
            (x + 16 * u, foot - 60 * u),
            (x + 40 * u, foot - 46 * u),
            (x + 46 * u, foot),
        ],
        c.along((x - 160, 0), (x + 160, 0), (0, "#35557a"), (0.4, "#2a4468"), (1, "#1b2c49")),
    )
    for side in (-1, 1):
        c.line(
            [
                (x + side * 34 * u, foot - 44 * u),
                (x + side * 54 * u, foot - 58 * u),
                (x + side * 40 * u, foot - 88 * u),
            ],
            "#2f4d72" if side < 0 else "#213858",
            42,
        )
        c.line([(x + side * 42 * u, foot - 84 * u), (x + side * 40 * u, foot - 90 * u)], "#c98f68", 26)
        _motif(c, x + side * 48 * u - 26, foot - 70 * u, 52, 18, "#e9b45a")
    _motif(c, x - 118, foot - 40 * u, 236, 30, "#e9b45a")
    _motif(c, x - 130, foot - 26 * u, 260, 22, "#c2453a")
    c.box(x - 6 * u, foot - 66 * u, 12 * u, 9 * u, "#b57f5a")
    c.oval(x, foot - 76 * u, 13.5 * u, 15 * u, c.around(x - 30, foot - 330, 90, (0, "#4a3b38"), (1, "#1c1516")))
    c.circle(x + 2, foot - 84 * u, 6.6 * u, "#2a2020")
    c.line([(x - 36, foot - 86 * u), (x + 42, foot - 83 * u)], "#e3b23c", 5)


def pottery(c: Canvas) -> None:
    """A potter's yard: kiln, rows of jars in the sun, a wheel."""
    land.sky(c, (0, "#7fb3b8"), (0.7, "#f3e0b5"), until=520)
    land.clouds(c, 60, 170, "#fff6e2", count=7, opacity=0.75)
    land.sun(c, 260, 190, 40, "#ffedb8", glow=10, strength=0.7)
    for y, high, tint, foot in ((430, 140, "#a3bfb0", "#e6dfb8"), (456, 80, "#7da383", "#c5c890")):
        crest = land.profile(c, y, high, waves=2.6)
        land.hills(c, crest, tint, foot, depth=130)
        land.wooded(c, crest, tint, foot, size=9, rows=4)
    for x in (120, 210, 1450, 1540, 700):
        plants.sugar_palm(c, x, 500, c.rng.uniform(200, 290), "#547a58", rim="#f0d98a")
    c.box(-10, 480, 1620, 530, c.down(480, 1000, (0, "#dcc08a"), (0.3, "#cfa56e"), (1, "#94643f")))
    for _ in range(300):
        share = c.rng.random()
        c.oval(
            c.rng.uniform(0, 1600),
            490 + share * 510,
            4 + 20 * share,
            1 + 3 * share,
            c.rng.choice(["#e9d09a", "#a97a4c"]),
            0.4,
        )
    for i in range(14):
        c.circle(1206 + math.sin(i * 0.7) * 20 + i * 9, 268 - i * 20, 13 + i * 4.6, "#f3ebdb", 0.34 - i * 0.022)
    c.d(
        "M900 610Q920 420 1120 400Q1330 400 1400 610Z",
        c.along((900, 400), (1400, 600), (0, "#c98a5c"), (0.5, "#a5623c"), (1, "#6b3a27")),
    )
    c.shape(
        [(1176, 420), (1184, 272), (1232, 272), (1240, 424)],
        c.along((1176, 0), (1240, 0), (0, "#c98a5c"), (1, "#7a4530")),
    )
    for row in range(7):
        for i in range(13):
            x, y = 930 + i * 36 + (row % 2) * 18, 440 + row * 25
            if abs(x - 1150) < 40 + row * 30:
                c.box(x, y, 31, 19, mix("#c58a60", "#7d4a30", c.rng.random()), 0.5, r=3)
    c.d("M1090 612L1090 545A55 55 0 0 1 1200 545L1200 612Z", "#3a1f16")
    c.circle(1145, 590, 80, c.around(1145, 590, 80, (0, "#ffb04a", 0.95), (1, "#ff7a2a", 0)))
    c.d("M1105 612Q1115 560 1130 590Q1140 540 1152 588Q1166 552 1180 612Z", "#ffd98a")
    for x, y, wide in ((150, 560, 260), (520, 540, 200)):
        for px in (-0.46, 0, 0.46):
            c.line([(x + px * wide, y + 30), (x + px * wide, y - wide * 0.42)], "#6b4a2f", 7)
        c.shape(
            [
                (x - wide * 0.64, y - wide * 0.38),
                (x - wide * 0.4, y - wide * 0.68),
                (x + wide * 0.4, y - wide * 0.68),
                (x + wide * 0.64, y - wide * 0.38),
            ],
            c.down(y - wide * 0.7, y - wide * 0.36, (0, "#c9a468"), (1, "#8a6638")),
        )
        for k in range(15):
            c.line(
                [
                    (x - wide * 0.38 + k * wide * 0.054, y - wide * 0.66),
                    (x - wide * 0.6 + k * wide * 0.086, y - wide * 0.37),
                ],
                "#6d4d28",
                1.6,
                0.5,
            )
        for i in range(6):
            _jar(
                c, x - wide * 0.4 + i * wide * 0.16, y + 20, wide * 0.2, c.rng.choice(["#b5613b", "#9a4f33", "#c97a4c"])
            )
    for row, y in enumerate((670, 742, 830, 940)):
        size = 66 + row * 30
        for i in range(15 - row * 3):
            x = 60 + row * 34 + i * (116 + row * 40)
            if not (row in (1, 2) and 560 < x < 960) and not (row == 3 and 500 < x < 1010):
                _jar(
                    c,
                    x,
                    y + c.rng.uniform(-5, 5),
                    size,
                    c.rng.choice(["#b5613b", "#a4552f", "#c97a4c", "#8a4a36", "#d09060", "#5f6f6a"]),
                )
    _potter(c, 770, 930)
    people.carrier(c, 1000, 652, 140, "#5c7fa6", "#b5613b")
    people.person(c, 420, 690, 150, "#7a8f4c", arm="fore", step=0.5)


def _jar(c: Canvas, x: float, foot: float, high: float, clay: str) -> None:
    w = high * c.rng.uniform(0.34, 0.46)
    c.oval(x + w * 0.7, foot, w * 1.4, high * 0.06, "#3a2417", 0.30)
    neck = w * c.rng.uniform(0.42, 0.7)
    c.d(
        f"M{x - neck:.1f} {foot - high:.1f}L{x + neck:.1f} {foot - high:.1f}L{x + neck * 0.86:.1f} {foot - high * 0.86:.1f}"
        f"C{x + w * 1.5:.1f} {foot - high * 0.72:.1f} {x + w * 1.15:.1f} {foot - high * 0.2:.1f} {x + w * 0.6:.1f} {foot:.1f}L{x - w * 0.6:.1f} {foot:.1f}"
        f"C{x - w * 1.15:.1f} {foot - high * 0.2:.1f} {x - w * 1.5:.1f} {foot - high * 0.72:.1f} {x - neck * 0.86:.1f} {foot - high * 0.86:.1f}Z",
        c.along(
            (x - w, 0),
            (x + w, 0),
            (0, light(clay, 0.12)),
            (0.28, light(clay, 0.42)),
            (0.6, clay),
            (1, dark(clay, 0.42)),
        ),
    )
    c.oval(x, foot - high, neck * 1.08, high * 0.045, light(clay, 0.3))
    c.oval(x, foot - high, neck * 0.82, high * 0.028, dark(clay, 0.65))
    for t in (0.66, 0.6):
        c.stroke(
            f"M{x - w * 1.08:.1f} {foot - high * t:.1f}Q{x:.1f} {foot - high * (t - 0.07):.1f} {x + w * 1.08:.1f} {foot - high * t:.1f}",
            dark(clay, 0.3),
            max(1, high * 0.016),
            0.6,
        )


def _potter(c: Canvas, x: float, foot: float) -> None:
    """Seated at the wheel, both hands on the clay."""
    c.oval(x, foot + 4, 170, 22, "#3a2417", 0.35)
    c.box(x - 122, foot - 62, 80, 62, "#7d5532", r=6)
    c.smooth(
        [
            (x - 122, foot - 92),
            (x - 30, foot - 96),
            (x + 8, foot - 60),
            (x - 10, foot),
            (x - 44, foot),
            (x - 36, foot - 46),
            (x - 110, foot - 50),
        ],
        "#33405a",
    )
    c.smooth(
        [(x - 130, foot - 84), (x - 118, foot - 196), (x - 84, foot - 220), (x - 46, foot - 196), (x - 40, foot - 84)],
        c.along((x - 130, 0), (x - 40, 0), (0, "#e9d9b4"), (1, "#b59a72")),
    )
    c.d(f"M{x + 20} {foot - 84}L{x + 130} {foot - 84}L{x + 96} {foot}L{x + 54} {foot}Z", "#7d5532")
    c.oval(x + 75, foot - 86, 66, 15, "#a9774a")
    _jar(c, x + 75, foot - 86, 108, "#b5613b")
    for dy in (0, 14):
        c.line(
            [(x - 62, foot - 184 + dy), (x - 6, foot - 132 + dy), (x + 42, foot - 150 + dy)],
            "#d9c49c" if dy else "#c9b088",
            24,
        )
        c.line([(x + 20, foot - 142 + dy), (x + 46, foot - 152 + dy)], "#c98f68", 17)
    people.head(c, x - 74, foot - 236, 21, "hat")


def school(c: Canvas) -> None:
    """A school on a hill in the morning; pupils come up the path."""
    land.sky(c, (0, "#5ea9c2"), (0.6, "#c9e6da"), (0.95, "#fbf1d2"), until=620)
    land.clouds(c, 80, 240, "#ffffff", count=10, opacity=0.9)
    land.birds(c, 420, 200, colour="#ffffff", size=14)
    for i, (y, high, tint, foot) in enumerate(
        [(540.0, 230, "#9cc4c0", "#e3ecd2"), (590, 170, "#74a896", "#c9dcb4"), (630, 110, "#558f6c", "#a0c088")]
    ):
        crest = land.profile(c, y, high, waves=2 + i * 0.6)
        land.hills(c, crest, tint, foot, depth=200)
        land.lit(c, crest, "#fff6cf", deep=80, opacity=0.24)
        if i:
            land.wooded(c, crest, tint, foot, size=6 + i * 4)
        land.mist(c, y + 30, 44, "#f6f6e4", opacity=0.4)
    c.d(
        "M-10 1010L-10 830Q300 760 560 600Q820 470 1120 500Q1400 540 1610 690L1610 1010Z",
        c.down(490, 1000, (0, "#a9c86a"), (0.5, "#74a652"), (1, "#3f7a44")),
    )
    for _ in range(90):
        x, share = c.rng.uniform(0, 1600), c.rng.random()
        y = 720 + share * 260
        plants.grass(
            c,
            y,
            10 + 26 * share,
            mix("#8fb95a", "#4a8a48", c.rng.random()),
            since=x,
            until=x + 16 + 26 * share,
            thick=4,
            uneven=2,
            root=2,
        )
    _school_house(c, 960, 560)
    for x, y, size in ((520, 660, 230), (1400, 640, 250), (640, 610, 150), (1500, 690, 180)):
        plants.tree(c, x, y, size, "#4f8f4c", trunk="#5d4a36", sun="#f0e58a")
    for x, y, size in ((300, 800, 200),):
        plants.tree(c, x, y, size, "#c9553d", trunk="#5d4a36", sun="#ffb45a")
    path: list[tuple[Point, float]] = [
        ((960, 566), 46),
        ((985, 610), 58),
        ((1050, 660), 76),
        ((1060, 720), 104),
        ((960, 790), 150),
        ((800, 870), 220),
        ((640, 1010), 380),
    ]
    buildings.path_strip(c, path, c.down(566, 1000, (0, "#f3e3b8"), (1, "#d0ac72")))
    for x, y, h, top in (
        (1010, 630, 44, "#ffffff"),
        (1048, 664, 52, "#ffffff"),
        (1068, 706, 62, "#fbf4e2"),
        (1010, 756, 78, "#ffffff"),
        (930, 812, 96, "#ffffff"),
        (850, 820, 94, "#fbf4e2"),
        (800, 900, 132, "#ffffff"),
        (690, 910, 136, "#fbf4e2"),
    ):
        u = h / 100
        people.person(c, x, y, h, top, legs=c.rng.choice(["#2b3a5a", "#33405a"]), cap="hair", step=0.6)
        c.box(x - 17 * u, y - 74 * u, 10 * u, 26 * u, c.rng.choice(["#e0653f", "#3f8a86", "#e3b23c", "#b0577a"]), r=5)
        c.shape([(x - 4 * u, y - 79 * u), (x + 5 * u, y - 79 * u), (x + 1 * u, y - 64 * u)], "#d8433a")
    people.ao_dai(c, 560, 930, 190, "#f6efe0", cap="hat", arm="fore")
    people.bicycle(c, 470, 960, 120, "#2f5f7a")
    for _ in range(110):
        x = c.rng.choice([c.rng.uniform(0, 480), c.rng.uniform(900, 1600)])
        c.circle(
            x,
            c.rng.uniform(900, 995),
            c.rng.uniform(2.5, 5.5),
            c.rng.choice(["#f2c14e", "#ffffff", "#e8704a", "#d87fa0"]),
        )
    plants.grass(c, 1000, 90, "#3f7a40", until=430, thick=8)
    plants.grass(c, 1000, 90, "#3f7a40", since=1000, thick=8)


def _school_house(c: Canvas, x: float, foot: float) -> None:
    wall = "#f6dd9c"
    for floor in range(2):
        y = foot - floor * 88
        c.box(
            x - 260, y - 84, 520, 88, c.along((x - 260, 0), (x + 260, 0), (0, light(wall, 0.3)), (1, dark(wall, 0.12)))
        )
        c.box(x - 260, y - 84, 520, 16, dark(wall, 0.35), 0.6)
        for i in range(9):
            wx = x - 232 + i * 52
            c.box(wx, y - 60, 32, 40, "#3f7f8a", r=2)
            c.line([(wx + 16, y - 60), (wx + 16, y - 20)], "#dff0ea", 2)
            c.line([(wx, y - 40), (wx + 32, y - 40)], "#dff0ea", 2)
        for i in range(10):
            c.box(x - 256 + i * 57 - 4, y - 84, 8, 88, "#fdf3d6")
        c.box(x - 264, y - 6, 528, 9, "#fdf3d6")
        for i in range(44 if floor else 0):
            c.line([(x - 258 + i * 12, y - 6), (x - 258 + i * 12, y - 26)], "#fdf3d6", 2)
    buildings.roof(c, x, foot - 170, 600, 84, "#c2573a")
    c.box(x - 62, foot - 190, 124, 194, light(wall, 0.2))
    buildings.roof(c, x, foot - 190, 170, 56, "#c2573a")
    c.circle(x, foot - 152, 20, "#fdf3d6")
    c.line([(x, foot - 152), (x, foot - 166)], "#33405a", 3)
    c.line([(x, foot - 152), (x + 9, foot - 147)], "#33405a", 3)
    c.d(f"M{x - 30} {foot + 4}L{x - 30} {foot - 66}A30 30 0 0 1 {x + 30} {foot - 66}L{x + 30} {foot + 4}Z", "#8a5a3a")
    c.line([(x, foot + 4), (x, foot - 94)], "#5d3b26", 3)


def forum(c: Canvas) -> None:
    """A hall during a forum: speakers on the stage, a bright landscape behind them, listeners in front."""
    x: float
    c.cover(c.down(0, 1000, (0, "#1c2a44"), (0.6, "#22385a"), (1, "#0f1a30")))
    for side in (-1, 1):
        for i in range(5):
            x = 800 + side * (560 + i * 62)
            c.box(
                x - 24, 60, 48, 690, c.along((x - 24, 0), (x + 24, 0), (0, "#6b3444"), (0.5, "#9a4a54"), (1, "#4a2436"))
            )
    screen = [(330, 110), (1270, 110), (1270, 560), (330, 560)]
    with c.group(soft=26):
        c.shape(screen, "#ffdca0", 0.35)
    c.box(318, 98, 964, 474, "#101a2e", r=6)
    with c.group(clip=c.clip(screen)):
        c.box(330, 110, 940, 450, c.down(110, 560, (0, "#3f8f9c"), (0.7, "#f6dfa8"), (1, "#f8c98a")))
        land.sun(c, 980, 300, 40, "#ffd98a", glow=8, strength=0.8)
        for y, high, tint, foot in (
            (430, 150, "#7fb0a4", "#e6dcaa"),
            (480, 110, "#4f8a7a", "#b9c08a"),
            (530, 80, "#2f6a5c", "#5f8a6a"),
        ):
            crest = land.profile(c, y, high, waves=4)
            land.hills(c, crest, tint, foot, depth=150)
        c.d("M760 560Q800 520 740 500T800 450L812 450Q780 490 850 510T900 560Z", "#fbe6bd")
        for i in range(5):
            c.stroke(f"M{380} {170 + i * 26}H{380 + (260, 210, 180, 120, 90)[i]}", "#fff6df", (12, 6, 6, 4, 4)[i], 0.9)
    for x in (240.0, 470, 800, 1130, 1360):
        c.box(x - 16, 30, 32, 40, "#0c1424", r=5)
        with c.group(soft=16):
            c.shape(
                [(x - 12, 66), (x + 12, 66), (x + (800 - x) * 0.35 + 130, 740), (x + (800 - x) * 0.35 - 130, 740)],
                "#ffeec0",
                0.13,
            )
    c.d("M120 740L1480 740L1600 800L0 800Z", c.down(740, 800, (0, "#c08a58"), (1, "#8a5a38")))
    c.box(0, 798, 1600, 30, "#5d3a28")
    for i in range(25):
        c.line([(150 + i * 54, 742), (30 + i * 64, 798)], "#6b4530", 1.4, 0.6)
    for i, (x, dress) in enumerate(
        ((520, "#33507a"), (640, "#7d3f5a"), (760, "#3f6a5c"), (880, "#5a4a7a"), (1000, "#8a5a3a"))
    ):
        c.smooth([(x - 44, 742), (x - 40, 650), (x + 40, 650), (x + 44, 742)], "#8a929c")
        u = 1.55
        c.smooth([(x - 22 * u, 740), (x - 17 * u, 682), (x, 674), (x + 17 * u, 682), (x + 22 * u, 740)], dress)
        c.shape([(x - 6, 678), (x + 6, 678), (x, 706)], "#f3ead6")
        people.head(c, x, 656, 13, "hair")
        if i < 4:
            c.box(x + 46, 712, 30, 6, "#d9b98a", r=2)
            plants.lotus(c, x + 61, 712, 13, "#f4a3b8")
    c.shape(
        [(1150, 745), (1166, 640), (1238, 640), (1254, 745)],
        c.along((1150, 0), (1254, 0), (0, "#b5824a"), (1, "#6d4a2c")),
    )
    c.line([(1196, 640), (1186, 612)], "#1c2233", 4)
    people.ao_dai(c, 1212, 742, 172, "#c8475a", arm="fore")
    c.shape(
        [(1150, 745), (1166, 652), (1238, 652), (1254, 745)],
        c.along((1150, 0), (1254, 0), (0, "#c89556"), (1, "#7d5532")),
    )
    plants.lotus(c, 1202, 700, 20, "#fbe3b0")
    for x in (250.0, 1400.0):
        for _ in range(16):
            c.d(
                plants.leaf(x, 744, c.rng.uniform(35, 145), c.rng.uniform(50, 120), 0.3),
                mix("#3f7a4c", "#86a85a", c.rng.random()),
            )
        c.box(x - 24, 738, 48, 40, "#b5613b", r=5)
    for row in range(4):
        y, r = 862 + row * 48, 22 + row * 7
        for i in range(24 - row * 3):
            x = (row % 2) * r * 1.4 + i * r * 3.05 + c.rng.uniform(-5, 5) - 20
            tint = mix(c.rng.choice(["#2a3d62", "#3a3358", "#27465a", "#4a3548"]), "#0d1628", 0.16 * row)
            c.smooth(
                [
                    (x - r * 1.5, y + r * 3),
                    (x - r * 1.4, y + r * 1.2),
                    (x, y + r * 0.75),
                    (x + r * 1.4, y + r * 1.2),
                    (x + r * 1.5, y + r * 3),
                ],
                tint,
            )
            c.oval(x, y, r * 0.86, r * 1.02, mix("#2a2026", "#0d1220", 0.12 * row))
            c.d(
                f"M{x - r * 0.7:.1f} {y - r * 0.5:.1f}Q{x:.1f} {y - r * 1.3:.1f} {x + r * 0.7:.1f} {y - r * 0.5:.1f}",
                "#ffd79a",
                0.22,
            )


def cover(c: Canvas) -> None:
    """For covers: contour lines, rivers and fields of an invented country, a compass, no real border."""
    c.cover(c.along((0, 0), (1600, 1000), (0, "#f3e6c8"), (1, "#e3cfa2")))
    peaks = [
        (380.0, 330.0, 300.0, 1.0),
        (1180.0, 300.0, 340.0, 1.1),
        (820.0, 700.0, 300.0, 0.8),
        (1420.0, 780.0, 260.0, 0.7),
        (120.0, 820.0, 240.0, 0.6),
    ]
    tints = ["#dcd6a6", "#c3cf9a", "#a3be8a", "#80a97e", "#5f9277", "#487f6e", "#3a7063"]
    for level, tint in enumerate(tints):
        for x, y, r, tall in peaks:
            reach = r * (1.35 - level / len(tints) * (1.25 / tall))
            if reach > 14:
                rng_start = x * 0.01
                points: list[Point] = []
                for i in range(40):
                    a = math.tau * i / 40
                    bent = (
                        1
                        + 0.16 * math.sin(3 * a + rng_start)
                        + 0.09 * math.sin(5 * a + rng_start * 2 + level * 0.18)
                        + 0.04 * math.sin(9 * a + level * 0.3)
                    )
                    points.append((x + math.cos(a) * reach * bent * 1.25, y + math.sin(a) * reach * bent * 0.86))
                c.smooth([(px + 5, py + 7) for px, py in points], "#23402f", 0.12)
                c.smooth(points, tint)
                c.stroke(
                    f"M{points[0][0]:.1f} {points[0][1]:.1f}"
                    + "".join(f"L{px:.1f} {py:.1f}" for px, py in points[1:])
                    + "Z",
                    light(tint, 0.4),
                    1.4,
                    0.55,
                )
    for _ in range(34):
        x, y = c.rng.uniform(430, 1100), c.rng.uniform(430, 640)
        w, h, turn = c.rng.uniform(40, 96), c.rng.uniform(22, 48), c.rng.uniform(-22, 22)
        with c.group(move=f"rotate({turn:.0f} {x:.0f} {y:.0f})", opacity=0.55):
            tint = c.rng.choice(["#d9b74a", "#b9c05c", "#8fae5c", "#e6cf86", "#c98f4a"])
            c.box(x, y, w, h, tint, r=5)
            for i in range(1, 6):
                c.line([(x + 3, y + h * i / 6), (x + w - 3, y + h * i / 6)], dark(tint, 0.2), 1, 0.6)
    river = "M-20 560C180 520 300 600 470 540S700 500 800 430S980 420 1060 520S1260 640 1380 560S1540 520 1620 600"
    for colour, wide, seen in (("#fbf3dc", 46, 0.9), ("#3f8fa0", 34, 1), ("#6fb5bd", 18, 0.8), ("#bfe3df", 4, 0.7)):
        c.stroke(river, colour, wide, seen)
    branch = "M640 1020C640 900 560 820 620 700S760 560 770 455"
    for colour, wide in (("#fbf3dc", 24), ("#3f8fa0", 15), ("#8fcacc", 4)):
        c.stroke(branch, colour, wide)
    c.raw(
        '<path d="M60 120C320 260 460 420 720 470S1120 380 1560 130" fill="none" stroke="#c2573a" stroke-width="6" stroke-dasharray="2 16" stroke-linecap="round"/>'
    )
    for x, y, kind in (
        (300, 255, "gate"),
        (720, 470, "town"),
        (1120, 392, "gate"),
        (620, 700, "village"),
        (1300, 610, "village"),
        (1500, 165, "gate"),
        (470, 540, "village"),
    ):
        c.oval(x + 4, y + 6, 26, 9, "#23402f", 0.3)
        if kind == "gate":
            buildings.gate(c, x, y + 6, 84, stone="#f3e3b8", tiles="#b5503a", shade="#6b4a2f")
        elif kind == "town":
            for dx, high in ((-34, 44), (-16, 66), (4, 54), (22, 36)):
                c.box(
                    x + dx,
                    y - high,
                    16,
                    high + 6,
                    c.along((x + dx, 0), (x + dx + 16, 0), (0, "#fdf3d6"), (1, "#c9a878")),
                    r=1,
                )
        else:
            buildings.house(c, x, y, 44)
            plants.tree(c, x + 36, y + 4, 42, "#3f7a4d", trunk="#5d4a36")
    for x, y in ((250, 640), (1010, 300), (1240, 720), (900, 590), (1400, 420)):
        plants.sugar_palm(c, x, y, 72, "#1f4d4a", rim="#e3c97a")
    people.sampan(c, 560, 528, 74, "#6b4328", rower="#c2453a")
    people.sampan(c, 1210, 604, 66, "#6b4328", rower="#33507a")
    for side in range(16):
        a, reach = side * 22.5, 92 if side % 4 == 0 else 58 if side % 2 == 0 else 34
        x, y = 1395, 850
        tip = (x + math.cos(math.radians(a)) * reach, y - math.sin(math.radians(a)) * reach)
        left = (x + math.cos(math.radians(a + 90)) * reach * 0.13, y - math.sin(math.radians(a + 90)) * reach * 0.13)
        right = (x - math.cos(math.radians(a + 90)) * reach * 0.13, y + math.sin(math.radians(a + 90)) * reach * 0.13)
        c.shape([tip, left, (x, y)], "#b5503a" if side % 4 == 0 else "#fbf3dc")
        c.shape([tip, right, (x, y)], "#7a3527" if side % 4 == 0 else "#d9c08a")
    c.circle(1395, 850, 9, "#e3b23c")
    c.raw(
        '<rect x="26" y="26" width="1548" height="948" fill="none" stroke="#7a5a38" stroke-width="2.4" opacity="0.55"/>'
    )
    c.raw(
        '<rect x="36" y="36" width="1528" height="928" fill="none" stroke="#7a5a38" stroke-width="1" opacity="0.55"/>'
    )


SCENES: dict[str, tuple[tuple[int, int], Callable[[Canvas], None]]] = {
    "market": (WIDE, market),
    "loom": (WIDE, loom),
    "pottery": (WIDE, pottery),
    "school": (WIDE, school),
    "forum": (WIDE, forum),
    "cover": (WIDE, cover),
}
