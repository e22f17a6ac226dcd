"""Drawing what readers missed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django_tasks import task
from wagtail.images.models import SourceImageIOError

from lantoa.desks.media import actions, queries

# A size that is missing is asked for once in this time, however many readers miss it.
_ASKED_SECONDS = 600


def take_up_missing() -> int:
    """Ask the worker for what readers missed since the last time. returns: how many notes there were"""
    return actions.MISSING.sweep(_ask_for)


def _ask_for(notes: Iterable[Mapping[str, Any]]) -> None:
    wanted: dict[int, list[str]] = defaultdict(list)
    for key, spec in sorted({(note["picture"], note["spec"]) for note in notes}):
        if cache.add(f"drawing/{key}/{spec}", True, _ASKED_SECONDS):
            wanted[key].append(spec)
    for key, specs in wanted.items():
        draw.enqueue(key, specs)


@task()
def draw(key: int, specs: list[str]) -> None:
    """A lost file, or a picture that was deleted meanwhile, draws nothing."""
    if image := queries.picture_of(key):
        try:
            image.get_renditions(*specs)
        except (SourceImageIOError, OSError):
            return
