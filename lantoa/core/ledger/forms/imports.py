"""Uploading a workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.base import dates
from lantoa.base.periods import Period
from lantoa.core.ledger import workbooks
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary.models import Kind


class LeadForm(forms.Form):
    """Where a person may record for several agencies, the one that leads."""

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        if len(agencies) > 1:
            self.fields["agency"] = forms.ChoiceField(
                label=_("Lead agency"),
                choices=[(agency.code, agency.name) for agency in agencies],
                help_text=_("It leads in every row that names no other agency."),
            )

    @property
    def lead(self) -> str:
        return str(self.cleaned_data.get("agency") or self.agencies[0].code)


class PasteForm(LeadForm):
    """A table copied from Excel or Word. html: what the browser gives beside the text, filled in by a script."""

    table = forms.CharField(
        label=_("Paste the table here"),
        help_text=_("Mark the cells in Excel or Word, headings too, copy them, press here and paste."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        strip=False,
        max_length=2_000_000,
    )
    html = forms.CharField(required=False, widget=forms.HiddenInput, strip=False, max_length=2_000_000)


class RecordsForm(LeadForm):
    """Which records to download as a workbook, to change them there."""

    kind = forms.ChoiceField(label=_("Kind"))
    period = forms.CharField(
        label=_("Period"), max_length=60, help_text=_("For example 2026, quarter I of 2026 or 11/2026.")
    )

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]  # type: ignore[attr-defined]
        if "agency" in self.fields:
            self.fields["agency"].help_text = ""

    def clean_period(self) -> Period:
        try:
            return dates.parse(self.cleaned_data["period"])
        except dates.BadDate as error:
            raise forms.ValidationError(str(error)) from error


class UploadForm(LeadForm):
    """A workbook or a Word document."""

    file = forms.FileField(
        label=_("Filled workbook (.xlsx)"),
        help_text=_("Old Excel (.xls, .xlsb), LibreOffice (.ods) and the tables of Word (.docx) are read too."),
        widget=forms.FileInput(attrs={"accept": workbooks.SUFFIXES}),
        error_messages={"empty": _("The file is empty (0 bytes). Save the workbook again and send that file.")},
    )
