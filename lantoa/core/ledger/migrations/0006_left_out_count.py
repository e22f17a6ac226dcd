from django.db import migrations, models


def count_rows(apps, schema_editor):
    """The number stays when the rows are deleted."""
    batches = apps.get_model("ledger", "ImportBatch").objects.using(schema_editor.connection.alias)
    for batch in batches.exclude(left_out=[]).only("pk", "left_out").iterator(chunk_size=100):
        batches.filter(pk=batch.pk).update(left_out_count=len(batch.left_out))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_import_mapping")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="left_out_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count_rows, migrations.RunPython.noop, elidable=False),
    ]
