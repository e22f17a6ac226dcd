"""Forms: the editor's, with what an office adds to it, and one sentence with a reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lantoa.base import dates
from lantoa.base.folding import normal_text
from lantoa.core.people.models import Agency, Place
from lantoa.core.programme import queries as programme
from lantoa.core.programme.models import Task
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.forms.rows import NamedForm, SourcedForm, ValidForm
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.newsroom import queries
from lantoa.desks.newsroom.forms.addresses import AddressedForm
from lantoa.desks.newsroom.models import ContentPage, ExpertComment, ItemKind, Medium
from lantoa.desks.newsroom.queries import choosing
from lantoa.desks.newsroom.queries.following import Told
from lantoa.desks.newsroom.rules.experts import LONGEST_DAYS

NAMES = dict(settings.LANGUAGES)
_LONGEST_TASK = 70


class ItemForm(AddressedForm):
    """The editor of every kind of item."""

    class Media:
        js = [forms.Script("newsroom/long_lists.js", type="module")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            agencies = queries.agencies_written_for(self.for_user, or_code=self.instance.agency_id)
            self.fields["agency"].queryset = Agency.objects.filter(code__in=[agency.code for agency in agencies])
            if len(agencies) == 1 and not self.instance.agency_id:
                self.initial["agency"] = agencies[0].code
        for name, choices in {"place": self._places, "task": self._tasks}.items():
            if name in self.fields:
                # Asked when the list is drawn: what is sent is looked up by its code.
                self.fields[name].choices = choices
                self.fields[name].widget.attrs |= {
                    "data-finds": _("Words of the name, with or without accents"),
                    "data-none": _("Nothing has these words."),
                    "data-old": _("Still of the day and the agency before. Save the draft, and it follows."),
                }

    def _day(self) -> date:
        return timezone.localdate(self.instance.event_at or timezone.now())  # noqa: TID251 as above

    def _places(self) -> list[Any]:
        day = self._day()
        found = choosing.places_on(day)
        groups = [(place.name if place else gettext("Other places"), inside) for place, inside in found.own.items()]
        groups.append((gettext("Other provinces"), found.others))
        rows = [(name, [(place.code, place.name) for place in inside]) for name, inside in groups if inside]
        past = gettext("Not in use on %(day)s") % {"day": dates.written(day)}
        rows += [(past, [(place.code, _dated(place, day)) for place in found.past])] if found.past else []
        return [("", "–"), *rows]

    def _tasks(self) -> list[Any]:
        """Of the plans of its day, those of its agency first; what was chosen stays offered."""
        agency = self.instance.agency_id or self.initial.get("agency") or ""
        own, others = programme.tasks_offered(self._day(), agency=agency)
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for task in own:
            groups[gettext("%(plan)s: of the agency") % {"plan": task.programme.name}].append(_short(task))
        for task in others:
            groups[task.programme.name].append(_short(task))
        chosen = self.instance.task
        if chosen and all(chosen.code != task.code for task in (*own, *others)):
            groups[gettext("Chosen before")].append(_short(chosen))
        return [("", "–"), *groups.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        go_live_at = cleaned.get("go_live_at")
        # Also of a release: approved by then, it would go out at an hour that is too near.
        self._check_lead("embargo_until", cleaned)
        embargo = cleaned.get("embargo_until")
        if embargo and go_live_at and go_live_at < embargo:
            self.add_error("go_live_at", gettext("This is before the hour until which it is held back."))
        return cleaned


def _dated(place: Place, day: date) -> str:
    if place.valid_until and place.valid_until <= day:
        last = dates.written(place.valid_until - timedelta(days=1))
        return gettext("%(place)s (until %(day)s)") % {"place": place.name, "day": last}
    first = dates.written(place.valid_from) if place.valid_from else ""
    return gettext("%(place)s (from %(day)s)") % {"place": place.name, "day": first}


def _short(task: Task) -> tuple[str, str]:
    """As long as a list on a phone is wide, nearly."""
    said = Truncator(f"{task.number} {task.name}".strip()).chars(_LONGEST_TASK)
    if task.due_on:
        said = gettext("%(task)s · due %(day)s") % {"task": said, "day": dates.written(task.due_on)}
    return task.code, said


class _Lines(forms.CharField):
    def to_python(self, value: Any) -> str:
        # A browser counts the end of a line as one sign, and sends two.
        return normal_text(super().to_python(value) or "")


class WithdrawForm(forms.Form):
    """Which languages go, and why in each: Vietnamese is the office's word, English stands where others are missing."""

    also = forms.TypedMultipleChoiceField(
        label=_("In these languages too"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave a language out if what it says is right."),
    )  # fmt: skip

    def __init__(self, *args: Any, page: ContentPage, versions: Iterable[ContentPage], **kwargs: Any) -> None:
        """versions: those that may be withdrawn with it; all are ticked"""
        super().__init__(*args, **kwargs)
        self._language_of = {version.pk: version.language for version in versions}
        self._own = page.language
        self.fields["also"].choices = [  # type: ignore[attr-defined] # a field of choices
            (key, NAMES[code]) for key, code in self._language_of.items()
        ]
        self.initial["also"] = list(self._language_of)
        for code in sorted({page.language, *self._language_of.values(), "vi", "en"}, key=list(NAMES).index):
            self.fields[f"reason_{code}"] = reason_field(code)
        self.fields["reason_vi"].help_text = gettext("It stands in the banner over the page.")
        for code in {"vi"} if {page.language, *self._language_of.values()} == {"vi"} else {"vi", "en"}:
            self.fields[f"reason_{code}"].is_needed = True  # type: ignore[attr-defined] # so that it is not called optional

    @property
    def reasons(self) -> list[forms.BoundField]:
        """In Vietnamese and English; of the other languages see `more_reasons`."""
        return [self["reason_vi"], self["reason_en"]]

    @property
    def more_reasons(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("reason_") and name[7:] not in {"vi", "en"}]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._ask_for("vi", gettext("Give the reason: every reader of this page sees it."))
        if {self._own, *(self._language_of[key] for key in cleaned.get("also", ()))} - {"vi"}:
            self._ask_for(
                "en", gettext("Give it in English too: readers of a language without its own sentence see this one.")
            )
        cleaned["reasons"] = {code: cleaned[name] for code in NAMES if cleaned.get(name := f"reason_{code}")}
        return cleaned

    def _ask_for(self, code: str, said: str) -> None:
        if not self.cleaned_data.get(f"reason_{code}") and f"reason_{code}" not in self.errors:
            self.add_error(f"reason_{code}", said)


def reason_field(code: str) -> forms.CharField:
    label = gettext("Reason in %(language)s, for every reader") % {"language": NAMES[code]}
    return _Lines(label=label, required=False, max_length=1000, widget=forms.Textarea({"rows": 2, "lang": code}))


class ReasonForm(forms.Form):
    """The reason of a withdrawal in the language of its page."""

    def __init__(self, *args: Any, page: ContentPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(page.language)
        self.initial["reason"] = "" if page.withdrawn_in else page.withdrawn_reason


class ExpertLinkForm(forms.Form):
    """For whom a link is, what for, and for how long."""

    expert = forms.CharField(
        label=_("Name of the expert"), max_length=160,
        help_text=_("For you, to know whose link it is. It is removed some weeks after the link has ended."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What you ask"), max_length=300,
        help_text=_("The expert reads it over the text. For example: check the names of species and the figures."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Opens for so many days"), min_value=1, max_value=LONGEST_DAYS)


class ExpertCommentForm(forms.Form):
    """What an expert says of one part, or of the whole."""

    part = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = _Lines(
        label=pgettext_lazy("expert", "Your comment"), max_length=4000, widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what should be otherwise.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Your name"), max_length=160)


class SettleForm(forms.Form):
    """What became of a comment of an expert."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=ExpertComment.Outcome.choices)
    answer = forms.CharField(
        label=_("Answer to the expert"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    text = _Lines(
        label=_("What was wrong, and what is right"), max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Readers see it under the page with its date, for ever."),
    )  # fmt: skip
    carries = forms.TypedMultipleChoiceField(
        label=_("It carries over these corrections of other languages"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that speak of the same mistake. What is not ticked stays open here."),
    )  # fmt: skip

    def __init__(self, *args: Any, open_ones: Sequence[Told], **kwargs: Any) -> None:
        """open_ones: of other languages, that this version has not followed; one alone is ticked"""
        super().__init__(*args, **kwargs)
        self.fields["carries"].choices = [  # type: ignore[attr-defined] # a field of choices
            (
                told.pk,
                f"{NAMES[told.language]}, {dates.written(timezone.localtime(told.corrected_at).date())}: {told.text}",
            )
            for told in open_ones
        ]
        self.initial.setdefault("carries", [told.pk for told in open_ones] if len(open_ones) == 1 else [])


class _RuleForm(NamedForm, SourcedForm, ValidForm):
    """A rule that is a row. row: None for a new one; of one that is there it is asked whether the rule changes.

    begins_on: from when the new values hold beside the old row; None: they replace what stands there
    """

    how = forms.ChoiceField(
        label=_("What do you do?"), widget=forms.RadioSelect, initial="mend",
        choices=[
            ("mend", _("I mend a mistake: it holds for all that this row binds, the past too")),
            ("anew", _("The rule changes on a day: this row ends then, and a new one begins")),
        ],
    )  # fmt: skip
    on = forms.DateField(
        label=_("The day on which the new rule begins"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: Any = None) -> None:
        names = [name for name in self.base_fields if row is not None and name not in {"how", "on"}]
        super().__init__(data, initial={name: getattr(row, name) for name in names})
        if row is None:
            del self.fields["how"], self.fields["on"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("how") == "anew" and not cleaned.get("on") and not self.errors.get("on"):
            self.add_error("on", gettext("Say from which day the new rule holds."))
        return cleaned

    @property
    def begins_on(self) -> Any:
        return self.cleaned_data.get("on") if self.cleaned_data.get("how") == "anew" else None

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"how", "on"}}


class LimitForm(_RuleForm):
    """How soon after the event an item of some kinds of information must be out."""

    medium = forms.ChoiceField(label=_("For what"), choices=Medium.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of information"), widget=forms.CheckboxSelectMultiple, required=False
    )
    minutes = forms.IntegerField(
        label=_("Minutes from the event to publication"), min_value=1, max_value=366 * 24 * 60,
        help_text=_("2 hours are 120, a day is 1440. For facts: so long before their day they are asked for."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(term.code, term.name) for term in vocabulary.terms(Dimension.INFORMATION_KIND)]
        self.fields["kinds"].choices = words  # type: ignore[attr-defined] # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("medium") == Medium.FACTS:
            cleaned["kinds"] = []
        elif not cleaned.get("kinds"):
            self.add_error("kinds", gettext("Say which kinds of information it binds."))
        return cleaned


class PointForm(_RuleForm):
    """What must be in order before an item is public."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of item"), choices=ItemKind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: it concerns all."),
    )  # fmt: skip
    translated = forms.BooleanField(label=_("Only for versions that were translated"), required=False)
