"""Writing the steering committee: members by seat and term, and its papers. Who follows ends one term, begins another.

`by` is the person and `at` the moment for the one audit log, which keeps seats, agencies and days and never a name;
without a person (a sample, a test) nothing is logged.
"""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import dates
from lantoa.core.people import queries
from lantoa.core.people.actions.agencies import NotPossible
from lantoa.core.people.models import Agency, CommitteeMember, CommitteePaper, User


@transaction.atomic
def add_member(
    *, seat: str, since: date, full_name: str = "", position: str = "", agency: Agency | None = None,
    paper: CommitteePaper | None = None, after: CommitteeMember | None = None, by: User | None = None,
    at: datetime | None = None,
) -> CommitteeMember:  # fmt: skip
    """Begin a term. after: whom it follows, whose term ends on that day by the same paper

    raises: NotPossible where another one holds a seat that one alone may hold, or the term before has an end
    """
    _hold_the_committee()
    if after:
        end_member(after, on=since, paper=paper, by=by, at=at)
    row = CommitteeMember(
        seat=seat, full_name=full_name, position=position, agency=agency, since=since, paper=paper
    )  # fmt: skip
    _refuse_two(row)
    row.save()
    _note(row, "people.member_add", by=by, at=at)
    return row


@transaction.atomic
def edit_member(
    member: CommitteeMember, *, seat: str, since: date, full_name: str, position: str, agency: Agency | None,
    paper: CommitteePaper | None, by: User, at: datetime,
) -> CommitteeMember:  # fmt: skip
    """Mend a mistake; whoever takes a seat over is a row of its own.

    raises: NotPossible
    """
    _hold_the_committee(member)
    before = {name: getattr(member, name) for name in _EDITED}
    member.seat, member.since, member.full_name, member.position = seat, since, full_name, position
    member.agency, member.paper = agency, paper
    if member.until and member.until <= since:
        raise NotPossible(_("The term ended before that day. Take the end back first, or give an earlier day."))
    _refuse_two(member)
    member.save(update_fields=_EDITED)
    changed = [name for name in _EDITED if getattr(member, name) != before[name]]
    if changed:
        _note(member, "people.member_edit", by=by, at=at, changed=changed)
    return member


@transaction.atomic
def end_member(
    member: CommitteeMember, *, on: date, paper: CommitteePaper | None = None, reason: str = "",
    by: User | None = None, at: datetime | None = None,
) -> CommitteeMember:  # fmt: skip
    """From that day on the seat is no longer held; the row stays.

    raises: NotPossible for a day before the term began, and for one that has an end
    """
    _hold_the_committee(member)
    if member.until:
        said = _("This term has ended on %(day)s already. Take that back first.")
        raise NotPossible(said % {"day": dates.written(member.until)})
    if on <= member.since:
        said = _("This term began on %(day)s: give a later day. One that never was is taken away instead.")
        raise NotPossible(said % {"day": dates.written(member.since)})
    member.until, member.end_paper, member.end_reason = on, paper, reason
    member.save(update_fields=["until", "end_paper", "end_reason"])
    _note(member, "people.member_end", by=by, at=at, on=on.isoformat())
    return member


@transaction.atomic
def resume_member(member: CommitteeMember, *, by: User, at: datetime) -> CommitteeMember:
    """An end written by mistake: the term goes on; twice does no harm.

    raises: NotPossible where somebody else holds the seat by now
    """
    _hold_the_committee(member)
    if member.until:
        member.until, member.end_paper, member.end_reason = None, None, ""
        _refuse_two(member)
        member.save(update_fields=["until", "end_paper", "end_reason"])
        _note(member, "people.member_resume", by=by, at=at)
    return member


@transaction.atomic
def remove_member(member: CommitteeMember, *, by: User, at: datetime) -> None:
    """For a row that was added by mistake: it never was so."""
    log(member, "people.member_remove", user=by, timestamp=at, data=_said(member), deleted=True)
    member.delete()


@transaction.atomic
def add_paper(
    *, kind: str, number: str, signed_on: date, issuer: str, title: str, link: str = "", until: date | None = None,
    by: User | None = None, at: datetime | None = None,
) -> CommitteePaper:  # fmt: skip
    row = CommitteePaper.objects.create(
        kind=kind, number=number, signed_on=signed_on, issuer=issuer, title=title, link=link, until=until
    )
    if by is not None:
        log(row, "people.paper_add", user=by, timestamp=at)
    return row


@transaction.atomic
def edit_paper(paper: CommitteePaper, *, by: User, at: datetime, **values: Any) -> CommitteePaper:
    """values: as `add_paper` takes them"""
    changed = [name for name, value in values.items() if getattr(paper, name) != value]
    for name in changed:
        setattr(paper, name, values[name])
    if changed:
        paper.save(update_fields=changed)
        log(paper, "people.paper_edit", user=by, timestamp=at, data={"changed": changed})
    return paper


@transaction.atomic
def keep_paper_file(paper: CommitteePaper, upload: "File[bytes]", *, by: User, at: datetime) -> None:
    """The paper itself, checked and cleaned by its form; the file before goes. The log keeps the digest, no name."""
    before, digest = paper.file.name, sha256(upload.read()).hexdigest()
    upload.seek(0)
    paper.file.save(f"{digest[:16]}.pdf", upload, save=False)
    paper.file_name = (upload.name or "")[:200]
    try:
        paper.save(update_fields=["file", "file_name"])
        act = "people.paper_file_exchange" if before else "people.paper_file"
        log(paper, act, user=by, timestamp=at, data={"sha256": digest})
    except BaseException:
        paper.file.delete(save=False)
        raise
    _delete_later(paper, before)


@transaction.atomic
def drop_paper_file(paper: CommitteePaper, *, by: User, at: datetime) -> None:
    """The file goes for good, the paper stays; twice does no harm."""
    if paper.file:
        before, paper.file, paper.file_name = paper.file.name, "", ""
        paper.save(update_fields=["file", "file_name"])
        log(paper, "people.paper_file_drop", user=by, timestamp=at)
        _delete_later(paper, before)


@transaction.atomic
def remove_paper(paper: CommitteePaper, *, by: User, at: datetime) -> None:
    """With its file. raises: NotPossible while a member's row names it"""
    if queries.is_cited(paper):
        raise NotPossible(_("This paper stays: it appoints or relieves members. Write its end instead."))
    log(paper, "people.paper_remove", user=by, timestamp=at, deleted=True)
    _delete_later(paper, paper.file.name)
    paper.delete()


def _delete_later(paper: CommitteePaper, name: str | None) -> None:
    if name:
        transaction.on_commit(partial(paper.file.storage.delete, name))


def forget_members(*, ended_before: date) -> int:
    """Remove who it was and why it ended where a term was over by a day; seat, position, days and papers stay."""
    over = CommitteeMember.objects.filter(until__lt=ended_before).exclude(full_name="", end_reason="")
    return over.update(full_name="", end_reason="")


_EDITED: Collection[str] = ("seat", "since", "full_name", "position", "agency_id", "paper_id")


def _refuse_two(member: CommitteeMember) -> None:
    """raises: NotPossible"""
    other = queries.in_the_way(member.seat, member.since, member.until, but=member)
    if other:
        raise NotPossible(
            _("%(seat)s is %(who)s since %(day)s. End that term first, or open it and choose who follows.")
            % {"seat": other.get_seat_display(), "who": other.who, "day": dates.written(other.since)}
        )


def _hold_the_committee(member: CommitteeMember | None = None) -> None:
    """Two at once could take the same seat. member: whose end is read anew, as another page may have written it"""
    list(CommitteeMember.objects.select_for_update().order_by("pk").values_list("pk"))
    if member:
        member.refresh_from_db(fields=["until"])


def _said(member: CommitteeMember) -> dict[str, str]:
    return {"seat": member.seat, "agency": member.agency_id or ""}


def _note(member: CommitteeMember, action: str, *, by: User | None, at: datetime | None, **data: Any) -> None:
    if by is not None:
        log(member, action, user=by, timestamp=at, data={**_said(member), **data})
