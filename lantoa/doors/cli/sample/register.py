"""Writes the records as people would have: in the order of time, by the agency's own person, accepted on Mondays."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from lantoa.base import quantities
from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import drafts
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.doors.cli.sample import files
from lantoa.doors.cli.sample.province import Province
from lantoa.doors.cli.sample.records import Record, Repair, Workbook

_MONDAY = 0


class BadSample(ValueError):
    """A record of the sample is not what a form would take: its plan must be repaired."""


class Register:
    """Events of several years, first planned in any order, then run in the order of time."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self._words = drafts.Words.load()
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._made: dict[Record, Activity] = {}
        self._marked: dict[str, Activity] = {}
        self._waiting: list[tuple[datetime, Activity]] = []

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Have something done at a moment, after what was planned earlier for the same moment."""
        self._events.append((moment, len(self._events), act))

    def plan(self, records: Sequence[Record]) -> None:
        workbooks: dict[Workbook, list[Record]] = defaultdict(list)
        for record in records:
            if record.workbook:
                workbooks[record.workbook].append(record)
            else:
                self.at(moment(record.came_on, hour=9), partial(self._write, record))
        for workbook, rows in workbooks.items():
            self.at(moment(workbook.arrived_on, hour=10), partial(self._import, workbook, rows))

    def plan_repairs(self, repairs: Sequence[Repair]) -> None:
        for repair in repairs:
            day = repair.record.came_on + timedelta(days=repair.after_days)
            self.at(moment(day, hour=10), partial(self._repair, repair))

    def plan_afterwards(self, plan: Sequence[dict[str, Any]]) -> None:
        """Corrections and reversals of marked records on given days."""
        for item in plan:
            self.at(moment(item["day"], hour=10), partial(self._mend, item))

    def run(self, today: date) -> None:
        """Do everything that was planned, as of the morning of `today`."""
        for planned_at, _, act in sorted(self._events, key=lambda event: event[:2]):
            at = min(planned_at, moment(today, hour=7))
            self._accept_until(at)
            act(at)
        self._accept_until(moment(today, hour=0))

    def _write(self, record: Record, at: datetime) -> None:
        by = self.province.reporters[record.agency]
        activity = ledger.save_draft(self._draft(record, at), by=by, at=at)
        self._made[record] = activity
        if record.mark:
            self._marked[record.mark] = activity
        if record.evidence:
            name, media_type, content = files.evidence(record.evidence, record.fields["title"], activity.pk)
            ledger.attach(activity, ContentFile(content), name=name, media_type=media_type, by=by, at=at)
        if record.state == "draft":
            return
        activity = ledger.submit(activity, by=by, at=at)
        if record.state == "accepted":
            self._waiting.append((at, activity))
        if record.state == "returned":
            ledger.return_for_repair(activity, by=self.province.secretariat, at=at, reason=record.reason)

    def _import(self, workbook: Workbook, records: Sequence[Record], at: datetime) -> None:
        rows = [self._draft(record, at) for record in records]
        content = hashlib.sha256(repr(rows).encode()).hexdigest()
        origin = ledger.Origin(workbook.name, content, content, records[0].kind, workbook.agency)
        batch = ledger.import_drafts(rows, origin, by=self.province.reporters[workbook.agency], at=at)
        made = batch.activities.order_by("pk")
        self._made.update(zip(records, made, strict=True))
        self._waiting += [(at, activity) for activity in made]

    def _accept_until(self, until: datetime) -> None:
        """The secretariat accepts on Mondays what came in by the day before."""
        while self._waiting:
            first = timezone.localtime(self._waiting[0][0]).date()
            monday = first + timedelta(days=(_MONDAY - first.weekday()) % 7 or 7)
            at = moment(monday, hour=15)
            if at >= until:
                return
            due = [activity for came_at, activity in self._waiting if came_at < at]
            self._waiting = [(came_at, activity) for came_at, activity in self._waiting if came_at >= at]
            ledger.accept_many(due, by=self.province.secretariat, at=at)

    def _repair(self, repair: Repair, at: datetime) -> None:
        activity, by = self._made[repair.record], self.province.secretariat
        if repair.change is None:
            ledger.reverse(activity, by=by, at=at, reason=repair.reason)
            return
        draft = drafts.draft_of(activity)
        for measure, difference in repair.change.items():
            known, _ = draft.quantities[measure]
            draft.quantities[measure] = (known + difference * quantities.THOUSANDTHS, "")
        ledger.correct(activity, draft, by=by, at=at, reason=repair.reason)

    def _mend(self, item: dict[str, Any], at: datetime) -> None:
        activity, by = self._marked[item["mark"]], self.province.secretariat
        if "attendances" not in item:
            ledger.reverse(activity, by=by, at=at, reason=item["reason"])
            return
        draft = drafts.draft_of(activity)
        draft.quantities["attendances"] = (item["attendances"] * quantities.THOUSANDTHS, "")
        ledger.correct(activity, draft, by=by, at=at, reason=item["reason"])

    def _draft(self, record: Record, at: datetime) -> Draft:
        """Read by the same checks as a form. raises: BadSample"""
        fields = dict(record.fields)
        for name in ("country", "place"):
            if f"{{{name}}}" in fields["title"]:
                known = self._words.choices(name).names[fields[name]][0]
                fields["title"] = fields["title"].replace(f"{{{name}}}", known if name == "country" else _lower(known))
        today = timezone.localtime(at).date()
        draft, problems = drafts.read(fields, self._words, kind=record.kind, agency=record.agency, today=today)
        if draft is None:
            raise BadSample(f"{fields['title']}: {problems}")
        return draft


def moment(day: date, *, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
