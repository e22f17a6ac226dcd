from django.db import migrations

from lantoa.base.search import terms


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_search_functions'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: terms.write_at_once(schema_editor),
            migrations.RunPython.noop,
        ),
    ]
