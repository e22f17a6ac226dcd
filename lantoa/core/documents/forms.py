"""What people write about layouts, letterheads and templates, and the document that they want looked at."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.core.documents.models import LayoutProfile, Letterhead
from lantoa.core.documents.rules import names
from lantoa.core.people.forms.agencies import DayField
from lantoa.core.people.models import Agency

_PARTS = {"least": _("Least"), "most": _("Most"), "used": _("Ours")}
_LINES = {"rows": 3, "autocomplete": "off"}


class OutlinesForm(forms.Form):
    file = forms.FileField(
        label=_("GeoJSON with an outline of each commune"),
        help_text=_("At most 5 MB, in WGS 84. Each outline has a property “code”: the code of its place."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        error_messages={"empty": _("The file is empty (0 bytes). Save the outlines again and send that file.")},
    )


class LinesField(forms.CharField):
    """One text a line. A dash before and a semicolon behind are the sheet's work."""

    widget = forms.Textarea(attrs=_LINES)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]


class NumberField(forms.FloatField):
    """12.7 and 12,7 alike; shown without what float arithmetic leaves behind."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 5})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return names.number(value) if isinstance(value, (int, float)) else value


class CheckForm(forms.Form):
    """A Word document to be held against a layout."""

    file = forms.FileField(
        label=_("Word document (.docx)"),
        help_text=_("It is read and forgotten: nothing of it is kept."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": _("The file is empty (0 bytes). Save the document again and send that file.")},
    )
    layout = forms.ChoiceField(label=pgettext_lazy("document", "Layout"))

    def __init__(self, *args: Any, layouts: Iterable[LayoutProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [(row.code, row.name) for row in layouts]  # type: ignore[attr-defined]


class LetterheadForm(forms.ModelForm):  # type: ignore[type-arg] # generic for mypy alone
    """The head and the foot of an agency's documents."""

    profile = forms.ChoiceField(label=pgettext_lazy("document", "Layout"))
    addressees = LinesField(
        label=_("Addressed to"), required=False, max_length=2000,
        help_text=_("One a line. Leave it empty where the document is not addressed to anybody by name."),
    )  # fmt: skip
    signing = LinesField(
        label=_("Lines above the signature"), max_length=500,
        help_text=_("One a line, for example “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”."),
    )  # fmt: skip
    recipients = LinesField(
        label=_("Recipients"), max_length=4000,
        help_text=_("One a line, the last one “Lưu: VT, …”. Dashes and semicolons are added by themselves."),
    )  # fmt: skip

    class Meta:
        model = Letterhead
        fields = [
            "profile", "parent_body", "body", "code", "place", "addressees", "signing", "signer", "recipients",
        ]  # fmt: skip
        labels = {
            "parent_body": _("Superior body"), "body": _("Issuing body"), "code": _("Code of the document"),
            "place": _("Place name"), "signer": _("Name of the signer"),
        }  # fmt: skip
        help_texts = {
            "parent_body": _("Printed above, for example “TỈNH SÔNG XANH”. Empty where there is none."),
            "code": _("What stands behind the number, for example “BC-UBND”."),
            "place": _("Before the date, for example “Sông Xanh”."),
            "signer": _("Without titles. Empty leaves it to the pen."),
        }

    def __init__(self, *args: Any, layouts: Iterable[LayoutProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [(row.code, row.name) for row in layouts]  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """A clerk's Word file."""

    agency = forms.ChoiceField(label=_("Agency"))
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("A file of the same name takes the place of the one before.")
    )
    file = forms.FileField(
        label=_("Word document (.docx)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": _("The file is empty (0 bytes). Save the document again and send that file.")},
    )

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {agency.code: agency for agency in agencies}
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (agency.code, agency.name) for agency in self.agencies.values()
        ]


class LayoutForm(forms.Form):
    """A changed version of a layout: the same elements, other numbers."""

    source = forms.CharField(
        label=_("Source"), max_length=400, help_text=_("Number, day and issuer of the legal text.")
    )
    valid_from = DayField(
        label=_("Valid from"), help_text=_("Today or later: what was issued before keeps its layout.")
    )
    is_verified = forms.BooleanField(label=_("I held every number against the official text."), required=False)

    def __init__(self, *args: Any, row: LayoutProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for path, name in _paths():
            numbers = _at(row.numbers, path)
            for part in _PARTS:
                field = NumberField(initial=numbers.get(part), min_value=0, max_value=500, required=part != "most")
                field.widget.attrs |= {"class": "input", "aria-label": f"{name}: {_PARTS[part]}"}
                self.fields[".".join((*path, part))] = field

    def rows(self) -> list[dict[str, Any]]:
        """A line of the table: what it is, and three fields with the names of their columns."""
        return [
            {"name": name, "fields": [(self[".".join((*path, part))], label) for part, label in _PARTS.items()]}
            for path, name in _paths()
        ]

    def numbers(self) -> dict[str, Any]:
        """The row's numbers with those of the form."""
        numbers: dict[str, Any] = deepcopy(self.row.numbers)
        for path, _name in _paths():
            target = _at(numbers, path)
            for part in _PARTS:
                value = self.cleaned_data[".".join((*path, part))]
                target.pop(part, None)
                if value is not None:
                    target[part] = value
        return numbers


def _paths() -> list[tuple[tuple[str, ...], Any]]:
    return [
        *((("margins", side), name) for side, name in names.SIDES.items()),
        *(((space,), name) for space, name in names.SPACES.items()),
        *((("elements", element), name) for element, name in names.ELEMENTS.items()),
    ]


def _at(numbers: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for step in path:
        numbers = numbers[step]
    return numbers
