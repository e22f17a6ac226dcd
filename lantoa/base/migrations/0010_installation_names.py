from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0009_search_read_again'),
    ]

    operations = [
        migrations.AddField('installation', 'names', models.JSONField(blank=True, default=dict)),
    ]
