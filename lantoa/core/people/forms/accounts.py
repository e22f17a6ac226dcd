"""What is written about accounts: who, where, in which role, from when to when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lantoa.base import dates
from lantoa.base.folding import normal_text
from lantoa.core.people import queries
from lantoa.core.people.forms.agencies import choose
from lantoa.core.people.models import Agency, Role, User


class DayField(forms.CharField):
    """A single day, written in any way that `dates.parse` reads."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        """returns: date, or None where nothing is written"""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = dates.parse(text)
        except dates.BadDate as error:
            raise forms.ValidationError(str(error)) from None
        if found.last_day != found.since:
            raise forms.ValidationError(_("Write a single day, for example 22/11/2026."))
        return found.since


class NameForm(forms.Form):
    """Name and user name of an account; an empty user name is made from the name."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        required=False,
        validators=[
            UnicodeUsernameValidator(message=gettext_lazy("Letters, digits and @ . + - _ only, without blanks."))
        ],
        help_text=gettext_lazy("What the person types to sign in. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_full_name(self) -> str:
        return normal_text(self.cleaned_data["full_name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "username" in cleaned and "full_name" in cleaned:
            wanted = cleaned["username"] or queries.free_username(cleaned["full_name"])
            if queries.is_taken(wanted, but=self.account):
                free = queries.free_username(cleaned["full_name"])
                taken = _("“%(name)s” is taken. Free is for example “%(free)s”.") % {"name": wanted, "free": free}
                self.add_error("username", taken)
            cleaned["username"] = wanted
        return cleaned


class PostForm(forms.Form):
    """An agency, a role that this person may give, and its days. After `is_valid()`: agency, role, since, until."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agency"), to_field_name="code", empty_label=""
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    since = DayField(label=pgettext_lazy("days", "From"))
    last_day = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Left empty: until it is ended")
    )

    def __init__(self, *args: Any, roles: Sequence[Role], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose(self, "agency", Agency.objects.filter(successor=None))
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(each.value, each.label) for each in roles]
        if Role.FOCAL_POINT in roles:
            role.initial = Role.FOCAL_POINT
        self.fields["since"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, last_day = cleaned.get("since"), cleaned.get("last_day")
        if since and last_day and last_day < since:
            self.add_error("last_day", _("The last day lies before the first."))
        elif cleaned.get("role") == Role.ADMINISTRATOR and ((since and since > self.today) or last_day):
            # Wagtail's editor follows flags that nobody would change on that day.
            self.add_error("role", _("An administrator begins at once and stays until the post is ended."))
        cleaned["until"] = last_day + timedelta(days=1) if last_day else None
        return cleaned


class InviteForm(PostForm, NameForm):
    """A new person: the name, and the first post."""

    field_order = ["full_name", "username", "agency", "role", "since", "last_day"]


class EndPostForm(forms.Form):
    """After `is_valid()`: until, the first day without the post."""

    last_day = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last_day = cleaned.get("last_day")
        cleaned["until"] = last_day + timedelta(days=1) if last_day else self.today
        return cleaned


class EraseForm(forms.Form):
    """Deleting a person's data is confirmed by writing the user name."""

    confirm = forms.CharField(label=gettext_lazy("User name, to confirm"), max_length=150)

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_confirm(self) -> str:
        written = str(self.cleaned_data["confirm"])
        if written.lower() != self.account.username.lower():
            raise forms.ValidationError(_("This is not the user name of this account. Nothing was deleted."))
        return written


class SecondStepForm(forms.Form):
    """For every role the day since when it must use a second step. After `is_valid()`: `days`."""

    def __init__(self, *args: Any, days: dict[str, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in Role:
            self.fields[role.value] = DayField(label=role.label, required=False, initial=days.get(role))

    @property
    def days(self) -> dict[Role, date]:
        return {role: self.cleaned_data[role.value] for role in Role if self.cleaned_data[role.value]}


class AuditForm(forms.Form):
    """The filter of the audit page; what cannot be read filters nothing."""

    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    action = forms.CharField(required=False, max_length=255)
    since = DayField(required=False, label=pgettext_lazy("days", "From"))
    until = DayField(required=False, label=pgettext_lazy("days", "To"))

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
