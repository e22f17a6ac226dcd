"""What experts without an account read and say before a text is public: a link, and comments by it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from lantoa.desks.newsroom.models.content import ContentPage


class ExpertLink(models.Model):
    """Opens one text to one person for some days (đường dẫn xin ý kiến). A digest of its secret is kept until its end.

    revision: the very text that is shown; what is written later needs a link of its own
    expert:   the name, removed when the days of its Retention after the end are over
    """

    page = models.ForeignKey(ContentPage, models.CASCADE, related_name="expert_links")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    expert = models.CharField(max_length=160, blank=True)
    purpose = models.CharField(max_length=300)
    token_hash = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="expert_secret_is_one"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="expert_link_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def ended_at(self) -> datetime:
        return min(self.revoked_at, self.expires_at) if self.revoked_at else self.expires_at

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class ExpertComment(models.Model):
    """What an expert says of a text or of a part of it (ý kiến chuyên gia), and what the editors made of it.

    part:   the id of a block of the body, "title" or "standfirst"; empty: the whole
    quoted: how that part begins, so that it is known when the text has changed
    name:   whom the comment is from; removed with the name of the link
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Taken up")
        DECLINED = "declined", _("Not taken up")

    link = models.ForeignKey(ExpertLink, models.CASCADE, related_name="comments")
    part = models.CharField(max_length=40, blank=True)
    quoted = models.CharField(max_length=200, blank=True)
    text = models.TextField(max_length=4000)
    name = models.CharField(max_length=160, blank=True)
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="expert_comment_is_settled_or_open",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return not self.outcome
