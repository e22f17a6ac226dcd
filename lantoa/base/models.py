from django.db import models
from django.utils.translation import get_language, gettext, override

from lantoa.base.folding import plain
from lantoa.base.search.models import SearchDocument, SearchMiss, SearchState, SearchWord

__all__ = [
    "FIXED_ONCE", "Heartbeat", "Installation", "Retention", "SearchDocument", "SearchMiss", "SearchState", "SearchWord",
    "TimeStamp",
]  # fmt: skip


class Installation(models.Model):
    """The one row that says whose installation this is, and whether its records are the sample's."""

    name_vi = models.CharField(max_length=120, default="Tỉnh của bạn")
    name_en = models.CharField(max_length=120, default="Your province")
    # In the other languages of the portal, by their codes; a language that is missing falls back, see said_in.
    names = models.JSONField(default=dict, blank=True)
    is_sample = models.BooleanField(default=False)
    # The state right after the sample was made; anything beyond it was entered by people.
    sample_mark = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one")]

    def __str__(self) -> str:
        return self.name_vi

    @classmethod
    def current(cls) -> "Installation":
        """The one row, or an unsaved one with the defaults before anybody named the installation."""
        return cls.objects.first() or cls()

    @property
    def name(self) -> str:
        """As its reader's language calls it, as far as somebody said how."""
        return self.said_in(get_language() or "vi")[0]

    @property
    def given(self) -> dict[str, str]:
        """What somebody wrote, by language; nothing before anybody named the installation."""
        written = {"vi": self.name_vi, "en": self.name_en, **self.names} if self.pk else {}
        return {language: name for language, name in written.items() if name}

    def said_in(self, language: str) -> tuple[str, str]:
        """(name, the language that it is in) for a reader of this language.

        As it was given, else as the catalogue of that language knows the province, else in English, else in Vietnamese.
        """
        given = {"vi": self.name_vi, "en": self.name_en, **self.names}.get(language)
        if given:
            return given, language
        if not (english := self.name_en or self._in_english()):
            return self.name_vi, "vi"
        with override(language):
            known = gettext(english)
        return known, "en" if known == english else language

    def _in_english(self) -> str:
        """As Circular 03/2009/TT-BNG writes it: Dak Lak Province; empty if this is no province or city."""
        kind = next((kind for kind in _IN_ENGLISH if self.name_vi.startswith(kind)), "")
        return f"{plain(self.name_vi.removeprefix(kind))} {_IN_ENGLISH[kind]}" if kind else ""


_IN_ENGLISH = {"Tỉnh ": "Province", "Thành phố ": "City"}


class Heartbeat(models.Model):
    """When a program that nobody sees was last alive: the ticker, the worker."""

    name = models.CharField(primary_key=True, max_length=20)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Retention(models.Model):
    """How long something is kept, what for, and who says so; the ticker removes what is older."""

    code = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveIntegerField()
    what_vi = models.CharField(max_length=200)
    what_en = models.CharField(max_length=200)
    purpose_vi = models.CharField(max_length=400)
    purpose_en = models.CharField(max_length=400)
    source_vi = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    applied_at = models.DateTimeField(null=True, blank=True)
    removed_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="kept_a_day_at_least")]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        return _in_language(self.what_vi, self.what_en)

    @property
    def purpose(self) -> str:
        return _in_language(self.purpose_vi, self.purpose_en)

    @property
    def source(self) -> str:
        return _in_language(self.source_vi, self.source_en)


def _in_language(vi: str, en: str) -> str:
    return en if (get_language() or "vi")[:2] != "vi" else vi


class TimeStamp(models.Model):
    """A digest that is to be stamped from outside, and its token once it is; then the row is fixed."""

    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    is_stamped = models.BooleanField(default=False)
    token = models.BinaryField(default=bytes)
    stamped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["is_stamped", "try_at"], name="stamp_to_try")]

    def __str__(self) -> str:
        return self.digest


# Fixed once the boolean is set: {model: (boolean, columns)}.
FIXED_ONCE: list[tuple[type[models.Model], str, list[str]]] = [
    (TimeStamp, "is_stamped", ["digest", "is_stamped", "token", "stamped_at"])
]
