"""Which views an officer asks for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.desks.channels.models import OfficialChannel, What

DEFAULT_DAYS = 30
_EARLIEST = date.min + timedelta(days=DEFAULT_DAYS)
BY = [
    ("item", _("Page")), ("language", _("Language")), ("day", _("Day")), ("channel", _("Channel")),
    ("country_group", _("Group of countries")),
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """since, until: both days included; item: one page alone"""

    since: date
    until: date
    what: str
    language: str
    by: str
    item: int | None

    @property
    def filters(self) -> dict[str, Any]:
        """The arguments of queries.tallies."""
        return {name: getattr(self, name) for name in ("since", "until", "what", "language", "item")}


class ViewsForm(forms.Form):
    """What cannot be read filters nothing."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    what = forms.ChoiceField(choices=What.choices, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    by = forms.ChoiceField(choices=BY, required=False)
    item = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)

    def asked(self, *, today: date) -> Asked:
        self.is_valid()
        read = self.cleaned_data
        until = read.get("until") or today
        since = read.get("since") or max(until, _EARLIEST) - timedelta(days=DEFAULT_DAYS - 1)
        return Asked(
            since=since, until=until, what=read.get("what") or What.VIEW, language=read.get("language") or "",
            by=read.get("by") or "item", item=read.get("item"),
        )  # fmt: skip


class OfficialChannelForm(forms.ModelForm[OfficialChannel]):
    """One row of the register."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OfficialChannel
        fields = ("kind", "name", "address", "agency", "languages", "checked_on", "since", "until")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("checked_on", "since", "until")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """today: agencies that ended answer for no new channel, and nobody checked one tomorrow"""
        super().__init__(*args, **kwargs)
        self._today = today
        kept = Agency.objects.filter(code=self.instance.agency_id)
        self.fields["agency"].queryset = people.agencies_in_force(today) | kept  # type: ignore[attr-defined] # a choice

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > self._today:
            raise forms.ValidationError(gettext("This day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        address, kind = data.get("address", ""), data.get("kind")
        if address and kind and kind != OfficialChannel.Kind.PHONE:
            try:
                URLValidator(["https", "http"])(address)
            except forms.ValidationError:
                self.add_error("address", gettext("Write the whole address, with https:// at its beginning."))
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", gettext("This day must come after the first one."))
        return data
