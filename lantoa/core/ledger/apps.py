from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "lantoa.core.ledger"
    label = "ledger"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self)


def _protect(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import append_only
    from lantoa.core.ledger import models

    append_only.install(models.APPEND_ONLY, using=using)
