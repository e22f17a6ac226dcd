"""The small forms of the register."""

from collections.abc import Iterable
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
    agency = forms.ModelChoiceField[Agency](
        label=_("Agency"), queryset=Agency.objects.none(), to_field_name="code", empty_label=None,
        help_text=_("Its focal points look through what the agencies below it send. The secretariat still accepts."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = queries.agencies_without_precheck()  # type: ignore[attr-defined] # the field above


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the secretariat"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def numbers_in(texts: Iterable[str]) -> list[int]:
    """What is no number is left out: nobody typed it."""
    numbers = [text for text in texts if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID]
    return list(dict.fromkeys(int(text) for text in numbers))
