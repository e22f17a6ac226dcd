from typing import Any

from django.db import migrations


def nobody_checked_it(apps: Any, _schema: Any) -> None:
    """The seed called the form of the decree held against the official text; nobody had opened that."""
    apps.get_model("reports", "ReportForm").objects.filter(code="press-report").update(is_verified=False)


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_whom_it_goes_to")]

    operations = [migrations.RunPython(nobody_checked_it, migrations.RunPython.noop)]
