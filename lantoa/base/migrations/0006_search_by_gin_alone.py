from django.db import migrations

from lantoa.base.search import terms


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0005_search_terms_at_once'),
    ]

    operations = [
        # The same functions, made anew: an older one stays where it is no worse than slow.
        migrations.RunPython(
            lambda apps, schema_editor: terms.make_functions(schema_editor),
            migrations.RunPython.noop,
        ),
    ]
