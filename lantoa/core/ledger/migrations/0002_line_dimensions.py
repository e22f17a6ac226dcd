from django.conf import settings
from django.db import migrations, models

# In the order of models.DIMENSIONS when this was written.
NAMES = [
    "country", "language", "channel", "topic", "information_kind", "pillar", "direction", "purpose", "audience",
]


def copy(apps, schema_editor):
    """Fill the new column of lines that are there already. The triggers are put back after every migrate."""
    on = " ON ledger_line" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS ledger_line_no_update{on}")
    values = " || '|' || ".join(NAMES)
    schema_editor.execute(
        f"UPDATE ledger_line SET dimensions = (SELECT {values} FROM ledger_entry WHERE seq = entry_id)"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("people", "0001_initial"),
        ("programme", "0001_initial"),
        ("vocabulary", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_by_kind"),
        migrations.RemoveIndex(model_name="line", name="line_sums"),
        migrations.AddField(
            model_name="line", name="dimensions", field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.RunPython(copy, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["kind", "occurred_on", "occurred_from", "seq", "sign", "is_subset"], name="entry_by_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                fields=[
                    "measure", "kind", "occurred_on", "occurred_from", "entry",
                    "quantity", "sign", "qualifier", "is_subset", "dimensions",
                ],
                name="line_sums",
            ),
        ),
    ]
