from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation.trans_real import DjangoTranslation


class BaseConfig(AppConfig):
    name = "lantoa.base"
    label = "base"

    def ready(self) -> None:
        # A catalogue that lacks a message would hand on to that of LANGUAGE_CODE: Vietnamese, to readers of Lao. What
        # the code says is English, and whoever reads neither is better served by that (docs/decisions/0053).
        DjangoTranslation._add_fallback = _no_fallback  # type: ignore[attr-defined] # no setting says it
        post_migrate.connect(_seed_and_protect, sender=self)


def _no_fallback(catalogue: DjangoTranslation, localedirs: Any = None) -> None:
    """What `DjangoTranslation` calls once it has read all catalogues of a language."""


def _seed_and_protect(using: str, **_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.base import actions, append_only, models
    from lantoa.base.search import actions as search

    actions.seed_retention()
    search.rebuild_what_is_little()
    for model, once, columns in models.FIXED_ONCE:
        append_only.install_once(model, once=once, columns=columns, using=using)
