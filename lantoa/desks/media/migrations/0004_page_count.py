from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0003_document_credit'),
    ]

    operations = [
        migrations.AddField(
            model_name='mediadocument',
            name='page_count',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
