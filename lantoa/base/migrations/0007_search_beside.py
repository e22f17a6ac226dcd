from django.db import migrations, models


def _same_version(apps, schema_editor):
    """What stands in the index was built by the version that the state names."""
    apps.get_model("base", "SearchState").objects.update(admin_version=models.F("version"))
    for version in apps.get_model("base", "SearchState").objects.values_list("version", flat=True):
        apps.get_model("base", "SearchWord").objects.update(version=version)


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0006_search_by_gin_alone'),
    ]

    operations = [
        migrations.AddField('searchstate', 'next_version', models.PositiveIntegerField(default=0)),
        migrations.AddField('searchstate', 'next_position', models.BigIntegerField(default=0)),
        migrations.AddField('searchstate', 'next_count', models.PositiveIntegerField(default=0)),
        migrations.AddField('searchstate', 'admin_version', models.PositiveIntegerField(default=0)),
        migrations.AddField('searchstate', 'admin_next', models.CharField(blank=True, max_length=200)),
        migrations.AddField('searchword', 'version', models.PositiveIntegerField(default=0)),
        migrations.RemoveConstraint('searchword', 'search_word_once'),
        migrations.AddConstraint(
            'searchword',
            models.UniqueConstraint(fields=['language', 'written', 'version'], name='search_word_once'),
        ),
        migrations.RunPython(_same_version, migrations.RunPython.noop),
    ]
