"""Who may open what of agencies, accounts and the audit log: rows for the table of `tests/test_access.py`."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.files.base import ContentFile
from django.utils import timezone

from lantoa.core.people import actions as people
from lantoa.core.people.models import CommitteeMember, CommitteePaper, User
from tests.factories import Province

ROWS = [
    ("office:join", "link", "ok ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok ok"),
    ("office:set_up", "set_up_link", "ok ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok ok"),
    ("office:end_sessions", "", "login ok ok ok ok ok ok ok", "login ok ok ok ok ok ok ok"),
    ("people:accounts", "", "login 403 403 ok 403 ok 403 403", "-"),
    ("people:invite", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("people:account_second_steps", "", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:account", "focal_point", "login 403 403 ok 403 ok 403 403", "-"),
    ("people:account", "leading", "login 403 403 404 403 ok 403 403", "-"),
    ("people:account_name", "focal_point", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:account_post", "focal_point", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_end_post", "post", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_disable", "focal_point", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_enable", "focal_point", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_reset_second_step", "focal_point", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_erase", "focal_point", "-", "login 403 403 403 403 ok 403 403"),
    ("people:account_link", "focal_point", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:account_link", "leading", "-", "login 403 403 404 403 ok 403 403"),
    ("people:account_revoke", "focal_point", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:audit", "", "login 403 403 403 403 ok ok 403", "-"),
    ("people:audit_retention", "", "login 403 403 403 403 ok ok 403", "login 403 403 403 403 ok ok 403"),
    ("people:audit_file", "", "login 403 403 403 403 ok ok 403", "-"),
    ("people:agencies", "", "login ok ok ok ok ok ok ok", "-"),
    ("people:agency_new", "", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:agency_communes", "", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:agency", "xa-an-binh", "login ok ok ok ok ok ok ok", "-"),
    ("people:agency_edit", "xa-an-binh", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:agency_end", "xa-an-binh", "-", "login 403 403 403 403 ok 403 403"),
    ("people:agency_merge", "xa-an-binh", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:agency_unmerge", "xa-an-binh", "-", "login 403 403 403 403 ok 403 403"),
    ("people:agency_delete", "xa-an-binh", "-", "login 403 403 403 403 ok 403 403"),
    ("people:committee", "", "login ok ok ok ok ok ok ok", "-"),
    ("people:committee_file", "", "login ok ok ok ok ok ok ok", "-"),
    ("people:committee_member_new", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    (
        "people:committee_member",
        "committee_member",
        "login 403 403 ok 403 ok 403 403",
        "login 403 403 ok 403 ok 403 403",
    ),
    ("people:committee_member_end", "committee_member", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_member_resume", "committee_member", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_member_remove", "committee_member", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_paper_new", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_paper", "committee_paper", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_paper_file", "committee_paper", "login ok ok ok ok ok ok ok", "-"),
    ("people:committee_paper_file_drop", "committee_paper", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:committee_paper_remove", "committee_paper", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:installation", "", "login 403 403 403 403 ok 403 403", "login 403 403 403 403 ok 403 403"),
    ("people:places", "", "login ok ok ok ok ok ok ok", "-"),
    ("people:place", "xa-an-binh", "login ok ok ok ok ok ok ok", "-"),
    ("people:place_new", "", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("people:place_edit", "xa-an-binh", "login 403 403 ok 403 ok 403 403", "login 403 403 ok 403 ok 403 403"),
    ("people:place_end", "xa-an-binh", "-", "login 403 403 ok 403 ok 403 403"),
    ("people:place_unend", "xa-an-binh", "-", "login 403 403 ok 403 ok 403 403"),
]


@dataclass
class Accounts:
    """Accounts and links to put into addresses."""

    province: Province

    @property
    def focal_point(self) -> User:
        return self.province.an

    @property
    def leading(self) -> User:
        """Holds more than the secretariat may give."""
        return self.province.leader

    @property
    def post(self) -> tuple[int, int]:
        return self.focal_point.pk, self.focal_point.posts.get().pk

    @cached_property
    def committee_paper(self) -> CommitteePaper:
        made = people.add_paper(
            kind="set_up", number="05/QĐ-UBND", signed_on=date(2025, 3, 10), issuer="UBND tỉnh", title="Thành lập"
        )
        people.keep_paper_file(made, ContentFile(b"%PDF-", name="a.pdf"), by=self.province.lan, at=timezone.now())
        return made

    @cached_property
    def committee_member(self) -> CommitteeMember:
        return people.add_member(
            seat="head", full_name="Trịnh Công Vĩnh", position="Phó Chủ tịch", since=date(2025, 3, 10),
            paper=self.committee_paper,
        )  # fmt: skip

    @cached_property
    def link(self) -> str:
        return people.give_link(self.focal_point, by=self.province.lan, at=timezone.now()).token

    @cached_property
    def set_up_link(self) -> str:
        """Nobody of this province has a password, so nobody can act as administrator."""
        link = people.open_set_up(at=timezone.now())
        assert link
        return link.token
