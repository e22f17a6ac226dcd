"""Programmes, their tasks, and targets."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, Named
from lantoa.core.vocabulary.models import Indicator


class Programme(Named):
    """A scheme, action programme or plan (đề án, chương trình hành động, kế hoạch) with its term.

    A plan is written long before its term and often signed after it began: a draft is named by records all the same.
    lead_agency: whose it is; a member's own plan (kế hoạch của đơn vị thành viên) hangs below the province's
    ended_on: the day on which it was said that it ended; what fell due later is not owed
    """

    class Type(models.TextChoices):
        SCHEME = "scheme", _("Scheme")
        ACTION_PROGRAMME = "action_programme", _("Action programme")
        PLAN = "plan", _("Plan")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", pgettext_lazy("a document", "Signed")
        ENDED = "ended", pgettext_lazy("a programme", "Ended")

    type = models.CharField(max_length=20, choices=Type.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    lead_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    document_number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    legal_basis = models.TextField(blank=True)
    legal_source = models.CharField(max_length=300, blank=True)
    # The plan of the year before: it is carried over once.
    copied_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="carried_into")

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after_start")
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def has_ended(self) -> bool:
        return self.state == self.State.ENDED

    @property
    def term(self) -> Period:
        return Period(self.starts_on, self.ends_on + timedelta(days=1))

    @property
    def years(self) -> str:
        """ "2026" or "2026–2030", for a list."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}–{last}"


class Task(Named):
    """A task of a programme (nhiệm vụ): who leads it, by when, and what shall be there at the end.

    number: as the document counts it ("II.3"); product: what is expected; done_product: what it became
    stopped_on: the day on which it was decided that nobody goes on with it (dừng thực hiện), and stopped_reason why
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tasks", to_field="code")
    number = models.CharField(max_length=20, blank=True)
    lead_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    due_on = models.DateField(null=True, blank=True)
    product = models.CharField(max_length=300, blank=True)
    is_key = models.BooleanField(default=False)
    repeats_yearly = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    done_product = models.CharField(max_length=300, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_on = models.DateField(null=True, blank=True)
    stopped_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["position", "due_on", "code"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="task_by_due_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None, done_product="") | (Q(done_on__isnull=False) & ~Q(done_product="")),
                name="task_done_names_its_product",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None, stopped_reason="")
                | (Q(stopped_on__isnull=False, done_on=None) & ~Q(stopped_reason="")),
                name="task_stopped_says_why",
            ),
        ]


class TaskCoordination(models.Model):
    """An agency that helps with a task without leading it (cơ quan phối hợp)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="coordinations", to_field="code")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["task", "agency"], name="task_coordination_once")]


class Target(models.Model):
    """What an indicator should reach in a period (mục tiêu, chỉ tiêu được giao). Never an entry of the ledger.

    Rows are only added: of those with the same indicator, agency, task and period the newest stands.
    value: integer thousandths, None where it was withdrawn; period half-open [since, until)
    agency: None for the whole province; task: then only what names the task counts
    set_by, set_at: None for targets older than these columns
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", to_field="code")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="targets", to_field="code"
    )
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="targets", to_field="code")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField()
    value = models.BigIntegerField(null=True)
    source = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["indicator", "since", "until"], name="target_by_indicator")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="target_has_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.period.label()}"

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    @property
    def key(self) -> tuple[object, ...]:
        """Of the rows with the same key the newest stands."""
        return self.indicator_id, self.agency_id, self.task_id, self.since, self.until
