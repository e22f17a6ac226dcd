"""The list of broken links, for those who may mend them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lantoa.core.people.models import User
from lantoa.desks.newsroom.actions.links import check_links
from tests.desks.content import AT
from tests.desks.newsroom.desk import desk
from tests.doors.items import publish
from tests.factories import Province

pytestmark = pytest.mark.django_db
ADDRESS = "/office/newsroom/links/"


def with_broken_link(title: str, agency: Any) -> Any:
    return publish(title, agency=agency, body=[{"type": "text", "value": '<p><a href="/vi/x/">Xem thêm</a></p>'}])


def test_an_editor_sees_the_links_of_the_own_agency_and_the_secretariat_all(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    people = desk(province)
    own = with_broken_link("Của mình", province.commune_a)
    with_broken_link("Của người khác", province.commune_b)
    check_links(at=AT, ask=None)

    seen = client_of(people.viet).get(ADDRESS).content.decode()
    assert f'href="/office/newsroom/{own.pk}/">Của mình</a>' in seen
    assert "“Xem thêm”" in seen
    assert "Không có trang này trên cổng" in seen
    assert "Của người khác" not in seen
    everything = client_of(province.lan).get(ADDRESS).content.decode()
    assert "Của mình" in everything
    assert "Của người khác" in everything


def test_without_any_it_says_what_will_stand_there(province: Province, client_of: Callable[[User], Client]) -> None:
    assert "Không có liên kết hỏng" in client_of(province.lan).get(ADDRESS).content.decode()


def test_the_questions_do_not_grow_with_the_list(
    province: Province, client_of: Callable[[User], Client], count_queries: Callable[[], Any]
) -> None:
    client = client_of(province.lan)
    counts = []
    for titles in (["Một"], ["Hai", "Ba"]):
        for title in titles:
            with_broken_link(title, province.commune_a)
        check_links(at=AT, ask=None)
        client.get(ADDRESS)
        with count_queries() as queries:
            client.get(ADDRESS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
