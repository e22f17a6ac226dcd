"""Who may open which address of the desks: rows of the table in tests/test_access.py."""

from datetime import UTC, date, datetime
from functools import cached_property

from lantoa.desks.answers import actions as answers
from lantoa.desks.answers.models import Remark
from lantoa.desks.channels import actions as channels
from lantoa.desks.channels.models import OfficialChannel
from tests.desks import content
from tests.factories import Province

_ALL = "ok ok ok ok ok ok ok ok"
_SECRETARIAT = "login 403 403 ok 403 ok 403 403"

PUBLIC = {
    # Its name is a secret until a page shows it.
    "media:picture",
    # A page of the portal; what a draft gets is asked in its own tests.
    "wagtail_serve",
    "portal_root", "portal_fixed", "portal_figures", "counters", "official:official",
    "official:json",
    "answers:remark", "answers:log", "answers:received", "answers:thanks",
}  # fmt: skip

ROWS = [
    ("media:picture", "drawn_picture", _ALL, "-"),
    ("portal_root", "", _ALL, "-"),
    ("portal_fixed", "portal_page", _ALL, "-"),
    ("portal_figures", "", _ALL, "-"),
    # None is open here.
    ("portal_figure", "closed_figure", "404 404 404 404 404 404 404 404", "-"),
    ("portal_figure_of_item", "closed_figure_of_item", "404 404 404 404 404 404 404 404", "-"),
    ("wagtail_serve", "portal_home", _ALL, "-"),
    ("counters", "", _ALL, "-"),
    ("channels:views", "", "login 403 403 ok ok ok ok ok", "-"),
    ("channels:views_file", "", "login 403 403 ok ok ok ok ok", "-"),
    ("channels:official", "", "login ok ok ok ok ok ok ok", "-"),
    ("channels:official_new", "", _SECRETARIAT, _SECRETARIAT),
    ("channels:official_edit", "official_channel", _SECRETARIAT, _SECRETARIAT),
    ("official:official", "", _ALL, "-"),
    ("official:json", "", _ALL, "-"),
    ("answers:remark", "", _ALL, _ALL),
    ("answers:log", "", _ALL, "-"),
    ("answers:received", "remark_number", _ALL, "-"),
    # Which face was pressed is not said here.
    ("answers:press", "", "-", "404 404 404 404 404 404 404 404"),
    ("answers:thanks", "", _ALL, "-"),
    ("remarks:list", "", "login 403 403 ok ok ok 403 ok", "login 403 403 ok 403 ok 403 ok"),
    ("remarks:remark", "remark", "login 403 403 ok ok ok 403 ok", "login 403 403 ok 403 ok 403 ok"),
    ("remarks:times", "", _SECRETARIAT, _SECRETARIAT),
]


class Desks:
    """Pages, pictures and remarks, made when a row asks for them."""

    province: Province
    portal_home = ("",)
    portal_page = ("privacy",)
    closed_figure = ("talk_attendances", "2026")
    closed_figure_of_item = ("talk_attendances", "2026", 1)

    @cached_property
    def drawn_picture(self) -> tuple[str]:
        return (content.picture().get_rendition("width-40").url.removeprefix("/media/pictures/"),)

    @cached_property
    def official_channel(self) -> OfficialChannel:
        facts = {
            "kind": "portal", "name": "Cổng", "address": "https://song-xanh.example/",
            "agency": self.province.committee, "languages": ["vi"], "checked_on": date(2026, 3, 1),
            "since": None, "until": None,
        }  # fmt: skip
        at = datetime(2026, 3, 1, 5, tzinfo=UTC)
        return channels.keep_official(OfficialChannel(), facts, by=self.province.lan, at=at)

    @cached_property
    def remark(self) -> Remark:
        return answers.receive(
            "question", "Lễ hội mở cửa lúc mấy giờ?", page=None, language="vi", today=date(2026, 3, 1),
            at=datetime(2026, 3, 1, 5, tzinfo=UTC),
        )  # fmt: skip

    @property
    def remark_number(self) -> tuple[str]:
        return (self.remark.number,)
