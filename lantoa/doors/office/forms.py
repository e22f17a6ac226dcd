"""What is written by who comes in for the first time."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantoa.core.people import queries
from lantoa.core.people.models import User

_NEW = {"autocomplete": "new-password"}


class PasswordsForm(forms.Form):
    """A new password, twice: a slip of the finger would lock its owner out."""

    password1 = forms.CharField(
        label=gettext_lazy("New password"), max_length=256, strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )
    password2 = forms.CharField(
        label=gettext_lazy("New password once more"), max_length=256, strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
    )  # fmt: skip

    def person(self) -> User:
        """Whose password it is: it must not resemble the name."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, self.person())
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class JoinForm(PasswordsForm):
    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def person(self) -> User:
        return self._person


class SetUpForm(PasswordsForm):
    """Whose installation this is, and its first administrator."""

    province = forms.CharField(label=gettext_lazy("Province or city"), max_length=120)
    agency = forms.CharField(
        label=gettext_lazy("Your agency"), max_length=200,
        help_text=gettext_lazy("The one that runs this installation, for example the Department of Culture."),
    )  # fmt: skip
    full_name = forms.CharField(
        label=gettext_lazy("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        validators=[
            UnicodeUsernameValidator(message=gettext_lazy("Letters, digits and @ . + - _ only, without blanks."))
        ],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )

    field_order = ["province", "agency", "full_name", "username", "password1", "password2"]

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if queries.is_taken(username):
            raise forms.ValidationError(_("This user name is taken."))
        return username

    def person(self) -> User:
        said = self.cleaned_data
        return User(username=said.get("username", ""), full_name=said.get("full_name", ""))

    @property
    def answers(self) -> dict[str, str]:
        names = ("province", "agency", "full_name", "username")
        return {**{name: self.cleaned_data[name] for name in names}, "password": self.cleaned_data["password1"]}
