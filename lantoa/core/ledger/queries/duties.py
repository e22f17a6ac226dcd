"""Entries that the program posts itself of what fell due: what stands of them, and what each one leads to.

No activity lies behind them: their `document` is the key of what was owed, below zero.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from lantoa.core.ledger.models import Entry, Line
from lantoa.core.ledger.queries.entries import standing
from lantoa.core.ledger.queries.figures import head_seq
from lantoa.core.people.models import User
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Submission
from lantoa.core.vocabulary.models import Kind
from lantoa.core.vocabulary.rules.kinds import REPORT, TASK

# Kind -> the measure that a duty adds to, and the one that it adds to as well if it was met in time.
MEASURES = {REPORT: ("reports_due", "reports_on_time"), TASK: ("tasks_due", "tasks_on_time")}


def kept_kinds() -> list[Kind]:
    """Those of what falls due whose measures are there: an older vocabulary has none of it."""
    found = Kind.objects.filter(code__in=MEASURES).prefetch_related("measures")
    asked = {kind: {row.measure_id for row in kind.measures.all()} for kind in found}
    return [kind for kind, measures in asked.items() if measures.issuperset(MEASURES[kind.code])]


def standing_duties(kind: str, keys: Collection[int] | None = None) -> dict[int, tuple[int, programme.Duty]]:
    """Key of what was owed -> the entry that stands, and what it says; one query. keys: of these alone"""
    found = standing(Entry.objects.filter(kind=kind), as_of_seq=head_seq())
    if keys is not None:
        found = found.filter(document__in=[-key for key in keys])
    on_time = Exists(Line.objects.filter(entry=OuterRef("pk"), measure=MEASURES[kind][1]))
    rows = found.order_by("seq").values_list("seq", "document", "agency", "occurred_on", on_time, "programme", "task")
    return {-document: (seq, programme.Duty(*said)) for seq, document, *said in rows}


def with_duties(rows: Iterable[Any]) -> list[Any]:
    """Entries as `with_documents` reads them; those of what fell due are called by its name. Two queries at most"""
    told = list(rows)
    keys = {kind: [-row.document for row in told if row.kind_id == kind] for kind in MEASURES}
    reports = programme.submissions_of(keys[REPORT]) if keys[REPORT] else {}
    tasks = programme.tasks_of_keys(keys[TASK]) if keys[TASK] else {}
    for row in told:
        if row.kind_id == REPORT and (report := reports.get(-row.document)):
            row.document_title = report.period.title
        elif row.kind_id == TASK and (task := tasks.get(-row.document)):
            row.document_title = task.name
    return told


def is_of_duty(entry: Entry) -> bool:
    """Posted by the program of what fell due; no activity lies behind it."""
    return entry.kind_id in MEASURES


def report_behind(entry: Entry, user: User) -> Submission | None:
    """The report that an entry counts; None for another entry, or where this person does not read it."""
    if entry.kind_id != REPORT:
        return None
    try:
        return programme.submission_for(user, -entry.document)
    except Submission.DoesNotExist:
        return None
