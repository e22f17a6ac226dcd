"""Bridge and skyline, works at dusk, citadel, lanterns, harbour, school: scenes of towns and work places."""

import math
from collections.abc import Callable

from tools.pictures import buildings, land, people, plants
from tools.pictures.canvas import Canvas, dark, light, mix

WIDE = (1600, 1000)


def city_bridge(c: Canvas) -> None:
    """The town at the blue hour, mirrored in its river."""
    land.sky(c, (0, "#16264d"), (0.4, "#3e4f86"), (0.7, "#b06f8d"), (0.92, "#f4a777"), until=640)
    land.stars(c, 260, count=90)
    land.clouds(c, 220, 240, "#d98a86", count=9, opacity=0.42)
    crest = land.profile(c, 600, 90, rough=0.5, waves=2)
    land.hills(c, crest, "#6d5683", "#c98487", depth=160)
    with c.group():
        _town(c)
    with c.group(move="matrix(1 0 0 -0.78 0 1111)", opacity=0.55, soft=3.2):
        _town(c)
    c.box(-10, 624, 1620, 400, c.down(624, 1000, (0, "#a86d80", 0.35), (0.3, "#414c7c", 0.55), (1, "#0f1c3b", 0.94)))
    for _ in range(340):
        share = c.rng.random() ** 1.4
        y = 630 + share * 370
        land._ripple(
            c,
            c.rng.random() * 1600,
            y,
            (18 + 150 * share) * c.rng.uniform(0.4, 1.2),
            0.8 + 3 * share,
            c.rng.choice(["#ffcf9a", "#8a93c9", "#16264d", "#e58f86"]),
            c.rng.uniform(0.08, 0.34),
        )
    buildings.cable_bridge(
        c, -40, 1640, 690, "#263056", "#c9bfe0", pylons=(470, 1130), height=330, foot=800, lamp="#ffcf86"
    )
    for px in (470, 1130):
        c.shape([(px - 40, 770), (px + 40, 770), (px + 50, 806), (px - 50, 806)], "#1d2747")
        land._ripple(c, px, 812, 190, 8, "#0c1630", 0.6)
    for x in range(30, 1600, 58):
        y = 682 - 12 * (1 - ((x - 800) / 800) ** 2)
        c.box(x, y, 17, 6, c.rng.choice(["#e9e2f3", "#d8703f", "#77a6b0", "#3a4673"]), r=2)
        c.circle(x + 18, y + 4, 2, "#ffe9b8")
    people.sampan(c, 760, 900, 210, "#20243f", rower="#4e4a78", roof=True)
    c.circle(760, 884, 60, c.around(760, 884, 60, (0, "#ffc46b", 0.7), (1, "#ffc46b", 0)))
    c.circle(760, 884, 5, "#ffe6b0")
    c.d("M-10 1000L-10 930Q160 900 330 945Q420 970 470 1000Z", "#111c36")
    plants.reeds(c, 120, 960, 120, "#16233f", count=16)
    plants.coconut(c, 1490, 1010, 430, "#121c38", lean=-70, rim="#c97a86")
    plants.coconut(c, 1570, 1010, 330, "#16213f", lean=40, rim="#c97a86")
    c.d("M1610 1000L1610 930Q1450 925 1330 1000Z", "#111c36")
    plants.grass(c, 990, 60, "#16233f", since=1330, thick=8)


def _town(c: Canvas) -> None:
    state = c.rng.getstate()
    c.rng.seed(41)
    for x in range(-20, 1620, 44):
        far = 1 - abs(x - 830) / 1000
        buildings.tower(
            c,
            x + c.rng.uniform(-8, 8),
            622,
            c.rng.uniform(34, 58),
            60 + 130 * far * c.rng.uniform(0.4, 1.1),
            "#5d527f",
            lamp="#ffcf93",
            lit=0.22,
        )
    for x, wide, high, crest in (
        (520, 62, 240, "step"),
        (612, 74, 310, "slant"),
        (712, 58, 210, "flat"),
        (792, 84, 395, "spire"),
        (902, 66, 262, "step"),
        (990, 80, 330, "slant"),
        (1088, 56, 220, "flat"),
        (300, 58, 170, "step"),
        (404, 64, 205, "flat"),
        (1180, 70, 190, "step"),
        (1290, 60, 150, "flat"),
        (180, 70, 120, "flat"),
        (1400, 74, 116, "step"),
    ):
        buildings.tower(c, x, 622, wide, high, "#353b6a", lamp="#ffd58f", lit=0.46, crest=crest)
    for x in range(-20, 1640, 23):
        r = c.rng.uniform(8, 20)
        c.d(land.crown(c, x, 622 - r * 0.5, r), mix("#27315a", "#3b4066", c.rng.random()))
    for x in range(10, 1600, 64):
        c.circle(x, 616, 12, "#ffc77a", 0.30)
        c.circle(x, 616, 2.6, "#fff0c8")
    c.box(-10, 618, 1620, 8, "#242c52")
    c.rng.setstate(state)


def works(c: Canvas) -> None:
    """An industrial park among trees at dusk: halls with lit windows, solar roofs, lorries."""
    land.sky(c, (0, "#2b4568"), (0.4, "#7b7f9d"), (0.7, "#f0a77c"), (0.9, "#fbd39a"), until=600)
    land.clouds(c, 130, 240, "#f2b08c", count=10, opacity=0.5)
    land.sun(c, 1230, 470, 46, "#ff9d5c", glow=11, strength=0.8)
    land.birds(c, 1010, 250, colour="#3b4a68")
    for y, high, colour, foot in (
        (500.0, 120, "#9d8d9c", "#eab48d"),
        (540, 90, "#74758c", "#cfa389"),
        (575, 66, "#4f6270", "#8a8a80"),
    ):
        crest = land.profile(c, y, high, waves=2.4)
        land.hills(c, crest, colour, foot, depth=150)
        if y > 520:
            land.wooded(c, crest, colour, foot, size=8, rows=4)
    c.box(-10, 585, 1620, 430, c.down(585, 1000, (0, "#6f7d68"), (0.4, "#4a5b55"), (1, "#25353b")))
    for x, wide, high in ((40, 330, 110), (420, 300, 96), (770, 360, 120), (1190, 380, 104)):
        _hall(c, x, 652, wide, high, "#8d97a6", far=True)
    for i in range(4):
        mx = 380 + i * 372
        c.line([(mx, 640), (mx, 470)], "#5b6472", 3)
        c.circle(mx, 466, 26, "#ffe2a4", 0.25)
        c.box(mx - 12, 464, 24, 5, "#fff1cd")
    buildings.path_strip(
        c,
        [((860, 655), 40), ((850, 720), 130), ((820, 830), 330), ((760, 1010), 760)],
        c.down(655, 1000, (0, "#8f8b86"), (1, "#4a4c52")),
    )
    for i in range(6):
        y, tall = 690 + i * i * 9.5, 10 + i * 7
        c.shape(
            [(855 - i * 12, y), (861 - i * 12, y), (858 - i * 15, y + tall), (848 - i * 15, y + tall)], "#f1e3c4", 0.75
        )
    _hall(c, -60, 800, 640, 190, "#a7b0ba")
    _hall(c, 1090, 790, 620, 180, "#b3a99c")
    for x, y, size in (
        (620, 760, 110),
        (690, 722, 78),
        (1030, 742, 96),
        (985, 710, 66),
        (760, 692, 50),
        (935, 690, 46),
    ):
        plants.tree(c, x, y, size, "#46705a", trunk="#3a3a3a", sun="#f2b277")
    buildings.truck(c, 640, 842, 270, "#d9d3c6", cab="#2f6f86", lamps=True)
    buildings.truck(c, 905, 742, 120, "#c56a43", cab="#e0b24a", lamps=True)
    for x, tint in ((560, "#d98a3d"), (525, "#4f7d9a"), (1060, "#7c9a5b"), (1085, "#b5533c")):
        people.person(c, x, 858 if x < 800 else 838, 88, tint, cap="cloth", step=0.5)
    people.bicycle(c, 1148, 842, 70, "#22303a")
    plants.tree(c, 1500, 1010, 430, "#2c5148", trunk="#272d30", sun="#f0a86c", lean=-16)
    plants.tree(c, 90, 1030, 400, "#2c5148", trunk="#272d30", sun="#f0a86c", lean=10)
    plants.grass(c, 995, 74, "#27443f", until=520, thick=8)
    plants.grass(c, 995, 74, "#27443f", since=1130, thick=8)


def _hall(c: Canvas, x: float, foot: float, wide: float, high: float, colour: str, *, far: bool = False) -> None:
    """A hall with a saw-tooth roof; panels on the sunny slopes."""
    teeth = 5
    t = wide / teeth
    for i in range(teeth):
        x0 = x + i * t
        c.shape([(x0, foot - high), (x0 + t * 0.78, foot - high * 1.42), (x0 + t, foot - high)], dark(colour, 0.30))
        c.shape(
            [
                (x0, foot - high),
                (x0 + t * 0.78, foot - high * 1.42),
                (x0 + t * 0.80, foot - high * 1.38),
                (x0 + t * 0.06, foot - high),
            ],
            "#33507a" if i % 2 else light(colour, 0.25),
        )
        c.shape(
            [
                (x0 + t * 0.80, foot - high * 1.36),
                (x0 + t * 0.97, foot - high * 1.02),
                (x0 + t * 0.80, foot - high * 1.02),
            ],
            "#ffd796",
            0.9,
        )
    c.box(
        x,
        foot - high,
        wide,
        high,
        c.along((x, 0), (x + wide, 0), (0, dark(colour, 0.12)), (0.7, light(colour, 0.1)), (1, light(colour, 0.3))),
    )
    for i in range(1, int(wide / 13)):
        c.line([(x + i * 13, foot - high + 3), (x + i * 13, foot)], dark(colour, 0.3), 1, 0.35)
    c.box(x, foot - high, wide, high * 0.07, dark(colour, 0.3))
    count = int(wide / (34 if far else 62))
    for i in range(count):
        wx = x + wide * (i + 0.5) / count
        size = 8 if far else 17
        c.box(
            wx - size, foot - high * 0.78, size * 2, high * 0.2, "#ffd58a" if c.rng.random() < 0.75 else "#55606e", 0.95
        )
        c.line([(wx, foot - high * 0.78), (wx, foot - high * 0.58)], dark(colour, 0.4), 1.2)
        if not far and i % 2:
            c.box(
                wx - 22,
                foot - high * 0.43,
                44,
                high * 0.43,
                c.down(foot - high * 0.43, foot, (0, "#fff0c6"), (1, "#f0b56c")),
            )
            c.box(wx - 25, foot - high * 0.47, 50, 6, dark(colour, 0.35))


def citadel(c: Canvas) -> None:
    """An old wall above its moat in the late afternoon, a banyan, cyclists."""
    land.sky(c, (0, "#6fa3a8"), (0.55, "#e9d9b0"), (0.9, "#f7c98d"), until=640)
    land.clouds(c, 90, 220, "#fff3d8", count=9, opacity=0.7)
    land.sun(c, 330, 300, 44, "#ffd592", glow=9, strength=0.7)
    land.birds(c, 1080, 190, colour="#5b5a4c")
    crest = land.profile(c, 520, 80, waves=2)
    land.hills(c, crest, "#a9ad8e", "#e3cf9f", depth=140)
    for _ in range(44):
        x = c.rng.random() * 1600
        r = c.rng.uniform(24, 66)
        c.d(land.crown(c, x, 545 - r * 0.3, r), mix("#6d8f63", "#9fae76", c.rng.random()))
    for x in (590, 705, 1390):
        plants.sugar_palm(c, x, 560, c.rng.uniform(180, 240), "#587a58", rim="#f4d08a")
    buildings.battlement(c, -10, 690, 540, 735, "#b08a68")
    buildings.battlement(c, 1070, 1620, 540, 735, "#b08a68")
    _keep(c)
    for _ in range(70):
        x = c.rng.choice([c.rng.uniform(0, 680), c.rng.uniform(1080, 1600)])
        c.d(
            land.crown(c, x, c.rng.uniform(545, 600), c.rng.uniform(5, 17)),
            mix("#56784f", "#8ba565", c.rng.random()),
            0.85,
        )
    c.box(-10, 728, 1620, 26, c.down(728, 754, (0, "#8aa05f"), (1, "#5f7c4c")))
    land.water(c, 752, 1000, "#3f6b68", "#c9b98a", "#fbe6b4", sun_x=330, count=260, strength=0.5)
    for x, wide in ((-10, 700), (1070, 550)):
        c.box(x, 754, wide, 96, c.down(754, 850, (0, "#8a6f58", 0.6), (1, "#8a6f58", 0)))
    c.shape([(770, 735), (990, 735), (1120, 1000), (640, 1000)], c.down(735, 1000, (0, "#dcc79c"), (1, "#a58a62")))
    for i in range(9):
        y = 742 + i * i * 3.4
        spread = 110 + (y - 735) * 0.49
        c.line([(880 - spread, y), (880 + spread, y)], "#8d744f", 1.4, 0.55)
    for side in (-1, 1):
        for i in range(7):
            y = 752 + i * i * 5.4
            x = 880 + side * (112 + (y - 735) * 0.49)
            size = 12 + i * 4
            c.box(
                x - size / 2,
                y - size * 1.8,
                size,
                size * 1.9,
                c.along((x - size, 0), (x + size, 0), (0, "#d8bf95"), (1, "#86694a")),
            )
            c.circle(x, y - size * 2.0, size * 0.5, "#c9ad80")
    people.ao_dai(c, 835, 862, 124, "#b3475a", cap="hat")
    people.ao_dai(c, 893, 866, 120, "#e8d7ae")
    people.bicycle(c, 975, 822, 74)
    people.person(c, 952, 824, 88, "#4c7a86", arm="fore", step=0.4)
    people.sampan(c, 300, 872, 190, "#5b4533", rower="#6a7f55")
    for _ in range(20):
        x = c.rng.choice([c.rng.uniform(20, 600), c.rng.uniform(1150, 1590)])
        plants.lotus_leaf(c, x, c.rng.uniform(905, 990), c.rng.uniform(24, 50), "#5f8f5c")
    for x, y in ((140, 930), (420, 960), (520, 925), (1240, 955), (1380, 930), (1500, 968)):
        plants.lotus(c, x, y, 30, "#f3a0b4", stem=22)
    c.d("M1610 1010L1610 900Q1400 905 1240 1010Z", c.down(900, 1010, (0, "#7c9655"), (1, "#4c6b3d")))
    plants.tree(c, 1490, 965, 800, "#4f7a45", trunk="#5d4a38", sun="#f3d98a", lean=-24)
    plants.grass(c, 1000, 60, "#55743f", since=1230, thick=8)


def _keep(c: Canvas) -> None:
    """The gate house: a vault, and a pavilion of two roofs on it."""
    buildings.battlement(c, 670, 1090, 440, 740, "#b9936e", brick=30)
    c.d("M800 740L800 625A80 80 0 0 1 960 625L960 740Z", "#4a372c")
    c.d(
        "M815 740L815 630A65 65 0 0 1 945 630L945 740Z",
        c.down(560, 740, (0, "#2f2622"), (0.7, "#6b5a41"), (1, "#d9be86")),
    )
    for i in range(11):
        a = math.pi * (i + 0.5) / 11
        x, y = 880 - math.cos(a) * 86, 625 - math.sin(a) * 86
        c.raw(
            f'<rect x="{x - 10:.1f}" y="{y - 8:.1f}" width="20" height="15" rx="2" fill="{mix("#d3b083", "#a17c58", c.rng.random())}" '
            f'transform="rotate({math.degrees(a) - 90:.0f} {x:.0f} {y:.0f})"/>'
        )
    for x in range(735, 1035, 42):
        c.box(x, 336, 12, 82, c.along((x, 0), (x + 12, 0), (0, "#a5533c"), (1, "#6b3226")))
    c.box(745, 350, 270, 66, "#5b3a2c", 0.6)
    buildings.roof(c, 880, 345, 410, 74, "#8f6a4a")
    c.box(790, 238, 180, 42, "#7a4632")
    for column in range(800, 965, 28):
        c.box(column, 240, 7, 40, "#b9603f")
    buildings.roof(c, 880, 246, 270, 66, "#8f6a4a")


def lanterns(c: Canvas) -> None:
    """A night on the river bank: lanterns above, floating lights below, people between."""
    land.sky(c, (0, "#0e1533"), (0.6, "#2a2a58"), (1, "#6b3f5f"), until=640)
    land.stars(c, 420, count=170)
    c.circle(1280, 190, 240, c.around(1280, 190, 240, (0, "#ffe9c0", 0.5), (1, "#ffe9c0", 0)))
    c.circle(1280, 190, 58, "#fdf0d2")
    c.circle(1262, 178, 12, "#f0ddb4", 0.6)
    c.circle(1300, 206, 8, "#f0ddb4", 0.6)
    crest = land.profile(c, 590, 110, waves=2)
    land.hills(c, crest, "#292c58", "#4c3b60", depth=160)
    for i in range(15):
        x = -30.0 + i * 112
        _shop(c, x, 640, c.rng.uniform(96, 118), c.rng.uniform(96, 168))
    land.water(c, 640, 1000, "#0c1430", "#54375a", "#ffb866", count=280, strength=0.5)
    for _ in range(260):
        share = c.rng.random()
        x = c.rng.choice(range(26, 1600, 112)) + c.rng.gauss(0, 16 + 20 * share)
        land._ripple(
            c,
            x,
            644 + share * 220,
            (14 + 50 * share) * c.rng.uniform(0.5, 1.3),
            1 + 2.6 * share,
            "#ffb257",
            c.rng.uniform(0.15, 0.6) * (1 - share * 0.7),
        )
    for _ in range(46):
        share = c.rng.random() ** 1.2
        _floating(c, c.rng.uniform(0, 1600), 680 + share * 270, 7 + 17 * share)
    people.sampan(c, 520, 800, 250, "#2b2438", rower="#83566c", roof=True)
    people.sampan(c, 1090, 738, 150, "#2b2438", rower="#4f6a8a")
    for x, y, size, tint in (
        (80, 150, 50, "#e2483a"),
        (250, 250, 38, "#f0a23a"),
        (420, 130, 34, "#d8586f"),
        (1500, 140, 52, "#f0a23a"),
        (1390, 330, 34, "#e2483a"),
        (610, 90, 27, "#e8c04d"),
        (1010, 80, 27, "#e2483a"),
        (820, 120, 23, "#d8586f"),
        (1180, 300, 24, "#e8c04d"),
        (690, 260, 20, "#e2483a"),
        (930, 250, 18, "#f0a23a"),
    ):
        buildings.lantern(c, x, y, size, tint, rope=y)
    c.d("M-10 1000L-10 905Q800 870 1610 925L1610 1000Z", c.down(880, 1000, (0, "#2a2038"), (1, "#120e20")))
    for x, dress, cap in (
        (180, "#c43f52", "hair"),
        (262, "#e9b75a", "hair"),
        (700, "#5a86a6", "hair"),
        (1330, "#d97f96", "hair"),
        (1412, "#7fa37c", "hat"),
    ):
        people.ao_dai(c, x, 968, 190, dress, cap=cap, arm="fore")
        buildings.lantern(c, x + 42, 868, 15, "#f0a23a", glow=4.5)
    people.person(c, 780, 970, 178, "#3c4a72", cap="hair", arm="fore")
    people.person(c, 342, 968, 120, "#d8743a", cap="hair", arm="fore")
    buildings.lantern(c, 372, 902, 11, "#e2483a", glow=4.5)


def _shop(c: Canvas, x: float, foot: float, wide: float, high: float) -> None:
    wall = c.rng.choice(["#a5703f", "#8a5a4a", "#b58346", "#7c5560"])
    c.box(x, foot - high, wide, high, c.down(foot - high, foot, (0, dark(wall, 0.45)), (1, wall)))
    buildings.roof(c, x + wide / 2, foot - high, wide * 1.22, 36, "#5b3540")
    for row in range(max(1, int(high / 72))):
        y = foot - high + 22 + row * 62
        for i in range(3):
            wx = x + wide * (0.2 + 0.3 * i)
            c.box(wx - 11, y, 22, 34, "#ffcf7a", c.rng.choice([0.95, 0.85, 0.35]), r=3)
            c.line([(wx, y), (wx, y + 34)], "#5b3a2a", 1.4)
    for i in range(4):
        buildings.lantern(
            c,
            x + wide * (0.14 + 0.24 * i),
            foot - high * 0.30,
            7,
            c.rng.choice(["#e2483a", "#f0a23a", "#e8c04d"]),
            glow=3.4,
        )


def _floating(c: Canvas, x: float, y: float, size: float) -> None:
    c.circle(
        x, y - size * 0.4, size * 3.6, c.around(x, y - size * 0.4, size * 3.6, (0, "#ffb45a", 0.6), (1, "#ffb45a", 0))
    )
    for i in range(5):
        land._ripple(
            c,
            x + c.rng.uniform(-3, 3),
            y + size * (0.7 + i * 0.45),
            size * (2.3 - i * 0.25),
            2.2,
            "#ffc878",
            0.5 - i * 0.08,
        )
    petal = c.rng.choice(["#f08a9a", "#f6c05c", "#ef7a55"])
    for angle in (150, 120, 90, 60, 30):
        c.d(
            plants.leaf(x, y + size * 0.3, angle, size * 1.15, 0.42),
            mix(petal, "#fff0cf", 0.25 if angle == 90 else 0.05),
        )
    c.d(plants.leaf(x, y + size * 0.1, 90, size * 0.9, 0.3), "#fff4cf")


def harbour(c: Canvas) -> None:
    """Fishing boats come home to the lake harbour on a bright morning."""
    land.sky(c, (0, "#5fb0bd"), (0.6, "#c8e4da"), (0.9, "#fbf0d6"), until=470)
    land.clouds(c, 80, 230, "#ffffff", count=10, opacity=0.85)
    land.birds(c, 720, 230, colour="#ffffff", count=9, spread=260, size=15)
    for y, high, colour, foot in ((452, 130, "#9cc4c6", "#dbe9dc"), (468, 90, "#6ca3a2", "#bcd9cc")):
        crest = land.profile(c, y, high, waves=2.2)
        land.hills(c, crest, colour, foot, depth=130)
        land.lit(c, crest, "#ffffff", deep=60, opacity=0.2)
    land.water(c, 465, 1000, "#1f6f86", "#a9d6d2", "#f2fbf2", count=460, strength=0.5)
    for i in range(7):
        x = 1030 + i * 84
        buildings.house(
            c,
            x,
            478 + (i % 2) * 4,
            78,
            wall=c.rng.choice(["#f2d8a8", "#cfe0d8", "#f0c2a2", "#e9e2cf"]),
            tiles=c.rng.choice(["#c2603f", "#b5503a", "#58808c"]),
            stilts=14,
        )
    for x in (1005, 1150, 1290, 1450, 1560):
        plants.coconut(c, x, 480, 110, "#3f7a5c", lean=c.rng.uniform(-22, 22), rim="#cfe08a")
    for x, y, size, hull, wheel in (
        (260, 560, 0.52, "#3d7fa0", "#e9e2cf"),
        (560, 540, 0.42, "#c65a3d", "#f3e3b8"),
        (820, 600, 0.62, "#2f8a7a", "#f3e3b8"),
    ):
        _fisher(c, x, y, size, hull, wheel)
    _fisher(c, 430, 735, 1.25, "#2c6f9c", "#f4ead2")
    _fisher(c, 1050, 770, 1.35, "#c94f38", "#f7e4b4")
    c.shape(
        [(-10, 905), (640, 868), (1610, 915), (1610, 1010), (-10, 1010)],
        c.down(868, 1000, (0, "#c9a877"), (1, "#8a6a46")),
    )
    for i in range(28):
        x = -10 + i * 60
        c.line([(x, 900), (x - 40, 1005)], "#7a5c3a", 2, 0.55)
    c.line([(-10, 907), (640, 870), (1610, 917)], "#e4c795", 4)
    for x in (120, 420, 900, 1300, 1540):
        c.box(x, 850, 22, 74, c.along((x, 0), (x + 22, 0), (0, "#9a7648"), (1, "#5d4329")))
        c.oval(x + 11, 851, 11, 4, "#b8935d")
    for x, top, cap, arm in (
        (210, "#e0a13f", "hat", "fore"),
        (330, "#4e7f94", "cloth", "down"),
        (740, "#b8475a", "hat", "fore"),
        (1180, "#5f8a57", "hat", "behind"),
    ):
        people.person(c, x, 960, 170, top, cap=cap, arm=arm, step=0.4)
    people.carrier(c, 560, 965, 172, "#7d5a86", "#a9c3cf")
    for x in (262, 790, 835, 1090, 1360, 1430):
        _basket(c, x, 958)
    for i in range(3):
        c.stroke(f"M1235 {930 + i * 9}q60 -34 120 0t120 0t120 0", "#3f8a86", 5, 0.8)


def _fisher(c: Canvas, x: float, y: float, s: float, hull: str, house: str) -> None:
    """A wooden boat with a wheelhouse, masts and eyes on the bow."""
    c.oval(x, y + 20 * s, 190 * s, 13 * s, "#0c3a4a", 0.42)
    for i in range(6):
        land._ripple(
            c, x + c.rng.uniform(-60, 60) * s, y + (26 + i * 8) * s, c.rng.uniform(90, 240) * s, 3 * s, hull, 0.35
        )
    c.line([(x - 40 * s, y - 40 * s), (x - 40 * s, y - 210 * s)], "#6b4a2f", 5 * s)
    c.line([(x + 88 * s, y - 30 * s), (x + 88 * s, y - 170 * s)], "#6b4a2f", 4.4 * s)
    for a, b in (((-40, -205), (190, -62)), ((-40, -205), (-180, -40)), ((88, -168), (-40, -120))):
        c.line([(x + a[0] * s, y + a[1] * s), (x + b[0] * s, y + b[1] * s)], "#4a4640", 1.3 * s)
    for i, tint in enumerate(("#e2483a", "#f0c24d", "#3f8a86", "#f3ead6", "#e2483a")):
        t = (i + 0.7) / 5.6
        px, py = x + (-40 + 230 * t) * s, y + (-205 + 143 * t) * s
        c.shape([(px, py), (px + 17 * s, py + 9 * s), (px + 3 * s, py + 22 * s)], tint)
    c.box(
        x - 110 * s,
        y - 92 * s,
        100 * s,
        66 * s,
        c.along((x - 110 * s, 0), (x - 10 * s, 0), (0, light(house, 0.3)), (1, dark(house, 0.12))),
    )
    c.box(x - 118 * s, y - 102 * s, 118 * s, 12 * s, hull, r=3 * s)
    for i in range(3):
        c.box(x + (-100 + i * 30) * s, y - 80 * s, 21 * s, 24 * s, "#2f5563", r=2 * s)
        c.line([(x + (-98 + i * 30) * s, y - 60 * s), (x + (-84 + i * 30) * s, y - 78 * s)], "#9cc4c6", 2 * s)
    for i in range(6):
        c.circle(x + (20 + i * 22) * s, y - 34 * s, 13 * s, c.rng.choice(["#c9a05a", "#b5824a", "#3f8a86"]))
    c.d(
        f"M{x - 190 * s:.1f} {y - 48 * s:.1f}Q{x - 60 * s:.1f} {y - 18 * s:.1f} {x + 80 * s:.1f} {y - 26 * s:.1f}Q{x + 160 * s:.1f} {y - 34 * s:.1f} {x + 214 * s:.1f} {y - 78 * s:.1f}"
        f"Q{x + 196 * s:.1f} {y - 8 * s:.1f} {x + 146 * s:.1f} {y + 20 * s:.1f}L{x - 146 * s:.1f} {y + 20 * s:.1f}Q{x - 184 * s:.1f} {y - 4 * s:.1f} {x - 190 * s:.1f} {y - 48 * s:.1f}Z",
        c.down(y - 70 * s, y + 22 * s, (0, light(hull, 0.2)), (0.6, hull), (1, dark(hull, 0.45))),
    )
    c.stroke(
        f"M{x - 190 * s:.1f} {y - 46 * s:.1f}Q{x - 60 * s:.1f} {y - 15 * s:.1f} {x + 80 * s:.1f} {y - 23 * s:.1f}Q{x + 160 * s:.1f} {y - 31 * s:.1f} {x + 213 * s:.1f} {y - 75 * s:.1f}",
        "#f3e3b8",
        6 * s,
    )
    c.stroke(
        f"M{x - 176 * s:.1f} {y - 8 * s:.1f}Q{x:.1f} {y + 12 * s:.1f} {x + 168 * s:.1f} {y - 6 * s:.1f}",
        light(hull, 0.45),
        3 * s,
        0.8,
    )
    c.oval(x + 158 * s, y - 26 * s, 12 * s, 8 * s, "#fbf4e2")
    c.circle(x + 160 * s, y - 26 * s, 5 * s, "#1d2730")


def _basket(c: Canvas, x: float, y: float) -> None:
    for i in range(7):
        c.oval(x + (i % 4) * 13 - 20, y - 36 - (i // 4) * 6, 13, 5, mix("#b9cdd6", "#6f8fa0", c.rng.random()))
    c.smooth([(x - 36, y - 34), (x + 36, y - 34), (x + 27, y + 4), (x - 27, y + 4)], "#b98a4f")
    for dy in (-26, -16, -6):
        c.line([(x - 31, y + dy), (x + 31, y + dy)], "#8a6234", 1.8)


SCENES: dict[str, tuple[tuple[int, int], Callable[[Canvas], None]]] = {
    "city-bridge": (WIDE, city_bridge),
    "works": (WIDE, works),
    "citadel": (WIDE, citadel),
    "lanterns": (WIDE, lanterns),
    "harbour": (WIDE, harbour),
}
