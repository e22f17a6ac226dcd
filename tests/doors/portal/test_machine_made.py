"""What a machine translated says so wherever it is read, until a person signs."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lantoa.base.models import Installation
from lantoa.desks.media.models import AiUse
from lantoa.desks.newsroom.models import (
    Article,
    ContentPage,
    Event,
    InvestmentProject,
    Origin,
    Partner,
    PressRelease,
    Publication,
)
from lantoa.doors.portal.models import HomeKitPart, HomePage
from tests.desks import content
from tests.desks.content import AT
from tests.doors.items import publish
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
MADE: dict[str, Any] = {"origin": Origin.MACHINE_ASSISTED, "signed_at": None, "language": "en"}
LABEL = "Machine translation"


def _texts(khach: Client, kind: str) -> dict[str, str]:
    """Every list in which an item of a kind stands."""
    section = content.section("en", _KINDS[kind])
    lists = {"section": section.url_path, "embed": f"/en/embed/?kind={kind}", "search": "/en/search/?q=sunrise"}
    return {name: khach.get(path).text for name, path in lists.items()}


_KINDS: dict[str, Any] = {
    item.KIND: item for item in (Article, Event, InvestmentProject, PressRelease, Publication)
}  # fmt: skip


@pytest.mark.parametrize("kind", _KINDS)
def test_lists_say_what_a_machine_translated(khach: Client, kind: str) -> None:
    item = publish("Sunrise", model=_KINDS[kind], **MADE)
    assert [name for name, text in _texts(khach, kind).items() if LABEL not in text] == []

    ContentPage.objects.filter(pk=item.pk).update(signed_at=AT)
    assert [name for name, text in _texts(khach, kind).items() if LABEL in text] == []
    assert "Sunrise" in _texts(khach, kind)["section"]


def test_home_says_it_of_stories_dates_and_partners(khach: Client) -> None:
    soon = timezone.now() + timedelta(days=2)
    publish("Sunrise", **MADE)
    publish("Fair", model=Event, starts_at=soon, ends_at=soon, **MADE)
    publish("Twin town", model=Partner, **MADE)
    assert khach.get("/en/").text.count(LABEL) == 3


def test_feeds_and_calendars_say_it(khach: Client) -> None:
    publish("Fair", model=Event, starts_at=timezone.now(), ends_at=timezone.now(), **MADE)
    said = "(machine translation, not yet checked)"
    for path in ("feeds/rss.xml", "feeds/atom.xml"):
        assert said in khach.get(f"/en/{path}").text
    assert said in json.loads(khach.get("/en/feeds/feed.json").content)["items"][0]["content_text"]
    assert "machine translation" in khach.get("/en/calendar.ics").text.replace("\r\n ", "")


def test_picture_of_a_home_says_that_a_machine_made_it(khach: Client) -> None:
    home = HomePage.objects.get(locale__language_code="en")
    home.picture = content.picture(ai_use=AiUse.GENERATED)
    home.save()
    assert "Picture: Lan Tỏa · <span>Made by a machine</span>" in khach.get("/en/").text


def test_frame_in_another_site_says_that_the_province_is_invented(khach: Client) -> None:
    with raw_writes("as a sample begins"):
        Installation.objects.create(name_vi="Tỉnh mẫu", is_sample=True)
    assert "Sample data" in khach.get("/en/embed/").text


def test_every_list_and_card_says_that_a_machine_made_the_picture(khach: Client) -> None:
    drawn = content.picture(ai_use=AiUse.GENERATED, credit="")
    news = publish("Sunrise", language="en", picture=drawn)
    book = publish("Sunrise book", model=Publication, language="en", picture=drawn)
    shelf = content.section("en", Article)
    shelf.picture = drawn
    shelf.save()
    home = HomePage.objects.get(locale__language_code="en")
    home.picture = drawn
    home.save()
    label = "Picture: Made by a machine"
    covers = content.section("en", Publication).url_path
    counts = {path: khach.get(path).text.count(label) for path in (home.url_path, shelf.url_path, covers)}
    assert counts == {home.url_path: 2, shelf.url_path: 2, covers: 1}
    for item in (news, book):
        text = khach.get(item.url_path).text
        assert label in text
        assert 'og:image:alt" content="Đồi cao su lúc bình minh (Made by a machine)"' in text
        assert "TrainedAlgorithmicMediaDigitalSource" in text


def test_feeds_say_that_a_machine_edited_the_picture(khach: Client) -> None:
    publish("Sunrise", language="en", picture=content.picture(ai_use=AiUse.ASSISTED))
    said = "(Picture: Edited with a machine’s help)"
    for path in ("feeds/rss.xml", "feeds/atom.xml", "feeds/feed.json"):
        assert said in khach.get(f"/en/{path}").text


def test_files_of_covers_and_of_the_kit_say_it(khach: Client) -> None:
    file = content.document()
    file.ai_use, file.licence = AiUse.GENERATED, "CC0 1.0"
    with raw_writes("as the library's form saves it"):
        file.save()
    book = publish("Sunrise book", model=Publication, language="en", file=file)
    home = HomePage.objects.get(locale__language_code="en")
    home.kit.add(HomeKitPart(item=book))
    home.save()
    for path in (content.section("en", Publication).url_path, home.url_path):
        assert "Made by a machine" in khach.get(path).text
    assert "Licence: CC0 1.0" in khach.get(home.url_path).text
