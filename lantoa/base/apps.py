from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "lantoa.base"
    label = "base"

    def ready(self) -> None:
        post_migrate.connect(_seed_and_protect, sender=self)


def _seed_and_protect(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import actions, append_only, models
    from lantoa.base.search import actions as search

    actions.seed_retention()
    search.rebuild_what_is_little()
    for model, once, columns in models.FIXED_ONCE:
        append_only.install_once(model, once=once, columns=columns, using=using)
