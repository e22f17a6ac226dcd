from typing import Any

from django.db import migrations


def nobody_checked_it(apps: Any, _schema: Any) -> None:
    """The seed called the decree held against the official text; where nobody here edited the row, nobody has."""
    edited = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(
        content_type__app_label="programme", content_type__model="regime", action="regimes.edit"
    )
    rows = apps.get_model("programme", "Regime").objects.filter(code="press-year", is_verified=True)
    for row in rows:
        if not edited.filter(object_id=str(row.pk)).exists():
            row.is_verified = False
            row.save(update_fields=["is_verified"])


class Migration(migrations.Migration):
    dependencies = [("programme", "0005_findings"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]

    operations = [migrations.RunPython(nobody_checked_it, migrations.RunPython.noop)]
