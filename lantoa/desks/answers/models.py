"""What readers say to us, and what became of it."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class RemarkKind(models.TextChoices):
    ERROR = "error", _("Report an error")
    QUESTION = "question", _("Ask a question")
    REPLY = "reply", _("Reply: this page is about us")


class AnswerTime(models.Model):
    """Within how many working days a remark of a kind is answered, and who says so."""

    kind = models.CharField(max_length=10, choices=RemarkKind.choices, unique=True)
    working_days = models.PositiveSmallIntegerField()
    source_vi = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.kind}: {self.working_days}"


class Remark(models.Model):
    """Something a reader sent (ý kiến bạn đọc): an error, a question, the other side's reply.

    number:  drawn by lot, for the reader to look it up and for the public log
    text, sender, email: the reader's; removed when the time of their Retention is over, never public as they came
    summary: what it was about, in the words of the office: public with the answer
    """

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", _("The page was corrected")
        ANSWERED = "answered", _("Answered")
        REPLY_PUBLISHED = "reply_published", _("The reply stands on the page")
        UNCHANGED = "unchanged", _("Looked at; nothing was changed")
        PASSED_ON = "passed_on", _("Passed on to whom it concerns")
        NOT_ANSWERED = "not_answered", _("Not answered: no matter of this portal")

    number = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    sender = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    answer = models.TextField(max_length=3000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None)
                | ~Q(outcome="") & ~Q(summary="") & Q(answered_at__isnull=False),
                name="remark_is_answered_or_open",
            )
        ]
        indexes = [models.Index(fields=["outcome", "due_on"], name="remark_by_due")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def told(self) -> str:
        """A mark of what the public log says of it; another answer has another."""
        return hashlib.sha256("\0".join([self.outcome, self.summary, self.answer]).encode()).hexdigest()[:16]


class Satisfaction(models.Model):
    """How often readers pressed each of three faces on a day, per language. No row knows who, or on which page."""

    class Choice(models.TextChoices):
        GOOD = "good", _("I found what I needed")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("I did not find it")

    day = models.DateField()
    language = models.CharField(max_length=10)
    choice = models.CharField(max_length=6, choices=Choice.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["day", "language", "choice"], name="satisfaction_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.choice}: {self.count}"
