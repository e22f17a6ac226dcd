"""The drawn pictures of the sample: all there, small, sharp enough, and told in every language."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from lantoa.base import yaml_text
from lantoa.desks.media.models import AiUse
from lantoa.doors.cli.sample import state
from tools.pictures.canvas import Canvas, mix, rounded

FOLDER = Path(state.__file__).parent / "pictures"
LIBRARY: dict[str, Any] = yaml_text.read(FOLDER / "pictures.yaml")
LANGUAGES = {"vi", "en", "zh-hans", "ko", "ja", "lo", "km", "fr", "ru"}


def test_every_picture_has_its_file_and_every_file_its_words() -> None:
    files = {file.stem for file in FOLDER.glob("*.avif")}
    assert files == LIBRARY["pictures"].keys()
    assert len(files) >= 14


@pytest.mark.parametrize("name", LIBRARY["pictures"])
def test_a_picture_is_wide_and_light_and_said_in_every_language(name: str) -> None:
    said = LIBRARY["pictures"][name]
    assert said.keys() == {"title", *LANGUAGES}
    assert all(10 < len(text) <= 300 for language, text in said.items() if language != "title")
    assert len({said[language] for language in LANGUAGES}) == len(LANGUAGES)
    assert (FOLDER / f"{name}.avif").stat().st_size <= 165_000
    with Image.open(FOLDER / f"{name}.avif") as opened:
        assert opened.width >= 1600
        assert opened.height >= 1000


def test_the_pictures_together_stay_light_and_say_who_made_them() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.avif")) < 2_500_000
    assert LIBRARY["ai_use"] == AiUse.GENERATED
    assert LIBRARY["credit"]
    assert LIBRARY["licence"]


def test_languages_of_the_pictures_are_those_of_the_portal() -> None:
    assert {code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES} == LANGUAGES


def test_the_same_seed_draws_the_same_and_shares_its_paint() -> None:
    drawn = []
    for _ in range(2):
        c = Canvas(10, 10, seed=3)
        paint = c.down(0, 10, (0, "#000000"), (1, mix("#000000", "#ffffff", 0.5)))
        assert c.down(0, 10, (0, "#000000"), (1, "#808080")) == paint
        c.d(rounded([(0, 0), (10, 0), (c.rng.random() * 10, 10)]), paint, 0.5)
        drawn.append(c.svg())
    assert drawn[0] == drawn[1]
    assert drawn[0].count("<linearGradient") == 1
