from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "lantoa.doors.portal"
    label = "portal"

    def ready(self) -> None:
        # Wagtail reads hooks when the first of them is asked for: what a process saves before that would go unheard.
        import_module("lantoa.doors.portal.wagtail_hooks")
        # leaf: models are ready only now
        from lantoa.desks.newsroom.forms.addresses import ScheduledForm
        from lantoa.doors.portal.forms import SectionForm
        from lantoa.doors.portal.models import HomePage, SectionPage

        # Wagtail looks for the form at the model.
        HomePage.base_form_class, SectionPage.base_form_class = ScheduledForm, SectionForm
        post_migrate.connect(_open, sender=self)


def _open(**_: Any) -> None:
    # leaf: models are ready only after the registry is
    from lantoa.doors.portal import actions

    actions.open_first()
