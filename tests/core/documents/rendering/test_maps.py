"""Maps by commune, from outlines that somebody uploaded."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from lantoa.base import yaml_text
from lantoa.core.documents import actions
from lantoa.core.documents.queries import outlines as installed
from lantoa.core.documents.rendering import charts
from lantoa.core.documents.rules import outlines
from lantoa.core.documents.rules.statement import Chart, Table
from lantoa.doors.cli.sample import state

SQUARES = ("xa-a", "xa-b", "xa-c", "xa-d")
MAP = Chart(
    "map", "Đoàn vào theo xã", "đoàn",
    (("Đoàn vào", (("xa-a", 0.0), ("xa-b", 1250.0), ("xa-c", None), ("xa-d", 7.0))),), Table("", ("",), ()), "",
    (("xa-a", "Xã A"), ("xa-b", "Xã B"), ("xa-c", "Xã C"), ("xa-d", "Xã D")),
)  # fmt: skip


def square(code: str, east: float, north: float = 12.0) -> dict[str, Any]:
    ring = [[east, north], [east + 0.3, north], [east + 0.3, north + 0.3], [east, north + 0.3], [east, north]]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def put(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    actions.keep_outlines(collection(*(square(code, 110 + 0.3 * place) for place, code in enumerate(SQUARES))))


def printed(drawn: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", drawn)


@pytest.mark.usefixtures("put")
def test_a_map_has_classes_values_and_a_hatch_where_nothing_is_known() -> None:
    drawn = charts.svg(MAP, language="vi")
    assert {"Xã A", "0", "1.250", "7", "chưa có số liệu"} <= set(re.split(r"[<>]", drawn))
    assert drawn.count('fill="url(#unknown)"') == 2  # the commune, and its place in the legend
    assert drawn.count("<pattern") == 1
    assert charts.png(MAP, language="en", width_mm=85).startswith(b"\x89PNG")


@pytest.mark.usefixtures("put")
def test_where_all_is_known_nothing_is_hatched() -> None:
    known = Chart("map", "", "", (("n", tuple((code, 5.0) for code in SQUARES)),), MAP.table, "")
    drawn = charts.svg(known, language="vi")
    assert "unknown" not in drawn
    assert "chưa có số liệu" not in drawn


@pytest.mark.usefixtures("put")
def test_the_same_map_is_the_same_bytes_however_many_were_drawn_between() -> None:
    first = charts.svg(MAP, language="vi")
    assert 'id="clip1"' in first
    assert charts.svg(MAP, language="en", width_mm=85) != first
    assert charts.svg(MAP, language="vi") == first


def test_without_outlines_the_communes_are_bars_with_their_names(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    assert {"Xã A", "Xã B", "1.250"} <= set(printed(charts.svg(MAP, language="vi")))


@pytest.mark.usefixtures("put")
def test_outlines_of_other_communes_give_bars_too() -> None:
    other = Chart("map", "", "", (("n", (("xa-khac", 5.0),)),), MAP.table, "", (("xa-khac", "Xã Khác"),))
    assert "Xã Khác" in printed(charts.svg(other, language="vi"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\xff", "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
        (b"{}", "a code each"),
        (b'{"features": 5}', "a code each"),
        (b'{"features": [{"properties": null}]}', "a code each"),
        (collection(), "no outline"),
        (collection(square("", 110)), "has no code"),
        (collection(square("xa-a", 110), square("xa-a", 111)), "stands at two outlines"),
        (collection({**square("xa-a", 110), "geometry": {"type": "Point", "coordinates": [1, 2]}}), "is no area"),
        (collection(square("xa-a", 600_000)), "no longitude and latitude"),
        (collection(square("xa-a", float("nan"))), "no longitude and latitude"),
        (collection({**square("xa-a", 110), "geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}}),
         "four points: it encloses"),
        (collection({**square("xa-a", 110), "geometry": {"type": "Polygon", "coordinates": [[["x", 2]] * 4]}}),
         "no longitude and latitude"),
        (collection(*(square(str(place), 110) for place in range(401))), "more than 400 outlines"),
        (collection({**square("xa-a", 110), "geometry": {"type": "Polygon", "coordinates": [[[110, 12]] * 60_001]}}),
         "more than 60000 points"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with translation.override("en"), pytest.raises(outlines.BadOutlines, match=sentence):
        outlines.read(content)


def test_a_bad_file_leaves_the_map_before(put: None) -> None:
    with pytest.raises(outlines.BadOutlines):
        actions.keep_outlines(b"{}")
    kept = installed.installed()
    assert kept is not None
    assert set(kept.areas) == set(SQUARES)


def test_a_file_spoilt_by_hand_draws_no_map(put: None) -> None:
    installed.place().write_bytes(b"{")
    assert installed.installed() is None


def test_the_sample_has_an_outline_for_each_of_its_communes() -> None:
    communes = yaml_text.read(state.OUTLINES.with_name("province.yaml"))["communes"]
    assert {row["code"] for row in communes} == outlines.read(state.OUTLINES.read_bytes()).areas.keys()
