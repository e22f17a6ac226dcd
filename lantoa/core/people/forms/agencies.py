"""What an administrator writes about agencies, their mergers, and the communes to take in."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.forms.models import ModelChoiceIterator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lantoa.base import dates
from lantoa.base.folding import fold
from lantoa.core.people import queries
from lantoa.core.people.models import Agency, Place


class DayField(forms.CharField):
    """One day, as a browser's calendar sends it or as people write it; a date, or None."""

    widget = forms.DateInput(attrs={"type": "date"})

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            span = dates.parse(text)
        except dates.BadDate as error:
            raise forms.ValidationError(str(error)) from None
        if span.since != span.last_day:
            raise forms.ValidationError(_("Give a single day, for example 22/11/2026."))
        return span.since


class AgencyForm(forms.Form):
    """agency: the one that is edited, None for a new one, which alone is asked for its code"""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=200, required=False,
        help_text=_("As official papers name it in English. Left blank, the Vietnamese name stands in its place."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Level"), choices=Agency.Level.choices)
    parent = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Stands under"), required=False, to_field_name="code", empty_label="–",
        help_text=_("Figures of the upper agency count those of this one."),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Place"), required=False, to_field_name="code", empty_label="–"
    )
    valid_from = DayField(label=_("Since"), required=False)
    valid_until = DayField(
        label=_("No longer from"), required=False, help_text=_("The first day on which it reports no more.")
    )
    code = forms.CharField(
        label=_("Code"), max_length=60, required=False,
        help_text=_("Small letters, digits and hyphens; it can never be changed. Left blank, it is made of the name."),
    )  # fmt: skip

    def __init__(self, *args: Any, agency: Agency | None = None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        choose(self, "parent", queries.agencies_to_stand_under(agency, today))
        choose(self, "place", queries.places_to_sit_at(agency, today))
        if agency:
            del self.fields["code"]
            for name in self.fields:
                self.initial.setdefault(name, getattr(agency, f"{name}_id" if name in {"parent", "place"} else name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until <= since:
            self.add_error("valid_until", _("This day lies before the first one."))
        if "code" in self.fields and not self.errors:
            cleaned["code"] = code = new_code(self, cleaned)
            if queries.is_agency(code):
                self.add_error("code", _("Another agency has the code “%(code)s”: write one.") % {"code": code})
        return cleaned


class EndForm(forms.Form):
    on = DayField(label=_("No longer from"), help_text=_("The first day on which it reports no more."))


class MergerForm(forms.Form):
    into = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Becomes part of"), to_field_name="code", empty_label=_("Choose…")
    )
    on = DayField(label=_("Merged on"), help_text=_("The first day on which the new agency reports for it."))

    def __init__(self, *args: Any, agency: Agency, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "into", queries.agencies_to_stand_under(agency, today))


class IntakeForm(forms.Form):
    province = forms.ModelChoiceField(
        Place.objects.none(), label=_("Province or city"), to_field_name="code", empty_label=_("Choose…")
    )
    with_agencies = forms.BooleanField(
        label=_("Also an agency for each: its People's Committee"), required=False,
        help_text=_("Communes that have an agency already keep it."),
    )  # fmt: skip
    upper = forms.ModelChoiceField(
        Agency.objects.none(), label=_("These stand under"), required=False, to_field_name="code", empty_label="–"
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "province", queries.listed_provinces())
        choose(self, "upper", queries.agencies_in_force(today).exclude(level=Agency.Level.COMMUNE))


def new_code(form: forms.Form, cleaned: dict[str, Any]) -> str:
    """The code that was written, or one made of the name; what is wrong with it stands beside its field."""
    code = str(cleaned["code"] or slugify(fold(cleaned["name_vi"]))[:60])
    try:
        validate_slug(code)
    except forms.ValidationError:
        form.add_error("code", _("Only letters without accents, digits and hyphens."))
    if code.startswith(queries.RESERVED):
        form.add_error("code", _("Codes that begin so belong to the list of provinces and communes."))
    return code


def choose(form: forms.Form, name: str, rows: Any) -> None:
    """Offer these agencies or places, by the alphabet."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.iterator = _ByName
    field.queryset = rows


class _ByName(ModelChoiceIterator[Any]):
    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(row) for row in queries.by_name(self.queryset))
