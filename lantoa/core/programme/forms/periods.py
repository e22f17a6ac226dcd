"""Planning a period, acting on many reports at once, naming a day of the calendar."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from lantoa.base.periods import Period
from lantoa.core.people.models import Agency
from lantoa.core.programme.models import ReportingPeriod
from lantoa.core.programme.rules.windows import Dates

# Ministries are reported to; everybody else may be asked.
LEVELS = [level for level in Agency.Level if level != Agency.Level.MINISTRY]

# A year of three digits is a slip of the hand, and days beyond the calendar cannot be counted with.
_FIRST, _LAST = date(2000, 1, 1), date(2200, 12, 31)


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as in 22/11/2026.")},
        validators=[MinValueValidator(_FIRST), MaxValueValidator(_LAST)],
    )


class PeriodForm(forms.Form):
    """After `is_valid()`: name, window (a Period), cutoff_at, goes_up_on, dues (level -> day).

    The window of a regime, and that of a period that exists, is shown and cannot be changed.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    since = day_field(pgettext_lazy("days", "From"))
    last_day = day_field(gettext_lazy("To, this day included"))
    cutoff_on = day_field(
        gettext_lazy("Cut-off"), help_text=gettext_lazy("What happens after this day belongs to the next period.")
    )
    goes_up_on = day_field(
        gettext_lazy("Our own report goes up by"),
        required=False,
        help_text=gettext_lazy("Only for you: the day on which the province reports to the ministry."),
    )

    def __init__(self, *args: Any, counts: Mapping[str, int], is_fixed: bool = False, **kwargs: Any) -> None:
        """counts: level -> how many agencies stand there today; is_fixed: the window cannot be changed"""
        super().__init__(*args, **kwargs)
        for level in LEVELS:
            count = counts.get(level, 0)
            if count or self.initial.get(f"due_{level}"):
                agencies = ngettext("%(count)s agency", "%(count)s agencies", count) % {"count": count}
                self.fields[f"due_{level}"] = day_field(level.label, required=False, help_text=agencies)
        for name in ("since", "last_day"):
            self.fields[name].disabled = is_fixed
        self.fields["name"].help_text = _("Leave it empty to name the period after its window.")

    @classmethod
    def planned(cls, dates: Dates) -> dict[str, Any]:
        """What a regime proposes for a window."""
        return {
            "since": dates.window.since,
            "last_day": dates.window.last_day,
            "cutoff_on": dates.cutoff_on,
            "goes_up_on": dates.goes_up_on,
            **{f"due_{level}": day for level, day in dates.dues.items()},
        }

    @classmethod
    def of(cls, period: ReportingPeriod) -> dict[str, Any]:
        """What a period says now."""
        return {
            "name": period.name,
            "since": period.since,
            "last_day": period.window.last_day,
            "cutoff_on": period.cutoff_on,
            "goes_up_on": period.goes_up_on,
            **{f"due_{row.level}": row.due_on for row in period.dues.all()},
        }

    @property
    def due_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("due_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, last, cutoff = (cleaned.get(name) for name in ("since", "last_day", "cutoff_on"))
        dues = {
            name.removeprefix("due_"): day
            for name, day in cleaned.items()
            if name.startswith("due_") and day is not None
        }
        if since and last and last < since:
            self.add_error("last_day", _("The last day lies before the first."))
        if not dues and not any(name.startswith("due_") for name in self.errors):
            self.add_error(None, _("Give at least one level of agencies a day until which it reports."))
        for level, day in dues.items():
            if cutoff and day <= cutoff:
                self.add_error(f"due_{level}", _("Nobody can report before the cut-off: choose a later day."))
        if not self.errors and since and last and cutoff:
            cleaned["window"] = Period(since, last + timedelta(days=1))
            cleaned["cutoff_at"] = end_of(cutoff)
            cleaned["dues"] = dues
        return cleaned


def end_of(day: date) -> datetime:
    """The moment in which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())


class ReasonForm(forms.Form):
    """One sentence that others will read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason in one sentence.")},
    )


class ExtensionForm(ReasonForm):
    until = day_field(gettext_lazy("New last day"), help_text=gettext_lazy("It counts whole, to its last minute."))
    field_order = ["until", "reason"]


class ChangedExtensionForm(ReasonForm):
    until = day_field(
        gettext_lazy("New last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty to take the time back: the first due day counts again."),
    )
    field_order = ["until", "reason"]


class AgenciesForm(forms.Form):
    """Agencies to ask too, and until when."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agencies"), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(gettext_lazy("Due on"))

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agencies"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Agency.objects.filter(code__in=[agency.code for agency in agencies])
        field.choices = [(agency.code, agency.name) for agency in agencies]  # in their order


class CalendarDayForm(forms.Form):
    """A day that differs from the plain week."""

    day = day_field(gettext_lazy("Day"))
    is_working = forms.BooleanField(
        label=gettext_lazy("People work on it, in exchange for another day"), required=False
    )
    name_vi = forms.CharField(label=gettext_lazy("Vietnamese name"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120, required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)
    is_verified = forms.BooleanField(label=gettext_lazy("Held against the official text"), required=False)
