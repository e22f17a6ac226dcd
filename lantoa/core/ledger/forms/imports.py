"""Uploading a workbook."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.core.ledger import workbooks
from lantoa.core.people.models import Agency


class UploadForm(forms.Form):
    """A filled workbook and, where a person may record for several agencies, the one that leads."""

    file = forms.FileField(
        label=_("Filled workbook (.xlsx)"),
        help_text=_("Old Excel (.xls, .xlsb), LibreOffice (.ods) and the tables of Word (.docx) are read too."),
        widget=forms.FileInput(attrs={"accept": workbooks.SUFFIXES}),
        error_messages={"empty": _("The file is empty (0 bytes). Save the workbook again and send that file.")},
    )

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
