"""Profiles, letterheads and templates as they are kept."""

from collections.abc import Iterable
from datetime import date

from lantoa.core.documents.models import DocumentTemplate, LayoutProfile, Letterhead
from lantoa.core.documents.rules import access
from lantoa.core.documents.rules import profiles as rules
from lantoa.core.documents.rules import statement as said
from lantoa.core.people.models import Agency, User


def profiles() -> list[LayoutProfile]:
    """Every version of every layout, newest first within its code."""
    return list(LayoutProfile.objects.all())


def profile_row(pk: int) -> LayoutProfile:
    """raises: LayoutProfile.DoesNotExist"""
    return LayoutProfile.objects.get(pk=pk)


def profile(code: str, *, on: date) -> rules.Profile:
    """The layout of that code as it was on that day; the oldest version for a day before all of them.

    raises: LayoutProfile.DoesNotExist for an unknown code
    """
    return read_profile(profile_in_force(code, on=on))


def profile_in_force(code: str, *, on: date) -> LayoutProfile:
    """raises: LayoutProfile.DoesNotExist"""
    rows = list(LayoutProfile.objects.filter(code=code))
    if not rows:
        raise LayoutProfile.DoesNotExist(code)
    return next((row for row in rows if row.valid_from <= on), rows[-1])


def read_profile(row: LayoutProfile) -> rules.Profile:
    return rules.read(row.code, row.numbers, name=row.name, source=row.source, is_verified=row.is_verified)


def letterheads(user: User) -> list[tuple[Agency, Letterhead | None, bool]]:
    """Agencies that have a letterhead, or may be given one by this person: (agency, letterhead, whether may write)."""
    current = {row.agency_id: row for row in Letterhead.objects.filter(until=None)}
    found = []
    for agency in Agency.objects.filter(valid_until=None):
        may = access.writes_for(user, agency)
        if may or agency.code in current:
            found.append((agency, current.get(agency.code), may))
    return found


def letterhead_of(agency: Agency | str) -> Letterhead | None:
    """The current one of an agency, or None."""
    code = agency if isinstance(agency, str) else agency.code
    return Letterhead.objects.filter(agency=code, until=None).first()


def letterhead_history(agency: Agency) -> list[Letterhead]:
    return list(Letterhead.objects.filter(agency=agency).select_related("made_by"))


def letterhead(row: Letterhead, *, number: str = "", dated_on: date | None = None) -> said.Letterhead:
    """As a Statement carries it, with the number and the day of one document."""
    return said.Letterhead(
        profile=row.profile, parent_body=row.parent_body, body=row.body, number=number, code=row.code, place=row.place,
        dated_on=dated_on.isoformat() if dated_on else "", addressees=tuple(row.addressees),
        recipients=tuple(row.recipients), signing=tuple(row.signing), signer=row.signer,
    )  # fmt: skip


def templates(agencies: Iterable[str] | None = None) -> list[DocumentTemplate]:
    """Those in use, without their bytes; of these agencies, or of all."""
    rows = DocumentTemplate.objects.filter(retired_at=None).select_related("agency").defer("content")
    return list(rows if agencies is None else rows.filter(agency__in=agencies))


def template(pk: int) -> DocumentTemplate:
    """Retired ones too: an old document may name it. raises: DocumentTemplate.DoesNotExist"""
    return DocumentTemplate.objects.select_related("agency").get(pk=pk)
