from django.db import models


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
