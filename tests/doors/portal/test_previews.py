"""What an editor sees of an item beside its form, before it was saved once."""

from collections.abc import Callable

import pytest
from django.test import Client

from lantoa.core.people import actions as people
from lantoa.core.people.models import Role
from lantoa.desks.newsroom.models import ITEM_TYPES, ContentPage
from tests.desks.content import section
from tests.factories import Province

pytestmark = pytest.mark.django_db

_EMPTY = {"body-count": "0"} | {
    f"{prefix}-{name}": "0" for prefix in ("sources", "facts", "comments") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_a_new_item_is_shown_before_it_is_saved(
    province: Province, client_of: Callable[..., Client], kind: type[ContentPage]
) -> None:
    editor = people.add_user("viet", "Ngô Viết", password=None, posts=[(province.commune_a, Role.EDITOR)])
    client = client_of(editor)
    path = f"/admin/pages/add/newsroom/{kind._meta.model_name}/{section('vi').pk}/preview/"
    typed = {"title": "Mùa hoa cao su", "slug": "mua-hoa-cao-su", "origin": "original", "agency": "xa-an-binh"}
    # What the tables cannot be without.
    typed |= {"starts_at": "2026-03-01 08:00", "ends_at": "2026-03-01 11:00", "country": "la", "answer_days": "5"}
    assert client.post(path, _EMPTY | typed).json()["is_valid"]
    shown = client.get(path)
    assert shown.status_code == 200
    assert "Mùa hoa cao su" in shown.text
    # What the editor's panel of checks runs in; a preview in a window of its own is as readers will see it.
    assert [client.get(path, more).text.count("<wagtail-userbar>") for more in ({"in_preview_panel": "true"}, {})] == [
        1,
        0,
    ]
