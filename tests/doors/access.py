"""Who may open what machines read: rows of the table in tests/test_access.py."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from lantoa.desks.newsroom.models import Article, Event
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal.machines.maps import ITEMS_IN_A_MAP
from lantoa.doors.portal.models import Notice
from tests.desks import content
from tests.factories import Province

_ALL = "ok ok ok ok ok ok ok ok"
_SECRETARIAT = "login 403 403 ok 403 ok 403 403"
_NOBODY = "404 404 404 404 404 404 404 404"

PUBLIC = {
    "api:items", "api:search", "api:item", "api:channels", "api:openapi", "machines:rss", "machines:atom",
    "machines:json", "machines:calendar", "machines:event", "machines:embed",
    "maps:robots", "maps:index", "maps:shelves", "maps:news", "maps:items", "portal_search", "portal_suggest",
    "maps:icon", "maps:touch_icon", "maps:touch_icon_of_old",
}  # fmt: skip

ROWS = [
    ("api:items", "", _ALL, "-"),
    ("api:item", "article", _ALL, "-"),
    # Without a question: 400, in a sentence.
    ("api:search", "", _ALL, "-"),
    ("api:channels", "", _ALL, "-"),
    ("api:openapi", "", _ALL, "-"),
    *[(f"machines:{name}", "", _ALL, "-") for name in ("rss", "atom", "json", "calendar", "embed")],
    ("machines:event", "fair", _ALL, "-"),
    *[(f"maps:{name}", "", _ALL, "-") for name in ("robots", "index", "shelves", "news")],
    *[(f"maps:{name}", "", _ALL, "-") for name in ("icon", "touch_icon", "touch_icon_of_old")],
    # Nobody is named here.
    ("maps:security", "", _NOBODY, "-"),
    ("maps:items", "first_map", _ALL, "-"),
    *[(name, "", _ALL, "-") for name in ("portal_search", "portal_suggest")],
    ("portal_misses", "", "login 403 403 ok ok ok ok ok", "-"),
    ("portal_notices", "", _SECRETARIAT, "-"),
    ("portal_notice_new", "", _SECRETARIAT, _SECRETARIAT),
    ("portal_notice_edit", "told", _SECRETARIAT, _SECRETARIAT),
    ("portal_notice_end", "told", "-", _SECRETARIAT),
    ("api:nothing", "", _NOBODY, "405 405 405 405 405 405 405 405"),
]


class Items:
    """A published item to put into addresses."""

    province: Province

    @cached_property
    def article(self) -> Article:
        return content.add(Article, self.province.committee, title="Mở cửa khẩu")

    @cached_property
    def fair(self) -> Event:
        return content.add(Event, self.province.committee, title="Hội chợ")

    @property
    def first_map(self) -> int:
        return int(self.article.pk) // ITEMS_IN_A_MAP + 1

    @cached_property
    def told(self) -> Notice:
        now = timezone.now()
        texts = {"vi": "Cổng bảo trì tối nay.", "en": "Maintenance tonight."}
        return portal.tell(None, texts, since=now, until=now + timedelta(hours=2), by=self.province.lan, at=now)
