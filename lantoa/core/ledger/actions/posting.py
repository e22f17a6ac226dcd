"""The only place where entries are made. Nothing posted is ever changed: a mistake is a reversal and a new entry.

Every posting locks the head row first. That hands out `seq` without gaps and in the order of commit; a timestamp
could not (a transaction stamped 16:59 may commit at 17:01).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lantoa.base import audit
from lantoa.core.ledger.actions.documents import NotNow, locked, write
from lantoa.core.ledger.actions.evidence import Piece, bring
from lantoa.core.ledger.drafts import Draft, draft_of
from lantoa.core.ledger.models import DIMENSIONS, Activity, Entry, Head, Line, Participation, Reason
from lantoa.core.ledger.rules import chain
from lantoa.core.people.models import User

_ACCEPTED = Activity.State.ACCEPTED
_COPIED = ["kind_id", "agency_id", "occurred_from", "occurred_on", "place_id", "programme_id", "task_id", "is_subset",
           "is_public", *DIMENSIONS]  # fmt: skip


@transaction.atomic
def accept(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Make a submitted activity a fact (chấp nhận): one entry with its lines; twice does no harm."""
    activity = locked(activity)
    if activity.is_standing:
        return activity
    if activity.state != Activity.State.SUBMITTED:
        raise NotNow(_("Only what is submitted can be accepted."))
    (entry,) = post([_entry_of(activity)], by=by, at=at)
    _stand(activity, entry, Activity.State.ACCEPTED)
    log(activity, "lantoa.accept", user=by, timestamp=at, data={"seq": entry.seq})
    return activity


@transaction.atomic
def accept_many(activities: "Iterable[Activity]", *, by: User, at: datetime, together: UUID | None = None) -> int:
    """Accept all of these that are submitted, in the order of their dates; all or none. Returns how many."""
    wanted = (
        Activity.objects.select_for_update(of=("self",))
        .filter(pk__in=[activity.pk for activity in activities], state=Activity.State.SUBMITTED)
        .order_by("occurred_on", "pk")
    )
    rows = list(wanted.prefetch_related("quantities", "coordinations", "evidence"))
    posted = post([_entry_of(activity) for activity in rows], by=by, at=at)
    for activity, entry in zip(rows, posted, strict=True):
        activity.entry, activity.state = entry, Activity.State.ACCEPTED
    Activity.objects.bulk_update(rows, ["entry", "state"], batch_size=300)
    told = ((activity, {"seq": activity.entry_id}) for activity in rows)
    audit.log_many(told, "lantoa.accept", user=by, at=at, together=together)
    return len(rows)


@contextmanager
def rehearsed(activities: "Iterable[Activity]", *, by: User, at: datetime) -> Iterator[None]:
    """Inside the `with` the ledger is as if all of these had been accepted; afterwards it is as before."""
    rows = Activity.objects.filter(pk__in=[activity.pk for activity in activities]).order_by("occurred_on", "pk")
    with transaction.atomic():
        complete = rows.prefetch_related("quantities", "coordinations", "evidence")
        post([_entry_of(activity) for activity in complete], by=by, at=at)
        yield
        transaction.set_rollback(True)


@transaction.atomic
def reverse(activity: Activity, *, by: User, at: datetime, reason: str) -> Activity:
    """Take a fact back (đảo bút toán): same dates and dimensions, quantities times -1. Both entries stay."""
    activity = _standing(activity, reason)
    (entry,) = post([reversal_of(activity.entry)], by=by, at=at)
    Reason.objects.create(entry=entry, text=reason.strip())
    activity.entry, activity.state, activity.news = None, Activity.State.REVERSED, Activity.News.REVERSED
    activity.save(update_fields=["entry", "state", "news"])
    log(activity, "lantoa.reverse", user=by, timestamp=at, data={"seq": entry.seq, "reason": reason.strip()})
    return activity


@transaction.atomic
def reverse_many(activities: "Iterable[Activity]", *, by: User, at: datetime, reason: str) -> int:
    """Take back all of these that stand, in the order of their entries; all or none. Returns how many."""
    _demand(reason)
    wanted = (
        Activity.objects.select_for_update(of=("self",))
        .filter(pk__in=[activity.pk for activity in activities], state__in=Activity.STANDING)
        .order_by("entry")
    )
    rows = list(wanted.select_related("entry").prefetch_related("entry__lines", "entry__participations"))
    for activity in rows:
        activity.news = Activity.News.REVERSED
    return _reverse_all(rows, Activity.State.REVERSED, "lantoa.reverse", by=by, at=at, reason=reason)


@transaction.atomic
def take_acceptances_back(
    seqs: Iterable[int], *, by: User, at: datetime, reason: str, together: UUID | None = None
) -> int:
    """Reverse these entries and put their activities back among the submitted, to be judged again; all or none.

    seqs:    of acceptances; what was corrected or reversed since stays as it is
    returns: how many
    """
    _demand(reason)
    wanted = Activity.objects.select_for_update(of=("self",)).filter(entry__in=list(seqs), state=_ACCEPTED)
    rows = list(
        wanted.order_by("entry").select_related("entry").prefetch_related("entry__lines", "entry__participations")
    )
    return _reverse_all(
        rows, Activity.State.SUBMITTED, "lantoa.unaccept", by=by, at=at, reason=reason, together=together
    )


def _reverse_all(
    rows: list[Activity], state: Activity.State, action: str, *, by: User, at: datetime, reason: str,
    together: UUID | None = None,
) -> int:  # fmt: skip
    posted = post([reversal_of(activity.entry) for activity in rows], by=by, at=at)
    Reason.objects.bulk_create((Reason(entry=entry, text=reason.strip()) for entry in posted), batch_size=500)
    for activity in rows:
        activity.entry, activity.state = None, state
    Activity.objects.bulk_update(rows, ["entry", "state", "news"], batch_size=300)
    told = ((row, {"seq": entry.seq, "reason": reason.strip()}) for row, entry in zip(rows, posted, strict=True))
    audit.log_many(told, action, user=by, at=at, together=together)
    return len(rows)


@transaction.atomic
def correct(
    activity: Activity, draft: Draft, *, by: User, at: datetime, reason: str, evidence: Iterable[Piece] = ()
) -> Activity:
    """Replace a fact by a better one (đính chính): its reversal, then the new entry.

    draft:    the whole corrected content; take `drafts.draft_of(activity)` and change it
    evidence: files that the new entry covers too, as it does those that came past the one before
    """
    activity = _standing(activity, reason)
    reversal, before = reversal_of(activity.entry), draft_of(activity)
    bring(activity, evidence, by=by, at=at)
    if draft == before and _entry_of(activity)[0].document_digest == reversal[0].document_digest:
        raise NotNow(_("Nothing was changed."))
    write(activity, draft)
    activity.news = Activity.News.CORRECTED
    posted = post([reversal, _entry_of(activity)], by=by, at=at)
    Reason.objects.bulk_create(Reason(entry=entry, text=reason.strip()) for entry in posted)
    _stand(activity, posted[1], Activity.State.CORRECTED)
    data = {"seq": posted[1].seq, "reverses": posted[0].reverses_id, "reason": reason.strip()}
    log(activity, "lantoa.correct", user=by, timestamp=at, data=data)
    return activity


# An entry that is not numbered yet, its lines, and who takes part.
Unposted = tuple[Entry, list[Line], list[str]]


def post(unposted: Sequence[Unposted], *, by: User, at: datetime) -> list[Entry]:
    """Number, chain and insert entries; called inside the transaction of the document they come from."""
    head = held_head()
    for entry, lines, participants in unposted:
        head.head_seq += 1
        entry.seq, entry.posted_by, entry.posted_at, entry.previous_hash = head.head_seq, by, _to_ms(at), head.head_hash
        entry.hash = head.head_hash = chain.entry_hash(entry, lines=lines, participants=participants)
    entries = [entry for entry, _, _ in unposted]
    if entries:
        Entry.objects.bulk_create(entries, batch_size=500)
        Line.objects.bulk_create(
            (_placed(line, entry) for entry, lines, _ in unposted for line in lines), batch_size=500
        )
        Participation.objects.bulk_create(
            (Participation(entry=entry, agency_id=code) for entry, _, codes in unposted for code in codes),
            batch_size=500,
        )
        head.posted_at = _to_ms(at)
        head.save()
    return entries


def held_head() -> Head:
    """Held until the end of the transaction: nothing else is posted meanwhile."""
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _entry_of(activity: Activity) -> Unposted:
    entry = Entry(**{name: getattr(activity, name) for name in _COPIED})
    entry.document = activity.pk
    entry.document_digest = chain.document_digest(activity, evidence=[item.sha256 for item in activity.evidence.all()])
    lines = [
        Line(measure_id=row.measure_id, quantity=row.quantity, qualifier=row.qualifier)
        for row in activity.quantities.all()
    ]
    return entry, lines, sorted(row.agency_id for row in activity.coordinations.all())


def reversal_of(original: Entry | None) -> Unposted:
    """What takes an entry back: the same, times -1."""
    assert original is not None, "only what stands is reversed"
    entry = Entry(**{name: getattr(original, name) for name in _COPIED}, sign=-1, reverses=original)
    entry.document, entry.document_digest = original.document, original.document_digest
    lines = [
        Line(measure_id=line.measure_id, quantity=-line.quantity, qualifier=line.qualifier, sign=-1)
        for line in original.lines.all()
    ]
    return entry, lines, sorted(part.agency_id for part in original.participations.all())


def _placed(line: Line, entry: Entry) -> Line:
    line.entry, line.sign, line.kind = entry, entry.sign, entry.kind_id
    line.occurred_from, line.occurred_on, line.is_subset = entry.occurred_from, entry.occurred_on, entry.is_subset
    line.dimensions = entry.dimensions
    return line


def _standing(activity: Activity, reason: str) -> Activity:
    activity = locked(activity)
    _demand(reason)
    if not activity.is_standing:
        raise NotNow(_("Only an accepted activity can be corrected or reversed."))
    return activity


def _demand(reason: str) -> None:
    if not reason.strip():
        raise NotNow(_("Give the reason: it is printed beside every report this changes."))


def _stand(activity: Activity, entry: Entry, state: Activity.State) -> None:
    activity.entry, activity.state = entry, state
    activity.save(update_fields=["entry", "state", "news"])


def _to_ms(at: datetime) -> datetime:
    """Whole milliseconds: what the hash covers, and what both databases give back unchanged."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
