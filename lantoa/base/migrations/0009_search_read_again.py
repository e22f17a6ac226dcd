from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0008_search_filed_under'),
    ]

    operations = [
        migrations.AddField('searchstate', 'read_again', models.BigIntegerField(null=True)),
    ]
