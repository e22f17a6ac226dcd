"""Writing layouts, letterheads and templates. `by` and `at` are for the one audit log."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import yaml_text
from lantoa.core.documents import queries
from lantoa.core.documents.models import DocumentTemplate, DrawnOutlines, LayoutProfile, Letterhead
from lantoa.core.documents.queries import outlines as installed_outlines
from lantoa.core.documents.rendering import docx
from lantoa.core.documents.rules import example, outlines
from lantoa.core.documents.rules import profiles as rules
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, User

SEED = Path(__file__).parent / "seed" / "profiles.yaml"


class NotPossible(Exception):
    """What stands against it, in a sentence for the person who asked."""


@transaction.atomic
def seed(file: Path = SEED) -> None:
    """Add the layouts that this version ships and that are not there yet; twice does no harm."""
    rows = yaml_text.read(file)
    known = set(LayoutProfile.objects.filter(is_shipped=True).values_list("code", "valid_from"))
    fresh = [LayoutProfile(**row, is_shipped=True) for row in rows if (row["code"], row["valid_from"]) not in known]
    for row in fresh:
        rules.read(row.code, row.numbers)
    LayoutProfile.objects.bulk_create(fresh)


@transaction.atomic
def follow(
    before: LayoutProfile, *, numbers: dict[str, Any], source: str, is_verified: bool, valid_from: date, today: date,
    by: User, at: datetime,
) -> LayoutProfile:  # fmt: skip
    """A changed version of a layout, from a day on. What was issued before keeps the layout of its day.

    raises: NotPossible for a day that has passed; rules.BadProfile for numbers that contradict themselves
    """
    if valid_from < today:
        raise NotPossible(_("A version begins today or later: what was issued before keeps its layout."))
    rules.read(before.code, numbers)
    row = LayoutProfile.objects.create(
        code=before.code, name_vi=before.name_vi, name_en=before.name_en, numbers=numbers, source=source,
        is_verified=is_verified, valid_from=valid_from, made_by=by,
    )  # fmt: skip
    log(row, "documents.profile", user=by, timestamp=at, data={"code": row.code, "from": valid_from.isoformat()})
    return row


@transaction.atomic
def write_letterhead(
    agency: Agency, *, profile: str, parent_body: str, body: str, code: str, place: str, addressees: list[str],
    recipients: list[str], signing: list[str], signer: str, by: User | None, at: datetime,
) -> Letterhead:  # fmt: skip
    """The letterhead of an agency from now on; the one before stays as history. The same again does no harm."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    said = {
        "profile": profile, "parent_body": parent_body, "body": body, "code": code, "place": place,
        "addressees": addressees, "recipients": recipients, "signing": signing, "signer": signer,
    }  # fmt: skip
    before = Letterhead.objects.filter(agency=agency, until=None).first()
    if before is not None:
        if all(getattr(before, name) == value for name, value in said.items()):
            return before
        before.until = at
        before.save(update_fields=["until"])
    row = Letterhead.objects.create(agency=agency, since=at, made_by=by, **said)
    if by is not None:
        log(row, "documents.letterhead", user=by, timestamp=at, data={"agency": agency.code})
    return row


@transaction.atomic
def take_template(agency: Agency, *, name: str, content: bytes, by: User | None, at: datetime) -> DocumentTemplate:
    """Keep a clerk's Word file, after it was checked and filled in once as a trial; it follows one of the same name.

    raises: template_check.BadTemplate, package.BadDocument
    """
    layout = queries.profile("nd30", on=at.date())
    docx.render(example.statement("vi"), layout, template=content)
    Agency.objects.select_for_update().get(pk=agency.pk)
    digest = sha256(content).hexdigest()
    before = DocumentTemplate.objects.filter(agency=agency, name=name, retired_at=None).first()
    if before is not None:
        if before.sha256 == digest:
            return before
        before.retired_at = at
        before.save(update_fields=["retired_at"])
    row = DocumentTemplate.objects.create(
        agency=agency, name=name, content=content, size_bytes=len(content), sha256=digest, uploaded_by=by,
        uploaded_at=at,
    )  # fmt: skip
    if by is not None:
        log(row, "documents.template", user=by, timestamp=at, data={"agency": agency.code, "sha256": digest})
    return row


@transaction.atomic
def retire_template(row: DocumentTemplate, *, by: User, at: datetime) -> DocumentTemplate:
    """No new document is made with it; those that were stay as they are. Twice does no harm."""
    if row.retired_at is None:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        log(row, "documents.template_retire", user=by, timestamp=at, data={"agency": row.agency_id})
    return row


def keep_outlines(content: bytes) -> outlines.Outlines:
    """Put the map of this installation in the place of the one before.

    raises: outlines.BadOutlines, and then the map before stays
    """
    read = outlines.read(content)
    _write(installed_outlines.place(), content)
    return read


def hold_outlines(content: bytes) -> outlines.Outlines:
    """Keep a sent map beside the one in use, to be looked at first; it follows one that waited before.

    raises: outlines.BadOutlines
    """
    read = outlines.read(content)
    _write(installed_outlines.place_of_waiting(), content)
    return read


def use_outlines(digest: str, *, by: User, at: datetime) -> None:
    """Put the map that waits in use. digest: of the one that was looked at

    raises: NotPossible
    """
    found = installed_outlines.waiting()
    if found is None or found[1] != digest:
        raise NotPossible(_("Another map was sent meanwhile. Look at it before it is put in use."))
    installed_outlines.place_of_waiting().replace(installed_outlines.place())
    people.note(by, "documents.outlines", by=by, at=at, count=str(len(found[0].areas)))


def keep_drawn_outlines(*, at: datetime) -> str:
    """Keep the outlines in use for what is frozen now; the same ones once, however many reviews have a map.

    returns: their digest, "" where the installation has none
    """
    content = installed_outlines.content_in_use()
    if content is None:
        return ""
    digest = sha256(content).hexdigest()
    DrawnOutlines.objects.get_or_create(sha256=digest, defaults={"content": content, "kept_at": at})
    return digest


def drop_waiting_outlines() -> None:
    installed_outlines.place_of_waiting().unlink(missing_ok=True)


def remove_outlines(*, by: User, at: datetime) -> None:
    """Draw no maps any more: communes stand as bars then. Twice does no harm."""
    if installed_outlines.installed() is None:
        return
    for file in installed_outlines.places_in_use():
        file.unlink(missing_ok=True)
    people.note(by, "documents.outlines_remove", by=by, at=at)


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(".fresh")
    fresh.write_bytes(content)
    fresh.replace(place)
