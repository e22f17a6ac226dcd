from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0007_published_elsewhere'),
    ]

    operations = [
        migrations.RemoveIndex('contentpage', 'content_by_agency'),
        migrations.AddIndex(
            'contentpage',
            models.Index(fields=['agency', 'language', '-listed_at'], name='content_by_agency'),
        ),
    ]
