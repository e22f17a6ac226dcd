"""How often the public pages were read: sums alone. No row stands for a reader, an address or a browser."""

import re
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lantoa.core.ledger.models import Activity
from lantoa.core.people.models import Agency


class What(models.TextChoices):
    VIEW = "view", _("Views")
    DOWNLOAD = "download", _("Downloads")
    SCAN = "scan", _("Scans")


class Channel(models.TextChoices):
    WEB = "web", _("Portal")
    FEED = "feed", _("Feeds")
    API = "api", _("Interface for other sites")
    EMBED = "embed", _("Embedded list")
    QR = "qr", _("QR code")


# What is told and posted: people, and of the views those of pages as they are read, not of feeds that programs fetch.
READ_CHANNELS = (Channel.WEB, Channel.QR)


class Tally(models.Model):
    """What was counted on one day of one item; the finest there is.

    item: the number of the page (of the document for downloads), 0 where there is none. No key: what is withdrawn
          or deleted was read all the same.
    country_group: in the words of the operator's table of addresses, empty where there is none (rules/countries.py)
    """

    day = models.DateField()
    what = models.CharField(max_length=8, choices=What.choices)
    item = models.PositiveBigIntegerField()
    language = models.CharField(max_length=8, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    country_group = models.CharField(max_length=16, blank=True)
    is_human = models.BooleanField()
    event_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "what", "item", "language", "channel", "country_group", "is_human"], name="tally_is_one"
            )
        ]
        indexes = [models.Index(fields=["item", "what"], name="tally_of_item")]


class Minute(models.Model):
    """Human views of one minute, for “readers now”; gone after an hour."""

    at = models.DateTimeField(unique=True)
    view_count = models.PositiveIntegerField(default=0)


class Spool(models.Model):
    """How far a file of a server process was counted, written together with what was counted from it.

    The row without a name is no file: whoever counts or posts holds it.
    """

    name = models.CharField(max_length=80, unique=True)
    offset = models.PositiveBigIntegerField(default=0)


class Posting(models.Model):
    """What of one day and language went into the ledger; that day counts nothing more."""

    day = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    view_count = models.PositiveBigIntegerField()
    download_count = models.PositiveBigIntegerField()
    scan_count = models.PositiveBigIntegerField()
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language"], name="posting_is_one"),
            models.CheckConstraint(
                condition=Q(view_count__gt=0) | Q(download_count__gt=0) | Q(scan_count__gt=0), name="posting_counts"
            ),
        ]


class OfficialChannel(models.Model):
    """An address at which the office itself speaks (kênh chính thức); who finds another one knows that it is not ours.

    languages:  codes of the languages it speaks, in the order of the portal
    checked_on: when somebody last opened it and found it to be ours
    until:      the first day on which it is ours no longer; the row stays, for old links lead there
    """

    class Kind(models.TextChoices):
        PORTAL = "portal", _("Portal or website")
        SOCIAL = "social", _("Page or account on a social network")
        VIDEO = "video", _("Video channel")
        APP = "app", _("App")
        PHONE = "phone", _("Telephone line")
        NEWSLETTER = "newsletter", _("Newsletter")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=160)
    address = models.CharField(_("address or number"), max_length=300, unique=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", to_field="code", verbose_name=_("agency that answers for it")
    )
    languages: Any = models.JSONField(_("languages"), default=list)
    checked_on = models.DateField(_("checked on"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("no longer ours from"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """What a tap opens; empty where a line is described and not numbered."""
        if self.kind != self.Kind.PHONE:
            return self.address
        found = re.search(r"\+?\d[\d .-]+", self.address)
        return "tel:" + re.sub("[ .-]", "", found[0]) if found else ""

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """Its languages, each with its name in itself."""
        return [(code, name) for code, name in settings.LANGUAGES if code in self.languages]
