from django.db import models
from django.utils.translation import get_language


class Installation(models.Model):
    """The one row that says whose installation this is, and whether its records are the sample's."""

    name_vi = models.CharField(max_length=120, default="Tỉnh của bạn")
    name_en = models.CharField(max_length=120, default="Your province")
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
        return self.name_en if self.name_en and (get_language() or "vi")[:2] != "vi" else self.name_vi
