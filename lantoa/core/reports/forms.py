"""What a person writes about a review and its sections."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lantoa.base import dates
from lantoa.base.periods import Period
from lantoa.core.documents.forms import LinesField
from lantoa.core.people.forms.agencies import choose
from lantoa.core.people.models import Agency, User
from lantoa.core.reports.models import Comment, Report
from lantoa.core.reports.queries import Proposal

LANGUAGES = Report._meta.get_field("language").choices or []


class AboutForm(forms.Form):
    """After `is_valid()`: title, period (a Period), agency (or None), language, addressees, recipients (lists)."""

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
    addressees = LinesField(
        label=_("Addressed to"), required=False, max_length=2000,
        help_text=_("One a line. Left empty, those of the letterhead stand."),
    )  # fmt: skip
    recipients = LinesField(
        label=_("Recipients"), required=False, max_length=4000,
        help_text=_("One a line, the last one “Lưu: VT, …”. Left empty, those of the letterhead stand."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "agency", Agency.objects.all())

    @classmethod
    def proposed(cls, proposal: Proposal, *, language: str) -> "AboutForm":
        """Filled with what a form of reports proposes for today."""
        return cls(
            initial={
                "title": proposal.title,
                "period": proposal.period.code(),
                "language": language,
                "addressees": proposal.form.addressees.get(language, []),
                "recipients": proposal.form.recipients.get(language, []),
            }
        )

    @classmethod
    def of(cls, report: Report) -> "AboutForm":
        """Filled with what a draft says now."""
        return cls(
            initial={
                "title": report.title,
                "period": report.period.code(),
                "agency": report.agency_id,
                "language": report.language,
                "addressees": report.addressees,
                "recipients": report.recipients,
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
    """After `is_valid()`: number ("" while none is given), on (a date or None), is_public."""

    number = forms.CharField(
        label=_("Number of the document"),
        max_length=20,
        required=False,
        help_text=_("As the records clerk gave it, for example 05."),
    )
    on = forms.DateField(
        label=_("Date of the document"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    is_public = forms.BooleanField(
        label=_("Everybody may open its figures"),
        required=False,
        help_text=_(
            "The code beside a public figure then leads to its trace without signing in: no names, no evidence files, "
            "no internal records."
        ),
    )

    @classmethod
    def of(cls, report: Report) -> "IssueForm":
        day = report.dated_on.isoformat() if report.dated_on else ""
        return cls(initial={"number": report.document_number, "on": day, "is_public": report.is_public})


class ReturnedForm(forms.Form):
    file = forms.FileField(
        label=_("Word file or PDF that came back"),
        help_text=_(
            "It is read and not kept. Saved by Word or LibreOffice, signed or with scanned pages: all can be read."
        ),
    )


class CommentForm(forms.Form):
    """seen: the mark of the paragraph when it was read (see rules.anchors)."""

    text = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("What becomes of it"), widget=forms.RadioSelect,
        choices=[choice for choice in Comment.State.choices if choice[0] != Comment.State.OPEN],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The reason, where it is accepted in part or declined. It stands in the table of comments."),
    )  # fmt: skip


class ReaderForm(forms.Form):
    """After `is_valid()`: person (a User), until."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    until = forms.DateField(
        label=_("May read and comment until"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("This day included."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], today: date, **kwargs: Any) -> None:
        """choices: who can be invited; today: an invitation never ends before it begins"""
        super().__init__(*args, **kwargs)
        self.initial = {"until": today + timedelta(days=7)}
        self.today = today
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = choices

    def clean_person(self) -> User:
        return User.objects.get(pk=self.cleaned_data["person"])

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise forms.ValidationError(_("This day has passed already."))
        return until
