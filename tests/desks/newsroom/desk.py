"""People of a newsroom and the way of an item through it, as Wagtail's views take it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from wagtail.models import WorkflowState

from lantoa.core.people import actions as people
from lantoa.core.people.models import Role, User
from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import Article, ChecklistPoint, ContentPage, Source
from tests.desks.content import AT, add
from tests.factories import Province

SignIn = Callable[..., Client]


@dataclass(frozen=True)
class Desk:
    """viet, dich: editor and translator of commune_a; duyet, doan: its reviewers; khac: editor of commune_b"""

    province: Province
    viet: User
    duyet: User
    doan: User
    khac: User
    dich: User


def desk(province: Province) -> Desk:
    a, b = province.commune_a, province.commune_b
    return Desk(
        province=province,
        viet=_person("viet", "Ngô Thị Viết", a, Role.EDITOR),
        duyet=_person("duyet", "Bùi Văn Duyệt", a, Role.REVIEWER),
        doan=_person("doan", "Mai Thị Đoan", a, Role.REVIEWER),
        khac=_person("khac", "Cao Văn Khác", b, Role.EDITOR),
        dich=_person("dich", "Lý Thị Dịch", a, Role.TRANSLATOR),
    )


def _person(username: str, full_name: str, agency: Any, role: Role) -> User:
    return people.add_user(username, full_name, password=None, posts=[(agency, role)])


def draft(
    desk: Desk, kind: type[ContentPage] = Article, *, title: str = "Khai trương chợ biên giới", **fields: Any
) -> Any:
    """Written by viet for commune_a, with one source; nothing ticked."""
    page = add(kind, desk.province.commune_a, title=title, live=False, owner=desk.viet, **fields)
    page.sources.add(Source(text="UBND xã An Bình"))
    page.save_revision(user=desk.viet)
    return page


def submit(page: ContentPage, *, by: User) -> WorkflowState:
    return page.get_workflow().start(page, by)


def tick_all(page: ContentPage, *, by: User) -> None:
    for point in ChecklistPoint.objects.open_of(page):
        if not point.check_name:
            actions.tick(page, point, by=by, at=AT)


def decide(page: ContentPage, action: str, *, by: User, **kwargs: Any) -> None:
    """Approve or return, as the button does."""
    state = page.current_workflow_state.current_task_state
    state.task.specific.on_action(state, by, action, **kwargs)


def publish(page: ContentPage, desk: Desk) -> Any:
    """The whole way: ticked and sent by viet, approved by duyet. returns: the page as it is now"""
    tick_all(page, by=desk.viet)
    submit(page, by=desk.viet)
    decide(fresh(page), "approve", by=desk.duyet)
    return fresh(page)


def fresh(page: ContentPage) -> Any:
    return ContentPage.objects.get(pk=page.pk).specific
