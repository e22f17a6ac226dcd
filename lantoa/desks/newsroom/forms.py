"""Forms: the editor's, with what an office adds to it, and one sentence with a reason."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from lantoa.base.folding import normal_text
from lantoa.core.people.models import Agency
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.models import ExpertComment
from lantoa.desks.newsroom.rules.experts import LONGEST_DAYS


class ItemForm(WagtailAdminPageForm):
    """The editor of every kind of item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            agencies = queries.agencies_written_for(self.for_user, or_code=self.instance.agency_id)
            self.fields["agency"].queryset = Agency.objects.filter(code__in=[agency.code for agency in agencies])
            if len(agencies) == 1 and not self.instance.agency_id:
                self.initial["agency"] = agencies[0].code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        go_live_at = cleaned.get("go_live_at")
        if go_live_at and "go_live_at" in self.changed_data:
            self._check_schedule(go_live_at)
        embargo = cleaned.get("embargo_until")
        if embargo and go_live_at and go_live_at < embargo:
            self.add_error("go_live_at", gettext("This is before the hour until which it is held back."))
        if cleaned.get("expire_at"):
            self.add_error(
                "expire_at", gettext("Pages do not end: their addresses stand in other places. Withdraw it instead.")
            )
        return cleaned

    def _check_schedule(self, go_live_at: Any) -> None:
        minutes = settings.SCHEDULE_LEAD_MINUTES
        # Wagtail makes this form, and gives it no clock.
        if go_live_at < timezone.now() + timedelta(minutes=minutes):  # noqa: TID251
            said = ngettext(
                "Choose a moment at least %(count)s minute from now: what is nearer cannot be kept everywhere.",
                "Choose a moment at least %(count)s minutes from now: what is nearer cannot be kept everywhere.",
                minutes,
            )
            self.add_error("go_live_at", said % {"count": minutes})


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for every reader"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("It stands in the banner over the page."),
    )  # fmt: skip


class ExpertLinkForm(forms.Form):
    """For whom a link is, what for, and for how long."""

    expert = forms.CharField(
        label=_("Name of the expert"), max_length=160,
        help_text=_("For you, to know whose link it is. It is removed some weeks after the link has ended."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What you ask"), max_length=300,
        help_text=_("The expert reads it over the text. For example: check the names of species and the figures."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Opens for so many days"), min_value=1, max_value=LONGEST_DAYS)


class ExpertCommentForm(forms.Form):
    """What an expert says of one part, or of the whole."""

    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your comment"), max_length=4000, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what should be otherwise.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Your name"), max_length=160)

    def clean_text(self) -> str:
        return normal_text(self.cleaned_data["text"])


class SettleForm(forms.Form):
    """What became of a comment of an expert."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=ExpertComment.Outcome.choices)
    answer = forms.CharField(
        label=_("Answer to the expert"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("What was wrong, and what is right"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Readers see it under the page with its date, for ever."),
    )  # fmt: skip
