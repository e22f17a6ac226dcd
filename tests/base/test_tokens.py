"""The colours: every one stands twice (plain, and as a light-dark pair), and can be read."""

import re
from pathlib import Path

import pytest

import lantoa.base

CSS = Path(lantoa.base.__file__).parent / "static" / "lantoa" / "css" / "tokens.css"
_PLAIN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

# text, the grounds it stands on, the contrast WCAG 2.2 AA asks for
READ_ON = [
    *((text, ("paper", "surface", "sunken"), 4.5) for text in ("ink", "ink-soft", "brand")),
    *((tone, (f"{tone}-tint", "surface", "paper"), 4.5) for tone in ("ok", "waiting", "late", "wrong", "brand")),
    ("brand-strong", ("brand-tint",), 4.5),
    ("on-brand", ("brand", "brand-strong"), 4.5),
    ("edge", ("surface", "paper", "sunken"), 3.0),
]


def _faces() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    text = CSS.read_text(encoding="utf-8")
    pairs = _PAIR.findall(text)
    return dict(_PLAIN.findall(text)), {n: light for n, light, _ in pairs}, {n: dark for n, _, dark in pairs}


def _contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it: relative luminances, the lighter over the darker."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_tokens_plain_equals_light() -> None:
    plain, light, _ = _faces()
    assert len(plain) > 15
    assert plain == light


@pytest.mark.parametrize(("text", "grounds", "least"), READ_ON)
def test_tokens_contrast_in_both_faces(text: str, grounds: tuple[str, ...], least: float) -> None:
    _, light, dark = _faces()
    for face in (light, dark):
        for ground in grounds:
            assert _contrast(face[text], face[ground]) >= least, (text, ground)
