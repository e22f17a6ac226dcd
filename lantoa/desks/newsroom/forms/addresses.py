"""The editor of any page: when it goes out, and at which address."""

from collections import defaultdict
from datetime import timedelta
from itertools import chain, count
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page

from lantoa.base.folding import address_of, fold
from lantoa.desks.newsroom.queries.identity import path_at


def _without_marks() -> str:
    """That script knows few of our letters: it drops ặ and ế, and reads đ as dj."""
    marked: dict[str, str] = defaultdict(str)
    for letter in map(chr, [*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)]):
        if (plain := fold(letter)).isascii() and plain.isalpha():
            marked[plain] += letter
    found: str = SlugInput(formatters=[(f"[{letters}]", plain) for plain, letters in marked.items()]).attrs[_FORMATTERS]
    return found


_FORMATTERS = "data-w-slug-formatters-value"
_WITHOUT_MARKS = _without_marks()
# Languages whose addresses are written in Latin letters without marks; of Lao and Khmer none keeps the vowels.
LATIN = {"en", "fr", "km", "lo", "vi"}


class ScheduledForm(WagtailAdminPageForm):
    """The editor of a page: no moment is taken that cannot be kept everywhere, and nothing typed is lost."""

    class Media:
        js = [forms.Script("newsroom/unsaved.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].widget.attrs |= {
                "data-kept-for": self.for_user.pk,
                "data-kept-words": _("Typed here and not saved"),
                "data-kept-take": _("Save it as a draft"),
                "data-kept-drop": _("Throw it away"),
            }
        if "slug" in self.fields:
            self.fields["slug"].help_text = self._where_it_stands()

    def _where_it_stands(self) -> str:
        """Wagtail's example is an address of nobody's; what stands above every home has none at all."""
        above = self.parent_page if self.parent_page and self.parent_page.depth > 1 else None
        path = path_at(above.url_path, above.locale.language_code) if above else "/"
        said = gettext("The last part of the address of the page, after %(address)s")
        return said % {"address": settings.PUBLIC_URL + path}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_lead("go_live_at", cleaned)
        return cleaned

    def _check_lead(self, name: str, cleaned: dict[str, Any]) -> None:
        minutes, moment = settings.SCHEDULE_LEAD_MINUTES, cleaned.get(name)
        # Wagtail makes this form, and gives it no clock.
        if moment and name in self.changed_data and moment < timezone.now() + timedelta(minutes=minutes):  # noqa: TID251
            said = ngettext(
                "Choose a moment at least %(count)s minute from now: what is nearer cannot be kept everywhere.",
                "Choose a moment at least %(count)s minutes from now: what is nearer cannot be kept everywhere.",
                minutes,
            )
            self.add_error(name, said % {"count": minutes})


class AddressedForm(ScheduledForm):
    """With an address that is made out of the title, in letters that can be shared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self._offer_address(self.fields["slug"])

    def address_for(self, title: str) -> str:
        """Never empty."""
        made: str = self.instance.address_for(title)
        return made

    def _offer_address(self, field: Any) -> None:
        field.required = False  # left empty, one is made
        language = self.instance.locale.language_code if self.instance.locale_id else "vi"
        if self.instance.slug.isascii() and language in LATIN:
            # Wagtail's script makes an address out of the title, and keeps the marks unless told not to.
            field.widget.attrs.pop("data-w-slug-allow-unicode-value", None)
            field.widget.attrs[_FORMATTERS] = _WITHOUT_MARKS
        if language in {"km", "lo"}:
            # That script would make one of the few letters that it knows in such a title.
            field.widget.attrs["data-action"] = "blur->w-slug#slugify"
            if not self.instance.pk:
                self.initial["slug"] = self._free(self.address_for(""))

    def clean_slug(self) -> str:
        """An address that stands already stays as it is: it was shared."""
        typed: str = self.cleaned_data["slug"]
        if typed and typed == self.instance.slug:
            return typed
        if self.instance.pk and address_of(typed):
            return address_of(typed)
        # Of a new item the script made it out of the title; that another one is called the same stops nobody.
        return self._free(address_of(typed) or self.address_for(self.cleaned_data.get("title", "")))

    def _free(self, address: str) -> str:
        if not self.parent_page:
            return address
        return _free_beside(self.parent_page.get_children().exclude(pk=self.instance.pk), address)


class CopiedForm(CopyForm):
    """Of a copy: in the language of its page, at an address that is made as that of any new page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["new_slug"]
        field.initial = _free_beside(self.page.get_siblings(), self.page.slug)
        if field.initial.isascii() and self.page.locale.language_code in LATIN:
            field.widget.attrs[_FORMATTERS] = _WITHOUT_MARKS

    def clean_new_parent_page(self) -> Page:
        parent: Page = self.cleaned_data["new_parent_page"]
        if parent.locale_id != self.page.locale_id:
            told = gettext("A copy stays in its language. Another language is begun on the page of the item.")
            raise forms.ValidationError(told)
        return parent

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        parent = said.get("new_parent_page") or self.page.get_parent()
        if typed := said.get("new_slug"):
            made = address_of(typed) or self.page.specific.address_for(said.get("new_title", ""))
            said["new_slug"] = _free_beside(parent.get_children(), made)
        cleaned: dict[str, Any] = super().clean()
        return cleaned


def _free_beside(pages: "QuerySet[Page]", address: str) -> str:
    """With a number behind it, if something stands there already."""
    taken = set(pages.filter(slug__startswith=address).values_list("slug", flat=True))
    return next(made for made in chain([address], (f"{address}-{n}" for n in count(2))) if made not in taken)
