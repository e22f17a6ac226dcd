from django.db import migrations, models
from django.db.models import Max, Q
from django.utils import timezone


def fill_ended_on(apps, schema_editor):
    """Until now only the log knew the day."""
    programme = apps.get_model("programme", "Programme")
    lines = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(
        content_type__app_label="programme", content_type__model="programme", action="programmes.end"
    )
    ended = dict(lines.order_by().values_list("object_id").annotate(at=Max("timestamp")))
    for row in programme.objects.filter(state="ended"):
        if at := ended.get(str(row.pk)):
            row.ended_on = timezone.localtime(at).date()
            row.save(update_fields=["ended_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0007_looked_through"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField("programme", "ended_on", models.DateField(blank=True, null=True)),
        migrations.AddField("task", "stopped_on", models.DateField(blank=True, null=True)),
        migrations.AddField("task", "stopped_reason", models.CharField(blank=True, max_length=1000)),
        migrations.RunPython(fill_ended_on, migrations.RunPython.noop),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=Q(stopped_on=None, stopped_reason="")
                | (Q(stopped_on__isnull=False, done_on=None) & ~Q(stopped_reason="")),
                name="task_stopped_says_why",
            ),
        ),
    ]
