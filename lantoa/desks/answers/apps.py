from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AnswersConfig(AppConfig):
    name = "lantoa.desks.answers"
    label = "answers"

    def ready(self) -> None:
        post_migrate.connect(_seed, sender=self)


def _seed(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.desks.answers import actions

    actions.seed()
