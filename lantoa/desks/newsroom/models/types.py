"""The kinds of item: what each has beside what all have."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.media.models import MediaDocument
from lantoa.desks.newsroom.models.content import ContentPage, ItemKind, tabs
from lantoa.desks.newsroom.models.words import check_term, term_panel


class Article(ContentPage):
    """News or a story (tin, bài)."""

    KIND = ItemKind.ARTICLE
    edit_handler = tabs()

    class Meta:
        verbose_name = _("article")


class Event(ContentPage):
    """Something that people can come to (sự kiện)."""

    KIND = ItemKind.EVENT

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.CharField(_("venue"), max_length=300)
    venue_address = models.CharField(_("address of the venue"), max_length=300, blank=True)
    organiser = models.CharField(_("organiser"), max_length=300, blank=True)
    event_url = models.URLField(_("page of the event"), blank=True)

    edit_handler = tabs(
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("venue"),
        FieldPanel("venue_address"),
        FieldPanel("organiser"),
        FieldPanel("event_url"),
    )

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="event_ends_after_it_begins"
            )
        ]
        indexes = [
            models.Index(fields=["ends_at"], name="event_by_end"),
            models.Index(fields=["starts_at"], name="event_by_beginning"),
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})


class Publication(ContentPage):
    """A book, brochure, handbook or film to take away (ấn phẩm)."""

    KIND = ItemKind.PUBLICATION

    file = models.ForeignKey(
        MediaDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_year = models.PositiveIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    page_count = models.PositiveIntegerField(pgettext_lazy("publication", "pages"), null=True, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)

    @property
    def pages_shown(self) -> int | None:
        """Of its file, where that was counted; else as somebody typed it, of a printed book for example."""
        return (self.file.page_count if self.file else None) or self.page_count

    edit_handler = tabs(
        FieldPanel("file"),
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("published_year"), FieldPanel("page_count"), FieldPanel("isbn")]),
    )

    class Meta:
        verbose_name = _("publication")


class PressRelease(ContentPage):
    """For the press, perhaps not before an hour (thông cáo báo chí)."""

    KIND = ItemKind.PRESS_RELEASE

    number = models.CharField(_("number"), max_length=40, blank=True)
    embargo_until = models.DateTimeField(_("not before"), null=True, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)

    edit_handler = tabs(
        FieldRowPanel([FieldPanel("number"), FieldPanel("embargo_until")]),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            ],
            heading=_("Whom the press may ask"),
        ),
    )

    class Meta:
        verbose_name = _("press release")


class LandingPage(ContentPage):
    """A door for one audience: invest, visit, press, our people abroad."""

    KIND = ItemKind.LANDING
    edit_handler = tabs()

    class Meta:
        verbose_name = _("landing page")


class ProvinceProfile(ContentPage):
    """The place in facts, each with the day it was checked and the day it must be looked at again (hồ sơ tỉnh)."""

    KIND = ItemKind.PROFILE
    edit_handler = tabs(InlinePanel("facts", heading=_("Facts"), label=_("Fact")))

    class Meta:
        verbose_name = _("province profile")


class ProfileFact(Orderable):
    """One fact of a profile."""

    page = ParentalKey(ProvinceProfile, on_delete=models.CASCADE, related_name="facts")
    label = models.CharField(_("what"), max_length=120)
    value = models.CharField(_("value"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    checked_on = models.DateField(_("checked on"))
    review_by = models.DateField(_("to be looked at by"))

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("value")]),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_by__gt=models.F("checked_on")), name="fact_is_reviewed_after_its_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    def clean(self) -> None:
        super().clean()
        if self.checked_on and self.review_by and self.review_by <= self.checked_on:
            raise ValidationError({"review_by": _("This day must come after the check.")})


class Partner(ContentPage):
    """A partner or twinned place (địa phương kết nghĩa, đối tác)."""

    KIND = ItemKind.PARTNER

    country = models.CharField(_("country"), max_length=40)
    since = models.DateField(_("since"), null=True, blank=True)
    agreement = models.CharField(_("agreement"), max_length=300, blank=True)
    partner_url = models.URLField(_("its own site"), blank=True)

    edit_handler = tabs(
        FieldRowPanel([term_panel("country", Dimension.COUNTRY), FieldPanel("since")]),
        FieldPanel("agreement"),
        FieldPanel("partner_url"),
    )

    class Meta:
        verbose_name = _("partner or twinned place")

    def clean(self) -> None:
        super().clean()
        check_term(self, "country", Dimension.COUNTRY)


class InvestmentProject(ContentPage):
    """A project that calls for investment, with who answers and how soon (dự án mời gọi đầu tư)."""

    KIND = ItemKind.PROJECT

    sector = models.CharField(_("sector"), max_length=120)
    site = models.CharField(pgettext_lazy("investment", "site"), max_length=200)
    capital = models.CharField(_("capital"), max_length=120, blank=True)
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"))
    answer_days = models.PositiveSmallIntegerField(
        _("answers within (working days)"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    edit_handler = tabs(
        FieldRowPanel([FieldPanel("sector"), FieldPanel("site")]),
        FieldRowPanel([FieldPanel("capital"), FieldPanel("stage")]),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
                FieldPanel("answer_days"),
            ],
            heading=_("Who answers"),
        ),
    )

    class Meta:
        verbose_name = _("investment project")


ITEM_TYPES: list[type[ContentPage]] = [
    Article, Event, Publication, PressRelease, LandingPage, ProvinceProfile, Partner, InvestmentProject,
]  # fmt: skip
