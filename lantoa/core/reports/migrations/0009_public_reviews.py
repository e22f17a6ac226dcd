from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_comments")]

    operations = [
        migrations.AddField(model_name="report", name="is_public", field=models.BooleanField(default=False)),
    ]
