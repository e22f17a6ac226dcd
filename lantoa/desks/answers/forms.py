"""What a reader sends without an account, and what the office answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantoa.base.folding import normal_text
from lantoa.desks.answers.models import Remark, RemarkKind

_SALT = "answers.remark"
# A person takes longer to write a line than a program; a form left open overnight still works.
_FASTEST_SECONDS = 3
_SLOWEST_SECONDS = 24 * 3600


class RemarkForm(forms.Form):
    """Without cookies: a signed moment tells that this form was opened here, and when.

    website: seen by programs alone, which fill in everything
    """

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=RemarkKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Your words"),
        max_length=4000,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy(
            "Say what is wrong or what you would like to know. Please leave out personal data of others."
        ),
    )
    sender = forms.CharField(
        label=gettext_lazy("Who replies"), max_length=160, required=False,
        help_text=gettext_lazy("For a reply only: the person or body that the page is about."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False,
        help_text=gettext_lazy("Only if you want an answer by e-mail. It is removed some weeks after the answer."),
    )  # fmt: skip
    about = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def clean_text(self) -> str:
        return normal_text(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError(_("Leave the last field empty."))
        if not _was_opened_here(data.get("opened", "")):
            raise forms.ValidationError(_("This form was open for too long, or too briefly. Please send it once more."))
        if data.get("kind") == RemarkKind.REPLY and not data.get("sender"):
            self.add_error("sender", _("Say who replies."))
        return data


def opened(moment: float) -> str:
    """The moment, signed. moment: seconds since 1970"""
    return signing.dumps(int(moment), salt=_SALT)


def _was_opened_here(signed: str) -> bool:
    try:
        signing.loads(signed, salt=_SALT, max_age=_SLOWEST_SECONDS)
    except signing.BadSignature:
        return False
    try:
        signing.loads(signed, salt=_SALT, max_age=_FASTEST_SECONDS)
    except signing.SignatureExpired:
        return True
    return False


class AnswerForm(forms.Form):
    """What became of a remark, for everybody to read."""

    # None is chosen beforehand: what nobody looked at would be told to everybody.
    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=[("", gettext_lazy("Choose…")), *Remark.Outcome.choices]
    )
    summary = forms.CharField(
        label=gettext_lazy("What it was about, in your words"),
        max_length=300,
        help_text=gettext_lazy("Public. Without names and without the reader's own sentences."),
    )
    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Public, beside the summary."),
    )  # fmt: skip
    # What the log told when the form was opened.
    before = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class DismissForm(forms.Form):
    """Several remarks that are no matter of this portal."""

    pick = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": gettext_lazy("Tick what is meant.")})
    summary = forms.CharField(
        label=gettext_lazy("What they were about, in your words"),
        max_length=300,
        help_text=gettext_lazy("Public, the same for each. Without names and without the reader's own sentences."),
    )

    def __init__(self, data: Any, offered: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["pick"].choices = list(offered)  # type: ignore[attr-defined] # of a choice field


class AnswerTimeForm(forms.Form):
    working_days = forms.IntegerField(label=gettext_lazy("Working days"), min_value=1, max_value=60)
