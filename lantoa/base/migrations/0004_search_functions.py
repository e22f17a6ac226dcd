from django.db import migrations

from lantoa.base.search import terms


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_search'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: terms.make_functions(schema_editor),
            lambda apps, schema_editor: terms.drop_functions(schema_editor),
        ),
    ]
