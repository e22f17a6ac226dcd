"""The name of the installation, in each language of the portal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lantoa.base import actions
from lantoa.base.models import Installation


class NameField(forms.CharField):
    """written_in: the code of its language"""

    def __init__(self, written_in: str, **options: Any) -> None:
        super().__init__(max_length=actions.LONGEST_NAME, **options)
        self.written_in = written_in

    def clean(self, value: Any) -> Any:
        try:
            return actions.checked_name(super().clean(value), self.written_in)
        except actions.NotAName as error:
            raise forms.ValidationError(str(error)) from None


class NamesForm(forms.Form):
    """One field for each language, named by its code.

    named:  the installation as it is
    before: {language: name}, what some of its names were; to be looked through and sent again
    """

    def __init__(self, *args: Any, named: Installation, before: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[code] = NameField(
                code, label=name, required=code == "vi", initial={**named.given, **before}.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code}), help_text=_otherwise(named, code),
            )  # fmt: skip


def _otherwise(named: Installation, code: str) -> str | SafeString:
    """What readers of this language see as long as nobody writes a name for them."""
    if code == "vi" or not named.given:
        return ""
    bare = Installation(name_vi=named.name_vi, name_en="" if code == "en" else named.name_en)
    name, language = bare.said_in(code)
    said = format_html('<span lang="{}">{}</span>', language, name)
    text = _("Left blank, readers see this: %(name)s.")
    if language != code:
        text = _("Left blank, readers see the English name, marked as English: %(name)s.")
        if language == "vi":
            text = _("Left blank, readers see the Vietnamese name, marked as Vietnamese: %(name)s.")
    return format_html(text.replace("%(name)s", "{}"), said)
