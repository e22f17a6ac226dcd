"""Kinds, measures and words: names, hints, where they come from, how long they hold."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lantoa.base.folding import fold
from lantoa.core.vocabulary.models import Basis, Dimension, KindGroup, Measure
from lantoa.core.vocabulary.queries.catalogue import dimension_name
from lantoa.core.vocabulary.queries.sharing import LARGEST

ICONS = [
    "circle-dot", "users", "users-round", "user-round-check", "landmark", "handshake", "globe", "earth", "languages",
    "graduation-cap", "presentation", "school", "book-open", "book-open-check", "book-marked", "newspaper", "radio",
    "tv", "mic-vocal", "podium", "messages-square", "message-square-warning", "calendar-days", "images", "trophy",
    "medal", "award", "file-text", "file-pen-line", "scroll-text", "clipboard-list", "clipboard-check", "signpost",
    "monitor-speaker", "package-plus", "wallet", "factory", "plane-landing", "gauge", "radar", "binoculars",
    "repeat-2", "shield-check", "siren",
]  # fmt: skip


class CodeForm(forms.Form):
    """A code for a new row: typed, or made from the English name. taken: codes that are given already."""

    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=40, required=False,
        help_text=gettext_lazy("Left empty, it is made from the English name. A code never changes."),
    )  # fmt: skip

    def __init__(self, *args: Any, taken: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "code" in self.fields and not self.errors.get("code"):
            code = cleaned.get("code") or code_of(cleaned.get("name_en") or cleaned.get("name_vi") or "")
            cleaned["code"] = code
            if code in self.taken or code == "new":  # the address of the form for a new row
                self.add_error("code", _("“%(code)s” is given already: choose another.") % {"code": code})
            elif not code and not self.errors:
                self.add_error("code", _("Give a code of letters and digits."))
        return cleaned


class NamedForm(forms.Form):
    name_vi = forms.CharField(label=gettext_lazy("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)


class DefinedForm(forms.Form):
    """What something means: what counts as one, what does not, when it is counted."""

    definition_vi = forms.CharField(
        label=gettext_lazy("Definition in Vietnamese"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=gettext_lazy("What counts as one, what does not belong here, and when it is counted."),
    )  # fmt: skip
    definition_en = forms.CharField(
        label=gettext_lazy("Definition in English"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class SourcedForm(forms.Form):
    """Where something comes from; a legal text is named."""

    basis = forms.ChoiceField(label=gettext_lazy("Where it comes from"), choices=Basis.choices, initial=Basis.OFFICE)
    source = forms.CharField(
        label=gettext_lazy("Legal text or document"), max_length=300, required=False,
        help_text=gettext_lazy("Number, year and article."),
    )  # fmt: skip
    is_verified = forms.BooleanField(
        label=gettext_lazy("I have opened the official text, and it says this"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("basis") == Basis.LAW and not cleaned.get("source"):
            self.add_error("source", _("Name the legal text: number, year and article."))
        if cleaned.get("basis") != Basis.LAW:
            cleaned["is_verified"] = False
        return cleaned


class ValidForm(forms.Form):
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("From this day it is no longer offered. What was recorded stays."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("valid_from"), cleaned.get("valid_until")
        if since and until and until <= since:
            self.add_error("valid_until", _("It would end before it begins."))
        return cleaned


class TermForm(NamedForm, DefinedForm, SourcedForm, ValidForm, CodeForm):
    """One value of a dimension."""


class HeadingForm(NamedForm, ValidForm, CodeForm):
    """A heading that kinds stand under where one is chosen."""


class KindForm(NamedForm, DefinedForm, SourcedForm, ValidForm, CodeForm):
    """A kind of activity; its measures and what it is sorted by have forms of their own."""

    hint_vi = forms.CharField(label=gettext_lazy("Hint in Vietnamese"), max_length=300)
    hint_en = forms.CharField(label=gettext_lazy("Hint in English"), max_length=300)
    group = forms.ModelChoiceField(
        KindGroup.objects.none(), label=pgettext_lazy("of kinds", "Heading"), required=False, to_field_name="code",
        empty_label=gettext_lazy("Other kinds"),
    )  # fmt: skip
    icon = forms.ChoiceField(
        label=gettext_lazy("Picture"), choices=[(name, name) for name in ICONS], initial=ICONS[0],
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, headings: "QuerySet[KindGroup]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = headings  # type: ignore[attr-defined] # a ModelChoiceField


class MeasureForm(NamedForm, DefinedForm, SourcedForm, ValidForm):
    """How a measure is called. is_used: records count in its unit, so that it stays"""

    unit_vi = forms.CharField(label=gettext_lazy("Unit in Vietnamese"), max_length=40)
    unit_en = forms.CharField(label=gettext_lazy("Unit in English"), max_length=40)
    unit_en_one = forms.CharField(
        label=gettext_lazy("Unit in English, of one"), max_length=40, required=False,
        help_text=gettext_lazy("“talk” where the unit is “talks”. Left empty, one reads as several do."),
    )  # fmt: skip

    def __init__(self, *args: Any, is_used: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit_vi", "unit_en"):
            self.fields[name].widget.attrs["readonly"] = is_used


class NewMeasureForm(MeasureForm, CodeForm):
    nature = forms.ChoiceField(
        label=gettext_lazy("How it behaves"), widget=forms.RadioSelect, initial=Measure.Nature.FLOW,
        choices=[
            (Measure.Nature.FLOW.value, gettext_lazy("It adds up over time: classes, people, copies")),
            (Measure.Nature.STOCK.value, gettext_lazy("It stands until it is taken away: panels, students")),
            (Measure.Nature.READING.value, gettext_lazy("Only the newest counts: followers, portals")),
        ],
    )  # fmt: skip
    whole = forms.BooleanField(label=gettext_lazy("Only whole numbers make sense"), required=False, initial=True)


class AskForm(forms.Form):
    """A measure that a kind shall ask for."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    required = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)

    def __init__(self, *args: Any, measures: Collection[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", _("Choose…")),
            *((row.code, f"{row.name} ({row.unit})") for row in measures),
        ]


class SortForm(forms.Form):
    """What a kind is sorted by: for each dimension not at all, if wanted, or always."""

    def __init__(self, *args: Any, dimensions: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = {item["code"]: item for item in dimensions}
        for name in [*self.before, *(name for name in [*Dimension.values, "place"] if name not in self.before)]:
            asked = self.before.get(name)
            self.fields[name] = forms.ChoiceField(
                label=dimension_name(name),
                choices=[("", _("Not asked")), ("optional", _("Asked")), ("required", _("Must be chosen"))],
                required=False,
                initial="" if asked is None else "required" if asked.get("required") else "optional",
            )

    @property
    def dimensions(self) -> list[dict[str, Any]]:
        """In the order in which they stood; new ones at the end. A default value stays."""
        return [
            {**self.before.get(name, {}), "code": name, "required": self.cleaned_data[name] == "required"}
            for name in self.fields
            if self.cleaned_data[name]
        ]


class FileForm(forms.Form):
    """A vocabulary file, or the text of one that was read before."""

    file = forms.FileField(label=gettext_lazy("Vocabulary file (.yaml)"), required=False)
    file.is_needed = True  # type: ignore[attr-defined] # by whoever sees the field: a text comes in its place unseen
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=LARGEST)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is larger than one megabyte: a vocabulary is not."))
        elif file is not None:
            try:
                cleaned["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This is no text file: choose a .yaml file that Lan Tỏa exported."))
        elif not cleaned.get("text") and not self.errors:
            self.add_error("file", _("Choose a file."))
        return cleaned


def code_of(name: str) -> str:
    """ "Kites & strings" -> "kites_strings" """
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:40]
