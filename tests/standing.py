"""The province that most tests begin with, made once for as many as follow each other.

It stands in a transaction that is never committed. Each test works in a savepoint inside that is rolled back, and gets
people of its own: what it does to them, in the database or in memory, no other test sees.
"""

from copy import deepcopy

from django.db import connection, transaction
from django.db.transaction import Atomic

from tests import factories
from tests.factories import Province

_standing: list[tuple[Atomic, Province]] = []


def prepare(*, wanted: bool) -> None:
    """Before a test begins: let it stand, or let nothing stand."""
    # Whoever closes an answer himself closes the connection, as a server does at the end of a request.
    if not wanted or connection.closed_in_transaction:
        leave()
    if wanted and not _standing:
        block = transaction.atomic()
        block.__enter__()
        _standing.append((block, factories.province()))


def leave() -> None:
    """As if it had never been made."""
    while _standing:
        block, _ = _standing.pop()
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


def province() -> Province:
    return deepcopy(_standing[0][1]) if _standing else factories.province()
