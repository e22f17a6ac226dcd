"""Who may open what of the newsroom's own screens: rows for the table of `tests/test_access.py`.

The editor there is one of the committee, whose items these are not.
"""

from functools import cached_property
from typing import Any

from django.utils import timezone

from lantoa.desks.newsroom import actions
from lantoa.desks.newsroom.models import ChecklistPoint, Limit, Publication
from tests.desks import content
from tests.desks.newsroom.desk import Desk, desk, draft, publish, submit
from tests.factories import Province

_ADMINISTRATOR = "login 403 403 403 403 ok 403 403"
_WRITES = "login 403 403 ok 403 ok 403 404"

# A draft, to whoever has the link that was made for one expert.
PUBLIC = {"expert_reading", "expert_file"}

ROWS = [
    ("newsroom:items", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:write", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:links", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:facts", "", "login 403 403 ok 403 ok 403 ok", "-"),
    ("newsroom:facts_checked", "", "-", "login 403 403 404 403 404 403 404"),
    ("newsroom:facts_back", "no_check", "-", "login 403 403 404 403 404 403 404"),
    ("newsroom:many", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:many_look", "", "-", "login 403 403 ok ok ok 403 ok"),
    ("newsroom:many_done", "", "-", "login 403 403 ok ok ok 403 ok"),
    ("newsroom:times", "", "login 403 403 ok ok ok 403 403", "-"),
    ("newsroom:rules", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:limit_new", "", _ADMINISTRATOR, _ADMINISTRATOR),
    ("newsroom:limit_edit", "a_limit", _ADMINISTRATOR, _ADMINISTRATOR),
    ("newsroom:point_new", "", _ADMINISTRATOR, _ADMINISTRATOR),
    ("newsroom:point_edit", "a_point", _ADMINISTRATOR, _ADMINISTRATOR),
    ("newsroom:item", "written", "login 403 403 ok ok ok 403 404", "-"),
    ("newsroom:item", "public_item", "login 403 403 ok ok ok 403 404", "-"),
    ("newsroom:experts", "written", "login 403 403 ok ok ok 403 404", "-"),
    ("newsroom:expert_new", "written", "login 403 403 ok 403 ok 403 404", _WRITES),
    ("newsroom:expert_revoke", "expert_link", "-", _WRITES),
    ("newsroom:expert_settle", "expert_comment", "-", _WRITES),
    ("expert_reading", "expert_token", "ok ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok ok"),
    ("expert_file", "file_of_the_draft", "ok ok ok ok ok ok ok ok", "-"),
    ("expert_file", "file_of_another", "404 404 404 404 404 404 404 404", "-"),
    ("newsroom:check", "written", "-", _WRITES),
    ("newsroom:recall", "in_review", "-", "login 403 403 ok 403 ok 403 404"),
    ("newsroom:begin_version", "public_item", "-", _WRITES),
    ("newsroom:correct", "public_item", "-", _WRITES),
    ("newsroom:drop_correction", "public_item", "-", _WRITES),
    ("newsroom:follow", "public_item", "-", _WRITES),
    ("newsroom:withdraw", "public_item", "-", _WRITES),
    ("newsroom:restore", "public_item", "-", "login 403 403 403 403 403 403 404"),
    ("newsroom:reason", "public_item", "-", "login 403 403 403 403 403 403 404"),
]


class NewsroomWorld:
    """Items of commune_a."""

    province: Province

    @cached_property
    def _desk(self) -> Desk:
        return desk(self.province)

    # Of nobody's check of facts: it is not there for anybody.
    no_check = (0,)

    @cached_property
    def written(self) -> Any:
        return draft(self._desk, title="Bản thảo", slug="ban-thao")

    @cached_property
    def in_review(self) -> Any:
        page = draft(self._desk, title="Bài chờ duyệt", slug="bai-cho-duyet")
        submit(page, by=self._desk.viet)
        return page

    @cached_property
    def public_item(self) -> Any:
        return publish(draft(self._desk, title="Bài đã đăng", slug="bai-da-dang"), self._desk)

    @cached_property
    def _shown(self) -> Any:
        return actions.show_to_expert(
            self.written, expert="Bà Hoa", purpose="Xem tên các loài", days=7, by=self._desk.viet, at=timezone.now()
        )

    @property
    def expert_token(self) -> tuple[str]:
        return (self._shown.token,)

    @cached_property
    def _shown_book(self) -> Any:
        book = draft(self._desk, Publication, title="Sổ tay", file=content.document())
        return actions.show_to_expert(
            book, expert="Bà Hoa", purpose="Xem bản in", days=7, by=self._desk.viet, at=timezone.now()
        )

    @property
    def file_of_the_draft(self) -> tuple[str, int]:
        return self._shown_book.token, self._shown_book.link.page.specific.file_id

    @property
    def file_of_another(self) -> tuple[str, int]:
        return self._shown_book.token, content.document("khac.pdf").pk

    @property
    def expert_link(self) -> tuple[int, int]:
        return self.written.pk, self._shown.link.pk

    @cached_property
    def expert_comment(self) -> tuple[int, int]:
        said = actions.comment(self._shown.link, None, "Tên loài chưa đúng.", name="Bà Hoa", at=timezone.now())
        return self.written.pk, said.pk

    @property
    def a_limit(self) -> Limit:
        return Limit.objects.get(code="position-online")

    @property
    def a_point(self) -> ChecklistPoint:
        return ChecklistPoint.objects.get(code="names")
