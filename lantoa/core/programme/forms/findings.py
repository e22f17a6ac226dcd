"""What a person writes down as a finding, and what was done about it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from lantoa.base import periods
from lantoa.base.periods import Period
from lantoa.core.people.forms.agencies import choose
from lantoa.core.people.models import Agency
from lantoa.core.programme.actions import FindingFacts
from lantoa.core.programme.models import Finding, Programme, Task


class FindingForm(forms.Form):
    """After `is_valid()`: `facts()`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of finding"), choices=Finding.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("In one or two sentences"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As it shall be printed in the review."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Whose"), to_field_name="code")
    window = forms.ChoiceField(label=gettext_lazy("Period"))
    addressed_to = forms.CharField(
        label=gettext_lazy("Whom a proposal asks"), max_length=200, required=False,
        help_text=gettext_lazy("For example the Ministry of Foreign Affairs. Only for proposals."),
    )  # fmt: skip
    task = forms.ModelChoiceField(
        Task.objects.none(), label=gettext_lazy("Task it is about"), required=False, to_field_name="code",
        empty_label=gettext_lazy("No particular task"),
    )  # fmt: skip
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Programme it is about"), required=False, to_field_name="code",
        empty_label=gettext_lazy("No particular programme"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, agencies: Sequence[Agency], windows: Sequence[tuple[Period, str]], for_province: bool,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """agencies: whose findings this person writes; for_province: also what belongs to none of them"""
        super().__init__(*args, **kwargs)
        agency, task, programme, window = (self.fields[name] for name in ("agency", "task", "programme", "window"))
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(task, forms.ModelChoiceField)
        assert isinstance(programme, forms.ModelChoiceField)
        assert isinstance(window, forms.ChoiceField)
        choose(self, "agency", Agency.objects.filter(code__in=[row.code for row in agencies]))
        agency.required, agency.empty_label = not for_province, gettext_lazy("The whole province")
        if not for_province:
            agency.empty_label = None
        programme.queryset = Programme.objects.exclude(state=Programme.State.ENDED)
        task.queryset = Task.objects.filter(programme__in=programme.queryset).select_related("programme")
        window.choices = [(period.code(), name) for period, name in windows]

    def facts(self) -> FindingFacts:
        values = dict(self.cleaned_data)
        return FindingFacts(
            **{**values, "kind": Finding.Kind(values["kind"]), "window": periods.parse(values["window"])}
        )

    @staticmethod
    def starting_values(finding: Finding) -> dict[str, Any]:
        return {
            "kind": finding.kind,
            "text": finding.text,
            "agency": finding.agency_id,
            "window": finding.window.code(),
            "addressed_to": finding.addressed_to,
            "task": finding.task_id,
            "programme": finding.programme_id,
        }


class SettleForm(forms.Form):
    response = forms.CharField(
        label=gettext_lazy("What was done or answered"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
