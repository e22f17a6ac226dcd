"""Who may do what with an import."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from lantoa.core.ledger.models import ImportBatch
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def recordable_agencies(user: "User | AnonymousUser") -> Collection[str] | None:
    """Codes of the agencies that the rows of a workbook may name; None: any."""
    return None if people.is_secretariat(user) else people.reporting_agencies(user)


def may_undo(user: "User | AnonymousUser", batch: ImportBatch, *, is_accepted: bool) -> bool:
    """The agency itself as long as nothing of it was accepted; afterwards the secretariat, for that reverses facts."""
    if batch.state == ImportBatch.State.UNDONE:
        return False
    return people.is_secretariat(user) or (not is_accepted and batch.agency_id in people.reporting_agencies(user))
