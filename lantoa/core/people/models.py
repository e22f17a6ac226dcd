"""Who: places, agencies, users and the posts they hold."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Anything with a code that never changes and a name in Vietnamese and English."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """In the active language; the Vietnamese name where no English one exists."""
        return self.name_en if self.name_en and (get_language() or "vi")[:2] != "vi" else self.name_vi

    def __str__(self) -> str:
        return self.name


class Place(Named):
    """A place (địa bàn) with validity dates; a merged one points to what it became part of."""

    class Level(models.TextChoices):
        COUNTRY = "country", _("Country")
        PROVINCE = "province", _("Province or city")
        DISTRICT = "district", _("District (until June 2025)")
        COMMUNE = "commune", _("Commune, ward or special zone")
        BORDER_GATE = "border_gate", _("Border gate")

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", to_field="code"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)


class Agency(Named):
    """Whoever reports (cơ quan, đơn vị): a small tree with validity dates and successors."""

    class Level(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        PROVINCE = "province", _("Province")
        DEPARTMENT = "department", _("Department")
        COMMUNE = "commune", _("Commune")
        PRESS = "press", _("Press agency")
        BORDER_POST = "border_post", _("Border post")
        PARTNER = "partner", _("Partner")

    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", to_field="code")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", to_field="code"
    )
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", to_field="code")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["level", "name_vi"]
        verbose_name_plural = "agencies"


class User(AbstractUser):
    """A person who signs in. What one may do follows from the posts one holds, not from flags."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def current_posts(self) -> list["Post"]:
        """The posts held today, read once per object (thus once per request)."""
        return [post for post in self.posts.select_related("agency") if post.until is None]


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    LEADER = "leader", _("Leader")
    FOCAL_POINT = "focal_point", _("Focal point")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    REVIEWER = "reviewer", _("Reviewer")
    PRESS_OFFICER = "press_officer", _("Press officer")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")


class Post(models.Model):
    """A role that a user holds in an agency, from a day on, until a day (None: still)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", to_field="code")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateField(default=date(2000, 1, 1))
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=models.Q(until=None), name="post_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency}"
