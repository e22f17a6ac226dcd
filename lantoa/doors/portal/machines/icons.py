"""The mark as a small picture, for tabs, bookmarks and the first screen of a telephone."""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(request: HttpRequest, file: str) -> HttpResponse:
    return HttpResponse(_read(file), content_type=guess_type(file)[0])


@cache
def _read(file: str) -> bytes:
    return Path(str(finders.find(f"lantoa/img/{file}"))).read_bytes()
