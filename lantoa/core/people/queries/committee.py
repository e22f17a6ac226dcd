"""Who is in the steering committee on a day, and by which papers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lantoa.core.people.models import CommitteeMember, CommitteePaper

_ORDER = {seat: place for place, seat in enumerate(CommitteeMember.Seat.values)}


@dataclass(frozen=True)
class Committee:
    """The committee on a day. earlier: whose term was over, the last one first; later: whose had not begun

    papers: signed by then and in force; old_papers: no longer
    """

    members: list[CommitteeMember]
    earlier: list[CommitteeMember]
    later: list[CommitteeMember]
    papers: list[CommitteePaper]
    old_papers: list[CommitteePaper]


def committee(day: date) -> Committee:
    """Two queries, however long it has stood."""
    members, papers = list(_members()), list(CommitteePaper.objects.filter(signed_on__lte=day))
    earlier = [row for row in members if row.until and row.until <= day]
    return Committee(
        members=_by_seat([row for row in members if row.is_in_on(day)]),
        earlier=sorted(earlier, key=lambda row: (row.until or day, -_ORDER[row.seat]), reverse=True),
        later=_by_seat([row for row in members if row.since > day]),
        papers=[row for row in papers if row.until is None or row.until > day],
        old_papers=[row for row in papers if row.until and row.until <= day],
    )


def committee_member(pk: int) -> CommitteeMember | None:
    return _members().filter(pk=pk).first()


def committee_paper(pk: int) -> CommitteePaper | None:
    return CommitteePaper.objects.filter(pk=pk).first()


def in_the_way(seat: str, since: date, until: date | None, *, but: CommitteeMember) -> CommitteeMember | None:
    """Who holds a seat that one alone may hold, on a day of a term. but: the row that is changed"""
    if seat not in CommitteeMember.SINGLE:
        return None
    found = _members().filter(Q(until=None) | Q(until__gt=since), ~Q(pk__in=[but.pk] if but.pk else []), seat=seat)
    return (found.filter(since__lt=until) if until else found).first()


def is_paper(number: str, signed_on: date, *, but: CommitteePaper | None) -> bool:
    found = CommitteePaper.objects.filter(number=number, signed_on=signed_on)
    return found.exclude(pk=but.pk).exists() if but else found.exists()


def is_cited(paper: CommitteePaper) -> bool:
    """Does a member's row name it?"""
    return CommitteeMember.objects.filter(Q(paper=paper) | Q(end_paper=paper)).exists()


def _members() -> "QuerySet[CommitteeMember]":
    return CommitteeMember.objects.select_related("agency", "paper", "end_paper")


def _by_seat(rows: list[CommitteeMember]) -> list[CommitteeMember]:
    return sorted(rows, key=lambda row: _ORDER[row.seat])
