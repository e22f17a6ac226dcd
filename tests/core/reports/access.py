"""Who may open what of comments on drafts: rows for the table of `tests/test_access.py`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from lantoa.base.periods import year
from lantoa.core.reports import actions as reports
from lantoa.core.reports.models import Report
from lantoa.core.reports.rules import anchors
from tests.factories import Province

AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
READERS = "login ok 404 ok ok ok ok 404"
WRITERS = "login 403 403 ok 403 ok 403 403"

ROWS = [
    ("reports:report", "shared", READERS, "-"),
    ("reports:comments", "shared", READERS, "-"),
    ("reports:comments_print", "shared", READERS, "-"),
    ("reports:comments_export", "shared_table", READERS, "-"),
    ("reports:comment", "shared_paragraph", READERS, READERS),
    ("reports:comment_answer", "shared_comment", WRITERS, WRITERS),
    ("reports:comment_take_back", "shared_comment", "-", "login ok 404 404 404 404 404 404"),
    ("reports:readers", "shared", WRITERS, WRITERS),
    ("reports:reader_end", "reader", "-", WRITERS),
]


@dataclass
class Drafts:
    """A draft that An is invited to comment, and did."""

    province: Province

    @cached_property
    def shared(self) -> Report:
        made = reports.create("Dự thảo", period=year(2026), by=self.province.lan, at=AT, sections=[("I", "Mở đầu.")])
        reports.invite(made, self.province.an, until=date(2199, 1, 1), by=self.province.lan, at=AT)
        return made

    @property
    def shared_table(self) -> tuple[int, str]:
        return self.shared.pk, "csv"

    @property
    def shared_paragraph(self) -> tuple[int, int, int]:
        return self.shared.pk, self.shared.sections.get().pk, 0

    @cached_property
    def shared_comment(self) -> tuple[int, int]:
        section, seen = self.shared.sections.get(), anchors.mark("Mở đầu.")
        comment = reports.comment(section, position=0, seen=seen, text="Ý kiến", by=self.province.an, at=AT)
        return self.shared.pk, comment.pk

    @property
    def reader(self) -> tuple[int, int]:
        return self.shared.pk, self.shared.readers.get().pk
