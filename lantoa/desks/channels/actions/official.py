"""Keeping the register of official channels."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from lantoa.core.people.models import User
from lantoa.desks.channels.models import OfficialChannel

_WRITTEN = ("kind", "name", "address", "agency", "languages", "checked_on", "since", "until")


@transaction.atomic
def keep_official(channel: OfficialChannel, facts: dict[str, Any], *, by: User, at: datetime) -> OfficialChannel:
    """Enter a channel, or write it anew; a row is never deleted: it ends.

    channel: of the register, or a new one; facts: all of its columns
    """
    action = "channels.edit" if channel.pk else "channels.add"
    for name in _WRITTEN:
        setattr(channel, name, facts[name])
    channel.save()
    log(channel, action, user=by, timestamp=at, data={"address": channel.address, "until": str(channel.until or "")})
    return channel
