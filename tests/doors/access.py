"""Who may open what machines read: rows of the table in tests/test_access.py."""

from functools import cached_property

from lantoa.desks.newsroom.models import Article
from tests.desks import content
from tests.factories import Province

_ALL = "ok ok ok ok ok ok ok ok"
_NOBODY = "404 404 404 404 404 404 404 404"

PUBLIC = {"api:items", "api:search", "api:item", "api:openapi"}

ROWS = [
    ("api:items", "", _ALL, "-"),
    ("api:item", "article", _ALL, "-"),
    # Without a question: 400, in a sentence.
    ("api:search", "", _ALL, "-"),
    ("api:openapi", "", _ALL, "-"),
    ("api:nothing", "", _NOBODY, "405 405 405 405 405 405 405 405"),
]


class Items:
    """A published item to put into addresses."""

    province: Province

    @cached_property
    def article(self) -> Article:
        return content.add(Article, self.province.committee, title="Mở cửa khẩu")
