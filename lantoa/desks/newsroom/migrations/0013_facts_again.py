from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0012_what_a_correction_follows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='limit',
            name='medium',
            field=models.CharField(choices=[('online', 'Online'), ('translated', 'Online, to be translated first'), ('print', 'Printed'), ('facts', 'Facts to be looked at again: how long before')], max_length=12),
        ),
    ]
