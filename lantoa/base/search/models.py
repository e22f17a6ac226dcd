from django.db import models

# Between a text and what stands around it: a line that no text has.
BESIDE = "\n\u00a0\n"


class SearchDocument(models.Model):
    """What can be found, with the text that its excerpt is cut from; `lantoa.base.search.terms` keeps what finds it.

    position: seconds since 1970 of `published_at`, counted up to the next free one, so that the newest is the greatest
    key:      the caller's number for it
    filed_under: what it is found by without saying it, last of all; no excerpt is cut from it
    """

    position = models.BigIntegerField(primary_key=True)
    key = models.PositiveBigIntegerField(unique=True)
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField()
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    filed_under = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        return self.body.partition(BESIDE)[0]

    @property
    def lines_beside(self) -> list[str]:
        return self.body.partition(BESIDE)[2].splitlines()


class SearchWord(models.Model):
    """A word of titles and summaries, or two beside each other, and in how many documents it stands.

    version: of the analysis that cut it; while the index is built anew, words of two versions stand beside each other
    """

    language = models.CharField(max_length=10)
    written = models.CharField(max_length=130)
    folded = models.CharField(max_length=130)
    # The first two letters of `folded`: what is completed is looked for below them.
    start = models.CharField(max_length=2)
    is_pair = models.BooleanField(default=False)
    document_count = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "written", "version"], name="search_word_once")]
        indexes = [
            models.Index(fields=["language", "start", "-document_count"], name="search_word_completed"),
            models.Index(fields=["language", "folded"], name="search_word_folded"),
        ]

    def __str__(self) -> str:
        return self.written


class SearchMiss(models.Model):
    """What was looked for on a day and not found, and how often; never who asked."""

    day = models.DateField()
    language = models.CharField(max_length=10)
    folded = models.CharField(max_length=80)
    written = models.CharField(max_length=80)
    ask_count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "language", "folded"], name="search_miss_once")]

    def __str__(self) -> str:
        return self.written


class SearchState(models.Model):
    """The one row that says which version of the analysis built the index; who writes the index holds its lock.

    version:       of the index that is asked
    next_version:  of the one that is built beside it, 0 if none is; it holds every document up to next_position,
                   next_count of them
    read_again:    up to where documents were held against what their items say now, None if none is to be
    admin_version: of Wagtail's index; admin_next: how far it is built anew, "newsroom.article 1234"
    """

    version = models.PositiveIntegerField(default=0)
    next_version = models.PositiveIntegerField(default=0)
    next_position = models.BigIntegerField(default=0)
    next_count = models.PositiveIntegerField(default=0)
    read_again = models.BigIntegerField(null=True)
    admin_version = models.PositiveIntegerField(default=0)
    admin_next = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_state_is_one")]

    def __str__(self) -> str:
        return str(self.version)
