from django.db import migrations, models

_LISTED = models.Q(listed_at__isnull=False)


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0014_files_of_a_tick'),
    ]

    operations = [
        migrations.AddIndex(
            'contentpage',
            models.Index(
                fields=['language', 'kind', 'topic', '-listed_at'], name='content_by_kind_and_topic', condition=_LISTED,
            ),
        ),
        migrations.AddIndex(
            'contentpage',
            models.Index(
                fields=['shelf', 'language', 'topic', '-listed_at'], name='content_by_shelf_and_topic',
                condition=_LISTED,
            ),
        ),
    ]
