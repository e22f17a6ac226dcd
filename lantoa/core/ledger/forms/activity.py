"""The activity form: the kind decides what it asks; everything is checked by `drafts.read`, as in an import."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lantoa.base import dates, quantities
from lantoa.core.ledger.drafts import Draft, Words, after_the_end, sketch
from lantoa.core.ledger.models import DIMENSIONS, Activity, Qualifier
from lantoa.core.people.models import Agency
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Task
from lantoa.core.vocabulary.models import Dimension, KindMeasure

# Up to this many choices are shown as big buttons, more as a list.
MOST_BUTTONS = 4
# Of one field whose text is kept although it is too long; the longest that is read is 5,000.
MOST_TYPED = 20_000
_HIDDEN = {"form_key", "version"}


class ActivityForm(forms.Form):
    """Asks what one kind of activity needs; `draft` is there after `is_valid()`, in any case after it was asked.

    primary:    the names of the fields everybody fills; the others stand folded away
    unfinished: the answers as typed where some are missing or cannot be read; `draft` then says the most likely
    """

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, words: Words, kind: str, agencies: Sequence[Agency], today: date, kept: Draft | None = None,
        home: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        """kept: the content so far of an activity that is edited; what the form does not ask for is taken from it

        home: code of the agency that holds a draft until the one that reports is chosen
        """
        super().__init__(*args, **kwargs)
        self.kept, self.home = kept, home
        self.words, self.kind, self.agencies, self.today = words, words.kind(kind), agencies, today
        self.draft: Draft | None = None
        self.unfinished: dict[str, Any] | None = None
        self.primary: list[str] = []
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("occurred_on", today)
        self._add_agency()
        self._add_what_and_when()
        self._add_dimensions()
        self._add_measures()
        self._add_more()

    def primary_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.primary]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in {*self.primary, *_HIDDEN}]

    def has_answers(self) -> bool:
        """Was anything written that did not stand there when the form was opened?"""
        return any(str(value) != str(self.initial.get(name, "")) for name, value in self._as_typed().items())

    def read_version(self, version: int) -> None:
        """The person has been told of a newer version: what is sent next is meant to replace that one."""
        posted: Any = self.data
        posted = posted.copy()
        posted["version"] = str(version)
        self.data = posted

    def differences(self, activity: Activity) -> list[tuple[str, str]]:
        """What an activity holds otherwise than this form: label and value of each field, as a person reads them."""
        theirs, mine = starting_values(activity), self._as_typed()
        if main := self.words.main_measure(self.kind.code):
            mine.setdefault(main, "1")  # what is read where nobody writes it
        found = []
        for name, field in self.fields.items():
            value = _as_text(theirs.get(name))
            if name not in _HIDDEN and value != _as_text(mine.get(name)):
                choices = dict(getattr(field, "choices", ()))
                named = [str(choices.get(code, code)) for code in value.split("; ") if code]
                found.append((str(field.label), "; ".join(named)))
        return found

    @property
    def more_has_errors(self) -> bool:
        return any(self.errors.get(field.name) for field in self.more_fields())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        agency = self._agency(cleaned)
        raw = {name: value for name, value in cleaned.items() if name not in {*_HIDDEN, "agency"}}
        raw["is_public"] = not cleaned.get("is_internal")
        raw |= {name: code for name, code in self._not_asked().items() if name not in self.fields}
        draft, problems = sketch(
            raw, self.words, kind=self.kind.code, agency=agency or self._holder(), today=self.today
        )
        if self.kept is None or (self.kept.agency, self.kept.occurred_on) != (draft.agency, draft.occurred_on):
            problems = [*problems, *after_the_end(draft, self.words)]
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        self.draft = draft
        self.unfinished = self._as_typed() if self.errors else None
        return cleaned

    def _holder(self) -> str:
        return self.kept.agency if self.kept else self.home or self.agencies[0].code

    def _as_typed(self) -> dict[str, Any]:
        """What stands in every field, readable or not; cut only where nobody types that much."""
        typed = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, name)
            if name not in _HIDDEN and value not in (None, "", [], False):
                typed[name] = value[:MOST_TYPED] if isinstance(value, str) else value
        return typed

    def _not_asked(self) -> dict[str, str]:
        """The codes of the activity so far: an import may name a programme, which no form asks for."""
        if self.kept is None:
            return {}
        # A task brings its own plan along; the one of a task that was taken away goes with it.
        plan = None if self.kept.task or self.cleaned_data.get("task") else self.kept.programme
        own = {"place": self.kept.place, "programme": plan, "task": self.kept.task}
        return {**self.kept.dimensions, **{name: code for name, code in own.items() if code}}

    def _agency(self, cleaned: dict[str, Any]) -> str:
        if len(self.agencies) == 1:
            return self.agencies[0].code
        code = cleaned.get("agency") or ""
        if code not in {agency.code for agency in self.agencies}:
            self.add_error("agency", _("Choose the agency that reports."))
        return code

    def _add(self, name: str, field: forms.Field, *, primary: bool, needed: bool = False) -> None:
        """needed: without it `read` refuses; Django's own check stays off, so that all problems come from one place."""
        field.required = False
        field.is_needed = needed or not primary  # type: ignore[attr-defined]  # read by the field tag
        self.fields[name] = field
        if primary:
            self.primary.append(name)

    def _add_agency(self) -> None:
        if len(self.agencies) > 1:
            choices = [("", ""), *((agency.code, agency.name) for agency in self.agencies)]
            self._add(
                "agency", forms.ChoiceField(label=_("Agency that reports"), choices=choices), primary=True, needed=True
            )

    def _add_what_and_when(self) -> None:
        title = forms.CharField(label=_("What took place"), max_length=300)
        title.widget.attrs["autocomplete"] = "off"
        self._add("title", title, primary=True, needed=True)
        self._add("occurred_on", _day(_("Day")), primary=True, needed=True)

    def _add_dimensions(self) -> None:
        for item in self.words.dimensions_of(self.kind.code):
            name = item["code"]
            required = bool(item.get("required"))
            self._add(name, self._choice(name, required=required), primary=True, needed=required)
            if item.get("default"):
                self.initial.setdefault(name, item["default"])

    def _choice(self, name: str, *, required: bool) -> forms.Field:
        """Big buttons for a few required values, else a list; a place is typed with suggestions."""
        label = Dimension(name).label if name in DIMENSIONS else _OWN_LABELS[name]
        found = self._offered(name)
        if name == "place" and len(found) > 40:
            field = forms.CharField(label=label)
            field.widget.attrs.update({"list": "places", "autocomplete": "off"})
            return field
        named = [(code, self.words.name(name, code)) for code in found]
        chosen: Any = forms.ChoiceField(label=label, choices=[("", _("Choose…") if required else "–"), *named])
        if required and len(named) <= MOST_BUTTONS:
            chosen = forms.ChoiceField(label=label, choices=named, widget=forms.RadioSelect)
        meanings = self.words.meanings(name)
        chosen.meanings = [(word, meanings[code]) for code, word in named if code in meanings]
        return cast("forms.Field", chosen)

    def _offered(self, name: str) -> Collection[str]:
        """What lists show, and what the record has already."""
        offered = self.words.choices(name).offered
        kept = {"place": self.kept.place, **self.kept.dimensions}.get(name) if self.kept else None
        return [*offered, kept] if kept and kept not in offered else offered

    def _add_measures(self) -> None:
        for row in self._measures():
            asked_first = not row.is_main and (row.required or row.measure_id in self._first_optional())
            self._add(row.measure_id, _number(row), primary=asked_first, needed=row.required)

    def _measures(self) -> list[KindMeasure]:
        """What the form asks to count, and what the record counts already."""
        counted = self.kept.quantities if self.kept else {}
        rows = self.words.measures_of(self.kind.code)
        return [row for row in rows if self.words.is_asked(row) or row.measure_id in counted]

    def _first_optional(self) -> set[str]:
        """The one optional measure worth asking at once, if nothing else is required."""
        others = [row for row in self._measures() if not row.is_main]
        return set() if any(row.required for row in others) else {row.measure_id for row in others[:1]}

    def _add_more(self) -> None:
        for row in self._measures():
            if not row.is_main:
                label = _("How exact: %(measure)s") % {"measure": row.measure.name.lower()}
                field = forms.ChoiceField(label=label, choices=Qualifier.choices)
                self._add(f"{row.measure_id}_qualifier", field, primary=False)
        self._add("occurred_from", _day(_("First day, if it lasted several days")), primary=False)
        asked = {item["code"] for item in self.words.dimensions_of(self.kind.code)}
        for name in ("place", "topic", "audience", "pillar", "information_kind", "language", "channel"):
            if name not in asked:
                self._add(name, self._choice(name, required=False), primary=False)
        self._add_task()
        self._add("coordinating", self._coordinating(), primary=False)
        self._add("note", forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3})), primary=False)
        source = forms.CharField(label=_("Source (document number or address)"), max_length=500)
        self._add("source", source, primary=False)
        internal = forms.BooleanField(label=_("Internal: not shown to the public"))
        self._add("is_internal", internal, primary=False)
        subset = forms.BooleanField(
            label=_("Part of another record"), help_text=_("It is kept and shown, and never added up a second time.")
        )
        self._add("is_subset", subset, primary=False)

    def _add_task(self) -> None:
        """Those of the agency first, then those of the other plans of that day; what was chosen stays offered."""
        # A hand-made request may hold what no database compares; the field itself says so.
        agency = str(self._now("agency", "")).replace("\0", "")
        own, others = programme.tasks_offered(self._now("occurred_on", self.today), agency=agency)
        groups: dict[str, list[tuple[str, str]]] = {}
        for task in own:
            label = _("%(task)s (%(plan)s)") % {"task": _numbered(task), "plan": task.programme.name}
            groups.setdefault(_("Of the agency"), []).append((task.code, label))
        for task in others:
            groups.setdefault(task.programme.name, []).append((task.code, _numbered(task)))
        offered = {code for options in groups.values() for code, _label in options}
        chosen = self.data.get("task") or self.initial.get("task") or ""
        if chosen and chosen not in offered and chosen in self.words.choices("task").names:
            groups[_("Chosen before")] = [(chosen, self.words.name("task", chosen))]
        if groups:
            choices: list[Any] = [("", "–"), *groups.items()]
            self._add("task", forms.ChoiceField(label=_("Task of the plan"), choices=choices), primary=False)

    def _now(self, name: str, default: Any) -> Any:
        """What stands in a field when the form is shown, as far as it can be read."""
        if name == "agency" and len(self.agencies) == 1:
            return self.agencies[0].code
        value = self.data.get(name) or self.initial.get(name) or default
        if name == "agency" or isinstance(value, date):
            return value
        try:
            return dates.parse(str(value)).last_day
        except dates.BadDate:
            return default

    def _coordinating(self) -> forms.Field:
        named = [(code, self.words.name("agency", code)) for code in self.words.choices("agency").names]
        return forms.MultipleChoiceField(
            label=_("Agencies that took part"), choices=named, widget=forms.CheckboxSelectMultiple
        )


class ReasonForm(forms.Form):
    """One sentence that others will read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason in one sentence.")},
    )  # fmt: skip


def _numbered(task: Task) -> str:
    return f"{task.number} {task.name}" if task.number else task.name


def starting_values(activity: Activity) -> dict[str, Any]:
    """The fields of the form as an existing activity fills them, or as they were typed where it is unfinished."""
    if activity.unfinished is not None:
        return {**activity.unfinished, "version": activity.version}
    values: dict[str, Any] = {name: getattr(activity, name) for name in DIMENSIONS}
    values |= {
        "version": activity.version,
        "agency": activity.agency_id,
        "title": activity.title,
        "occurred_on": activity.occurred_on,
        "occurred_from": activity.occurred_from if activity.occurred_from != activity.occurred_on else None,
        "place": activity.place_id or "",
        "task": activity.task_id or "",
        "coordinating": [row.agency_id for row in activity.coordinations.all()],
        "note": activity.note,
        "source": activity.source,
        "is_internal": not activity.is_public,
        "is_subset": activity.is_subset,
    }
    for row in activity.quantities.all():
        values[row.measure_id] = typed(row.quantity)
        values[f"{row.measure_id}_qualifier"] = row.qualifier
    return values


def typed(thousandths: int) -> str:
    """A quantity as the active language writes it, ungrouped where that would be read otherwise."""
    value = quantities.to_decimal(thousandths)
    shown = quantities.written(value)
    try:
        if quantities.parse(shown) == thousandths:
            return shown
    except quantities.BadQuantity:
        pass
    whole, _point, decimals = f"{value:f}".partition(".")
    # Three digits behind a comma could be thousands; a fourth says that they are not.
    return f"{whole},{decimals:0<4}" if len(decimals) == 3 else f"{whole},{decimals}".rstrip(",")


def another_like(activity: Activity) -> dict[str, Any]:
    """The fields for a record that resembles another one: what is counted, the day and the version are its own."""
    values = starting_values(activity)
    counted = {name for row in activity.quantities.all() for name in (row.measure_id, f"{row.measure_id}_qualifier")}
    for name in {*counted, "version", "occurred_on", "occurred_from"}:
        values.pop(name, None)
    return values


def repeated_values(activity: Activity | None, kind_dimensions: list[dict[str, Any]]) -> dict[str, Any]:
    """What is likely the same as last time: the dimensions that the kind asks for, and nothing that is counted."""
    if activity is None:
        return {}
    names = [item["code"] for item in kind_dimensions]
    return {name: (activity.place_id if name == "place" else getattr(activity, name)) or "" for name in names}


def _as_text(value: Any) -> str:
    """One text for what a form was given and for what comes back from it."""
    if isinstance(value, list):
        return "; ".join(sorted(value))
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)


_OWN_LABELS = {
    "place": gettext_lazy("Place"),
    "programme": pgettext_lazy("a plan over years", "Programme"),
    "task": gettext_lazy("Task of the plan"),
}


def _day(label: str) -> forms.Field:
    return forms.CharField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def _number(row: KindMeasure) -> forms.Field:
    """A text field: browsers' number fields refuse "1.250" and swallow what they do not understand."""
    label = f"{row.measure.name} ({row.measure.unit})"
    if row.is_main:
        label = _("%(measure)s, if several at once") % {"measure": row.measure.name}
    field = forms.CharField(label=label, max_length=40, help_text=row.measure.definition)
    inputmode = "numeric" if row.measure.whole else "decimal"
    field.widget.attrs.update({"inputmode": inputmode, "autocomplete": "off", "data-unit": row.measure.unit})
    return field
