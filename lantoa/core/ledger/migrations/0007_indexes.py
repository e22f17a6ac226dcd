from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0006_left_out_count'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='activity',
            name='activity_newest',
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-occurred_on', '-id', 'state', 'kind', 'agency', 'place', 'country', 'language', 'channel', 'topic', 'information_kind', 'pillar', 'direction', 'purpose', 'audience', 'batch', 'looked_at'], name='activity_listed'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['created_by', 'kind', 'created_at', 'batch'], name='activity_by_recorder'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(condition=models.Q(('task__isnull', False)), fields=['task', 'state'], name='activity_by_task'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('task__isnull', False)), fields=['task'], name='entry_by_task'),
        ),
    ]
