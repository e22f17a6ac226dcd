"""What came from elsewhere: one import of a file, and each item that it brought."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from lantoa.core.people.models import Agency
from lantoa.desks.newsroom.models import ContentPage


class Gap(models.TextChoices):
    """What could not come as it was: a person looks at it before the item is published."""

    PICTURE = "picture", _("A picture is not here")
    PICTURE_WITHOUT_TEXT = "no_alt", _("A picture is not here; it had no alternative text either")
    CAPTION = "caption", _("The words beneath a picture")
    FILE = "file", _("A file is not here")
    EMBEDDED = "embedded", _("Something embedded is not here")
    SHORTCODE = "shortcode", _("A short code was taken out")
    TABLE = "table", _("A table became lines")
    NESTED_LIST = "nested_list", _("A list within a list became one list")
    QUOTE = "quote", _("A quotation without a name became a paragraph")
    LINK = "link", _("A link that leads nowhere was taken out, its words stay")
    LETTERS = "letters", _("Old letters were read as Unicode")
    TITLE = "title", _("The title was too long and is cut")
    STANDFIRST = "standfirst", _("The standfirst is the first paragraph's")
    DATE = "date", _("No day of publication could be read")


class ContentImport(models.Model):
    """One file that was brought in (một lần nhập bài).

    kept:    the name under which what was read waits for the decision; empty once it is taken
    wishes:  what was chosen for it, see `drafts.Wishes`
    item_count: how many it brings; left_out: [number, title, why] of the others
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for your decision")
        RUNNING = "running", _("Is being brought in")
        DONE = "done", _("Brought in")
        UNDONE = "undone", _("Undone")

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=10)
    site_title = models.CharField(max_length=300, blank=True)
    site_url = models.CharField(max_length=1000, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", to_field="code")
    section = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    wishes = models.JSONField(default=dict)
    kept = models.CharField(max_length=40, blank=True)
    item_count = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=list)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    removed_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportedItem(models.Model):
    """Where an item comes from (nguồn gốc bài nhập); its text is the page's alone.

    page:     None, if it was deleted since: it does not come a second time
    revision: the text in which it came; where the page has another, somebody worked on it
    digest:   of the site and the id that it had there, by which it is known again
    old_path: under which it was read there, as redirects are written; empty where nothing can lead on
    """

    batch = models.ForeignKey(ContentImport, models.PROTECT, related_name="items")
    page = models.OneToOneField(ContentPage, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=255)
    address = models.CharField(max_length=2000, blank=True)
    old_path = models.CharField(max_length=255, blank=True)
    author = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, blank=True)
    gaps = models.JSONField(default=list)
    link_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.title
