from typing import Any

from django.db import migrations

BASIS = " (đọc từ một bản chuyển đổi của các phụ lục)"


def nobody_checked_it(apps: Any, _schema: Any) -> None:
    """The seed called the decree held against the official text; it was read in a conversion of its annexes."""
    rows = apps.get_model("documents", "LayoutProfile").objects
    for row in rows.filter(code="nd30", is_shipped=True, is_verified=True):
        row.is_verified, row.source = False, row.source + BASIS
        row.save(update_fields=["is_verified", "source"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_drawn_outlines")]

    operations = [migrations.RunPython(nobody_checked_it, migrations.RunPython.noop)]
