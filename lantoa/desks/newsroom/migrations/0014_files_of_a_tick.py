from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0013_facts_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='tick',
            name='files',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
    ]
