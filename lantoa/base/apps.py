from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "lantoa.base"
    label = "base"

    def ready(self) -> None:
        post_migrate.connect(_seed, sender=self)


def _seed(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import actions

    actions.seed_retention()
