"""The statement: a review, its sections with figures in them, and what was frozen of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lantoa.base.periods import Period
from lantoa.core.people.models import Agency, Named
from lantoa.core.programme.models import Programme, ReportingPeriod
from lantoa.core.vocabulary.models import IndicatorVersion


class ReportForm(Named):
    """What a report of a kind begins with (mẫu báo cáo): its name, its headings, whose window and days it follows.

    sections: rows with heading_vi, heading_en and kinds, rest, body_vi, body_en as seed/forms.yaml explains
    addressees, recipients: language -> lines, where the duty names them; else those of the letterhead hold
    regime: the family of the regime; "" where no duty sets a window; of_programme: it reviews a programme or scheme
    """

    type_vi = models.CharField(max_length=60, default="BÁO CÁO")
    type_en = models.CharField(max_length=60, default="REPORT")
    title_vi = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    hint_vi = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    sections: Any = models.JSONField(default=list)
    addressees: Any = models.JSONField(default=dict)
    recipients: Any = models.JSONField(default=dict)
    regime = models.SlugField(max_length=60, blank=True)
    of_programme = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    is_verified = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def type_name(self, language: str) -> str:
        return self.type_en if language == "en" else self.type_vi

    @property
    def hint(self) -> str:
        return self.hint_en if (get_language() or "vi")[:2] != "vi" else self.hint_vi


class Report(models.Model):
    """A review (báo cáo sơ kết, tổng kết) over a period. Freezing fixes its figures at one seq of the ledger."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FROZEN = "frozen", _("Frozen")
        REPLACED = "replaced", _("Replaced")

    title = models.CharField(_("title"), max_length=300)
    form = models.ForeignKey(ReportForm, models.PROTECT, null=True, blank=True, related_name="reports", to_field="code")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    language = models.CharField(max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi")
    since = models.DateField()
    until = models.DateField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # Given by the records clerk (văn thư) when it is signed, after the freezing: they move no figure.
    document_number = models.CharField(_("document number"), max_length=20, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    # A line each, instead of those of the letterhead; empty where these hold.
    addressees: Any = models.JSONField(default=list)
    recipients: Any = models.JSONField(default=list)
    # Its public figures open without signing in. Chosen by the secretariat when it is issued, never of itself.
    is_public = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    as_of_seq = models.BigIntegerField(null=True, blank=True)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="report_has_a_period"),
            models.CheckConstraint(
                condition=Q(state="draft", as_of_seq=None) | (~Q(state="draft") & Q(as_of_seq__isnull=False)),
                name="frozen_report_has_a_seq",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Section(models.Model):
    """A heading and prose in which every figure is a token such as [[delegations_in]], never typed digits."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField(default=0)
    heading = models.CharField(_("heading"), max_length=200)
    body = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.heading


class FrozenFigure(models.Model):
    """A figure as a report states it: definition, window, scope and seq, with the digest of the rows behind it.

    public_id: what is printed beside the number, "F-4TB8K"; value: integer thousandths (of a ratio: None)
    asked_spec: the definition with its places written out; asked_agencies: the sorted codes that were counted (None:
                the whole province). Mergers after the freezing do not reach these. Figures frozen before they were
                kept have no asked_spec and are widened anew.
    words: "kind/talk", "definition/talks.v1" -> the version of the vocabulary by which it was counted and called;
           empty for those frozen before
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures")
    public_id = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=200)
    definition = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    asked_spec: Any = models.JSONField(null=True)
    asked_agencies: Any = models.JSONField(null=True)
    words: Any = models.JSONField(default=dict)
    as_of_seq = models.BigIntegerField()
    value = models.BigIntegerField(null=True, blank=True)
    numerator = models.BigIntegerField(null=True, blank=True)
    denominator = models.BigIntegerField(null=True, blank=True)
    row_count = models.BigIntegerField()
    approximate = models.BooleanField(default=False)
    rows_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "token"], name="figure_once_per_report")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_public(self) -> bool:
        """Whether its trace opens without signing in: its review was opened, and the indicator is not internal."""
        return self.report.is_public and self.definition.indicator.is_public

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)


class FrozenCompleteness(models.Model):
    """Who had reported in a period when a report was frozen, in numbers and codes and as its sentence says it.

    facts: reported, nil, returned, missing, not_applicable: codes of agencies, each in exactly one list
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="completeness")
    token = models.CharField(max_length=200)
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="+")
    facts = models.JSONField()
    sentence = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "token"], name="completeness_once_per_report")]

    def __str__(self) -> str:
        return self.sentence


class FrozenDocument(models.Model):
    """What was stated and its page, both kept to the byte.

    statement: canonical JSON of a documents Statement, from which every file is made; "" for reviews frozen before
               statements were kept, which have the page alone
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="document")
    html = models.TextField()
    sha256 = models.CharField(max_length=64)
    statement = models.TextField(blank=True, default="")
    statement_sha256 = models.CharField(max_length=64, blank=True, default="")


class DailyHead(models.Model):
    """What the ledger was at the end of a day, said in public, so that others hold a copy (đầu sổ hằng ngày).

    pages: sha256 of the page and of the statement of each review that was frozen since the line before this one
    """

    day = models.DateField(unique=True)
    head_seq = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    pages = models.JSONField(default=list)
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.head_seq}"


class ReportReader(models.Model):
    """A person invited to read and comment one draft (thành viên góp ý). until: the last day on which that holds."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="reader_once_per_report")]

    def __str__(self) -> str:
        return f"{self.person}: {self.report}"


class Comment(models.Model):
    """What somebody said about one paragraph of a draft (ý kiến góp ý), and what became of it.

    section: None once it was removed, whose heading stays
    position: of the paragraph among those of the section now; None once it is gone
    mark, quote: of the paragraph when it was read: the mark tells whether its words changed, the quote what it printed
    agency: of the author then
    """

    class State(models.TextChoices):
        OPEN = "open", _("Not answered")
        ACCEPTED = "accepted", pgettext_lazy("a comment", "Accepted")
        PARTLY = "partly", _("Accepted in part")
        DECLINED = "declined", _("Declined")

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="comments")
    heading = models.CharField(max_length=200)
    position = models.PositiveIntegerField(null=True, blank=True)
    mark = models.CharField(max_length=16)
    quote = models.TextField()
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted"]) | ~Q(answer=""), name="comment_not_taken_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="answered_comment_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def who(self) -> str:
        """Name and agency."""
        return f"{self.author}, {self.agency.name}" if self.agency else str(self.author)


APPEND_ONLY: list[type[models.Model]] = [FrozenFigure, FrozenCompleteness, FrozenDocument, DailyHead]
