"""Who may open which address of documents: rows of the table in tests/test_access.py."""

from datetime import UTC, datetime
from functools import cached_property

from lantoa.core.documents import actions, queries
from tests.core.documents.clerks import saved, template
from tests.factories import Province

_READ = "login ok ok ok ok ok ok ok"
_OWN = "login 403 403 ok 403 ok 403 403"
_ADMINISTRATOR = "login 403 403 403 403 ok 403 403"
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)

ROWS = [
    ("documents:check", "", _READ, _READ),
    ("documents:letterheads", "", _READ, "-"),
    ("documents:letterhead", "letterhead", _READ, "-"),
    ("documents:letterhead_sheet", "letterhead", _READ, "-"),
    ("documents:letterhead_edit", "letterhead", _OWN, _OWN),
    ("documents:letterhead_edit", "xa-an-binh", _ADMINISTRATOR, _ADMINISTRATOR),
    ("documents:templates", "", _READ, _OWN),
    ("documents:template_begin", "", _READ, "-"),
    ("documents:template", "word_template", _READ, "-"),
    ("documents:template_try", "word_template", _READ, "-"),
    ("documents:template_retire", "word_template", "-", _OWN),
    ("documents:outlines", "", _READ, _ADMINISTRATOR),
    ("documents:outlines_use", "", "-", _ADMINISTRATOR),
    ("documents:outlines_drop", "", "-", _ADMINISTRATOR),
    ("documents:outlines_remove", "", "-", _ADMINISTRATOR),
    ("documents:layouts", "", _READ, "-"),
    ("documents:layout", "layout", _READ, "-"),
    ("documents:layout_css", "layout", _READ, "-"),
    ("documents:layout_change", "layout", _ADMINISTRATOR, _ADMINISTRATOR),
]


class Documents:
    """The province's committee with a letterhead and a template, made when a row asks for them."""

    province: Province

    @cached_property
    def letterhead(self) -> str:
        actions.write_letterhead(
            self.province.committee, profile="nd30", parent_body="Tỉnh Sông Xanh", body="Ủy ban nhân dân",
            code="BC-UBND", place="Sông Xanh", addressees=[], recipients=["Lưu: VT"], signing=["CHỦ TỊCH"], signer="",
            by=self.province.lan, at=AT,
        )  # fmt: skip
        return self.province.committee.code

    @cached_property
    def word_template(self) -> int:
        committee, content = self.province.committee, saved(template())
        return actions.take_template(committee, name="Báo cáo", content=content, by=self.province.lan, at=AT).pk

    @property
    def layout(self) -> int:
        return queries.profile_in_force("nd30", on=AT.date()).pk
