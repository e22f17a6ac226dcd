"""The fact. Documents (activities) are edited until accepted; entries and lines are only ever added.

Two axes settle every dispute about late facts: `occurred_on` is when it happened, `seq` is when we knew.
"""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lantoa.core.people.models import Agency, Place
from lantoa.core.programme.models import Programme, Task
from lantoa.core.vocabulary.models import Dimension, Kind, Measure

DIMENSIONS = [dimension.value for dimension in Dimension]


class Qualifier(models.TextChoices):
    """How exact a written quantity is; a sum that contains one says so."""

    EXACT = "", _("exactly")
    OVER = "over", _("over")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


class Dated(models.Model):
    """What an activity and its entries share: when, what, who, where, and how it is sorted."""

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+", to_field="code", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code", db_index=False)
    occurred_from = models.DateField(_("from"))
    occurred_on = models.DateField(_("on"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", to_field="code", db_index=False
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="+", to_field="code", db_index=False
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="+", to_field="code", db_index=False
    )
    country = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=40, blank=True)
    information_kind = models.CharField(max_length=40, blank=True)
    pillar = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=40, blank=True)
    # Part of what another record already counts ("of which ..."): kept, shown, never summed.
    is_subset = models.BooleanField(default=False)
    is_public = models.BooleanField(default=True)

    class Meta:
        abstract = True


class ImportBatch(models.Model):
    """One workbook that was taken in: its digests, so that the same one is recognised, and who brought it."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        UNDONE = "undone", _("Undone")

    class Asked(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        DONE = "done", _("Corrected")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Not answered in time")

    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    rows_sha256 = models.CharField(max_length=64)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+", to_field="code")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    row_count = models.PositiveIntegerField()
    # Records of before that a downloaded workbook brought back changed.
    changed_count = models.PositiveIntegerField(default=0)
    # Of a table that is no template: how it was read (`workbooks.mapping`), its name, the digest of its headings.
    mapping = models.JSONField(null=True, blank=True)
    mapping_name = models.CharField(max_length=80, blank=True)
    headings_sha256 = models.CharField(max_length=64, blank=True)
    # Rows that were not taken in: [sheet, row, why, cell, cell, ...] each. They may name people, and are kept only so
    # that the agency can mend them: after the days of its Retention the number alone is left.
    left_out = models.JSONField(default=list, blank=True)
    left_out_count = models.PositiveIntegerField(default=0)
    # Corrections of accepted records that it asks for (`actions.proposals`); answered or lapsed, only which stays.
    proposals: Any = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    proposals_state = models.CharField(max_length=10, choices=Asked.choices, blank=True, default="")
    proposals_reason = models.TextField(blank=True, default="")
    proposals_answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposals_answered_at = models.DateTimeField(null=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "rows_sha256"], name="same_rows_imported_once",
                condition=~Q(state="undone") & ~Q(proposals_state="expired"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name


class Activity(Dated):
    """A document of the register (hoạt động): what an officer fills in and the secretariat accepts."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        CORRECTED = "corrected", _("Corrected")
        REVERSED = "reversed", _("Reversed")
        MERGED = "merged", _("Merged")

    EDITABLE = (State.DRAFT, State.RETURNED)
    STANDING = (State.ACCEPTED, State.CORRECTED)

    class News(models.TextChoices):
        """What was done to it that its agency has not read yet."""

        NONE = "", _("Nothing new")
        RETURNED = "returned", _("Returned")
        CORRECTED = "corrected", _("Corrected")
        REVERSED = "reversed", _("Reversed")

    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    return_reason = models.TextField(blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="activities")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Made by the form that was opened: a second tap on "send" finds the first one's activity.
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    # Who of a department looked it through before the secretariat does; empty again once it is sent anew.
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_note = models.TextField(blank=True)
    news = models.CharField(max_length=10, choices=News.choices, blank=True, default=News.NONE)
    # The title without accents: what a search reads, and the order of the alphabet.
    folded = models.CharField(max_length=600, blank=True, default="")
    # The standing entry; empty before acceptance and after a reversal.
    entry = models.OneToOneField("Entry", models.PROTECT, null=True, blank=True, related_name="activity")
    # Counts the changes of its content: who saves says which one was read, so that nothing is overwritten unseen.
    version = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    # The answers as typed, while some of them are missing or cannot be read; the columns hold what could be.
    unfinished = models.JSONField(null=True, blank=True)
    # Entered by somebody who does not report for the agency: the secretariat, from a telephone call or a letter.
    is_on_behalf = models.BooleanField(default=False)
    # The record of the same event that stands for this one too, and what went over to it (see actions.merging).
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    moved = models.JSONField(null=True, blank=True)
    # Look alike and are not the same event: somebody has said so.
    different = models.ManyToManyField("self", blank=True)

    class Meta:
        ordering = ["-occurred_on", "-id"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(condition=Q(occurred_on__gte=F("occurred_from")), name="activity_ends_after_start")
        ]
        indexes = [
            models.Index(fields=["state", "occurred_on"], name="activity_by_state"),
            models.Index(fields=["agency", "occurred_on"], name="activity_by_agency"),
            # All that the register is narrowed by, so that counting and finding a page read this index alone.
            models.Index(
                fields=[
                    "-occurred_on", "-id", "state", "kind", "agency", "place", "country", "language", "channel",
                    "topic", "information_kind", "pillar", "direction", "purpose", "audience", "batch", "looked_at",
                ],
                name="activity_listed",
            ),
            models.Index(fields=["kind", "occurred_on", "occurred_from"], name="activity_by_kind"),
            models.Index(fields=["news", "agency"], name="activity_news"),
            # A search and an order by title read this index alone.
            models.Index(fields=["folded", "occurred_on", "id"], name="activity_by_title"),
            models.Index(fields=["submitted_at", "id"], name="activity_by_sending"),
            # What somebody recorded last, of each kind.
            models.Index(fields=["created_by", "kind", "created_at", "batch"], name="activity_by_recorder"),
            models.Index(fields=["task", "state"], name="activity_by_task", condition=Q(task__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING


class SavedView(models.Model):
    """The register as somebody likes to see it: filters, columns and order, kept as the address says them.

    owner: None for one that the secretariat shares with everybody
    """

    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="view_named_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(owner=None), name="shared_view_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Precheck(models.Model):
    """An agency looks through what another (of) sends, before the secretariat does, wherever they stand in the tree."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    of = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["of"], condition=Q(until=None), name="looked_through_by_one")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.of}"


class ActivityMeasure(models.Model):
    """A quantity on a document, in integer thousandths."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="quantities")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", to_field="code", db_index=False)
    quantity = models.BigIntegerField()
    qualifier = models.CharField(max_length=6, choices=Qualifier.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["activity", "measure"], name="activity_measure_once")]


class Coordination(models.Model):
    """An agency that takes part without leading (cơ quan phối hợp)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="coordinations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "agency"], name="coordination_once")]


class Evidence(models.Model):
    """A file that shows the activity took place. Its digest stays for ever, its file may be redacted."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="evidence/%Y/%m", blank=True, max_length=200)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["activity", "sha256"], name="evidence_once")]

    def __str__(self) -> str:
        return self.name


class Head(models.Model):
    """The one row that every posting locks first: it hands out `seq` and carries the chain's newest hash."""

    head_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="head_is_one")]


class Entry(Dated):
    """One accepted fact, or the reversal of one. Codes, dates, quantities and digests only, no free text.

    sign: +1, or -1 for a reversal, so that a sum over signs counts what stands.
    document: the id of the activity it was posted from, below zero that of what fell due (queries.duties)
    document_digest: sha256 of that document's content
    """

    seq = models.BigIntegerField(primary_key=True)
    sign = models.SmallIntegerField(default=1)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    document = models.BigIntegerField(db_index=True)
    document_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=Q(occurred_on__gte=F("occurred_from")), name="entry_ends_after_start"),
            models.CheckConstraint(
                condition=Q(sign=1, reverses=None) | Q(sign=-1, reverses__isnull=False),
                name="entry_sign_tells_reversal",
            ),
        ]
        indexes = [
            # All that a count without dimensions asks for stands in the index.
            models.Index(
                fields=["kind", "occurred_on", "occurred_from", "seq", "sign", "is_subset"], name="entry_by_kind"
            ),
            models.Index(fields=["agency", "occurred_on"], name="entry_by_agency"),
            models.Index(fields=["task"], name="entry_by_task", condition=Q(task__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"#{self.seq}"

    @property
    def dimensions(self) -> str:
        """The values of all dimensions, in the order of DIMENSIONS, joined by "|" (no code contains it)."""
        return "|".join(getattr(self, name) for name in DIMENSIONS)


class Line(models.Model):
    """One quantity of an entry. Kind, dates, sign and dimensions stand here again so that sums read one index."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+", to_field="code", db_index=False)
    quantity = models.BigIntegerField()
    qualifier = models.CharField(max_length=6, choices=Qualifier.choices, blank=True)
    kind = models.CharField(max_length=60)
    occurred_from = models.DateField()
    occurred_on = models.DateField()
    sign = models.SmallIntegerField(default=1)
    is_subset = models.BooleanField(default=False)
    dimensions = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["entry", "id"]
        constraints = [models.UniqueConstraint(fields=["entry", "measure"], name="entry_measure_once")]
        indexes = [
            models.Index(
                fields=[
                    "measure", "kind", "occurred_on", "occurred_from", "entry",
                    "quantity", "sign", "qualifier", "is_subset", "dimensions",
                ],
                name="line_sums",
            )
        ]  # fmt: skip


class Participation(models.Model):
    """An agency that took part in an entry: the entry counts for it too, and still once for the province."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="participations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "agency"], name="participation_once")]


class Reason(models.Model):
    """Why an entry reverses or replaces another: free text, so it stands beside the ledger, not in it."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="reason")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


APPEND_ONLY: list[type[models.Model]] = [Entry, Line, Participation]
