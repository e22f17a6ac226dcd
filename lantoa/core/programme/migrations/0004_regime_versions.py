from django.db import migrations, models
from django.db.models import F


def name_families(apps, schema_editor):
    """Every regime so far is the only version of itself."""
    apps.get_model("programme", "Regime").objects.using(schema_editor.connection.alias).update(family=F("code"))


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_plans")]

    operations = [
        migrations.AddField(
            model_name="regime",
            name="family",
            field=models.SlugField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(model_name="regime", name="valid_from", field=models.DateField(blank=True, null=True)),
        migrations.RunPython(name_families, migrations.RunPython.noop, elidable=False),
        migrations.AddConstraint(
            model_name="regime",
            constraint=models.UniqueConstraint(
                fields=("family", "valid_from"), name="regime_versions_follow_each_other"
            ),
        ),
    ]
