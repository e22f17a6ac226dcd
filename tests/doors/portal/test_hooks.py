from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page

from lantoa.base import actions as base
from lantoa.core.vocabulary import actions as vocabulary
from lantoa.core.vocabulary.models import Indicator
from lantoa.desks.media.models import MediaDocument
from lantoa.doors.portal import cache
from tests import factories

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def _published() -> Page:
    page = Page.objects.get(depth=1).add_child(instance=Page(title="Tin", slug="tin-moi", live=False))
    page.save_revision().publish()
    return page


def _unpublish() -> None:
    Page.objects.get(slug="tin-moi").unpublish()


def _rename() -> None:
    page = Page.objects.get(slug="tin-moi")
    page.slug = "tin-khac"
    page.save_revision().publish()


def _delete() -> None:
    Page.objects.get(slug="tin-moi").delete()


def _new_document() -> None:
    MediaDocument.objects.create(title="Tờ gấp", file=ContentFile(b"x", name="to-gap.pdf"))


def _name_the_installation() -> None:
    base.name_installation("Tỉnh Đắk Lắk", "", {"ko": "닥락성"})


def _make_an_indicator_internal() -> None:
    vocabulary.keep_internal(
        Indicator.objects.get(code="talk_attendances"), by=factories.province().administrator, at=AT
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [_unpublish, _rename, _delete, _new_document, _make_an_indicator_internal, _name_the_installation]
)
def test_what_readers_see_changed_and_pages_are_drawn_anew(
    change: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    before = cache.shared().generation
    with django_capture_on_commit_callbacks(execute=True):
        _published()
        assert cache.shared().generation == before  # not before the commit
    published = cache.shared().generation
    assert published > before

    with django_capture_on_commit_callbacks(execute=True):
        change()

    assert cache.shared().generation > published


@pytest.mark.django_db
def test_a_draft_changes_nothing_for_readers(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = _published()
    before = cache.shared().generation
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert cache.shared().generation == before
