from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VocabularyConfig(AppConfig):
    name = "lantoa.core.vocabulary"
    label = "vocabulary"

    def ready(self) -> None:
        post_migrate.connect(_protect_and_seed, sender=self)


def _protect_and_seed(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import append_only
    from lantoa.core.vocabulary import actions, models

    for model, (once, columns) in models.FIXED_ONCE.items():
        append_only.install_once(model, once=once, columns=columns, using=using)
    append_only.install(models.APPEND_ONLY, using=using)
    actions.seed()
