"""What the secretariat writes about a duty to report again and again."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantoa.core.programme.actions import RegimeFacts
from lantoa.core.programme.forms.periods import LEVELS, day_field
from lantoa.core.programme.models import Regime

Day = tuple[int, int]  # months after the last month of the window, day of that month

_MONTHS = [
    (-2, gettext_lazy("two months before")),
    (-1, gettext_lazy("the month before")),
    (0, gettext_lazy("of its last month")),
    (1, gettext_lazy("the month after")),
    (2, gettext_lazy("two months after")),
    (3, gettext_lazy("three months after")),
]


class _DayWidget(forms.MultiWidget):
    template_name = "programme/regime_day.html"

    def __init__(self, label: Any) -> None:
        number = forms.NumberInput(attrs={"min": 1, "max": 31, "inputmode": "numeric", "aria-label": label})
        month = forms.Select(choices=_MONTHS, attrs={"aria-label": gettext_lazy("of which month")})
        super().__init__([number, month])

    def decompress(self, value: None) -> list[int | None]:
        """Of an empty field; what there is comes as the two parts already."""
        return [None, 0]


class DayOfMonthField(forms.MultiValueField):
    """A day of a month counted from the window's last one: (months, day), or None."""

    def __init__(self, *, label: Any, help_text: Any = "") -> None:
        number = forms.IntegerField(min_value=1, max_value=31, required=False)
        month = forms.TypedChoiceField(choices=_MONTHS, coerce=int, empty_value=None, required=False)
        super().__init__(
            [number, month], required=False, label=label, help_text=help_text, widget=_DayWidget(label),
            require_all_fields=False,
        )  # fmt: skip

    def compress(self, data_list: list[Any]) -> Day | None:
        return (data_list[1] or 0, data_list[0]) if data_list and data_list[0] else None


class RegimeForm(forms.Form):
    """After `is_valid()` in `cleaned_data`: facts (a RegimeFacts), since (a day; None mends this version).

    regime: the version that is edited, None for a new regime; is_used: periods were planned by it
    """

    name_vi = forms.CharField(label=gettext_lazy("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    window = forms.ChoiceField(label=gettext_lazy("One report for every"), choices=Regime.Window.choices)
    from_day = forms.IntegerField(
        label=gettext_lazy("A window begins on day"), min_value=1, max_value=28, initial=1,
        help_text=gettext_lazy("1: whole months. 15: from the 15th of the month before to the 14th."),
    )  # fmt: skip
    cutoff = DayOfMonthField(
        label=gettext_lazy("Cut-off"), help_text=gettext_lazy("Left blank, it is the last day of the window.")
    )
    up = DayOfMonthField(
        label=gettext_lazy("Our own report goes up by"),
        help_text=gettext_lazy("Left blank, nothing of this regime goes up."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Document, article, and what it says about the dates."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=500, required=False,
        help_text=gettext_lazy("Number and day of the document, and where it can be read."),
    )  # fmt: skip
    is_verified = forms.BooleanField(label=gettext_lazy("Held against the official text"), required=False)
    since = day_field(gettext_lazy("Holds from"), required=False)

    def __init__(self, *args: Any, regime: Regime | None = None, is_used: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_used = is_used
        for level in LEVELS:
            self.fields[f"due_{level}"] = DayOfMonthField(label=level.label)
        if regime:
            self.initial = _written(RegimeFacts.of(regime))
        if regime is None:
            self.fields["since"].help_text = _("Left blank, it has always held.")
        elif is_used:
            self.fields["since"].help_text = _(
                "The first day of the new version: it holds for windows that end on that day or later. Periods that "
                "were planned keep what they were planned by."
            )
        else:
            self.fields["since"].help_text = _(
                "No period was planned by this version: left blank, it is mended itself; with a day, a new version "
                "follows it."
            )

    @property
    def due_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("due_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        dues = {level.value: day for level in LEVELS if (day := cleaned.get(f"due_{level}"))}
        if not self.errors and not dues:
            self.add_error(None, _("Give at least one level of agencies a day until which it reports."))
        from_day = cleaned.get("from_day") or 1
        cutoff = cleaned.get("cutoff") or (0, from_day - 1 if from_day > 1 else 31)
        for level, day in dues.items():
            if day <= cutoff:
                self.add_error(f"due_{level}", _("Nobody can report before the cut-off: choose a later day."))
        if not self.errors:
            names = ("name_vi", "name_en", "from_day", "cutoff", "up", "legal_basis", "source", "is_verified")
            cleaned["facts"] = RegimeFacts(
                window=Regime.Window(cleaned["window"]), dues=dues, **{name: cleaned[name] for name in names}
            )
        return cleaned


class RegimeEndForm(forms.Form):
    on = day_field(
        gettext_lazy("No longer from"),
        help_text=gettext_lazy("Windows that end on that day or later are not reported any more."),
    )


def _written(facts: RegimeFacts) -> dict[str, Any]:
    """A regime as the form shows it: each day in its two parts, number and month."""
    days = {"cutoff": facts.cutoff, "up": facts.up, **{f"due_{level}": day for level, day in facts.dues.items()}}
    parts = {name: [day[1], day[0]] for name, day in days.items() if day}
    return {**asdict(facts), "cutoff": None, "up": None, **parts}
