"""What a person writes about a review and its sections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.base import dates
from lantoa.base.periods import Period
from lantoa.core.people.models import Agency
from lantoa.core.reports.models import Report
from lantoa.core.reports.queries import Proposal

LANGUAGES = Report._meta.get_field("language").choices or []


class AboutForm(forms.Form):
    """After `is_valid()`: title, period (a Period), agency (or None), language."""

    title = forms.CharField(label=_("Title"), max_length=300)
    period = forms.CharField(
        label=_("Period"),
        max_length=60,
        help_text=_("For example 2026, the first half of 2026, quarter III of 2026 or 2021 - 2025."),
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Whose figures"),
        required=False,
        to_field_name="code",
        empty_label=_("The whole province"),
        help_text=_("Figures count what this agency and those below it lead or take part in."),
    )
    language = forms.ChoiceField(label=_("Language of the review"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.order_by("name_vi")

    @classmethod
    def proposed(cls, proposal: Proposal, *, language: str) -> "AboutForm":
        """Filled with what a form of reports proposes for today."""
        period = proposal.period.code()
        return cls(initial={"title": proposal.title, "period": period, "language": language})

    @classmethod
    def of(cls, report: Report) -> "AboutForm":
        """Filled with what a draft says now."""
        return cls(
            initial={
                "title": report.title,
                "period": report.period.code(),
                "agency": report.agency_id,
                "language": report.language,
            }
        )

    def clean_period(self) -> Period:
        try:
            return dates.parse(self.cleaned_data["period"])
        except dates.BadDate as error:
            raise forms.ValidationError(str(error)) from None


class SectionForm(forms.Form):
    """seen: the mark of the text when it was opened (see actions.mark_of)."""

    heading = forms.CharField(label=_("Heading"), max_length=200)
    body = forms.CharField(
        label=_("Text of the section"),
        required=False,
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        help_text=_(
            "Each line is a paragraph; a line that begins with “- ” is part of a list. A figure is written as [[code]]."
        ),
    )
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)


class HeadingForm(forms.Form):
    heading = forms.CharField(label=_("Heading of the new section"), max_length=200)


class IssueForm(forms.Form):
    """After `is_valid()`: number ("" while none is given), on (a date or None)."""

    number = forms.CharField(
        label=_("Number"), max_length=20, required=False, help_text=_("As the records clerk gave it, for example 05.")
    )
    on = forms.DateField(
        label=_("Date of the document"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @classmethod
    def of(cls, report: Report) -> "IssueForm":
        day = report.dated_on.isoformat() if report.dated_on else ""
        return cls(initial={"number": report.document_number, "on": day})


class ReturnedForm(forms.Form):
    file = forms.FileField(
        label=_("Word file or PDF that came back"),
        help_text=_(
            "It is read and not kept. Saved by Word or LibreOffice, signed or with scanned pages: all can be read."
        ),
    )
