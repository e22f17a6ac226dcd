"""The editor of a section: its address, and which section it is in other languages."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lantoa.base.folding import address_of
from lantoa.desks.newsroom.forms.addresses import AddressedForm
from lantoa.doors.portal.models import SectionPage
from lantoa.doors.portal.queries import sections

_NAMES = dict(settings.LANGUAGES)


class _Elsewhere(forms.ModelChoiceField[SectionPage]):
    def label_from_instance(self, section: SectionPage) -> str:
        return f"{section.title} ({_NAMES[section.locale.language_code]})"


class SectionForm(AddressedForm):
    """same_as: one of another language; those that came with the portal know theirs, and are not asked"""

    same_as = _Elsewhere(
        label=_("The same section in another language"), queryset=None, required=False,
        help_text=_("Readers change from one to the other, and items of the one can be translated into the other."),
    )  # fmt: skip
    field_order = ["same_as"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.code:
            self.fields.pop("same_as", None)
        elif "same_as" in self.fields:
            self.fields["same_as"].queryset = sections.offered_to(self.instance)
            self.initial["same_as"] = sections.same_as(self.instance)

    def address_for(self, title: str) -> str:
        other = self.cleaned_data.get("same_as") if self.is_bound and hasattr(self, "cleaned_data") else None
        return address_of(title) or (other.slug if other and other.slug.isascii() else "section")

    def clean_slug(self) -> str:
        typed = self.cleaned_data["slug"]
        if not self.instance.pk and typed == self.initial.get("slug"):
            self.cleaned_data["slug"] = ""  # nobody typed it: it was offered
        slug = super().clean_slug()
        if slug != self.instance.slug and _is_ours(slug, self.instance.locale.language_code):
            raise forms.ValidationError(
                gettext("A page of the portal itself stands at this address: choose another one.")
            )
        return slug

    def save(self, commit: bool = True) -> SectionPage:
        section: SectionPage = super().save(commit)
        if not section.pk and (other := self.cleaned_data.get("same_as")):
            section.translation_key = other.translation_key
        return section


def _is_ours(slug: str, language: str) -> bool:
    """Whether a section of this name could never be opened: the address is answered by something else."""
    try:
        with translation.override(language):
            return resolve(f"/{language}/{slug}/").url_name != "wagtail_serve"
    except Resolver404:
        return False
