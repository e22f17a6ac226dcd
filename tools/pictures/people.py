"""Small figures: seen from afar, with a light side, never a portrait of anybody."""

from tools.pictures.canvas import Canvas, dark, light

SKIN = "#c98f68"


def hat(c: Canvas, x: float, y: float, wide: float, colour: str = "#efe0b4") -> None:
    """Nón lá: a cone, lit from the left."""
    h = wide * 0.42
    c.d(
        f"M{x - wide / 2:.1f} {y:.1f}L{x:.1f} {y - h:.1f}L{x + wide / 2:.1f} {y:.1f}Q{x:.1f} {y + h * 0.28:.1f} {x - wide / 2:.1f} {y:.1f}Z",
        colour,
    )
    c.d(
        f"M{x:.1f} {y - h:.1f}L{x + wide / 2:.1f} {y:.1f}Q{x + wide * 0.25:.1f} {y + h * 0.2:.1f} {x + wide * 0.06:.1f} {y + h * 0.14:.1f}Z",
        dark(colour, 0.22),
    )


def person(
    c: Canvas,
    x: float,
    foot: float,
    h: float,
    top: str,
    *,
    legs: str = "#2b2f3a",
    cap: str = "hat",
    step: float = 0.0,
    arm: str = "down",
    skin: str = SKIN,
) -> None:
    """cap: hat, hair or cloth. step: how far the feet are apart. arm: down, fore, up, pole or behind"""
    u = h / 100
    c.oval(x + 8 * u, foot, 22 * u, 3 * u, "#10141c", 0.24)
    for side, tint in ((1, dark(legs, 0.2)), (-1, legs)):
        fx = x + side * step * 13 * u
        c.smooth(
            [
                (x - 6 * u, foot - 48 * u),
                (x + 6 * u, foot - 48 * u),
                (fx + 5 * u, foot - 3 * u),
                (fx + 6 * u, foot),
                (fx - 5 * u, foot),
            ],
            tint,
        )
    _arm(c, x + 7 * u, foot - 72 * u, u, dark(top, 0.18), arm, skin)
    c.smooth(
        [
            (x - 9 * u, foot - 77 * u),
            (x - 4 * u, foot - 81 * u),
            (x + 4 * u, foot - 81 * u),
            (x + 9 * u, foot - 77 * u),
            (x + 10 * u, foot - 46 * u),
            (x + 11 * u, foot - 40 * u),
            (x - 11 * u, foot - 40 * u),
            (x - 10 * u, foot - 46 * u),
        ],
        top,
    )
    c.smooth(
        [
            (x + 1 * u, foot - 80 * u),
            (x + 9 * u, foot - 77 * u),
            (x + 11 * u, foot - 40 * u),
            (x + 3 * u, foot - 40 * u),
        ],
        dark(top, 0.16),
    )
    _arm(c, x - 7 * u, foot - 72 * u, u, light(top, 0.12), arm, skin)
    head(c, x, foot - 88 * u, 7.2 * u, cap, skin)


def head(c: Canvas, x: float, y: float, r: float, cap: str, skin: str = SKIN) -> None:
    c.box(x - r * 0.36, y + r * 0.3, r * 0.72, r * 1.0, dark(skin, 0.2))
    if cap == "hair":
        c.oval(x, y - r * 0.12, r * 1.12, r * 1.2, "#231d20")
        c.oval(x - r * 0.1, y + r * 0.22, r * 0.82, r * 0.85, skin)
        return
    c.oval(x, y, r * 0.95, r * 1.08, skin)
    c.oval(x + r * 0.35, y + r * 0.1, r * 0.6, r * 0.95, dark(skin, 0.14))
    if cap == "hat":
        hat(c, x, y - r * 0.25, r * 4.3)
    else:
        c.oval(x, y - r * 0.45, r * 1.02, r * 0.78, "#c8553d")


def _arm(c: Canvas, x: float, y: float, u: float, sleeve: str, pose: str, skin: str) -> None:
    ends = {
        "down": ((x - 1 * u, y + 14 * u), (x, y + 28 * u)),
        "fore": ((x + 6 * u, y + 14 * u), (x + 18 * u, y + 12 * u)),
        "up": ((x + 6 * u, y - 6 * u), (x + 8 * u, y - 22 * u)),
        "pole": ((x - 6 * u, y + 6 * u), (x - 10 * u, y - 8 * u)),
        "behind": ((x - 8 * u, y + 12 * u), (x - 18 * u, y + 14 * u)),
    }
    elbow, hand = ends[pose]
    c.line([(x, y), elbow, hand], sleeve, 5.6 * u)
    c.circle(hand[0], hand[1], 2.9 * u, skin)


def ao_dai(
    c: Canvas,
    x: float,
    foot: float,
    h: float,
    dress: str,
    *,
    cap: str = "hair",
    trousers: str = "#f3ede0",
    arm: str = "down",
) -> None:
    """The long dress: two panels that move."""
    u = h / 100
    c.oval(x + 8 * u, foot, 22 * u, 3 * u, "#10141c", 0.22)
    c.smooth([(x - 6 * u, foot - 46 * u), (x + 6 * u, foot - 46 * u), (x + 9 * u, foot), (x - 9 * u, foot)], trousers)
    _arm(c, x + 6 * u, foot - 73 * u, u, dark(dress, 0.18), arm, SKIN)
    c.smooth(
        [
            (x - 3 * u, foot - 80 * u),
            (x + 5 * u, foot - 80 * u),
            (x + 7 * u, foot - 56 * u),
            (x + 16 * u, foot - 12 * u),
            (x + 4 * u, foot - 9 * u),
            (x + 1 * u, foot - 50 * u),
        ],
        dark(dress, 0.2),
    )
    c.smooth(
        [
            (x - 8 * u, foot - 77 * u),
            (x, foot - 82 * u),
            (x + 8 * u, foot - 77 * u),
            (x + 6 * u, foot - 56 * u),
            (x + 7 * u, foot - 10 * u),
            (x - 10 * u, foot - 8 * u),
            (x - 6 * u, foot - 56 * u),
        ],
        dress,
    )
    _arm(c, x - 6 * u, foot - 73 * u, u, light(dress, 0.14), arm, SKIN)
    head(c, x, foot - 89 * u, 7 * u, cap)
    if cap == "hair":
        c.smooth(
            [
                (x + 2 * u, foot - 94 * u),
                (x + 8 * u, foot - 88 * u),
                (x + 7 * u, foot - 62 * u),
                (x + 3 * u, foot - 64 * u),
            ],
            "#231d20",
        )


def carrier(c: Canvas, x: float, foot: float, h: float, top: str, load: str, *, step: float = 0.7) -> None:
    """Quang gánh: two baskets on a pole."""
    u = h / 100
    c.stroke(
        f"M{x - 46 * u:.1f} {foot - 70 * u:.1f}Q{x:.1f} {foot - 86 * u:.1f} {x + 46 * u:.1f} {foot - 70 * u:.1f}",
        "#6d4a2c",
        2.6 * u,
    )
    for side in (-1, 1):
        bx, by = x + side * 45 * u, foot - 22 * u
        for dx in (-11, 0, 11):
            c.line([(bx, foot - 70 * u), (bx + dx * u, by)], "#6d4a2c", 0.9 * u)
        for i in range(9):
            c.circle(
                bx + (i % 5 - 2) * 5 * u, by - (4 if i < 5 else 9) * u, 4.4 * u, load if i % 2 else light(load, 0.25)
            )
        c.smooth(
            [
                (bx - 16 * u, by - 4 * u),
                (bx + 16 * u, by - 4 * u),
                (bx + 11 * u, by + 9 * u),
                (bx - 11 * u, by + 9 * u),
            ],
            "#a9773f",
        )
        c.line([(bx - 13 * u, by), (bx + 13 * u, by)], "#7a5128", 1.3 * u)
    person(c, x, foot, h, top, step=step, arm="pole")


def bicycle(c: Canvas, x: float, foot: float, h: float, colour: str = "#2e3440") -> None:
    r = h * 0.32
    for wx in (x - r * 1.35, x + r * 1.35):
        c.raw(
            f'<circle cx="{wx:.1f}" cy="{foot - r:.1f}" r="{r:.1f}" fill="none" stroke="{colour}" stroke-width="{h * 0.03:.1f}"/>'
        )
        for i in range(4):
            dx, dy = (r, 0) if i == 0 else (0, r) if i == 1 else (r * 0.7, r * 0.7) if i == 2 else (r * 0.7, -r * 0.7)
            c.line([(wx - dx, foot - r - dy), (wx + dx, foot - r + dy)], colour, h * 0.008, 0.6)
    a, b, seat, bar = (
        (x - r * 1.35, foot - r),
        (x + r * 1.35, foot - r),
        (x - r * 0.5, foot - h * 0.72),
        (x + r * 0.95, foot - h * 0.86),
    )
    c.line([a, (x, foot - r), seat, (x - r * 0.2, foot - h * 0.35), bar, b], colour, h * 0.03)
    c.line([a, seat, (x + r * 0.9, foot - h * 0.7)], colour, h * 0.03)
    c.line([(bar[0] - r * 0.25, bar[1] - 2), (bar[0] + r * 0.2, bar[1])], colour, h * 0.035)
    c.box(seat[0] - h * 0.08, seat[1] - h * 0.04, h * 0.16, h * 0.045, colour, r=3)


def sampan(
    c: Canvas, x: float, y: float, length: float, colour: str, *, rower: str | None = None, roof: bool = False
) -> None:
    """A narrow boat with lifted ends and its reflection. rower: the colour of what the rower wears"""
    h = length * 0.085
    c.d(
        f"M{x - length / 2:.1f} {y + h * 0.5:.1f}Q{x:.1f} {y + h * 2.6:.1f} {x + length / 2:.1f} {y + h * 0.5:.1f}"
        f"Q{x:.1f} {y + h * 1.2:.1f} {x - length / 2:.1f} {y + h * 0.5:.1f}Z",
        dark(colour, 0.5),
        0.5,
    )
    if roof:
        c.d(
            f"M{x - length * 0.17:.1f} {y:.1f}Q{x - length * 0.15:.1f} {y - h * 2.7:.1f} {x:.1f} {y - h * 2.8:.1f}"
            f"Q{x + length * 0.15:.1f} {y - h * 2.7:.1f} {x + length * 0.17:.1f} {y:.1f}Z",
            "#8a6a45",
        )
        c.d(
            f"M{x:.1f} {y - h * 2.8:.1f}Q{x + length * 0.15:.1f} {y - h * 2.7:.1f} {x + length * 0.17:.1f} {y:.1f}L{x + length * 0.04:.1f} {y:.1f}Z",
            dark("#8a6a45", 0.25),
        )
    if rower:
        px = x + length * 0.30
        person(c, px, y + h * 0.3, length * 0.34, rower, arm="fore", step=0.5)
        c.line(
            [(px + length * 0.03, y - length * 0.22), (px + length * 0.14, y + h * 1.4)],
            "#5b4129",
            max(1.6, length * 0.010),
        )
    c.d(
        f"M{x - length / 2:.1f} {y - h * 0.7:.1f}Q{x - length * 0.3:.1f} {y + h * 0.12:.1f} {x:.1f} {y + h * 0.14:.1f}"
        f"Q{x + length * 0.3:.1f} {y + h * 0.12:.1f} {x + length / 2:.1f} {y - h * 0.7:.1f}"
        f"Q{x + length * 0.36:.1f} {y + h * 0.95:.1f} {x:.1f} {y + h * 1.0:.1f}Q{x - length * 0.36:.1f} {y + h * 0.95:.1f} {x - length / 2:.1f} {y - h * 0.7:.1f}Z",
        c.down(y - h, y + h, (0, light(colour, 0.12)), (1, dark(colour, 0.35))),
    )
    c.stroke(
        f"M{x - length / 2:.1f} {y - h * 0.7:.1f}Q{x - length * 0.3:.1f} {y + h * 0.12:.1f} {x:.1f} {y + h * 0.14:.1f}"
        f"Q{x + length * 0.3:.1f} {y + h * 0.12:.1f} {x + length / 2:.1f} {y - h * 0.7:.1f}",
        light(colour, 0.35),
        max(1.2, h * 0.12),
    )
