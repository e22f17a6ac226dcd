"""Published items for the tests of what machines read."""

from datetime import datetime, timedelta
from typing import Any

from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, User
from lantoa.desks.channels import actions as channels
from lantoa.desks.channels.models import OfficialChannel
from lantoa.desks.newsroom.models import Article, ContentPage
from tests.desks import content
from tests.desks.content import AT
from tests.write_guard import raw_writes


def agency() -> Agency:
    return Agency.objects.filter(code="ubnd-tinh").first() or people.add_agency(
        "ubnd-tinh", "UBND tỉnh Sông Xanh", "Provincial People's Committee", level=Agency.Level.PROVINCE
    )


def publish(title: str, *, model: Any = Article, at: datetime = AT, **fields: Any) -> Any:
    """An item of any kind, published and listed at a moment, by the province unless told otherwise."""
    whose = fields.pop("agency", None) or agency()
    return content.add(model, whose, title=title, listed_at=at, first_published_at=at, last_published_at=at, **fields)


def official(name: str, **fields: Any) -> OfficialChannel:
    """An address at which the province speaks, in the register."""
    facts = {
        "kind": "video", "name": name, "address": f"https://video.example/{name.replace(' ', '-')}",
        "agency": agency(), "languages": ["vi", "en"], "checked_on": AT.date(), "since": None, "until": None,
    }  # fmt: skip
    by = User.objects.first() or people.add_user("ghi-kenh", "Người ghi", password=None, posts=[])
    return channels.keep_official(OfficialChannel(), facts | fields, by=by, at=AT)


def version_of(item: ContentPage, language: str, title: str, **fields: Any) -> Any:
    """The same item in another language."""
    return publish(
        title,
        language=language,
        model=type(item),
        translation_key=item.translation_key,
        at=item.listed_at or AT,
        **fields,
    )


def withdraw(item: ContentPage, reason: str, *, at: datetime = AT + timedelta(days=1)) -> None:
    with raw_writes("as the newsroom withdraws"):
        ContentPage.objects.filter(pk=item.pk).update(
            listed_at=None, withdrawn_at=at, withdrawn_reason=reason, last_published_at=at
        )
    item.refresh_from_db()
