"""Where an item stands in the tree and where lists look for it are one place."""

import pytest

from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import Article, Event
from lantoa.doors.portal.models import SectionPage
from tests.desks import content
from tests.factories import Province

pytestmark = pytest.mark.django_db


def test_a_new_item_is_listed_under_its_section_and_no_other(province: Province) -> None:
    item = content.add(Article, province.commune_a, title="Chợ biên giới")
    events = content.section("vi", Event)
    assert [found.pk for found in queries.listed("vi", shelf=item.get_parent())] == [item.pk]
    assert list(queries.listed("vi", shelf=events)) == []


def test_a_moved_item_stays_where_it_was_put_when_an_older_draft_is_published(province: Province) -> None:
    item = content.add(Article, province.commune_a, title="Mùa nước nổi")
    news, visit = item.get_parent(), SectionPage.objects.get(code="visit", locale__language_code="vi")
    draft = item.save_revision()
    item.move(visit, pos="last-child")
    assert [found.pk for found in queries.listed("vi", shelf=visit)] == [item.pk]
    draft.publish()
    assert [found.pk for found in queries.listed("vi", shelf=visit)] == [item.pk]
    assert list(queries.listed("vi", shelf=news)) == []


def test_a_copy_is_locked_by_nobody_and_planned_for_no_moment(province: Province) -> None:
    item = content.add(Article, province.commune_a, title="Chợ biên giới", locked=True, go_live_at=content.AT)
    item.save_revision()
    copied = item.copy(update_attrs={"slug": "ban-sao"}, keep_live=False)
    newest = copied.get_latest_revision_as_object()
    assert [copied.locked, copied.go_live_at, newest.locked, newest.go_live_at] == [False, None, False, None]
