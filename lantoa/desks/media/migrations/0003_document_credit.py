from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0002_what_wagtail_left")]

    operations = [
        migrations.AddField(
            model_name="mediadocument",
            name="credit",
            field=models.CharField(blank=True, max_length=200, verbose_name="credit"),
        ),
    ]
