"""What Wagtail's own migrations leave in every new database, made ours.

Two groups and a way of approval that would let whoever is put into them publish what they wrote themselves: nobody is
in them, posts say who may what, and the newsroom has its own second pair of eyes. And the roots of folders and pages,
whose name every editor reads.
"""

from django.db import migrations


def make_ours(apps, schema_editor):
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval")
    workflow.filter(workflow_states=None).delete()
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name="Moderators approval")
    task.filter(task_states=None, workflow_tasks=None).delete()
    groups = apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"])
    # Where somebody was put into one, the administrator decides; the office does not ask groups.
    groups.filter(user=None).delete()
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(name="Kho tư liệu")
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title="Root")
    root.update(title="Cổng thông tin", draft_title="Cổng thông tin")


class Migration(migrations.Migration):
    dependencies = [
        ("media", "0001_initial"),
        ("people", "0004_post_moved_from"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailadmin", "0006_formstate"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="mediaimage",
            options={"verbose_name": "image", "verbose_name_plural": "images"},
        ),
        migrations.RunPython(make_ours, migrations.RunPython.noop),
    ]
