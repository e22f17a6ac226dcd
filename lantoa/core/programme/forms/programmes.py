"""What a person writes about a programme, a task, a target; and the one sentence that some steps ask for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lantoa.base import dates, quantities
from lantoa.base.periods import Period
from lantoa.core.people.forms.agencies import choose
from lantoa.core.people.models import Agency
from lantoa.core.programme.actions import ProgrammeFacts, TaskFacts
from lantoa.core.programme.models import Programme, Target, Task
from lantoa.core.programme.rules.targets import is_share
from lantoa.core.vocabulary.models import IndicatorVersion


class DayField(forms.DateField):
    """The browser's own date field; typed days are read day before month."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class PeriodField(forms.CharField):
    """A term as people write it; becomes a Period."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return dates.parse(text)
        except dates.BadDate as error:
            raise forms.ValidationError(str(error)) from None


class ProgrammeForm(forms.Form):
    """A scheme, action programme or plan. After `is_valid()`: `facts()`."""

    type = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Programme.Type.choices, widget=forms.RadioSelect)
    name_vi = forms.CharField(label=gettext_lazy("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    term = PeriodField(
        label=gettext_lazy("Term"), max_length=60, help_text=gettext_lazy("For example 2027, or 2026 - 2030.")
    )
    parent = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Stands below"), required=False, to_field_name="code",
        empty_label=gettext_lazy("Nothing: it stands for itself"),
    )  # fmt: skip
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Lead agency"), required=False, to_field_name="code",
        empty_label=gettext_lazy("The whole province"),
    )  # fmt: skip
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The documents it carries out, one on each line."),
    )  # fmt: skip
    legal_source = forms.CharField(
        label=gettext_lazy("Where these can be read"), required=False, max_length=300,
        help_text=gettext_lazy("An address or a document number."),
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Sequence[Agency], plans_for_all: bool, **kwargs: Any) -> None:
        """agencies: for whom this person may plan; plans_for_all: else only plans below another one, for their own"""
        super().__init__(*args, **kwargs)
        _choose(self, "parent", Programme.objects.exclude(state=Programme.State.ENDED))
        choose(self, "lead_agency", Agency.objects.filter(code__in=[agency.code for agency in agencies]))
        if not plans_for_all:
            self.fields["type"].choices = [(Programme.Type.PLAN.value, Programme.Type.PLAN.label)]  # type: ignore[attr-defined]
            for name in ("parent", "lead_agency"):
                self.fields[name].required = True
                self.fields[name].empty_label = None  # type: ignore[attr-defined]

    def facts(self) -> ProgrammeFacts:
        values = dict(self.cleaned_data)
        term: Period = values.pop("term")
        kind = Programme.Type(values.pop("type"))
        return ProgrammeFacts(**values, type=kind, starts_on=term.since, ends_on=term.last_day)

    @staticmethod
    def starting_values(programme: Programme) -> dict[str, Any]:
        names = ["type", "name_vi", "name_en", "legal_basis", "legal_source"]
        return {name: getattr(programme, name) for name in names} | {
            "term": programme.term.code(),
            "parent": programme.parent_id,
            "lead_agency": programme.lead_agency_id,
        }


class TaskForm(forms.Form):
    """A task of a programme. After `is_valid()`: `facts()`."""

    number = forms.CharField(
        label=gettext_lazy("Number in the document"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )  # fmt: skip
    name_vi = forms.CharField(label=gettext_lazy("The task in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("The task in English"), max_length=200, required=False)
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Lead agency"), to_field_name="code", empty_label=""
    )
    coordinating = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Coordinating agencies"), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    due_on = DayField(label=gettext_lazy("Due on"), required=False)
    product = forms.CharField(
        label=gettext_lazy("Product expected"), max_length=300, required=False,
        help_text=gettext_lazy("What will be there at the end: a report, five classes, a film."),
    )  # fmt: skip
    is_key = forms.BooleanField(label=gettext_lazy("A key task"), required=False)
    repeats_yearly = forms.BooleanField(
        label=gettext_lazy("Comes every year"), required=False,
        help_text=gettext_lazy("It goes along into next year's plan even when it is done."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        """agencies: who may lead a task here"""
        super().__init__(*args, **kwargs)
        choose(self, "lead_agency", Agency.objects.filter(code__in=[agency.code for agency in agencies]))
        choose(self, "coordinating", Agency.objects.filter(valid_until=None))

    def facts(self) -> TaskFacts:
        return TaskFacts(**{**self.cleaned_data, "coordinating": list(self.cleaned_data["coordinating"])})

    @staticmethod
    def starting_values(task: Task) -> dict[str, Any]:
        names = ["number", "name_vi", "name_en", "due_on", "product", "is_key", "repeats_yearly", "note"]
        return {name: getattr(task, name) for name in names} | {
            "lead_agency": task.lead_agency_id,
            "coordinating": [row.agency_id for row in task.coordinations.all()],
        }


class SignForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Document number"), max_length=60, help_text=gettext_lazy("For example 34/KH-UBND.")
    )
    on = DayField(label=gettext_lazy("Signed on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return _not_after(self.cleaned_data["on"], self.today)


class DoneForm(forms.Form):
    product = forms.CharField(
        label=gettext_lazy("Product"), max_length=300,
        help_text=gettext_lazy("What is there now, so that another person finds it: a document number, an address."),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Done on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return _not_after(self.cleaned_data["on"], self.today)


class StopForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Which decision, and what takes its place."),
    )  # fmt: skip
    on = DayField(
        label=gettext_lazy("Decided on"),
        help_text=gettext_lazy(
            "Before its day: then it was never owed, and what the ledger counted of it is taken back within a day. "
            "On its day or later: it stays counted as due."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return _not_after(self.cleaned_data["on"], self.today)


class TargetForm(forms.Form):
    """A target. After `is_valid()`: value is a Decimal in the unit of the indicator, of a share between 0 and 1."""

    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"))
    period = PeriodField(
        label=gettext_lazy("Period"), max_length=60,
        help_text=gettext_lazy("It is shown beside the figure of exactly this period, for example 2027."),
    )  # fmt: skip
    value = forms.CharField(
        label=gettext_lazy("Target"), max_length=40,
        help_text=gettext_lazy("In the unit of the indicator; of a share or a growth, in percent."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("For whom"), required=False, to_field_name="code",
        empty_label=gettext_lazy("The whole province"),
    )  # fmt: skip
    task = forms.ModelChoiceField(
        Task.objects.none(), label=gettext_lazy("Of one task only"), required=False, to_field_name="code",
        empty_label=pgettext_lazy("no single task", "No: all that counts for the indicator"),
        help_text=gettext_lazy("Then only the records that name this task count for it."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it changes, if there was a target before"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, programme: Programme, definitions: Sequence[IndicatorVersion], agencies: Sequence[Agency],
        plans_for_all: bool, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.definitions = {row.indicator_id: row for row in definitions}
        named = [(code, f"{row.name} ({row.unit})") for code, row in self.definitions.items()]
        self.fields["indicator"].choices = [("", ""), *named]  # type: ignore[attr-defined]
        choose(self, "agency", Agency.objects.filter(code__in=[agency.code for agency in agencies]))
        _choose(self, "task", programme.tasks.all())
        if not plans_for_all:
            self.fields["agency"].required = True
            self.fields["agency"].empty_label = None  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal:
        try:
            value = quantities.to_decimal(quantities.parse(self.cleaned_data["value"]))
            definition = self.definitions.get(self.cleaned_data.get("indicator", ""))
            if definition is not None and is_share(definition):
                value = quantities.to_decimal(quantities.from_decimal(value / 100))
        except quantities.BadQuantity as error:
            raise forms.ValidationError(str(error)) from None
        if value < 0:
            raise forms.ValidationError(_("A target cannot be below zero."))
        return value

    @staticmethod
    def starting_values(target: Target, definition: IndicatorVersion) -> dict[str, Any]:
        value = quantities.to_decimal(target.value or 0)
        return {
            "indicator": target.indicator_id,
            "period": target.period.code(),
            "value": quantities.written(value * 100 if is_share(definition) else value),
            "agency": target.agency_id,
            "task": target.task_id,
            "source": target.source,
        }


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _not_after(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(_("This day lies in the future."))
    return day
