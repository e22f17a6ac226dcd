"""A file to bring in, and what is to become of its items."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.models import Page

from lantoa.base import outgoing
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.intake.drafts import STATUSES, Item, Wishes
from lantoa.desks.intake.drafts.source import MOST_BYTES
from lantoa.desks.newsroom.forms import NAMES

KINDS = [("post", pgettext_lazy("wordpress", "Posts")), ("page", pgettext_lazy("wordpress", "Pages"))]
# More are rarely worth a choice each; those that stand most often come first.
MOST_CATEGORIES = 60


class FileForm(forms.Form):
    """content: what was sent, or what the address answers with"""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy("RSS or Atom (.xml), or what WordPress writes under Tools → Export (.xml)."),
        widget=forms.FileInput(attrs={"accept": ".xml,.rss,.atom,.wxr"}),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Or the address of a feed"), required=False, max_length=1000,
        help_text=gettext_lazy("It is asked once, now. Addresses inside this network are never asked."),
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        file, address = data.get("file"), data.get("address", "").strip()
        if not (file or address) and not self.errors:
            raise forms.ValidationError(_("Choose a file, or write the address of a feed."))
        if file:
            if file.size > MOST_BYTES:
                size = MOST_BYTES // 1024 // 1024
                raise forms.ValidationError(
                    _("The file is larger than %(size)s MB. Export it in parts, for example year by year.")
                    % {"size": size}
                )
            data["content"], data["name"] = file.read(), file.name
        elif address:
            try:
                data["content"], data["name"] = outgoing.get(address, most_bytes=MOST_BYTES), address
            except outgoing.Unreachable as error:
                raise forms.ValidationError(
                    _("This address gave nothing: %(reason)s. Save the feed as a file and send that.")
                    % {"reason": error}
                ) from None
        return data


class WishesForm(forms.Form):
    """Where the items go, who answers for them, which of them come, and what the site's categories are called here."""

    section = forms.ChoiceField(label=pgettext_lazy("portal", "Section"))
    agency = forms.ChoiceField(label=gettext_lazy("Agency that answers for them"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is brought"), choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("In which state there"), choices=list(STATUSES.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: list[Item], sections: Sequence[Page], agencies: Sequence[Agency], **kw: Any):
        super().__init__(*args, **kw)
        self._sections, self._agencies = {str(page.pk): page for page in sections}, {row.code: row for row in agencies}
        by_language: dict[str, list[tuple[str, str]]] = {}
        for key, page in self._sections.items():
            by_language.setdefault(NAMES[page.locale.language_code], []).append((key, page.title))
        self._choices("section", list(by_language.items()))
        self._choices("agency", [(code, agency.name) for code, agency in self._agencies.items()])
        self._keep_what_is_there("kinds", {item.kind for item in items})
        self._keep_what_is_there("statuses", {item.status for item in items})
        self.categories = self._topics(items)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # both are choice fields

    def _keep_what_is_there(self, name: str, there: set[str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(code, label) for code, label in field.choices if code in there]
        if len(field.choices) == 1:
            field.initial = [field.choices[0][0]]

    def _topics(self, items: list[Item]) -> list[str]:
        """The categories in the order of their fields topic-0, topic-1 ..."""
        counted = Counter(name for item in items for name in dict.fromkeys(item.categories))
        found = [name for name, _count in counted.most_common(MOST_CATEGORIES)]
        topics = [("", "—"), *((term.code, term.name) for term in vocabulary.terms(Dimension.TOPIC))]
        for number, name in enumerate(found):
            label = ngettext("%(category)s (%(count)s item)", "%(category)s (%(count)s items)", counted[name])
            label %= {"category": name, "count": counted[name]}
            self.fields[f"topic-{number}"] = forms.ChoiceField(label=label, choices=topics, required=False)
        return found

    @property
    def topic_fields(self) -> list[Any]:
        return [self[f"topic-{number}"] for number in range(len(self.categories))]

    def clean_section(self) -> Page:
        return self._sections[self.cleaned_data["section"]]

    def clean_agency(self) -> Agency:
        return self._agencies[self.cleaned_data["agency"]]

    @property
    def wishes(self) -> Wishes:
        chosen = {name: self.cleaned_data[f"topic-{number}"] for number, name in enumerate(self.categories)}
        topics = {name: code for name, code in chosen.items() if code}
        return Wishes(tuple(self.cleaned_data["kinds"]), tuple(self.cleaned_data["statuses"]), topics)
