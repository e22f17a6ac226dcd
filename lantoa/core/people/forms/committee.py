"""What the secretariat writes about the steering committee."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.base import pdfs
from lantoa.core.people import queries
from lantoa.core.people.forms.agencies import DayField, choose
from lantoa.core.people.models import Agency, CommitteeMember, CommitteePaper

MOST_BYTES = 20 * 1024 * 1024


class DayForm(forms.Form):
    """asked: as an address has it; empty for today"""

    on = DayField(label=_("On which day"))

    def __init__(self, asked: str, *, today: date) -> None:
        super().__init__({"on": asked or today.isoformat()})
        self.day: date = self.cleaned_data["on"] if self.is_valid() else today


class MemberForm(forms.Form):
    """member: the row that is mended, or None"""

    seat = forms.ChoiceField(label=pgettext_lazy("committee", "Seat"), choices=CommitteeMember.Seat.choices)
    full_name = forms.CharField(
        label=_("Full name"), max_length=120, required=False,
        help_text=_("Blank where the decision names a position and no person."),
    )  # fmt: skip
    position = forms.CharField(
        label=_("Position in public office"), max_length=200, required=False,
        help_text=_("As the decision writes it. No telephone number, no address."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), required=False, to_field_name="code", empty_label="–"
    )
    since = DayField(label=_("Since"))
    paper = forms.ModelChoiceField(
        CommitteePaper.objects.all(), label=_("Appointed by"), required=False, empty_label="–",
        help_text=_("Papers are added on the page of the committee."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, member: CommitteeMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].is_needed = True  # type: ignore[attr-defined] # of every seat but the standing agency
        agencies = queries.agencies_in_force(today)
        if member:
            agencies = agencies | Agency.objects.filter(code=member.agency_id)
            for name in self.fields:
                self.initial[name] = getattr(member, f"{name}_id" if name in {"agency", "paper"} else name)
        choose(self, "agency", agencies)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seat") == CommitteeMember.Seat.STANDING_AGENCY:
            cleaned["full_name"] = ""
            if not cleaned.get("agency"):
                self.add_error("agency", _("Say which agency it is."))
        elif not cleaned.get("position"):
            self.add_error("position", _("Write the position: it stays when the name is removed."))
        return cleaned


class TermEndForm(forms.Form):
    on = DayField(
        label=pgettext_lazy("committee", "No longer from"),
        help_text=_("The first day on which the seat is no longer held."),
    )
    paper = forms.ModelChoiceField(
        CommitteePaper.objects.all(), label=_("Relieved by"), required=False, empty_label="–"
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("paper") and not cleaned.get("reason"):
            self.add_error("reason", _("Choose the paper or write the reason."))
        return cleaned


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("of a paper", "Kind"), choices=CommitteePaper.Kind.choices)
    number = forms.CharField(label=_("Number and code"), max_length=60)
    signed_on = DayField(label=_("Signed on"))
    issuer = forms.CharField(label=_("Issued by"), max_length=200)
    title = forms.CharField(label=_("Title"), max_length=300)
    link = forms.URLField(
        label=_("Where it can be read"), max_length=200, required=False, assume_scheme="https",
        help_text=_("A web address, if it is published."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("The paper itself, as a PDF"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text=_(
            "Everybody who works here can open it. It is written anew without scripts and metadata; a signed one stays "
            "as it is."
        ),
    )  # fmt: skip
    until = DayField(label=_("No longer in force from"), required=False)

    def __init__(self, *args: Any, paper: CommitteePaper | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        if paper:
            self.initial = {name: getattr(paper, name) for name in self.fields if name != "file"}

    def clean_file(self) -> "File[bytes] | None":
        """Opened and written anew, whatever its name says."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than %(size)s MB.") % {"size": MOST_BYTES // 1024**2})
        content = file.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(_("This is no PDF file. Scan or print the paper to a PDF."))
        try:
            return ContentFile(pdfs.clean(content), name=file.name)
        except pdfs.BadPdf as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        signed, until, number = cleaned.get("signed_on"), cleaned.get("until"), cleaned.get("number")
        if signed and until and until <= signed:
            self.add_error("until", _("This day lies before the first one."))
        if signed and number and queries.is_paper(number, signed, but=self.paper):
            self.add_error("number", _("This paper is here already."))
        return cleaned
