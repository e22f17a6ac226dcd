"""The forms of reports: rows seeded from YAML."""

from pathlib import Path

from django.db import transaction

from lantoa.base import yaml_text
from lantoa.core.reports.models import ReportForm

SEED = Path(__file__).parent.parent / "seed"


@transaction.atomic
def seed(folder: Path = SEED) -> None:
    """Add the forms that are not there yet; rows that exist stay as they are."""
    known = set(ReportForm.objects.values_list("code", flat=True))
    rows = enumerate(yaml_text.read(folder / "forms.yaml"))
    ReportForm.objects.bulk_create(
        ReportForm(position=position, **row) for position, row in rows if row["code"] not in known
    )
