from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "lantoa.core.reports"
    label = "reports"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self)
        post_migrate.connect(_seed, sender=self)


def _protect(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import append_only
    from lantoa.core.reports import models

    append_only.install(models.APPEND_ONLY, using=using)


def _seed(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.core.reports import actions

    actions.seed()
