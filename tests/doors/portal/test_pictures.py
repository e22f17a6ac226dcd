"""Pictures of public pages: drawn before anybody looks, and what a reader gets who comes earlier."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from lantoa.desks.media import actions as media
from lantoa.desks.media import tasks as media_tasks
from lantoa.desks.media.models import MediaImage, MediaRendition
from lantoa.desks.newsroom.models import Article, Publication
from lantoa.doors.portal import pictures, tasks
from lantoa.doors.portal.models import HomePage
from tests.desks import content
from tests.desks.newsroom.desk import desk, draft, submit, tick_all
from tests.doors.items import publish
from tests.factories import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(nothing_noted: None) -> MediaImage:
    """Wider than a card, narrower than a large head, so that no test draws for long."""
    body = BytesIO()
    Image.effect_mandelbrot((900, 600), (-3, -2.5, 2, 2.5), 40).save(body, "JPEG")
    return content.picture(file=ContentFile(body.getvalue(), name="doi.jpg"))


def _specs(image: MediaImage) -> set[str]:
    return set(MediaRendition.objects.filter(image=image).values_list("filter_spec", flat=True))


def _file(reader: Client, address: str) -> bytes:
    answer: Any = reader.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_pictures_are_drawn_when_a_page_is_sent_for_review(
    photo: MediaImage, province: Province, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    room = desk(province)
    page = draft(room)
    page.picture = photo
    page.save_revision(user=room.viet)
    tick_all(page, by=room.viet)
    assert _specs(photo) == set()

    with django_capture_on_commit_callbacks(execute=True):
        submit(page, by=room.viet)

    assert all(pictures.is_complete(pictures.ready(photo, use), photo, use) for use in ("head", "news", "lead"))


def test_pictures_are_drawn_when_a_page_is_published(
    photo: MediaImage, province: Province, khach: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    body = [{"type": "picture", "value": {"picture": photo.pk, "caption": "", "alternative_text": ""}}]
    page = content.add(Article, province.committee, title="Chợ biên giới", picture=photo, body=body, live=False)
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    drawn = _specs(photo)
    assert {"width-480|format-avif|avifquality-50", "fill-800x448|format-webp|webpquality-74"} < drawn

    text = khach.get(page.url_path).text

    assert text.count('<source type="image/avif"') == 2
    assert _specs(photo) == drawn


def test_reader_who_comes_before_the_worker_waits_for_one_picture_alone(photo: MediaImage, khach: Client) -> None:
    page = publish("Chợ biên giới", picture=photo)
    media.remove_early_drawings(at=timezone.now() + timedelta(days=2))

    first, again = khach.get(page.url_path).text, khach.get(page.url_path).text

    assert _specs(photo) == set()
    assert 'width="800" height="448"' in first
    assert "image/avif" not in first
    assert again == first
    shown = re.search(r'<img class="[^"]*" src="([^"]+)"', first)
    assert shown
    with Image.open(BytesIO(_file(khach, shown[1]))) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (800, 448))

    media_tasks.take_up_missing()

    assert pictures.is_complete(pictures.ready(photo, "head"), photo, "head")
    assert "fill-1200x630|format-jpeg|jpegquality-80" in _specs(photo)
    assert "image/avif" in khach.get(page.url_path).text
    assert media_tasks.take_up_missing() == 0
    assert _file(khach, shown[1])
    assert media.remove_early_drawings(at=timezone.now()) == 0
    assert media.remove_early_drawings(at=timezone.now() + timedelta(days=2)) == 2
    assert khach.get(shown[1]).status_code == 404


def test_page_stands_without_a_picture_whose_file_is_lost(photo: MediaImage, khach: Client) -> None:
    page = publish("Chợ biên giới", picture=photo)
    photo.file.storage.delete(photo.file.name)

    answer = khach.get(page.url_path)

    assert answer.status_code == 200
    assert "<h1>Chợ biên giới</h1>" in answer.text
    assert "<picture" not in answer.text


def test_picture_that_was_deleted_meanwhile_is_not_drawn(photo: MediaImage) -> None:
    key = photo.pk
    photo.delete()

    tasks.draw.call(key, "head")

    assert not MediaRendition.objects.filter(image_id=key).exists()


def test_every_use_of_a_picture_is_known_before_it_is_shown(photo: MediaImage) -> None:
    home = HomePage.objects.get(locale__language_code="vi")
    home.picture = photo
    book = publish("Sổ tay", model=Publication, picture=photo)

    assert [use for _, use in pictures.shown_by(home)] == ["hero"]
    assert [use for _, use in pictures.shown_by(book)] == ["head", "news", "cover"]
    assert list(pictures.shown_by(publish("Không có ảnh"))) == []
