"""Links of published items that lead nowhere, as the last check found them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lantoa.desks.newsroom.models.content import ContentPage


class LinkFault(models.TextChoices):
    NOT_PUBLISHED = "not_published", _("The page is not published")
    NO_PAGE = "no_page", _("There is no such page here")
    NO_FILE = "no_file", _("There is no such file")
    NO_PLACE = "no_place", _("There is no such place on the page")
    GONE = "gone", _("The other site says that it is gone")
    SILENT = "silent", _("The other site does not answer")


class BrokenLink(models.Model):
    """One link (liên kết hỏng) of one item.

    address: as it stands in the item; of a page or file that was chosen, its number
    """

    page = models.ForeignKey(ContentPage, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=1000)
    words = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=16, choices=LinkFault.choices)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="broken_link_once")]

    def __str__(self) -> str:
        return self.address
