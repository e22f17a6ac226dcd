from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "lantoa.core.documents"
    label = "documents"

    def ready(self) -> None:
        post_migrate.connect(_protect, sender=self)
        post_migrate.connect(_seed, sender=self)


def _protect(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import append_only
    from lantoa.core.documents import models

    append_only.install(models.APPEND_ONLY, using=using)


def _seed(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.core.documents import actions

    actions.seed()
