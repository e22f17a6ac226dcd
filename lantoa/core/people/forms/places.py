"""What the office writes about places."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.core.people import queries
from lantoa.core.people.forms.agencies import DayField, choose, new_code
from lantoa.core.people.models import Place


class PlaceForm(forms.Form):
    """place: the one that is edited, None for a new one, which alone is asked for its code"""

    name_vi = forms.CharField(
        label=_("Name in Vietnamese"), max_length=200, help_text=_("With its kind before it: commune, ward, province.")
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, required=False,
        help_text=_("As official papers name it in English. Left blank, the Vietnamese name stands in its place."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), choices=Place.Level.choices)
    parent = forms.ModelChoiceField(
        Place.objects.none(), label=_("Lies in"), required=False, to_field_name="code", empty_label="–",
        help_text=_("Figures of the upper place count those of this one."),
    )  # fmt: skip
    valid_from = DayField(label=_("Since"), required=False)
    code = forms.CharField(
        label=_("Code"), max_length=60, required=False,
        help_text=_("Small letters, digits and hyphens; it can never be changed. Left blank, it is made of the name."),
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place | None = None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "parent", queries.places_to_lie_in(place, today))
        if place:
            del self.fields["code"]
            for name in self.fields:
                self.initial.setdefault(name, place.parent_id if name == "parent" else getattr(place, name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "code" in self.fields and not self.errors:
            cleaned["code"] = code = new_code(self, cleaned)
            if queries.is_place(code):
                self.add_error("code", _("Another place has the code “%(code)s”: write one.") % {"code": code})
        return cleaned


class PlaceEndForm(forms.Form):
    on = DayField(label=_("No more from"), help_text=_("The first day on which it is no more."))
    into = forms.ModelChoiceField(
        Place.objects.none(), label=_("Became part of"), required=False, to_field_name="code",
        empty_label=_("Nothing: it only ended"),
        help_text=_("Figures of that place count this one from now on; “as it was” shows them without it."),
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "into", queries.places_to_lie_in(place, today))
