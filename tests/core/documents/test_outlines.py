"""The map by screen: sent, looked at, put in use, removed; everything wrong with a file at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lantoa.core.documents import actions
from lantoa.core.documents.queries import outlines as queries
from lantoa.core.documents.rendering import maps
from lantoa.core.documents.rules import outlines
from lantoa.core.people.models import User
from tests.core.documents.rendering.test_maps import collection, square
from tests.factories import Province

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
COMMUNES = ("xa-an-binh", "xa-binh-minh")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    with translation.override("en"):
        yield


@pytest.fixture
def desk(province: Province, client_of: Browser) -> Client:
    """The administrator's browser, in English."""
    browser = client_of(province.administrator)
    browser.cookies["lantoa_language"] = "en"
    return browser


def send(desk: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("xa.geojson", content, "application/geo+json")
    return desk.post(reverse("documents:outlines"), {"file": file})


def shown(browser: Client) -> str:
    return browser.get(reverse("documents:outlines")).content.decode()


def test_a_map_is_looked_at_before_it_is_put_in_use(desk: Client, province: Province, client_of: Browser) -> None:
    assert "No map yet" in shown(desk)
    assert send(desk, collection(square("xa-an-binh", 106), square("xa-la", 106.3))).status_code == 302
    page = shown(desk)
    assert "Sent, not in use yet" in page
    assert page.count("<path") >= 2
    assert "<title>UBND" not in page
    assert "<title>An Bình Commune</title>" in page
    assert "1 commune has no outline" in page
    assert '<code class="code">xa-binh-minh</code>' in page
    assert "1 outline belongs to no commune of today" in page
    assert queries.installed() is None
    assert "Sent, not in use yet" not in shown(client_of(province.lan))

    waiting = queries.waiting()
    assert waiting
    desk.post(reverse("documents:outlines_use"), {"digest": "0" * 64})
    assert queries.installed() is None
    desk.post(reverse("documents:outlines_use"), {"digest": waiting[1]})
    found = queries.installed()
    assert found
    assert set(found.areas) == {"xa-an-binh", "xa-la"}
    assert queries.waiting() is None
    assert ModelLogEntry.objects.filter(action="documents.outlines", user=province.administrator).count() == 1


def test_another_map_takes_the_place_or_is_thrown_away(desk: Client) -> None:
    actions.keep_outlines(collection(square("xa-an-binh", 106)))
    whole = collection(*(square(code, 106 + 0.3 * place) for place, code in enumerate(COMMUNES)))
    send(desk, whole)
    desk.post(reverse("documents:outlines_drop"))
    assert queries.waiting() is None
    assert set((queries.installed() or pytest.fail("gone")).areas) == {"xa-an-binh"}
    send(desk, whole)
    waiting = queries.waiting()
    assert waiting
    desk.post(reverse("documents:outlines_use"), {"digest": waiting[1]})
    assert "Every commune of today has one." in shown(desk)


def test_a_map_is_removed_wherever_it_stood(desk: Client, tmp_path: Path, province: Province) -> None:
    (tmp_path / "outlines.geojson").write_bytes(collection(square("xa-an-binh", 106)))
    assert queries.installed() is not None, "where earlier versions kept it"
    actions.keep_outlines(collection(square("xa-binh-minh", 106)))
    assert set((queries.installed() or pytest.fail("gone")).areas) == {"xa-binh-minh"}
    for _twice in range(2):
        desk.post(reverse("documents:outlines_remove"))
        assert queries.installed() is None
    assert ModelLogEntry.objects.filter(action="documents.outlines_remove", user=province.administrator).count() == 1
    assert "No map yet" in shown(desk)


def test_everything_wrong_with_a_file_is_said_at_once_and_nothing_is_kept(desk: Client) -> None:
    actions.keep_outlines(collection(square("xa-an-binh", 106)))
    point = {**square("xa-c", 110), "geometry": {"type": "Point", "coordinates": [1, 2]}}
    answer = send(desk, collection(square("", 1), square("xa-a", 1), square("xa-a", 2), point, square("xa-d", 600)))
    assert answer.status_code == 422
    page = answer.content.decode()
    for words in (
        "has no code",
        "“xa-a” stands at two",
        "“xa-c” is no area",
        "“xa-d” has a point that is no longitude",
    ):
        assert words in page, words
    assert queries.waiting() is None
    assert set((queries.installed() or pytest.fail("gone")).areas) == {"xa-an-binh"}
    assert send(desk, b"").status_code == 422
    assert desk.post(reverse("documents:outlines")).status_code == 422


def test_of_many_problems_the_rest_is_counted() -> None:
    with pytest.raises(outlines.BadOutlines) as refused:
        outlines.read(collection(*(square(f"xa-{place}", 600) for place in range(25))))
    assert len(refused.value.problems) == outlines.MOST_PROBLEMS + 1
    assert refused.value.problems[-1] == "… and 5 problems more."


def test_a_drawing_has_as_many_points_as_a_screen_can_show() -> None:
    coast = [[106 + place / 100_000, 11 + (place % 2) / 100_000] for place in range(20_000)]
    ring = [*coast, [106.2, 12.0], [106.0, 12.0], coast[0]]
    feature = {**square("xa-a", 106), "geometry": {"type": "Polygon", "coordinates": [ring]}}
    height, drawn = maps.paths(outlines.read(collection(feature)), width=800)
    assert height > 800
    assert 800 < drawn["xa-a"].count(",") < 2000
    assert drawn["xa-a"].startswith("M0,")
    assert drawn["xa-a"].endswith("Z")


def test_only_an_administrator_changes_the_map(province: Province, client_of: Browser) -> None:
    for user in (province.lan, province.an, province.leader):
        assert send(client_of(user), collection(square("xa-a", 106))).status_code == 403
        assert 'type="file"' not in shown(client_of(user))
