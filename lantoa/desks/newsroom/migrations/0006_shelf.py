import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left, Length

_STEP = 4  # characters of one step of a path in the tree


def put_on_shelves(apps, schema_editor):
    """The page above is the one whose path is the item's without its last step."""
    Page, ContentPage = apps.get_model('wagtailcore', 'Page'), apps.get_model('newsroom', 'ContentPage')
    own = Page.objects.filter(pk=OuterRef(OuterRef('pk'))).annotate(above=Left('path', Length('path') - _STEP))
    ContentPage.objects.update(shelf=Subquery(Page.objects.filter(path=Subquery(own.values('above'))).values('pk')))


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0005_experts'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='contentpage',
            name='shelf',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page'),
        ),
        migrations.AddIndex(
            model_name='contentpage',
            index=models.Index(fields=['shelf', '-listed_at'], name='content_by_shelf'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['starts_at'], name='event_by_beginning'),
        ),
        migrations.RunPython(put_on_shelves, migrations.RunPython.noop),
    ]
