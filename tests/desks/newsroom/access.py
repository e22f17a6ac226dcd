"""Who may open what of the newsroom's own screens: rows for the table of `tests/test_access.py`.

The editor there is one of the committee, whose items these are not.
"""

from functools import cached_property
from typing import Any

from tests.desks.newsroom.desk import Desk, desk, draft, publish
from tests.factories import Province

_WRITES = "login 403 403 ok 403 ok 403 404"

ROWS = [
    ("newsroom:items", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:links", "", "login 403 403 ok ok ok 403 ok", "-"),
    ("newsroom:times", "", "login 403 403 ok ok ok 403 403", "-"),
    ("newsroom:item", "written", "login 403 403 ok ok ok 403 404", "-"),
    ("newsroom:item", "public_item", "login 403 403 ok ok ok 403 404", "-"),
    ("newsroom:check", "written", "-", _WRITES),
    ("newsroom:correct", "public_item", "-", _WRITES),
    ("newsroom:drop_correction", "public_item", "-", _WRITES),
    ("newsroom:withdraw", "public_item", "-", _WRITES),
    ("newsroom:restore", "public_item", "-", "login 403 403 403 403 403 403 404"),
]


class NewsroomWorld:
    """Items of commune_a."""

    province: Province

    @cached_property
    def _desk(self) -> Desk:
        return desk(self.province)

    @cached_property
    def written(self) -> Any:
        return draft(self._desk, title="Bản thảo", slug="ban-thao")

    @cached_property
    def public_item(self) -> Any:
        return publish(draft(self._desk, title="Bài đã đăng", slug="bai-da-dang"), self._desk)
