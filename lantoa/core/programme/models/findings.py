"""What figures do not say of a period: limitations and their causes, lessons, next tasks, proposals, difficulties."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lantoa.base.periods import Period
from lantoa.core.people.models import Agency
from lantoa.core.programme.models.programme import Programme, Task


class Finding(models.Model):
    """One finding (nhận định) of an agency, or of the province where there is none, over [since, until).

    A review lists them, and keeps its own copy of their words when it is frozen.
    addressed_to: whom a proposal asks; response: what was answered or done
    carried_from: the finding of an earlier period that was not settled and stands again here
    """

    class Kind(models.TextChoices):
        LIMITATION = "limitation", _("Limitation")
        OBJECTIVE_CAUSE = "objective_cause", _("Objective cause")
        SUBJECTIVE_CAUSE = "subjective_cause", _("Subjective cause")
        DIFFICULTY = "difficulty", _("Difficulty")
        LESSON = "lesson", _("Lesson")
        NEXT_TASK = "next_task", _("Next task")
        PROPOSAL = "proposal", _("Proposal")

    class State(models.TextChoices):
        OPEN = "open", _("Standing")
        DONE = "done", _("Settled")
        CARRIED = "carried", _("Carried into the next period")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField()
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="findings", to_field="code"
    )
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="findings", to_field="code")
    addressed_to = models.CharField(max_length=200, blank=True)
    response = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    carried_from = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="carried_into")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-since", "agency", "id"]
        indexes = [models.Index(fields=["since", "until"], name="finding_by_window")]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="finding_has_a_window")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def window(self) -> Period:
        return Period(self.since, self.until)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
