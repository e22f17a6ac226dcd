from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VocabularyConfig(AppConfig):
    name = "lantoa.core.vocabulary"
    label = "vocabulary"

    def ready(self) -> None:
        post_migrate.connect(_seed, sender=self)


def _seed(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.core.vocabulary import actions

    actions.seed()
