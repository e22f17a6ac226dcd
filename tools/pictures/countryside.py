"""River, border hills, rubber, terraces, tea, lotus, coast: scenes of the country."""

import math
from collections.abc import Callable

from tools.pictures import buildings, land, people, plants
from tools.pictures.canvas import Canvas, dark, light, mix

WIDE = (1600, 1000)


def river_dawn(c: Canvas) -> None:
    """The hero: a river valley at first light, a boat, sugar palms."""
    w = c.width
    land.sky(c, (0, "#4a6f8f"), (0.35, "#93a7ac"), (0.62, "#f0c398"), (0.8, "#fbdcae"), until=760)
    land.sun(c, 1560, 405, 56, "#ffb45e", glow=13, strength=0.8)
    land.clouds(c, 120, 280, "#f3c9a4", count=11, opacity=0.5)
    land.birds(c, 1240, 330, count=9, spread=150, colour="#3f5260", size=13)
    layers = [
        (590, 210, "#a9a9ab", "#f3cfa6", 0.48, 3.1),
        (640, 190, "#8b989b", "#eec9a2", 0.5, 2.3),
        (690, 170, "#6a8286", "#dcc09d", 0.52, 3.4),
        (728, 120, "#4d6c6c", "#b9b292", 0.5, 2.7),
    ]
    for i, (y, high, colour, foot, rough, waves) in enumerate(layers):
        crest = land.profile(c, y, high, rough=rough, waves=waves)
        land.hills(c, crest, colour, foot, depth=200)
        land.lit(c, crest, "#ffdba6", deep=70, opacity=0.20)
        if i >= 2:
            land.wooded(c, crest, colour, foot, size=7 + i * 3)
        land.mist(c, y + 40, 70, "#fbdcb4", opacity=0.42)
    land.water(c, 752, 1200, "#2e5a69", "#f4cb9b", "#ffe3b3", sun_x=1560, count=420, strength=0.7)
    _far_bank(c)
    land.mist(c, 762, 40, "#fde3bd", opacity=0.5, count=9)
    people.sampan(c, 1235, 925, 270, "#4a3527", rower="#2f4a58", roof=True)
    people.sampan(c, 1745, 832, 96, "#4f3b30", rower="#5a3f3f")
    with c.group(opacity=0.9):
        c.d("M-10 1200L-10 985Q180 950 420 1010Q700 1085 900 1200Z", c.down(950, 1200, (0, "#2f4f45"), (1, "#152a2b")))
    plants.sugar_palm(c, 205, 1010, 600, "#1d3638", rim="#f4b467")
    plants.sugar_palm(c, 372, 1028, 450, "#213d3c", rim="#f4b467")
    plants.sugar_palm(c, 90, 1000, 420, "#26443f", rim="#f4b467")
    plants.reeds(c, 560, 1090, 170, "#24443d", count=26)
    plants.reeds(c, 760, 1165, 150, "#1c3834", count=22)
    plants.grass(c, 1100, 120, "#1a3432", since=-10, until=760, thick=9, uneven=50)
    c.d(f"M{w + 10} 1200L{w + 10} 1040Q2220 1030 2060 1110Q1960 1160 1930 1200Z", "#18302f")
    plants.bamboo(c, 2330, 1120, 700, "#1c3a36", stems=15, lean=-0.24)
    plants.grass(c, 1170, 110, "#18302f", since=1950, until=w, thick=9, uneven=40)


def _far_bank(c: Canvas) -> None:
    """A village on the other side, with its trees and lamps."""

    def bank(x: float) -> float:
        return 757 + 4 * math.sin(x / 130) + 2 * math.sin(x / 31)

    c.shape(
        [
            (-10, 742),
            *[(float(x), bank(x) - 9) for x in range(0, c.width, 12)],
            (c.width + 10, 748),
            (c.width + 10, 762),
            *[(float(x), bank(x)) for x in range(c.width, -12, -12)],
        ],
        "#3b5a55",
    )
    for _ in range(74):
        x = c.rng.random() * c.width
        if not 1440 < x < 1660:
            r = c.rng.uniform(7, 25)
            c.d(land.crown(c, x, bank(x) - r * 0.7, r), mix("#35544f", "#6f8375", c.rng.random() * 0.6))
    for x in (260, 610, 700, 980, 1130, 1820, 1905, 2120):
        plants.sugar_palm(c, x + c.rng.uniform(-20, 20), 756, c.rng.uniform(70, 125), "#38544f")
    for x in (655, 742, 1035, 1092, 1868, 2052):
        buildings.house(c, x, 755, c.rng.uniform(36, 50), wall="#cbb594", tiles="#86544a", lamp="#ffd68c", stilts=6)


def border_gate(c: Canvas) -> None:
    """A road through forested hills to a gate, in the clear light of the morning."""
    land.sky(c, (0, "#5f9fb5"), (0.5, "#b9d8d3"), (0.75, "#f4ead0"), until=640)
    land.clouds(c, 90, 200, "#ffffff", count=8, opacity=0.75)
    land.sun(c, 1290, 150, 40, "#fff0c0", glow=10, strength=0.6)
    for i, (y, high, colour, foot, rough) in enumerate(
        [
            (520.0, 250, "#9dbdbb", "#dbe5d6", 0.5),
            (560, 210, "#7ba6a0", "#cfdcc6", 0.52),
            (600, 170, "#548a7c", "#b4cba6", 0.5),
            (640, 120, "#3d7563", "#8db184", 0.5),
        ]
    ):
        crest = land.profile(c, y, high, rough=rough, waves=2 + i * 0.6)
        land.hills(c, crest, colour, foot, depth=230)
        land.lit(c, crest, "#fff2c8", deep=90, opacity=0.25)
        if i:
            land.wooded(c, crest, colour, foot, size=6 + i * 5)
        land.mist(c, y + 40, 50, "#eef3e2", opacity=0.4)
    c.d(
        "M-10 1000L-10 690Q300 640 800 650T1610 680L1610 1000Z",
        c.down(640, 1000, (0, "#7fa666"), (0.5, "#5b8a50"), (1, "#2f5c3e")),
    )
    for _ in range(300):
        share = c.rng.random()
        y = 668 + share**1.3 * 320
        c.d(
            plants.leaf(c.rng.random() * 1600, y, c.rng.uniform(60, 120), 8 + 22 * share, 0.2),
            mix("#8fb56a", "#3b6c45", c.rng.random()),
            0.6,
        )
    buildings.path_strip(
        c,
        [
            ((905, 606), 6),
            ((868, 618), 16),
            ((905, 634), 34),
            ((838, 648), 70),
            ((800, 672), 150),
            ((800, 760), 300),
            ((790, 860), 520),
            ((780, 1010), 980),
        ],
        c.down(655, 1000, (0, "#d9cdb2"), (1, "#b3a283")),
    )
    for _ in range(60):
        x, share = c.rng.uniform(0, 1600), c.rng.random()
        y = 690 + share * 250
        if abs(x - 795) > 190 + share * 320:
            plants.grass(
                c,
                y,
                14 + 40 * share,
                mix("#6f9f58", "#3b6c45", c.rng.random()),
                since=x,
                until=x + 22 + 50 * share,
                thick=4,
                uneven=3,
                root=2,
            )
    for i in range(7):
        y, tall = 690 + i * i * 7.4, 10 + i * 6
        c.shape([(797, y), (803, y), (805 + i * 1.2, y + tall), (795 - i * 1.2, y + tall)], "#f5eddb", 0.8)
    for x, size in ((130, 210), (290, 250), (1330, 260), (1490, 220), (395, 170), (1215, 180)):
        plants.tree(c, x, 712 + size * 0.1, size, "#3f7a4d", trunk="#5a4634", sun="#dfe08a")
    buildings.gate(c, 800, 742, 560, stone="#d8c7a2", tiles="#a8472f", shade="#3d3a36")
    for x in (470, 1130):
        buildings.house(c, x, 738, 130, wall="#efe3c6", tiles="#b25a3c")
    buildings.truck(c, 838, 796, 190, "#3d7c86", cab="#d8703f")
    people.person(c, 690, 812, 84, "#3d5f7a", step=0.6)
    people.carrier(c, 560, 858, 112, "#7a4a62", "#e09a36")
    people.bicycle(c, 1010, 872, 96)
    people.person(c, 955, 874, 112, "#c8553d", step=0.4, arm="fore")
    people.person(c, 628, 806, 80, "#8a9a5b", step=0.5)
    plants.tree(c, 60, 960, 520, "#2f6744", trunk="#463627", sun="#cfd977", lean=20)
    plants.grass(c, 985, 120, "#2c5a3c", until=420, thick=9, uneven=30)
    plants.grass(c, 990, 110, "#2c5a3c", since=1210, thick=9, uneven=30)
    for _ in range(46):
        x = c.rng.choice([c.rng.uniform(0, 400), c.rng.uniform(1230, 1600)])
        c.circle(x, c.rng.uniform(875, 985), c.rng.uniform(2.5, 5), c.rng.choice(["#f2c14e", "#fbe9c6", "#e8704a"]))


def rubber(c: Canvas) -> None:
    """Rows of rubber trees that meet far away; low sun between the trunks."""
    vx, vy = 880.0, 470.0
    land.sky(c, (0, "#3b6a5a"), (0.42, "#9bb07a"), (0.52, "#fbe3a4"), (1, "#fbe3a4"), until=1000)
    c.circle(vx, vy, 560, c.around(vx, vy, 560, (0, "#fff0bf", 1), (0.3, "#fbd98a", 0.7), (1, "#d7b765", 0)))
    c.d(
        f"M-10 1000L-10 {vy + 40}Q{vx} {vy - 6} 1610 {vy + 40}L1610 1000Z",
        c.down(vy, 1000, (0, "#e9cf86"), (0.25, "#a99a55"), (1, "#463f24")),
    )
    for far, tint in ((0, "#d9cf86"), (1, "#b9bd74"), (2, "#8fa563")):
        crest = land.profile(c, vy - 150 + far * 34, 60, waves=5)
        c.shape(
            [
                (-10, vy + 46),
                *[(float(x), crest(x)) for x in range(-10, 1620, 10) if abs(x - vx) > 60 + far * 90],
                (1610, vy + 46),
                (vx, vy + 12),
            ],
            tint,
            0.75,
        )
        for _ in range(70):
            x = c.rng.uniform(0, 1600)
            if abs(x - vx) > 90 + far * 90:
                c.line(
                    [(x, vy - 140), (x + c.rng.uniform(-5, 5), vy + 24 + abs(x - vx) * 0.02)],
                    mix("#8a7b4c", tint, 0.45),
                    2 + far * 1.6,
                    0.7,
                )
    for i, spread in enumerate((1.0, 0.66, 0.36)):
        c.shape(
            [(vx - 14, vy + 22), (vx + 14, vy + 22), (vx + 420 * spread, 1000), (vx - 380 * spread, 1000)],
            "#ffe9ac",
            0.10 + 0.03 * i,
        )
    for _ in range(900):
        share = c.rng.random() ** 1.7
        y = vy + 16 + share * 540
        x = c.rng.uniform(-0.1, 1.1) * 1600
        c.oval(
            x,
            y,
            2 + 11 * share,
            0.8 + 3 * share,
            c.rng.choice(["#c98b3c", "#8f7a3b", "#e2b65a", "#5d5a2e", "#b8662f"]),
            0.55,
        )
    rows = (-3.1, -2.15, -1.3, -0.55, 0.55, 1.3, 2.15, 3.1)
    for step in range(15, -1, -1):
        depth = 1 / (0.62 + step * 0.42)
        haze = min(0.92, step * 0.068)
        for row in rows:
            x = vx + row * 360 * depth
            foot = vy + 345 * depth
            if -260 < x < 1860:
                _rubber_tree(c, x + c.rng.uniform(-6, 6) * depth, foot, depth, haze, left=x < vx, near=step < 3)
        if step in (9, 5):
            land.mist(c, vy + 345 * depth - 30, 50, "#fdeab4", opacity=0.30)
    with c.group(opacity=0.8):
        land.rays(c, vx, vy - 160, "#ffedb4", angles=(200, 340), length=900, count=12, opacity=0.15)
    people.person(c, 660, 850, 176, "#47627a", cap="hat", arm="fore", step=0.3)
    c.box(706, 790, 20, 26, "#b9542f", r=3)
    people.bicycle(c, 960, 690, 78, "#3a3320")
    plants.grass(c, 1000, 90, "#39401f", thick=10, uneven=24)


def _rubber_tree(c: Canvas, x: float, foot: float, depth: float, haze: float, *, left: bool, near: bool) -> None:
    bark, leaves = mix("#4a4334", "#f3d893", haze), mix("#2f5338", "#e6d68a", haze)
    wide, top = 30 * depth, foot - 640 * depth
    lean = c.rng.uniform(-14, 14) * depth
    c.oval(x + (-1 if left else 1) * wide * 3.4, foot + 3 * depth, wide * 4, 7 * depth, "#2a2716", 0.30 * (1 - haze))
    for tint, count, size in (
        (dark(leaves, 0.42), 13, 78),
        (dark(leaves, 0.15), 15, 50),
        (light(leaves, 0.12), 22, 24),
    ):
        d = ""
        for _ in range(count):
            cx, cy = x + lean * 4 + c.rng.uniform(-185, 185) * depth, top + c.rng.uniform(-150, 95) * depth
            d += land.crown(c, cx, cy, size * c.rng.uniform(0.6, 1.3) * depth)
        c.d(d, tint, 0.94)
    d = "".join(
        plants.leaf(
            x + c.rng.uniform(-210, 210) * depth,
            top + c.rng.uniform(-150, 130) * depth,
            c.rng.uniform(200, 340),
            c.rng.uniform(20, 42) * depth,
        )
        for _ in range(46)
    )
    c.d(d, light(leaves, 0.26), 0.7)
    c.smooth(
        [
            (x - wide * 0.78, foot + 4),
            (x - wide * 0.45, foot - 60 * depth),
            (x - wide * 0.32 + lean, top),
            (x + wide * 0.32 + lean, top),
            (x + wide * 0.45, foot - 60 * depth),
            (x + wide * 0.78, foot + 4),
        ],
        c.along(
            (x - wide / 2, 0),
            (x + wide / 2, 0),
            *(
                ((0, dark(bark, 0.3)), (0.7, bark), (1, light(bark, 0.45)))
                if left
                else ((0, light(bark, 0.45)), (0.3, bark), (1, dark(bark, 0.3)))
            ),
        ),
    )
    for i in range(3):
        y = foot - (120 + i * 9) * depth
        c.stroke(
            f"M{x - wide * 0.36:.1f} {y - 12 * depth:.1f}L{x + wide * 0.36:.1f} {y + 4 * depth:.1f}",
            light(bark, 0.55),
            2.6 * depth,
            0.8,
        )
    cup = foot - 92 * depth
    if near:
        c.d(
            f"M{x - 9 * depth:.1f} {cup:.1f}L{x + 11 * depth:.1f} {cup:.1f}L{x + 7 * depth:.1f} {cup + 13 * depth:.1f}L{x - 5 * depth:.1f} {cup + 13 * depth:.1f}Z",
            "#b5613b",
        )
        c.oval(x + depth, cup, 10 * depth, 2.6 * depth, "#fbf4e2")
    for _ in range(6):
        a = c.rng.uniform(25, 155)
        end = (x + lean + math.cos(math.radians(a)) * 130 * depth, top - math.sin(math.radians(a)) * 80 * depth)
        c.line([(x + lean, top + 40 * depth), end], bark, max(0.8, 7 * depth), 0.8)


def terraces(c: Canvas) -> None:
    """Rice terraces in the last warm light, a buffalo, smoke from a house on stilts."""
    land.sky(c, (0, "#6d9bb0"), (0.5, "#e8d3a8"), (0.8, "#f9c98a"), until=560)
    land.sun(c, 400, 270, 46, "#ffc46b", glow=11, strength=0.8)
    land.clouds(c, 70, 180, "#fff0cf", count=9, opacity=0.6)
    for i, (y, high, colour, foot) in enumerate(
        [(400.0, 190, "#a8b3ab", "#ecd3a5"), (440, 150, "#83998f", "#d9c594"), (480, 110, "#5f8272", "#b9b27f")]
    ):
        crest = land.profile(c, y, high, waves=2 + i * 0.5)
        land.hills(c, crest, colour, foot, depth=200)
        land.lit(c, crest, "#ffe2a4", deep=80, opacity=0.25)
        if i:
            land.wooded(c, crest, colour, foot, size=6 + 3 * i)
        land.mist(c, y + 36, 44, "#fbe6bd", opacity=0.4)
    tints = ("#d9b74a", "#a9b04b", "#c9c25a", "#8ba24a", "#e3c668", "#7c9a50", "#b8a93f")
    for step in range(15):
        share = step / 14
        base = 486 + 500 * share**1.35
        deep = 16 + 60 * share
        a, b, start = 46 + 60 * share, 16 + 26 * share, step * 0.55

        def edge(x: float, base: float = base, a: float = a, b: float = b, start: float = start) -> float:
            return base + a * math.sin(x / 330 + start * 0.32) * 0.62 + b * math.sin(x / 118 + start)

        points = [(float(x), edge(x)) for x in range(-10, 1620, 10)]
        tint = tints[step % len(tints)]
        c.shape([*points, (1610, 1010), (-10, 1010)], dark(mix(tint, "#5c4a26", 0.45), 0.15))
        c.shape(
            [*[(x, y + deep * 0.26) for x, y in points], (1610, 1010), (-10, 1010)],
            c.down(base - a, base + deep * 2, (0, light(tint, 0.2)), (1, tint)),
        )
        c.line([(x, y + deep * 0.26) for x, y in points], light(tint, 0.5), 1 + 2 * share, 0.8)
        if step in (3, 6, 9, 11):
            pool = [(x, y + deep * 0.42) for x, y in points]
            c.shape(
                [*pool, *[(x, y + deep * 0.72) for x, y in reversed(points)]],
                c.along((0, 0), (1600, 0), (0, "#f7d9a0"), (0.4, "#ffe9bd"), (1, "#9db7b0")),
                0.85,
            )
        for _ in range(int(70 + 60 * share)):
            x = c.rng.uniform(0, 1600)
            y = edge(x) + deep * c.rng.uniform(0.34, 0.95)
            c.d(
                plants.leaf(x, y, c.rng.uniform(65, 115), 6 + 20 * share, 0.16),
                light(tint, c.rng.uniform(0.05, 0.4)),
                0.8,
            )
    for x, y, size in ((1180, 560, 92), (1262, 548, 70), (300, 590, 84)):
        buildings.house(c, x, y, size, wall="#b58a58", tiles="#8c6a3c", stilts=size * 0.16, lamp="#ffd48a")
        plants.tree(c, x - size * 0.95, y + 4, size * 1.15, "#5d7d49", trunk="#5a4630", sun="#ffd98a")
        plants.bamboo(c, x + size * 0.95, y + 2, size * 1.3, "#6a8a4c", stems=8)
    for i in range(9):
        c.circle(1180 + math.sin(i * 0.8) * 10 + i * 4, 505 - i * 17, 6 + i * 2.2, "#f6ead2", 0.30 - i * 0.028)
    _buffalo(c, 980, 800, 170)
    people.person(c, 1110, 800, 124, "#5a5470", step=0.6, arm="fore")
    for x, y, h, tint in ((420, 738, 84, "#b9473f"), (500, 744, 84, "#3f5d7a"), (585, 752, 84, "#a9508a")):
        people.person(c, x, y, h, tint, arm="fore", step=0.4)
    plants.bamboo(c, 70, 1010, 720, "#3f6238", stems=14, lean=0.16)
    plants.grass(c, 1000, 100, "#4a6a35", until=560, thick=9)
    plants.grass(c, 1005, 80, "#4a6a35", since=1180, thick=9)


def _buffalo(c: Canvas, x: float, y: float, wide: float) -> None:
    u, hide = wide / 100, "#4c453f"
    c.oval(x, y, 46 * u, 4 * u, "#1c1a14", 0.35)
    for dx in (-30, -20, 20, 30):
        c.smooth(
            [
                (x + (dx - 5) * u, y - 26 * u),
                (x + (dx + 5) * u, y - 26 * u),
                (x + (dx + 2.6) * u, y),
                (x + (dx - 2.6) * u, y),
            ],
            dark(hide, 0.2),
        )
    c.smooth(
        [
            (x - 40 * u, y - 40 * u),
            (x - 22 * u, y - 52 * u),
            (x + 14 * u, y - 50 * u),
            (x + 36 * u, y - 54 * u),
            (x + 42 * u, y - 34 * u),
            (x + 28 * u, y - 18 * u),
            (x - 26 * u, y - 16 * u),
            (x - 42 * u, y - 24 * u),
        ],
        c.down(y - 54 * u, y - 14 * u, (0, light(hide, 0.2)), (1, dark(hide, 0.2))),
    )
    c.smooth(
        [
            (x + 30 * u, y - 52 * u),
            (x + 44 * u, y - 54 * u),
            (x + 60 * u, y - 34 * u),
            (x + 56 * u, y - 27 * u),
            (x + 46 * u, y - 30 * u),
            (x + 34 * u, y - 36 * u),
        ],
        hide,
    )
    c.stroke(
        f"M{x + 42 * u:.1f} {y - 52 * u:.1f}q{-10 * u:.1f} {-16 * u:.1f} {-22 * u:.1f} {-12 * u:.1f}",
        "#d8c9a8",
        3.4 * u,
    )
    c.stroke(
        f"M{x + 45 * u:.1f} {y - 52 * u:.1f}q{2 * u:.1f} {-16 * u:.1f} {-8 * u:.1f} {-20 * u:.1f}", "#b9aa88", 3 * u
    )
    c.stroke(f"M{x - 41 * u:.1f} {y - 36 * u:.1f}q{-8 * u:.1f} {10 * u:.1f} {-4 * u:.1f} {22 * u:.1f}", hide, 2 * u)
    c.oval(x + 57 * u, y - 30 * u, 4.4 * u, 3.6 * u, light(hide, 0.3))


def tea_hills(c: Canvas) -> None:
    """Tea in rows over round hills, pickers with baskets, mist in the hollows."""
    land.sky(c, (0, "#7db3b9"), (0.6, "#dfe9d2"), (0.9, "#f8ecc9"), until=520)
    land.sun(c, 1180, 210, 42, "#fff0bd", glow=10, strength=0.7)
    land.clouds(c, 70, 170, "#ffffff", count=8, opacity=0.7)
    for i, (y, high, colour, foot) in enumerate([(400.0, 180, "#a9c6c2", "#e3ecd8"), (430, 130, "#86b0a4", "#cfe0c6")]):
        crest = land.profile(c, y, high, waves=2 + i)
        land.hills(c, crest, colour, foot, depth=170)
        land.lit(c, crest, "#ffffff", deep=80, opacity=0.22)
        if i:
            land.wooded(c, crest, colour, foot, size=8)
        land.mist(c, y + 34, 50, "#f6f5e2", opacity=0.55)
    hills: list[tuple[float, float, float, str, float]] = [
        (330, 470, 720, "#7fae76", 9),
        (1280, 480, 760, "#78a76c", 10),
        (760, 545, 820, "#659a58", 14),
        (160, 640, 760, "#568e4c", 20),
        (1430, 670, 820, "#4f8746", 22),
        (780, 790, 1250, "#437c3e", 31),
    ]
    for x, top, wide, colour, thick in hills:
        crest_points = [(x + wide * t, top + wide * 0.24 * t * t * 4) for t in [i / 20 - 0.5 for i in range(21)]]
        c.shape(
            [*crest_points, (x + wide * 0.6, 1010), (x - wide * 0.6, 1010)],
            c.down(top, top + 300, (0, mix(colour, "#e2d58a", 0.35)), (1, dark(mix(colour, "#7a5a3a", 0.5), 0.2))),
        )
        y = top + thick * 0.4
        row = 0
        while y < min(1030, top + 330):
            points = [
                (x + wide * t * (1 + row * 0.015), y + wide * (0.24 - row * 0.004) * t * t * 4)
                for t in [i / 24 - 0.5 for i in range(25)]
            ]
            plants.bush_row(
                c, [p for p in points if -60 < p[0] < 1660], thick, mix(colour, "#2c5c3a", 0.10 + 0.02 * row), "#f3e58a"
            )
            y += thick * 1.55
            row += 1
        land.mist(c, top + 250, 60, "#f3f3dc", opacity=0.14, count=3)
    for x, y, h, tint in (
        (640, 838, 128, "#b8475a"),
        (735, 846, 128, "#4e6f96"),
        (1000, 850, 132, "#d8924a"),
        (1180, 720, 92, "#7d5a86"),
        (420, 690, 80, "#3f7a8a"),
    ):
        u = h / 100
        people.person(c, x, y, h, tint, arm="fore", step=0.2)
        c.smooth(
            [(x - 24 * u, y - 72 * u), (x - 7 * u, y - 74 * u), (x - 8 * u, y - 40 * u), (x - 20 * u, y - 40 * u)],
            "#b98a4f",
        )
        for i in range(4):
            c.d(plants.leaf(x - 16 * u, y - 70 * u, 60 + i * 25, 11 * u), "#8fc06a")
        c.smooth(
            [(x - 34 * u, y - 30 * u), (x + 40 * u, y - 30 * u), (x + 46 * u, y + 6 * u), (x - 40 * u, y + 6 * u)],
            "#3f763b",
        )
        for _ in range(16):
            c.d(
                land.crown(c, x + c.rng.uniform(-38, 42) * u, y + c.rng.uniform(-30, 0) * u, 8 * u),
                mix("#5d9a4a", "#b8cf6a", c.rng.random() * 0.6),
            )
    for x, y, size in ((95, 560, 190), (1520, 575, 210)):
        plants.tree(c, x, y, size, "#5f9355", trunk="#5d4a36", sun="#f6e58f")
    for _ in range(80):
        x = c.rng.uniform(0, 1600)
        plants_y = c.rng.uniform(905, 1000)
        c.d(
            plants.leaf(x, plants_y, c.rng.uniform(50, 130), c.rng.uniform(18, 38), 0.32),
            mix("#6fae52", "#d3e07a", c.rng.random()),
            0.9,
        )


def lotus_pond(c: Canvas) -> None:
    """A pond full of lotus at sunrise, with a small boat of flower pickers."""
    land.sky(c, (0, "#7fa9b5"), (0.5, "#f2d9c2"), (0.85, "#fbe3b8"), until=460)
    land.sun(c, 520, 250, 44, "#ffce8a", glow=11, strength=0.75)
    land.clouds(c, 60, 170, "#ffe9d6", count=8, opacity=0.6)
    land.birds(c, 980, 170, colour="#6a7d80")
    for i, (y, high, colour, foot) in enumerate([(385, 120, "#b3bfb9", "#f3dcbc"), (402, 70, "#86a295", "#d9d0ab")]):
        crest = land.profile(c, y, high, waves=2 + i)
        land.hills(c, crest, colour, foot, depth=120)
        if i:
            land.wooded(c, crest, colour, foot, size=9)
    for _ in range(60):
        x, r = c.rng.uniform(0, 1600), c.rng.uniform(10, 30)
        c.d(land.crown(c, x, 408 - r * 0.4, r), mix("#5f8a6a", "#a5b583", c.rng.random()))
    for x in (150, 240, 1330, 1460):
        plants.sugar_palm(c, x, 415, c.rng.uniform(150, 200), "#4f7a62", rim="#f6cf8a")
    _pavilion(c, 1120, 430)
    land.water(c, 415, 1000, "#2f6a63", "#e9d9b3", "#fff0cd", sun_x=520, count=300, strength=0.5)
    land.mist(c, 425, 36, "#fdf0d8", opacity=0.6)
    for step in range(26):
        share = step / 25
        y = 440 + 570 * share**1.5
        for _ in range(int(15 - 8 * share)):
            x = c.rng.uniform(-60, 1660)
            if abs(x - 830) < 90 + 330 * share * (1 - share) * 2.2 and share < 0.80:
                continue
            r = 14 + 100 * share * c.rng.uniform(0.75, 1.15)
            plants.lotus_leaf(
                c,
                x,
                y + c.rng.uniform(-8, 8),
                r,
                mix("#7fa883", mix("#3f8a5c", "#5c9a4c", c.rng.random()), 0.25 + 0.75 * share),
                tilt=0.30 + 0.10 * share,
            )
            if c.rng.random() < 0.30:
                size = 9 + 62 * share * c.rng.uniform(0.8, 1.15)
                plants.lotus(
                    c,
                    x + r * 0.3,
                    y - size * (0.5 + share * 0.9),
                    size,
                    c.rng.choice(["#f4a3b8", "#f08aa6", "#f8c3cc", "#fbe3e0"]),
                    stem=size * (0.8 + share),
                )
        if step == 9:
            people.sampan(c, 840, 570, 250, "#5b4334")
            people.ao_dai(c, 790, 572, 118, "#f3ead6", cap="hat", arm="fore")
            people.ao_dai(c, 868, 574, 114, "#c8606f", cap="hat", arm="fore")
            for i in range(9):
                plants.lotus(c, 918 + i * 7, 548 - (i % 3) * 6, 13, "#f08aa6")
    for x, y, size in ((250, 770, 92), (1360, 735, 104)):
        plants.lotus(c, x, y, size, "#f39ab2", stem=230)
        c.d(plants.leaf(x + size * 1.2, y + 60, 80, size * 0.9, 0.44), "#f08aa6")
        c.stroke(
            f"M{x + size * 1.2:.0f} {y + 58}Q{x + size * 1.3:.0f} {y + 150} {x + size * 1.1:.0f} 1000", "#3f7a5c", 6
        )


def _pavilion(c: Canvas, x: float, foot: float) -> None:
    for dx in (-52, -18, 18, 52):
        c.box(x + dx - 3, foot - 62, 6, 74, "#8a4a38")
    c.box(x - 62, foot - 14, 124, 7, "#a9654a")
    buildings.roof(c, x, foot - 60, 180, 38, "#8c6a52")
    buildings.roof(c, x, foot - 92, 104, 30, "#8c6a52")


def coast(c: Canvas) -> None:
    """A bay with islands: sails at sea, basket boats and nets on the sand."""
    land.sky(c, (0, "#4aa3bf"), (0.55, "#b5dfdf"), (0.85, "#fdf0d0"), until=440)
    land.clouds(c, 80, 220, "#ffffff", count=10, opacity=0.9)
    land.birds(c, 520, 190, colour="#ffffff", spread=220, size=16, count=8)
    for x, y, wide, high, colour in (
        (1180, 440, 460, 150, "#8fbcc4"),
        (240, 440, 380, 120, "#84b3bb"),
        (700, 440, 240, 80, "#a3cbce"),
        (1440, 444, 400, 210, "#5d9a98"),
    ):
        start = c.rng.uniform(0, 6)

        def top(t: float, high: float = high, start: float = start) -> float:
            return high * math.pow(math.sin(math.pi * t), 0.55) * (0.78 + 0.22 * math.sin(9 * t + start))

        edge = [(x - wide / 2 + wide * i / 40, y - top(i / 40)) for i in range(41)]
        c.shape(edge, c.down(y - high, y, (0, colour), (0.7, light(colour, 0.4)), (1, light(colour, 0.7))))
        for _ in range(16):
            px, py = edge[c.rng.randrange(4, 36)]
            c.shape([(px, py + 14), (px + 9, py + 20), (px + 5, y - 6), (px - 3, y - 6)], light(colour, 0.5), 0.45)
        for row, tint in enumerate(
            (mix(colour, "#2f6f52", 0.42), mix(colour, "#4f8f62", 0.40), mix(colour, "#7fae6a", 0.36))
        ):
            d = "".join(
                land.crown(
                    c, px, py + high * (0.05 + 0.09 * row) + c.rng.uniform(-4, 4), high * c.rng.uniform(0.06, 0.12)
                )
                for px, py in edge[2:-2]
                if row == 0 or c.rng.random() < 0.6
            )
            c.d(d, tint)
    land.water(c, 438, 800, "#1f8a9c", "#a3dcda", "#f6fffb", count=420, strength=0.55)
    c.d("M-10 640Q500 600 1000 668T1610 640L1610 820L-10 820Z", "#6cc4bf", 0.45)
    for x, y, s in ((380, 520, 0.6), (880, 490, 0.38), (1010, 545, 0.8), (640, 478, 0.28), (1290, 500, 0.42)):
        _sail(c, x, y, s)
    for dy, tint, seen in ((0, "#ffffff", 0.75), (14, "#d6f0ea", 0.7), (30, "#efd9a6", 1)):
        c.d(
            f"M-10 {742 + dy}Q260 {700 + dy} 560 {738 + dy}T1100 {744 + dy}T1610 {706 + dy}L1610 1010L-10 1010Z",
            tint,
            seen,
        )
    c.d(
        "M-10 775Q260 733 560 771T1100 777T1610 739L1610 1010L-10 1010Z",
        c.down(740, 1000, (0, "#f3ddaa"), (0.2, "#f6e4bb"), (1, "#dcb877")),
    )
    for _ in range(500):
        c.oval(
            c.rng.uniform(0, 1600),
            c.rng.uniform(800, 1000),
            c.rng.uniform(1, 3.4),
            1.1,
            c.rng.choice(["#c9a468", "#fff4d6", "#b08a54"]),
            0.5,
        )
    for x, y, r, tint in ((330, 872, 92, "#3d7fa0"), (520, 900, 74, "#c9653f"), (1130, 880, 100, "#2f8a7a")):
        _coracle(c, x, y, r, tint)
    people.person(c, 690, 905, 178, "#e09a3f", arm="fore", step=0.4)
    people.person(c, 800, 898, 168, "#5c7fa6", arm="behind", step=0.5)
    for i in range(9):
        c.stroke(f"M{700 + i * 2} {842 + i * 10}Q{760} {868 + i * 9} {800 - i * 3} {842 + i * 9}", "#3f6a6a", 1.6, 0.7)
        c.stroke(f"M{704 + i * 10} {846}Q{716 + i * 8} {890} {712 + i * 9} {934 - abs(4 - i) * 6}", "#3f6a6a", 1.2, 0.6)
    plants.coconut(c, 1420, 960, 640, "#5a6a3f", lean=-150, rim="#e3d97a")
    plants.coconut(c, 1530, 980, 540, "#4f6a44", lean=-60, rim="#e3d97a")
    plants.coconut(c, 90, 960, 500, "#4f6a44", lean=70, rim="#e3d97a")
    for x in (1390, 1480, 1560, 60, 150):
        plants.grass(c, 985, 50, "#6f8f4c", since=x, until=x + 70, thick=6, uneven=4, root=6)


def _sail(c: Canvas, x: float, y: float, s: float) -> None:
    c.oval(x, y + 12 * s, 92 * s, 6 * s, "#11606e", 0.45)
    c.line([(x, y - 10 * s), (x, y - 190 * s)], "#6b4a2f", 4 * s)
    c.d(
        f"M{x + 4 * s:.1f} {y - 186 * s:.1f}Q{x + 108 * s:.1f} {y - 110 * s:.1f} {x + 92 * s:.1f} {y - 26 * s:.1f}L{x + 4 * s:.1f} {y - 20 * s:.1f}Z",
        c.along((x, 0), (x + 100 * s, 0), (0, "#f7d9a0"), (1, "#c96a42")),
    )
    c.d(
        f"M{x - 4 * s:.1f} {y - 170 * s:.1f}Q{x - 70 * s:.1f} {y - 90 * s:.1f} {x - 66 * s:.1f} {y - 28 * s:.1f}L{x - 4 * s:.1f} {y - 20 * s:.1f}Z",
        "#e39a5d",
    )
    for i in range(1, 5):
        c.line(
            [(x + 4 * s, y - (20 + 36 * i) * s), (x + (96 - i * 13) * s, y - (18 + 31 * i) * s)],
            "#a8502f",
            1.4 * s,
            0.6,
        )
    c.d(
        f"M{x - 96 * s:.1f} {y - 20 * s:.1f}Q{x:.1f} {y - 2 * s:.1f} {x + 104 * s:.1f} {y - 24 * s:.1f}Q{x + 80 * s:.1f} {y + 14 * s:.1f} {x:.1f} {y + 13 * s:.1f}Q{x - 78 * s:.1f} {y + 12 * s:.1f} {x - 96 * s:.1f} {y - 20 * s:.1f}Z",
        "#5d3b2a",
    )


def _coracle(c: Canvas, x: float, y: float, r: float, rim: str) -> None:
    """Thúng chai: a round woven boat."""
    c.oval(x + 12, y + r * 0.42, r * 1.02, r * 0.16, "#7a5a32", 0.40)
    c.d(
        f"M{x - r} {y}Q{x - r * 0.9} {y + r * 0.55} {x} {y + r * 0.55}Q{x + r * 0.9} {y + r * 0.55} {x + r} {y}Z",
        c.along((x - r, 0), (x + r, 0), (0, "#c99a58"), (0.5, "#a9773f"), (1, "#6d4826")),
    )
    for i in range(-6, 7):
        c.stroke(
            f"M{x + i * r * 0.15:.0f} {y + r * 0.1:.0f}Q{x + i * r * 0.13 + 8:.0f} {y + r * 0.3:.0f} {x + i * r * 0.10:.0f} {y + r * 0.54:.0f}",
            "#6d4826",
            2,
            0.5,
        )
    c.oval(x, y, r, r * 0.27, rim)
    c.oval(x, y + 3, r * 0.9, r * 0.21, c.down(y - r * 0.2, y + r * 0.2, (0, "#4a3320"), (1, "#9a7140")))
    c.line([(x - r * 0.6, y + 2), (x + r * 0.9, y - r * 0.5)], "#d9b06a", 6)


SCENES: dict[str, tuple[tuple[int, int], Callable[[Canvas], None]]] = {
    "river-dawn": ((2400, 1200), river_dawn),
    "border-gate": (WIDE, border_gate),
    "rubber": (WIDE, rubber),
    "terraces": (WIDE, terraces),
    "tea-hills": (WIDE, tea_hills),
    "lotus": (WIDE, lotus_pond),
    "coast": (WIDE, coast),
}
