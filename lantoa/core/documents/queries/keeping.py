"""Profiles, letterheads and templates as they are kept."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.core.exceptions import PermissionDenied

from lantoa.core.documents.models import DocumentTemplate, LayoutProfile, Letterhead
from lantoa.core.documents.queries import template_check
from lantoa.core.documents.queries.package import BadDocument
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
    return _of_day(rows, on)


def read_profile(row: LayoutProfile) -> rules.Profile:
    return rules.read(row.code, row.numbers, name=row.name, source=row.source, is_verified=row.is_verified)


def letterheads() -> list[Letterhead]:
    """The current one of every agency that has one."""
    return list(Letterhead.objects.filter(until=None).select_related("agency").order_by("agency__level", "body", "pk"))


def agency(code: str) -> Agency:
    """raises: Agency.DoesNotExist"""
    return Agency.objects.get(code=code)


def agency_to_write_for(user: User, code: str) -> Agency:
    """raises: Agency.DoesNotExist; PermissionDenied where this person may not change how its documents look"""
    found = agency(code)
    if not access.writes_for(user, found):
        raise PermissionDenied
    return found


def agencies_to_write_for(user: User) -> list[Agency]:
    return [each for each in Agency.objects.filter(valid_until=None) if access.writes_for(user, each)]


def letterhead_of(agency: Agency | str) -> Letterhead | None:
    """The current one of an agency, or None."""
    code = agency if isinstance(agency, str) else agency.code
    return Letterhead.objects.filter(agency=code, until=None).select_related("agency").first()


def letterhead_history(agency: Agency) -> list[Letterhead]:
    return list(Letterhead.objects.filter(agency=agency).select_related("made_by"))


def letterhead(row: Letterhead, *, number: str = "", dated_on: date | None = None) -> said.Letterhead:
    """As a Statement carries it, with the number and the day of one document."""
    return said.Letterhead(
        profile=row.profile, parent_body=row.parent_body, body=row.body, number=number, code=row.code, place=row.place,
        dated_on=dated_on.isoformat() if dated_on else "", addressees=tuple(row.addressees),
        recipients=tuple(row.recipients), signing=tuple(row.signing), signer=row.signer,
        body_in_text="" if row.body != row.body.upper() else row.agency.name,
    )  # fmt: skip


def templates(agencies: Iterable[str] | None = None) -> list[DocumentTemplate]:
    """Those in use, without their bytes; of these agencies, or of all."""
    rows = DocumentTemplate.objects.filter(retired_at=None).select_related("agency").defer("content")
    return list(rows if agencies is None else rows.filter(agency__in=agencies))


def template(pk: int) -> DocumentTemplate:
    """Retired ones too: an old document may name it. raises: DocumentTemplate.DoesNotExist"""
    return DocumentTemplate.objects.select_related("agency").get(pk=pk)


def fitting_templates(agencies: Iterable[str]) -> list[DocumentTemplate]:
    """Those in use of these agencies that pass the check of today: rules may have become stricter since they came."""
    return [row for row in templates(agencies) if _fits(row.pk, row.sha256)]


def fitting_template(pk: int, agencies: Iterable[str]) -> DocumentTemplate:
    """raises: DocumentTemplate.DoesNotExist for one that is not offered to them"""
    if pk not in {row.pk for row in fitting_templates(agencies)}:
        raise DocumentTemplate.DoesNotExist(pk)
    return template(pk)


@lru_cache(maxsize=256)
def _fits(pk: int, _sha256: str) -> bool:
    """The check reads the whole file: once for each content in the life of a process, which knows one set of rules."""
    try:
        template_check.check(bytes(template(pk).content))
    except (template_check.BadTemplate, BadDocument):
        return False
    return True


def template_to_write(user: User, pk: int) -> DocumentTemplate:
    """raises: DocumentTemplate.DoesNotExist; PermissionDenied"""
    found = template(pk)
    if not access.writes_for(user, found.agency):
        raise PermissionDenied
    return found


def layouts_in_force(*, on: date) -> list[LayoutProfile]:
    """One version a code, that of the day."""
    rows = profiles()
    return [_of_day([row for row in rows if row.code == code], on) for code in dict.fromkeys(row.code for row in rows)]


def _of_day(rows: list[LayoutProfile], day: date) -> LayoutProfile:
    """rows: of one code, newest first"""
    return next((row for row in rows if row.valid_from <= day), rows[-1])
