from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_committee")]

    operations = [
        migrations.AddField("committeepaper", "file", models.FileField(blank=True, max_length=200, upload_to="papers/%Y")),
        migrations.AddField("committeepaper", "file_name", models.CharField(blank=True, max_length=200)),
    ]
