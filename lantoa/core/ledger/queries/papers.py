"""Do the documents still say what was posted of them? The chain covers their digests, not their words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lantoa.core.ledger.models import Activity, Entry, Evidence
from lantoa.core.ledger.rules import chain
from lantoa.core.ledger.rules.papers import Compared, evidence_in_time


def compare_documents() -> Compared:
    """Each document that stands or was reversed, against the digest in its newest entry.

    What was deleted, or taken back to be judged again, is no longer there: its words were withdrawn by right.
    reads: all of them in batches of 2,000
    """
    same, altered, added = 0, list[int](), list[int]()
    rows: Iterator[Any] = _stated().iterator(chunk_size=2000)  # with what is annotated
    for activity in rows:
        shas = {item.pk: item.sha256 for item in activity.evidence.all()}
        if _is_as_posted(activity, activity.posted_digest, shas):
            same += 1
        elif activity.entry_id and _is_as_posted(activity, activity.posted_digest, _without_late(activity, shas)):
            added.append(activity.pk)
        elif activity.entry_id or not _was_reworked(activity, activity.last_posted_at):
            altered.append(activity.pk)
    # Below zero stands what fell due, of which there is no document.
    posted = Entry.objects.filter(document__gt=0).values("document").distinct().count()
    return Compared(same, posted - same - len(altered) - len(added), altered, added)


def _stated() -> QuerySet[Activity]:
    newest = Entry.objects.filter(document=OuterRef("pk")).order_by("-seq")
    return (
        Activity.objects.filter(Q(entry__isnull=False) | Q(state=Activity.State.REVERSED))
        .annotate(
            posted_digest=Coalesce("entry__document_digest", Subquery(newest.values("document_digest")[:1])),
            last_posted_at=Subquery(newest.values("posted_at")[:1]),
        )
        .order_by("pk")
        .prefetch_related("evidence", "merged")
    )


def _was_reworked(activity: Activity, posted_at: datetime) -> bool:
    """Taken back, written anew, and reversed with its import before anybody judged it again."""
    changes = [activity.edited_at, *(item.added_at for item in activity.evidence.all())]
    return any(change and change > posted_at for change in changes)


def _without_late(activity: Any, shas: dict[int, str]) -> dict[int, str]:
    """The evidence without what was added after its entry, as versions before this one let a slow page do."""
    return {item.pk: shas[item.pk] for item in activity.evidence.all() if item.added_at <= activity.last_posted_at}


def _is_as_posted(activity: Activity, digest: str, shas: dict[int, str]) -> bool:
    if given := (activity.moved or {}).get("evidence"):  # to the record that stands for this one too
        shas = shas | dict(Evidence.objects.filter(pk__in=given).values_list("pk", "sha256"))
    merges = [(other.moved or {}).get("evidence", ()) for other in activity.merged.all()]
    brought = [[shas[pk] for pk in merge if pk in shas] for merge in merges]
    return any(
        chain.document_digest(activity, evidence=evidence) == digest
        for evidence in evidence_in_time(shas.values(), brought=brought)
    )
