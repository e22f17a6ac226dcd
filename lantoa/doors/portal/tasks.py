"""What the worker does for the portal: drawing pictures, which no reader should wait for."""

from django.core.cache import cache
from django_tasks import task
from wagtail.models import Page

from lantoa.desks.media import queries as media
from lantoa.desks.media.models import MediaImage
from lantoa.doors.portal import pictures

# A picture whose sizes are missing is asked for once in this time, however many readers miss them.
_ASKED_SECONDS = 600


def draw_pictures_of(page: Page) -> None:
    for image, use in pictures.shown_by(page):
        ask(image, use)


def ask(image: MediaImage, use: str) -> None:
    if cache.add(f"drawing/{image.pk}/{image.file_hash}/{use}", True, _ASKED_SECONDS):
        draw.enqueue(image.pk, use)


@task()
def draw(key: int, use: str) -> None:
    if image := media.picture_of(key):
        pictures.draw(image, use)
