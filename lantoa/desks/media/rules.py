"""Who may do what in the library, by the posts held today; what readers are told of how a file was made."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from lantoa.core.people import rules as people
from lantoa.core.people.models import Role
from lantoa.desks.media.models import AiUse, MediaDocument, MediaImage

_MADE = {AiUse.GENERATED: _("Made by a machine"), AiUse.ASSISTED: _("Edited with a machine’s help")}

# To add is also to change and to delete what one has added oneself.
_OFFERED = {
    Role.EDITOR: {"add", "choose"},
    Role.TRANSLATOR: {"add", "choose"},
    Role.PRESS_OFFICER: {"add", "choose"},
    Role.REVIEWER: {"choose"},
    Role.SECRETARIAT: {"add", "choose", "change"},
    Role.ADMINISTRATOR: {"add", "choose", "change"},
}


def may(user: Any, actions: Iterable[str]) -> bool:
    """Any of these, with pictures and documents."""
    return any(people.holds(user, role) and offered & set(actions) for role, offered in _OFFERED.items())


def roles_that_may(actions: Iterable[str]) -> list[Role]:
    return [role for role, offered in _OFFERED.items() if offered & set(actions)]


def made(file: MediaImage | MediaDocument) -> str:
    """The label that stands wherever readers meet it; "": people made it."""
    return str(_MADE.get(AiUse(file.ai_use), ""))
