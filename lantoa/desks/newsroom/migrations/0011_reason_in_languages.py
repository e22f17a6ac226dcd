from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0010_period_of_figure'),
    ]

    operations = [
        migrations.AddField(
            model_name='contentpage',
            name='withdrawn_in',
            field=models.CharField(blank=True, editable=False, max_length=10),
        ),
    ]
