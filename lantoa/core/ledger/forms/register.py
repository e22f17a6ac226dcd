"""The small forms of the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from lantoa.core.ledger import queries
from lantoa.core.ledger.rules import bulk
from lantoa.core.people.models import Agency

_LONGEST_ID = 18


class PickForm(forms.Form):
    """What is to be done, with which rows: those that were ticked, or all that the look shows."""

    act = forms.ChoiceField(choices=[(act, act) for act in bulk.ACTS])
    everything = forms.BooleanField(required=False)
    look = forms.CharField(required=False, max_length=3000, strip=False)

    def ids(self) -> list[int]:
        return numbers_in(self.data.getlist("pick") if hasattr(self.data, "getlist") else [])


class ConfirmForm(forms.Form):
    """The same, shown and meant. key and seen_at were made when it was shown."""

    act = forms.ChoiceField(choices=[(act, act) for act in bulk.ACTS], widget=forms.HiddenInput)
    picked = forms.CharField(max_length=bulk.MOST * (_LONGEST_ID + 1), widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen_at = forms.CharField(max_length=40, widget=forms.HiddenInput)
    look = forms.CharField(required=False, max_length=3000, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, act: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if act == bulk.RETURN:
            field.required = True
            field.label = _("What should be repaired?")
            field.help_text = _("Every officer whose record is returned reads this sentence.")
            field.error_messages["required"] = _("Say what should be repaired: the officer reads this sentence.")
        elif act != bulk.LOOK:
            del self.fields["reason"]

    def clean_picked(self) -> list[int]:
        return numbers_in(self.cleaned_data["picked"].split(","))

    def clean_seen_at(self) -> Any:
        try:
            seen_at = parse_datetime(self.cleaned_data["seen_at"])
        except ValueError:
            seen_at = None
        if seen_at is None or seen_at.tzinfo is None:
            raise forms.ValidationError(_("This page is too old. Choose the rows again."))
        return seen_at


class ViewForm(forms.Form):
    """A name for the register as it stands before one."""

    name = forms.CharField(label=_("Name"), max_length=60)
    look = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    shared = forms.BooleanField(label=_("For everybody in this office"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]


class PrecheckForm(forms.Form):
    """Whose records and reports are looked through first, and by whom.

    whole: "level:commune", or "looker:so-ngoai-vu" for what that agency looks through now
    """

    looker = forms.ChoiceField(
        label=_("Who looks through first"), required=False,
        help_text=_(
            "An agency of the province or a department with a focal point. It need not stand above the others in the "
            "tree, and whose figures count does not change. The secretariat still accepts."
        ),
    )  # fmt: skip
    whole = forms.ChoiceField(label=_("For all of"), required=False)
    agencies = forms.MultipleChoiceField(
        label=_("For these agencies"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {agency.code: agency for agency in queries.agencies_to_look_through(today)}
        self.lookers = {agency.code: agency for agency in queries.agencies_that_may_look(today)}
        levels: dict[str, list[Agency]] = {}
        for agency in self.known.values():
            levels.setdefault(agency.level, []).append(agency)
        self.wholes = {f"level:{level}": (str(Agency.Level(level).label), rows) for level, rows in levels.items()}
        self.prechecks = queries.prechecks()
        for looker, rows in self.prechecks:
            self.wholes[f"looker:{looker.code}"] = (_("what %(agency)s looks through now") % {"agency": looker}, rows)
        wholes = [(key, f"{label} ({len(rows)})") for key, (label, rows) in self.wholes.items()]
        by_whom = [(agency.code, agency.name) for agency in self.lookers.values()]
        for name, choices in (
            ("looker", [("", _("Nobody: straight to the secretariat")), *by_whom]),
            ("whole", [("", "–"), *wholes]),
            ("agencies", [(agency.code, agency.name) for agency in self.known.values()]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined] # the fields above

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        looker = self.lookers.get(cleaned.get("looker", ""))
        _label, rows = self.wholes.get(cleaned.get("whole", ""), ("", []))
        ticked = [self.known[code] for code in cleaned.get("agencies", ())]
        if looker in ticked:
            self.add_error("agencies", _("An agency does not look through what it sends itself."))
        chosen = [agency for agency in (*rows, *ticked) if agency != looker]
        if not chosen and not self.errors:
            self.add_error("agencies", _("Tick at least one agency, or choose all of a level."))
        return {"looker": looker, "agencies": chosen}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the secretariat"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def numbers_in(texts: Iterable[str]) -> list[int]:
    """What is no number is left out: nobody typed it."""
    numbers = [text for text in texts if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID]
    return list(dict.fromkeys(int(text) for text in numbers))
