import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lantoa.base.folding import fold


def fill(apps, schema_editor):
    """Titles without accents for the activities that are there already."""
    activities = apps.get_model("ledger", "Activity").objects
    ids = list(activities.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        batch = list(activities.filter(pk__in=ids[start : start + 500]).only("title"))
        for activity in batch:
            activity.folded = fold(activity.title)
        activities.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_writing'),
        ('people', '0001_initial'),
        ('programme', '0001_initial'),
        ('vocabulary', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Precheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='folded',
            field=models.CharField(blank=True, default='', max_length=600),
        ),
        migrations.AddField(
            model_name='activity',
            name='looked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='activity',
            name='looked_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='activity',
            name='looked_note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='activity',
            name='news',
            field=models.CharField(blank=True, choices=[('', 'Nothing new'), ('returned', 'Returned'), ('corrected', 'Corrected'), ('reversed', 'Reversed')], default='', max_length=10),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['news', 'agency'], name='activity_news'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['folded', 'occurred_on', 'id'], name='activity_by_title'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['submitted_at', 'id'], name='activity_by_sending'),
        ),
        migrations.AddField(
            model_name='precheck',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='precheck',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('agency',), name='agency_looks_through_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='view_named_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('owner', None)), fields=('name',), name='shared_view_named_once'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
