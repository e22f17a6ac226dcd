"""Who may bring in what another portal published: rows of the table in tests/test_access.py.

The import is the secretariat's own; once it is decided the editors of its agency see it.
"""

from datetime import UTC, datetime
from functools import cached_property

from lantoa.desks.intake import actions
from lantoa.desks.intake.drafts import Wishes
from lantoa.desks.intake.models import ContentImport
from lantoa.desks.newsroom.models import Article
from tests.desks import content
from tests.desks.intake.files import rss, rss_item
from tests.factories import Province

_AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
_BRINGS = "login 403 403 ok 403 ok 403 ok"
_WAITS = "login 403 403 ok 403 404 403 404"
_DECIDED = "login 403 403 ok 403 ok 403 404"

ROWS = [
    ("intake:imports", "", _BRINGS, _BRINGS),
    ("intake:batch", "waiting_import", _WAITS, "-"),
    ("intake:batch", "decided_import", _DECIDED, "-"),
    ("intake:many", "decided_import", _DECIDED, "-"),
    ("intake:choose", "waiting_import", "-", _WAITS),
    ("intake:begin", "waiting_import", "-", _WAITS),
    ("intake:drop", "waiting_import", "-", _WAITS),
    ("intake:continue", "decided_import", "-", _DECIDED),
    ("intake:undo", "decided_import", "-", _DECIDED),
]


class Intake:
    """Imports of Lan for commune_a."""

    province: Province

    @cached_property
    def waiting_import(self) -> ContentImport:
        batch = actions.keep(rss(rss_item("Hội làng")), file_name="lang.xml", by=self.province.lan, at=_AT)
        section = content.section("vi", Article)
        actions.choose(batch, section=section, agency=self.province.commune_a, wishes=Wishes())
        return batch

    @cached_property
    def decided_import(self) -> ContentImport:
        return actions.begin(self.waiting_import, by=self.province.lan, at=_AT)
