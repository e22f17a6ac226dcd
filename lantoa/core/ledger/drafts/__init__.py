"""What a person wrote about one activity, read and checked: the same for a form, a workbook row and the command line.

`read` answers with a Draft or with every problem at once; it never writes. Raw fields (text, or exact values):
title · occurred (one text such as "22/11/2026" or "quý I năm 2018") or occurred_from and occurred_on ·
place, programme, task (code or name) · one field per dimension (code or name) · the measure's code for its quantity,
`<measure>_qualifier` beside it · coordinating (list, or text with ";") · note · source · is_subset · is_public
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import dates, folding, quantities
from lantoa.core.ledger.drafts.words import Words
from lantoa.core.ledger.models import DIMENSIONS, Activity, Qualifier
from lantoa.core.ledger.queries.duplicates import Event
from lantoa.core.vocabulary.models import KindMeasure, Measure

__all__ = [
    "Draft", "Problem", "Words", "after_the_end", "draft_of", "event_of", "read", "sketch", "with_quantities",
]  # fmt: skip

OLDEST = date(1945, 9, 2)
LONGEST_TITLE = 300
LONGEST_SOURCE = 500
_TRUE = {"1", "x", "on", "true", "yes", "co", "có"}


@dataclass
class Draft:
    """The content of an activity. quantities: measure code -> (integer thousandths, qualifier)."""

    kind: str
    agency: str
    title: str
    occurred_from: date
    occurred_on: date
    place: str | None = None
    programme: str | None = None
    task: str | None = None
    dimensions: dict[str, str] = field(default_factory=dict)
    quantities: dict[str, tuple[int, str]] = field(default_factory=dict)
    coordinating: list[str] = field(default_factory=list)
    note: str = ""
    source: str = ""
    is_subset: bool = False
    is_public: bool = True


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, and what to do."""

    field: str
    message: str


def read(
    raw: Mapping[str, Any], words: Words, *, kind: str, agency: str, today: date
) -> tuple[Draft | None, list[Problem]]:
    """Check everything a person wrote; returns a Draft, or None and all problems."""
    draft, problems = sketch(raw, words, kind=kind, agency=agency, today=today)
    return (None if problems else draft), problems


def sketch(raw: Mapping[str, Any], words: Words, *, kind: str, agency: str, today: date) -> tuple[Draft, list[Problem]]:
    """As `read`, but always a Draft: where an answer is missing or cannot be read it says the most likely."""
    reader = _Reader(raw, words, kind, today)
    draft = Draft(
        kind=kind,
        agency=agency,
        title=reader.title(),
        occurred_from=today,
        occurred_on=today,
        note=reader.text("note"),
        source=reader.text("source", longest=LONGEST_SOURCE),
        coordinating=reader.coordinating(agency),
        is_subset=reader.truth("is_subset", default=False),
        is_public=reader.truth("is_public", default=True),
    )
    draft.occurred_from, draft.occurred_on = reader.span()
    draft.dimensions, own = reader.dimensions()
    draft.place, draft.programme, draft.task = own.get("place"), own.get("programme"), own.get("task")
    if draft.task and not draft.programme:
        draft.programme = words.plan_of(draft.task).code
    draft.quantities = reader.quantities()
    if reader.problems:
        draft.title = draft.title[:LONGEST_TITLE] or words.kind(kind).name_vi
        draft.source = draft.source[:LONGEST_SOURCE]
        draft.occurred_from = min(draft.occurred_from, draft.occurred_on)
    return draft, reader.problems


def after_the_end(draft: Draft, words: Words) -> list[Problem]:
    """What is newly written for an agency took place before it ended; later facts belong to its successor."""
    end = words.end_of(draft.agency)
    if end is None or draft.occurred_on < end[0]:
        return []
    said = {"agency": words.name("agency", draft.agency), "day": end[0].strftime("%d/%m/%Y")}
    if end[1] is None:
        message = _("%(agency)s ended on %(day)s: only what took place before can be recorded for it.") % said
    else:
        message = _(
            "%(agency)s became part of %(successor)s on %(day)s: record for %(successor)s what took place since."
        ) % {**said, "successor": words.name("agency", end[1])}
    return [Problem("occurred_on", message)]


def draft_of(activity: Activity) -> Draft:
    """The content of an existing activity, to be changed and saved again."""
    return Draft(
        kind=activity.kind_id,
        agency=activity.agency_id,
        title=activity.title,
        occurred_from=activity.occurred_from,
        occurred_on=activity.occurred_on,
        place=activity.place_id,
        programme=activity.programme_id,
        task=activity.task_id,
        dimensions={name: value for name in DIMENSIONS if (value := getattr(activity, name))},
        quantities={row.measure_id: (row.quantity, row.qualifier) for row in activity.quantities.all()},
        coordinating=sorted(row.agency_id for row in activity.coordinations.all()),
        note=activity.note,
        source=activity.source,
        is_subset=activity.is_subset,
        is_public=activity.is_public,
    )


def event_of(draft: Draft) -> Event:
    """What of a draft is compared with other records, see queries.duplicates."""
    return Event(
        kind=draft.kind, title=draft.title, occurred_from=draft.occurred_from, occurred_on=draft.occurred_on,
        agencies=frozenset({draft.agency, *draft.coordinating}), place=draft.place,
    )  # fmt: skip


def with_quantities(
    draft: Draft, written: Mapping[str, str], words: Words, *, today: date
) -> tuple[Draft | None, list[Problem]]:
    """The draft with some quantities written anew, checked as `read` checks them; an unknown measure is a problem."""
    reader = _Reader(written, words, draft.kind, today)
    rows = {row.measure_id: row for row in words.measures_of(draft.kind)}
    changed = dict(draft.quantities)
    for code in written:
        if code not in rows:
            reader.wrong(code, _("Not counted here; known are: %(known)s.") % {"known": ", ".join(rows)})
        elif got := reader.quantity(rows[code]):
            changed[code] = got
        elif not reader.problems:
            changed.pop(code, None)
    return (None if reader.problems else replace(draft, quantities=changed)), reader.problems


class _Reader:
    """Collects problems while the fields of one record are read."""

    def __init__(self, raw: Mapping[str, Any], words: Words, kind: str, today: date) -> None:
        self.raw, self.words, self.kind, self.today, self.last_day = raw, words, kind, today, today
        self.problems: list[Problem] = []

    def wrong(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, message))

    def text(self, name: str, *, longest: int = 5000) -> str:
        value = folding.normal_text(str(self.raw.get(name) or ""))
        if len(value) > longest:
            self.wrong(
                name, _("At most %(count)s characters; this has %(have)s.") % {"count": longest, "have": len(value)}
            )
        return value

    def title(self) -> str:
        title = re.sub(r"\s+", " ", self.text("title", longest=LONGEST_TITLE)).strip()
        if not title:
            self.wrong("title", _("Say in a few words what took place."))
        return title

    def truth(self, name: str, *, default: bool) -> bool:
        value = self.raw.get(name)
        return default if value in (None, "") else value is True or str(value).strip().lower() in _TRUE

    def span(self) -> tuple[date, date]:
        """The first and the last day; one field "occurred", or a first and a last one."""
        if self.raw.get("occurred"):
            since, until = self._span("occurred")
        else:
            last = self._span("occurred_on")
            since = self._span("occurred_from")[0] if self.raw.get("occurred_from") else last[0]
            until = last[1]
        if since and until:
            if until < since:
                self.wrong("occurred_on", _("The last day lies before the first day."))
            elif until > self.today:
                self.wrong("occurred_on", _("This day lies in the future. What is planned is a target, not a record."))
            elif since < OLDEST:
                self.wrong("occurred_on", _("This day lies before %(day)s.") % {"day": dates.written(OLDEST)})
        self.last_day = until or self.today
        return since or self.today, self.last_day

    def _span(self, name: str) -> tuple[date, date] | tuple[None, None]:
        value = self.raw.get(name)
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value, value
        if not str(value or "").strip():
            self.wrong(name, _("Give the day it took place, for example 22/11/2026."))
            return None, None
        try:
            span = dates.parse(str(value))
        except dates.BadDate as error:
            self.wrong(name, str(error))
            return None, None
        return span.since, span.last_day

    def dimensions(self) -> tuple[dict[str, str], dict[str, str]]:
        """The codes of the sortable dimensions, and of place, programme and task."""
        required = {item["code"] for item in self.words.dimensions_of(self.kind) if item.get("required")}
        found: dict[str, str] = {}
        for name in [*DIMENSIONS, "place", "programme", "task"]:
            if code := self._choice(name, required=name in required):
                found[name] = code
        own: dict[str, str] = {name: found.pop(name) for name in ("place", "programme", "task") if name in found}
        return found, own

    def _choice(self, name: str, *, required: bool) -> str:
        text = folding.normal_text(str(self.raw.get(name) or "")).strip()
        if not text:
            if required:
                self.wrong(name, _("Choose one."))
            return ""
        return self._known(name, text)

    def _known(self, name: str, text: str, *, field_name: str = "") -> str:
        choices = self.words.choices(name)
        if code := choices.find(text) or (self._task_then(choices.all_like(text)) if name == "task" else ""):
            return code
        near = choices.like(text)
        message = _("“%(text)s” is not in the list.") % {"text": text[:80]}
        if near:
            message += " " + _("Did you mean “%(near)s”?") % {"near": near}
        self.wrong(field_name or name, message)
        return ""

    def _task_then(self, codes: Collection[str]) -> str:
        """A yearly task has the same name in every plan: the one whose plan covers the day is meant."""
        covering = [code for code in codes if self.last_day in self.words.plan_of(code).term]
        return covering[0] if len(covering) == 1 else ""

    def coordinating(self, lead: str) -> list[str]:
        value = self.raw.get("coordinating") or []
        texts = re.split(r"[;\n]", value) if isinstance(value, str) else list(value)
        codes = [self._known("agency", text.strip(), field_name="coordinating") for text in texts if text.strip()]
        return sorted({code for code in codes if code and code != lead})

    def quantities(self) -> dict[str, tuple[int, str]]:
        rows = self.words.measures_of(self.kind)
        found = {row.measure_id: got for row in rows if (got := self.quantity(row)) is not None}
        main = self.words.main_measure(self.kind)
        if main and main not in found and not any(problem.field == main for problem in self.problems):
            found = {main: (quantities.THOUSANDTHS, ""), **found}
        return found

    def quantity(self, row: KindMeasure) -> tuple[int, str] | None:
        code, value = row.measure_id, self.raw.get(row.measure_id)
        if value is None or (isinstance(value, str) and not value.strip()):
            if row.required and not row.is_main and self.words.is_asked(row):
                self.wrong(code, _("Give a number; 0 if there was none."))
            return None
        try:
            if isinstance(value, int | Decimal):
                number, qualifier = quantities.from_decimal(Decimal(value)), ""
            else:
                number, qualifier = quantities.parse_qualified(str(value))
        except quantities.BadQuantity as error:
            self.wrong(code, str(error))
            return None
        return self._plausible(row, number, self._qualifier(code) or qualifier)

    def _plausible(self, row: KindMeasure, number: int, qualifier: str) -> tuple[int, str] | None:
        measure = row.measure
        if number < 0 and measure.nature != Measure.Nature.STOCK:
            self.wrong(row.measure_id, _("A count cannot be below zero."))
            return None
        if measure.whole and number % quantities.THOUSANDTHS:
            self.wrong(row.measure_id, _("Only whole numbers: %(unit)s cannot be divided.") % {"unit": measure.unit})
            return None
        return number, qualifier

    def _qualifier(self, code: str) -> str:
        text = str(self.raw.get(f"{code}_qualifier") or "").strip()
        if not text or text == "exact":
            return ""
        if text in Qualifier.values:
            return text
        named = {folding.fold(str(choice.label)): choice.value for choice in Qualifier}
        found = named.get(folding.fold(text)) or quantities.QUALIFIER_WORDS.get(folding.fold(text))
        if found is None:
            self.wrong(code, _("“%(text)s” is no qualifier: use over, nearly or about.") % {"text": text[:40]})
        return found or ""
