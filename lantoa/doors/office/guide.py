"""The guide on one page: how to record, in four steps, with what each kind asks; made from the vocabulary of today."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from lantoa.base import codes
from lantoa.core.ledger import queries as ledger
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Kind

_MOST = 10  # as many as fit on one sheet below the steps


@dataclass(frozen=True)
class Guide:
    """kinds: those that this person's agency records, else the first of the vocabulary; left: how many others exist"""

    kinds: list[Kind]
    left: int
    code: SafeString


def guide(user: User, *, today: date, address: str, is_whole: bool) -> Guide:
    """is_whole: every kind, on as many sheets as it takes; address: what the printed code opens"""
    kinds = list(vocabulary.kinds_on(today).prefetch_related("measures__measure"))
    shown = kinds
    if not is_whole:
        often = ledger.kinds_recorded_by_agencies_of(user)
        kinds_by_use = sorted(kinds, key=lambda kind: -often.get(kind.code, 0))  # stable: then as in the vocabulary
        chosen = {kind.code for kind in kinds_by_use[:_MOST]}
        shown = [kind for kind in kinds if kind.code in chosen]
    code = mark_safe(codes.drawn(address))  # noqa: S308 drawn by the library from squares
    return Guide(shown, len(kinds) - len(shown), code)
