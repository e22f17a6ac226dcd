"""What every item has in common: one table, so that a list of all kinds is one question."""

from datetime import date
from http import HTTPMethod
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from lantoa.base.folding import address_of
from lantoa.core.ledger.models import Activity
from lantoa.core.people.models import Agency, Place
from lantoa.core.programme.models import Task
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.media.models import MediaImage
from lantoa.desks.newsroom.blocks import BodyBlock
from lantoa.desks.newsroom.models.access import ItemPermissions
from lantoa.desks.newsroom.models.panels import MomentPanel
from lantoa.desks.newsroom.models.words import check_term, term_field, term_panel

# A page is read; what a reader sends goes to an address of its own.
READ_ONLY = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

# Said of the page and not of a draft of it: what a draft remembers of them is never taken from there.
KEPT = {
    "kind", "language", "shelf", "listed_at", "published_elsewhere_at", "withdrawn_at", "withdrawn_reason",
    "withdrawn_in", "signed_by", "signed_at",
}  # fmt: skip


class ItemKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    EVENT = "event", _("Event")
    PUBLICATION = "publication", _("Publication")
    PRESS_RELEASE = "press_release", _("Press release")
    LANDING = "landing", _("Landing page")
    PROFILE = "profile", _("Province profile")
    PARTNER = "partner", _("Partner or twinned place")
    PROJECT = "project", _("Investment project")


class Origin(models.TextChoices):
    """How this language version came to be; what a machine made is labelled until a person signs it."""

    ORIGINAL = "original", _("Written in this language")
    TRANSLATED = "translated", _("Translated by a person")
    MACHINE_ASSISTED = "machine_assisted", _("Translated with a machine's help")


class ContentPage(Page):
    """One item in one language. Its kind is its class; lists read this table and never join that of the class.

    kind, language: copies of the class's KIND and of the locale's code, made by `clean`, for the indexes
    agency:     who answers for it (cơ quan chịu trách nhiệm nội dung); its name stands on the page
    event_at:   when what it tells of happened; from there to publication is measured
    published_elsewhere_at: when readers first had it, on another portal: its place in lists once it is out here
    listed_at:  its place in lists, feeds and search, newest first; None: in none (draft, withdrawn)
    withdrawn_in: the language of `withdrawn_reason`, where nobody gave the reason in that of the page; else ""
    shelf:      the page it stands under, a copy of its place in the tree, so that a section's list has its index
    """

    KIND: ClassVar[ItemKind]

    kind = models.CharField(max_length=16, choices=ItemKind.choices, editable=False)
    language = models.CharField(max_length=10, editable=False)
    shelf = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+", editable=False, db_index=False)
    shelf.wagtail_reference_index_ignore = True  # type: ignore[attr-defined] # where it stands is no use of that page
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", to_field="code", verbose_name=_("agency that answers for it")
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=500, help_text=_("One or two sentences that say what it is about.")
    )
    picture = models.ForeignKey(
        MediaImage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it. Empty: the library's text."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    topic = term_field(_("topic"))
    information_kind = term_field(_("kind of information"))
    audiences = ParentalManyToManyField(
        Term, blank=True, related_name="+", limit_choices_to={"dimension": Dimension.AUDIENCE},
        verbose_name=_("audiences"),
    )  # fmt: skip
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", to_field="code", verbose_name=_("area")
    )
    task = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        to_field="code",
        verbose_name=pgettext_lazy("programme", "task"),
    )
    event_at = models.DateTimeField(_("moment of the event"), null=True, blank=True)
    origin = models.CharField(
        _("how this version was made"), max_length=16, choices=Origin.choices, default=Origin.ORIGINAL
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_elsewhere_at = models.DateTimeField(null=True, blank=True, editable=False)
    listed_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    withdrawn_in = models.CharField(max_length=10, blank=True, editable=False)

    is_creatable = False
    allowed_http_methods = READ_ONLY
    # A copy is a new draft that nobody listed, withdrew, signed, locked or planned.
    exclude_fields_in_copy = [
        "listed_at", "published_elsewhere_at", "withdrawn_at", "withdrawn_reason", "withdrawn_in", "signed_by",
        "signed_at", "locked", "locked_by", "locked_at", "go_live_at",
    ]  # fmt: skip

    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("picture"),
        FieldPanel("picture_text"),
        FieldPanel("body"),
    ]
    source_panels = [
        MultiFieldPanel(
            [
                FieldPanel("agency"),
                FieldRowPanel(
                    [
                        term_panel("topic", Dimension.TOPIC),
                        term_panel("information_kind", Dimension.INFORMATION_KIND),
                    ]
                ),
                FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("place"), FieldPanel("task")]),
            ],
            heading=_("For whom and about what"),
        ),
        FieldPanel("event_at"),
        FieldPanel("origin"),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
    ]
    settings_panels = [MomentPanel(), *Page.settings_panels[1:]]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(listed_at=None), name="withdrawn_is_not_listed"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_reason=""), name="withdrawn_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "-listed_at"], name="content_by_language"),
            models.Index(fields=["language", "kind", "-listed_at"], name="content_by_kind"),
            models.Index(fields=["language", "topic", "-listed_at"], name="content_by_topic"),
            models.Index(fields=["agency", "language", "-listed_at"], name="content_by_agency"),
            models.Index(fields=["shelf", "-listed_at"], name="content_by_shelf"),
            # What a section is narrowed by, and which topics it has.
            models.Index(
                fields=["language", "kind", "topic", "-listed_at"],
                name="content_by_kind_and_topic",
                condition=models.Q(listed_at__isnull=False),
            ),
            # A shelf has one language: said too, so that SQLite does not take the index of all topics instead.
            models.Index(
                fields=["shelf", "language", "topic", "-listed_at"],
                name="content_by_shelf_and_topic",
                condition=models.Q(listed_at__isnull=False),
            ),
        ]

    def _set_core_field_defaults(self) -> None:
        """Wagtail would keep the marks of the title in the address that it makes out of it."""
        if not self.slug and self.path:  # type: ignore[has-type, unused-ignore]
            self.slug = self._get_autogenerated_slug(self.address_for(self.title))
        super()._set_core_field_defaults()

    def address_for(self, title: str) -> str:
        """The last part of its address: its title; where none can be made of that, as its Vietnamese or English version
        has it; else its kind and the day.
        """
        return address_of(title) or self._address_elsewhere() or f"{self.KIND.replace('_', '-')}-{_today():%Y-%m-%d}"

    def _address_elsewhere(self) -> str:
        versions = ContentPage.objects.filter(translation_key=self.translation_key, language__in=["vi", "en"])
        return versions.exclude(pk=self.pk).order_by("-language").values_list("slug", flat=True).first() or ""

    def minimal_clean(self) -> None:
        """Of a draft no more than this is asked, and lists of drafts need them."""
        super().minimal_clean()
        self._copy_what_lists_need()

    def clean(self) -> None:
        super().clean()
        self._copy_what_lists_need()
        check_term(self, "topic", Dimension.TOPIC)
        check_term(self, "information_kind", Dimension.INFORMATION_KIND)

    def _copy_what_lists_need(self) -> None:
        self.kind, self.language = self.KIND, self.locale.language_code
        if self.path:
            self.shelf_id = self.get_parent().pk

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        """Where the portal says that items may stand; the desk does not know its pages."""
        return bool(getattr(parent.specific_class, "HOLDS_ITEMS", False)) and super().can_exist_under(parent)

    def with_content_json(self, content: dict[str, Any]) -> "ContentPage":
        page: ContentPage = super().with_content_json(content)
        for name in KEPT:
            attname = self._meta.get_field(name).attname
            setattr(page, attname, getattr(self, attname))
        return page

    def get_lock(self) -> Any:
        """Review before all: to who locked a page for others, it would stand open while another person judges it."""
        task = self.current_workflow_task
        return task.lock_class(self, task) if task else super().get_lock()

    def permissions_for_user(self, user: Any) -> ItemPermissions:
        return ItemPermissions(user, self)

    @property
    def picture_words(self) -> str:
        """What the picture shows, in the language of the page where somebody said it."""
        return self.picture_text or (self.picture.description if self.picture else "")

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_machine_made(self) -> bool:
        """Shown to every reader, until a person signs."""
        return self.origin == Origin.MACHINE_ASSISTED and self.signed_at is None


def _today() -> date:
    # Wagtail saves pages, and gives them no clock.
    return timezone.localdate()  # noqa: TID251


class Source(Orderable):
    """Where a statement of an item comes from (nguồn)."""

    page = ParentalKey(ContentPage, on_delete=models.CASCADE, related_name="sources")
    text = models.CharField(_("source"), max_length=300)
    url = models.URLField(_("address"), blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)

    panels = [FieldPanel("text"), FieldRowPanel([FieldPanel("url"), FieldPanel("seen_on")])]

    def __str__(self) -> str:
        return self.text


class PendingCorrection(models.Model):
    """What readers will be told when the next approved text of this page is out; a Correction then."""

    page = models.OneToOneField(ContentPage, on_delete=models.CASCADE, related_name="pending_correction")
    text = models.TextField()
    carries: "models.ManyToManyField[Correction, Any]" = models.ManyToManyField("Correction", related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """That an item in a language was counted on a channel, by which record of the register.

    activity: the last one; a number counts them, so that the same publication is never recorded twice
    """

    translation_key = models.UUIDField()
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "language", "channel"], name="item_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.language} {self.channel}"


class Correction(models.Model):
    """What was wrong on a published page and is right now (đính chính); readers see all of them, for ever.

    carries:    corrections of other languages that this one carries over to its own
    settled_on: versions that never had the mistake, as somebody said of each
    """

    page = models.ForeignKey(ContentPage, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    carries = models.ManyToManyField("self", symmetrical=False, related_name="+")
    settled_on = models.ManyToManyField(ContentPage, related_name="+")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering = ["-corrected_at"]

    def __str__(self) -> str:
        return self.text


def tabs(*content: Any) -> TabbedInterface:
    """The editor of a kind: its own panels between the shared ones."""
    return TabbedInterface(
        [
            ObjectList([*ContentPage.content_panels, *content], heading=_("Content")),
            ObjectList(ContentPage.source_panels, heading=_("For whom, by whom")),
            ObjectList(ContentPage.promote_panels, heading=_("Address")),
            ObjectList(ContentPage.settings_panels, heading=_("Publication")),
        ]
    )
