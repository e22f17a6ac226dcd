"""Programmes, their tasks, and targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lantoa.core.people.models import Agency, Named
from lantoa.core.vocabulary.models import Indicator


class Programme(Named):
    """A scheme, action programme or plan (đề án, chương trình hành động, kế hoạch) with its term."""

    class Type(models.TextChoices):
        SCHEME = "scheme", _("Scheme")
        ACTION_PROGRAMME = "action_programme", _("Action programme")
        PLAN = "plan", _("Plan")

    type = models.CharField(max_length=20, choices=Type.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_start"
            )
        ]


class Task(Named):
    """A task of a programme (nhiệm vụ) with the agency that leads it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tasks", to_field="code")
    lead_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "code"]


class Target(models.Model):
    """What an indicator should reach in a period (mục tiêu). Never an entry of the ledger.

    value: integer thousandths; period half-open [since, until)
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", to_field="code")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="targets", to_field="code"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            # Two, because "no agency" (the whole province) must be unique too and SQL holds NULLs apart.
            models.UniqueConstraint(
                fields=["indicator", "since", "until"], condition=models.Q(agency=None), name="province_target_once"
            ),
            models.UniqueConstraint(fields=["indicator", "agency", "since", "until"], name="agency_target_once"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="target_has_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.since}..{self.until}"
