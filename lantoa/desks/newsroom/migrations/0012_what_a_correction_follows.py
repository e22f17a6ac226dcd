from django.db import migrations, models


def _followed(known, carries):
    done = set(known)
    while True:
        more = {each for key in done for each in carries.get(key, ())}
        more |= {key for key, carried in carries.items() if carried and done.issuperset(carried)}
        if done.issuperset(more):
            return done
        done |= more


def _carry_as_before(apps, schema_editor):
    """Until now a correction counted as the answer to all that other languages had corrected before it."""
    corrections = apps.get_model("newsroom", "Correction")
    items = {}
    rows = corrections.objects.order_by("corrected_at", "pk")
    for key, page, item in rows.values_list("pk", "page", "page__translation_key"):
        items.setdefault(item, []).append((key, page))
    for told in items.values():
        carries, before = {}, []
        for key, page in told:
            done = _followed([one for one, of in before if of == page], carries)
            carries[key] = {one for one, of in before if of != page and one not in done}
            before.append((key, page))
        for key, carried in carries.items():
            if carried:
                corrections.objects.get(pk=key).carries.set(carried)


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0011_reason_in_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='carries',
            field=models.ManyToManyField(related_name='+', to='newsroom.correction'),
        ),
        migrations.AddField(
            model_name='correction',
            name='settled_on',
            field=models.ManyToManyField(related_name='+', to='newsroom.contentpage'),
        ),
        migrations.AddField(
            model_name='pendingcorrection',
            name='carries',
            field=models.ManyToManyField(related_name='+', to='newsroom.correction'),
        ),
        migrations.RunPython(_carry_as_before, migrations.RunPython.noop),
    ]
