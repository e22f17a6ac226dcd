"""The pages that lead to content: a home in each language, and its sections. Content itself belongs to the newsroom."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from lantoa.base import periods
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom.blocks import PERIOD
from lantoa.desks.newsroom.models import ContentPage, ItemKind, ShelfPermissions
from lantoa.desks.newsroom.models.content import READ_ONLY
from lantoa.desks.newsroom.models.words import check_term, indicator_panel, term_field, term_panel


class HomePage(Page):
    """The first page of a language: a picture with one sentence, four doors, what its editors chose."""

    # Asked by content pages: whether they may stand here.
    HOLDS_ITEMS = False
    allowed_http_methods = READ_ONLY

    picture = models.ForeignKey(
        MediaImage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    sentence = models.CharField(
        _("sentence"), max_length=160, blank=True, help_text=_("Over the picture: what the place is, in one sentence.")
    )

    shows_answers = models.BooleanField(
        _("latest answers to readers"), default=False,
        help_text=_("Three of the public log, in this language; as long as there is none, nothing stands there."),
    )  # fmt: skip

    content_panels = [
        *Page.content_panels,
        FieldPanel("picture"),
        FieldPanel("sentence"),
        InlinePanel("doors", heading=_("Doors"), label=_("Door"), max_num=4),
        InlinePanel("leads", heading=_("Lead stories"), label=_("Story"), max_num=3),
        InlinePanel("figures", heading=_("The province in figures"), label=_("Figure"), max_num=40),
        InlinePanel("kit", heading=_("Information kit"), label=_("Part of the kit"), max_num=12),
        FieldPanel("shows_answers"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.SectionPage"]

    class Meta:
        verbose_name = _("home page")

    def clean(self) -> None:
        """Its name is its language: every address of the portal begins with it."""
        self.slug = self.locale.language_code
        super().clean()

    def permissions_for_user(self, user: Any) -> ShelfPermissions:
        return ShelfPermissions(user, self)

    def get_workflow(self) -> None:
        """What it shows was approved where it was written."""


class HomeDoor(Orderable):
    """One of the four: invest, visit, press, our people abroad."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="doors")
    title = models.CharField(_("words"), max_length=60)
    note = models.CharField(_("what is behind it"), max_length=120, blank=True)
    target = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [FieldPanel("title"), FieldPanel("note"), FieldPanel("target")]

    def __str__(self) -> str:
        return self.title


class HomeLead(Orderable):
    """A story that the editors put first; without any, the newest ones stand there."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="leads")
    item = models.ForeignKey(ContentPage, models.CASCADE, related_name="+", verbose_name=_("story"))

    panels = [PageChooserPanel("item", ["newsroom.Article", "newsroom.PressRelease", "newsroom.Event"])]

    def __str__(self) -> str:
        return str(self.item)


class HomeFigure(Orderable):
    """A figure that opens its public rows. The first four stand on the home, all of them on a page of their own."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField(_("indicator"), max_length=60)
    period = models.CharField(_("period"), max_length=40)

    panels = [FieldRowPanel([indicator_panel("indicator"), FieldPanel("period", **PERIOD)])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"

    def clean(self) -> None:
        super().clean()
        try:
            periods.parse(self.period)
        except periods.BadPeriod as error:
            raise ValidationError({"period": str(error)}) from None


class HomeKitPart(Orderable):
    """One thing to take along (bộ tài liệu thông tin): an item, a file of the library, a picture with its licence."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="kit")
    item = models.ForeignKey(
        ContentPage, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("profile or publication")
    )
    file = models.ForeignKey(
        MediaDocument, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    picture = models.ForeignKey(
        MediaImage, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_text = models.CharField(
        _("alternative text"), max_length=300, blank=True,
        help_text=_("What the picture shows, for those who do not see it. Empty: the library's text."),
    )  # fmt: skip

    panels = [
        PageChooserPanel("item", ["newsroom.ProvinceProfile", "newsroom.Publication"]),
        FieldRowPanel([FieldPanel("file"), FieldPanel("picture")]),
        FieldPanel("picture_text"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, file=None, picture=None)
                | models.Q(item=None, file__isnull=False, picture=None)
                | models.Q(item=None, file=None, picture__isnull=False),
                name="kit_part_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.item or self.file or self.picture)

    @property
    def picture_words(self) -> str:
        """In the language of the home where somebody said it, else as the library says it, in Vietnamese."""
        return self.picture_text or (self.picture.default_alt_text if self.picture else "")

    def clean(self) -> None:
        super().clean()
        if sum(each is not None for each in (self.item_id, self.file_id, self.picture_id)) != 1:
            raise ValidationError(_("Choose one thing for each part: an item, a file or a picture."))


class SectionPage(Page):
    """A shelf: it lists the items that fit it, whoever's they are, and new ones may be put under it.

    lists_kind, lists_topic: what it lists; both empty: what stands under it
    """

    HOLDS_ITEMS = True
    allowed_http_methods = READ_ONLY
    show_in_menus_default = True

    intro = models.TextField(_("introduction"), max_length=500, blank=True)
    picture = models.ForeignKey(
        MediaImage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    lists_kind = models.CharField(_("lists the kind"), max_length=16, choices=ItemKind.choices, blank=True)
    lists_topic = term_field(_("lists the topic"))
    # Whom readers of this section may ask; for the press, who is on duty.
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_note = models.CharField(
        _("when it answers"), max_length=200, blank=True, help_text=_("For example: every day from 7 to 21 o'clock.")
    )
    # What it is in the seed, so that the same section is found again in another language.
    code = models.CharField(max_length=40, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("same_as"),
        FieldRowPanel([FieldPanel("lists_kind"), term_panel("lists_topic", Dimension.TOPIC)]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_phone")]),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_note")]),
            ],
            heading=_("Whom readers may ask"),
        ),
    ]
    parent_page_types = ["portal.HomePage"]

    class Meta:
        verbose_name = _("section")

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_phone or self.contact_email)

    def permissions_for_user(self, user: Any) -> ShelfPermissions:
        return ShelfPermissions(user, self)

    def clean(self) -> None:
        super().clean()
        check_term(self, "lists_topic", Dimension.TOPIC)


class Notice(models.Model):
    """What every page of the portal says for a while (thông báo trên cổng): work on the site, a line that is down."""

    since = models.DateTimeField()
    until = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="notice_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"


class NoticeText(models.Model):
    """A notice in one language; where there is none, readers get the English one, marked as English."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "language"], name="notice_once_in_a_language")]

    def __str__(self) -> str:
        return self.text
