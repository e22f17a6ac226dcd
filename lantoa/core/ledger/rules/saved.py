"""Who may share and take away views of the register."""

from lantoa.core.ledger.models import SavedView
from lantoa.core.people import rules as people
from lantoa.core.people.models import User

MOST = 12  # of one person, and as many shared: they stand side by side as tabs


def may_share(user: User) -> bool:
    return people.is_secretariat(user)


def may_drop(user: User, view: SavedView) -> bool:
    return view.owner_id == user.pk or (view.owner_id is None and may_share(user))
