"""The words: what is recorded (kinds, measures), how it is sorted (terms), what is counted (indicators).

All of it is rows, seeded from `seed/*.yaml`, because law and practice change them.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lantoa.core.people.models import Named


def in_language(vi: str, en: str) -> str:
    """One of two texts, by the active language."""
    return en if en and (get_language() or "vi")[:2] != "vi" else vi


class Basis(models.TextChoices):
    """Where a word or a definition comes from."""

    LAW = "law", _("Legal text")
    PRACTICE = "practice", _("Practice of provincial reviews")
    OFFICE = "office", _("Decided by this office")
    SHARED = "shared", _("Taken over from another installation")


class Sourced(models.Model):
    """Anything that says where it comes from. is_verified: a person held it against the official text."""

    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_verified = models.BooleanField(_("checked against the official text"), default=False)

    class Meta:
        abstract = True

    @property
    def needs_verifying(self) -> bool:
        """It names a legal text that nobody here has opened."""
        return self.basis == Basis.LAW and not self.is_verified


class Valid(models.Model):
    """Anything that holds from a day (empty: always did) until a day (empty: still). It ends, and is never deleted."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or self.valid_until > day
        )


class Defined(models.Model):
    """Anything that says what it means (định nghĩa): what counts as one, what does not, when it is counted."""

    definition_vi = models.TextField(_("Vietnamese definition"), blank=True)
    definition_en = models.TextField(_("English definition"), blank=True)

    class Meta:
        abstract = True

    @property
    def definition(self) -> str:
        return in_language(self.definition_vi, self.definition_en)


class Counted(models.Model):
    """Anything that is counted in a unit (đơn vị tính). unit_en_one: "talk" of "talks"; empty where it is the same."""

    unit_vi = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    unit_en_one = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def unit(self) -> str:
        """Where it stands alone, as in a heading."""
        return in_language(self.unit_vi, self.unit_en)

    def unit_of(self, value: Decimal | int | None) -> str:
        """Where it stands behind a number: one talk, two talks. Only English tells them apart here."""
        if value is not None and abs(value) == 1 and self.unit_en_one and (get_language() or "")[:2] == "en":
            return self.unit_en_one
        return self.unit


class Dimension(models.TextChoices):
    """What a record can be sorted by, apart from kind, agency, place and date."""

    COUNTRY = "country", _("Country")
    LANGUAGE = "language", _("Language")
    CHANNEL = "channel", _("Channel")
    TOPIC = "topic", _("Topic")
    INFORMATION_KIND = "information_kind", _("Kind of information")
    PILLAR = "pillar", _("Pillar")
    DIRECTION = "direction", _("Direction")
    PURPOSE = "purpose", _("Purpose")
    AUDIENCE = "audience", _("Audience")


class Term(Defined, Sourced, Valid):
    """One value of a dimension, with its source and the days it is valid.

    definition: empty where the name says it all, as of a country
    """

    dimension = models.CharField(max_length=20, choices=Dimension.choices)
    code = models.SlugField(max_length=40)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["dimension", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["dimension", "code"], name="term_once")]

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    def __str__(self) -> str:
        return self.name


class Measure(Named, Defined, Counted, Sourced, Valid):
    """Something that is counted, with its unit (đơn vị tính).

    nature: a flow adds up over time, a stock stands until taken away, a reading is only ever the newest one
    """

    class Nature(models.TextChoices):
        FLOW = "flow", _("Flow")
        STOCK = "stock", _("Stock")
        READING = "reading", _("Reading")

    nature = models.CharField(max_length=8, choices=Nature.choices, default=Nature.FLOW)
    whole = models.BooleanField(default=True, help_text=_("Only whole numbers make sense"))


class KindGroup(Named, Valid):
    """A heading (nhóm loại hoạt động) that kinds of activity stand under when one is chosen; it counts nothing."""

    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]


class Kind(Named, Defined, Sourced, Valid):
    """A kind of activity (loại hoạt động): which measures and dimensions its form asks for.

    hint: one line where it is chosen; definition: what belongs to it and what does not
    dimensions: list of {"code": Dimension or "place", "required": bool, "default": str}, in the order of the form
    """

    hint_vi = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=40, default="circle-dot")
    group = models.ForeignKey(
        KindGroup, models.PROTECT, null=True, blank=True, related_name="kinds", to_field="code"
    )  # fmt: skip
    dimensions: Any = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    @property
    def hint(self) -> str:
        return in_language(self.hint_vi, self.hint_en)


class KindMeasure(models.Model):
    """A measure that a kind asks for. The main one counts the activity itself: 1 unless several are recorded.

    valid_until: from that day forms no longer ask for it; what was recorded still counts
    """

    kind = models.ForeignKey(Kind, models.CASCADE, related_name="measures", to_field="code")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", to_field="code")
    is_main = models.BooleanField(default=False)
    required = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "measure"], name="measure_once_per_kind"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(is_main=True), name="one_main_measure_per_kind"
            ),
        ]

    def is_asked_on(self, day: date) -> bool:
        """The form of the kind asks for it: neither was it left out there, nor has the measure itself ended."""
        return (self.valid_until is None or self.valid_until > day) and self.measure.is_valid_on(day)

    def __str__(self) -> str:
        return f"{self.kind_id}: {self.measure_id}"


class Indicator(models.Model):
    """A figure that reviews ask for (chỉ tiêu); what it means is in its versions.

    is_public: whether visitors may see its figures where these are shown in public
    """

    code = models.SlugField(max_length=60, unique=True)
    position = models.PositiveIntegerField(default=0)
    is_public = models.BooleanField(default=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(Counted, Sourced):
    """One definition of an indicator. A version that a frozen figure used is never changed: a new one is made.

    spec: the closed grammar of `rules.specs`
    valid_from: periods that end on this day or later are counted by this version; empty: all periods
    created_by, created_at: empty if the seed brought it
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions", to_field="code")
    version = models.PositiveIntegerField(default=1)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    definition_vi = models.TextField()
    definition_en = models.TextField()
    spec: Any = models.JSONField()
    disaggregations = models.JSONField(default=list, blank=True)
    higher_is_better = models.BooleanField(default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    is_used = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["indicator", "version"]
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="indicator_version_once")]

    @property
    def name(self) -> str:
        return in_language(self.name_vi, self.name_en)

    @property
    def definition(self) -> str:
        return in_language(self.definition_vi, self.definition_en)

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.version}"


class WordVersion(models.Model):
    """What a kind, a measure, a word or a definition said from a moment on. Every change adds one; none is changed
    or deleted.

    word: "kind/talk", "measure/talks", "topic/border", "definition/talks.v2" of the second version of an indicator
    values: the columns that say what it means, and of a kind what its form asks to count
    created_by, created_at: empty if it came with Lan Tỏa, or stood there before versions were kept
    """

    word = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    values: Any = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["word", "version"]
        constraints = [models.UniqueConstraint(fields=["word", "version"], name="word_version_once")]

    def __str__(self) -> str:
        return f"{self.word} v{self.version}"


class Seeded(models.Model):
    """What the seed last wrote, so that the next one tells what people changed since. name: "kind/talk" """

    name = models.CharField(max_length=200, unique=True)
    values: Any = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return self.name


# What a recorded number means: these columns are fixed once a record holds one.
MEANING_OF_NUMBERS: dict[type[models.Model], list[str]] = {
    Measure: ["unit_vi", "unit_en", "nature", "whole"],
    KindMeasure: ["is_main"],
}

# What a figure means: these columns of a version are fixed once a frozen figure used it.
MEANING = ["indicator", "version", "spec", "unit_vi", "unit_en", "definition_vi", "definition_en", "is_used"]
FIXED_ONCE: dict[type[models.Model], tuple[str, list[str]]] = {IndicatorVersion: ("is_used", MEANING)}

APPEND_ONLY: list[type[models.Model]] = [WordVersion]
