"""Many lines of the one audit log (Wagtail's) in one statement; single lines use `wagtail.log_actions.log`."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import ModelLogEntry


def log_many(
    items: Iterable[tuple[models.Model, dict[str, Any]]],
    action: str,
    *,
    user: models.Model,
    at: datetime,
    together: uuid.UUID | None = None,
) -> None:
    """Write one line for each (instance, data), all under one uuid; the action must be registered.

    together: that uuid, where somebody will ask for it again
    """
    together = together or uuid.uuid4()
    rows = [
        ModelLogEntry(
            content_type=ContentType.objects.get_for_model(instance),
            object_id=str(instance.pk), label=str(instance)[:200], action=action, user_id=user.pk, uuid=together,
            timestamp=at, data=data, content_changed=False, deleted=False,
        )
        for instance, data in items
    ]  # fmt: skip
    ModelLogEntry.objects.bulk_create(rows, batch_size=500)
