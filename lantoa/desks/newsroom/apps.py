from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "lantoa.desks.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        # Wagtail reads hooks when the first of them is asked for: what a process publishes before would go unheard.
        import_module("lantoa.desks.newsroom.wagtail_hooks")
        # leaf: models are ready only now
        from lantoa.base.search import actions as search
        from lantoa.desks.newsroom.actions import finding
        from lantoa.desks.newsroom.forms import ItemForm
        from lantoa.desks.newsroom.forms.addresses import CopiedForm
        from lantoa.desks.newsroom.models import ContentPage
        from lantoa.desks.newsroom.queries import policy

        # Models stand below forms; Wagtail looks for them there.
        ContentPage.base_form_class, ContentPage.copy_form_class = ItemForm, CopiedForm
        policy.install()
        search.SOURCES.append(finding.documents_of)
        post_migrate.connect(_seed, sender=self)


def _seed(**_: Any) -> None:
    # leaf: as above
    from lantoa.desks.newsroom import actions

    actions.seed()
