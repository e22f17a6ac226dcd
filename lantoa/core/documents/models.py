"""How documents look: layout profiles, the letterheads of agencies, templates that a clerk made."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lantoa.core.people.models import Agency, User


class LayoutProfile(models.Model):
    """One version of a layout (thể thức), from a day on until a later version begins. Never edited, only followed.

    numbers: as rules/profiles.py reads them; is_verified: held against the official text by a person
    """

    code = models.SlugField(_("code"), max_length=30)
    valid_from = models.DateField(_("valid from"))
    name_vi = models.CharField(_("Vietnamese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=400)
    is_verified = models.BooleanField(_("held against the official text"), default=False)
    numbers = models.JSONField()
    is_shipped = models.BooleanField(default=False, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["code", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=models.Q(is_shipped=True), name="profile_shipped_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if self.name_en and (get_language() or "vi")[:2] != "vi" else self.name_vi


class Letterhead(models.Model):
    """What stands at the head and at the foot of an agency's documents, from `since` on; lists hold a line each."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    profile = models.SlugField(_("layout"), max_length=30, default="nd30")
    parent_body = models.CharField(_("superior body"), max_length=200, blank=True)
    body = models.CharField(_("issuing body"), max_length=200)
    code = models.CharField(_("code of the document"), max_length=40)
    place = models.CharField(_("place name"), max_length=80)
    addressees = models.JSONField(_("addressed to"), default=list, blank=True)
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    signing = models.JSONField(_("lines above the signature"), default=list, blank=True)
    signer = models.CharField(_("name of the signer"), max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["agency", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=models.Q(until=None), name="one_current_letterhead")
        ]

    def __str__(self) -> str:
        return self.body


class DocumentTemplate(models.Model):
    """A Word file that a clerk made, with places for what a document says; checked before it is kept."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", to_field="code")
    name = models.CharField(_("name"), max_length=120)
    content = models.BinaryField()
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agency", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=models.Q(retired_at=None), name="one_template_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DrawnOutlines(models.Model):
    """The file of outlines that maps of a frozen review are drawn on, kept while the installation's own go on."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


APPEND_ONLY: list[type[models.Model]] = [DrawnOutlines]
