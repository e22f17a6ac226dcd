from django.db import migrations

OURS = "Ảnh nào cũng có lời tả thay ảnh"
NOW = "Ảnh nào cũng có văn bản thay thế"


def _say(words):
    """What an office wrote itself stays as it is."""

    def run(apps, schema_editor):
        point = apps.get_model("newsroom", "ChecklistPoint")
        point.objects.filter(name_vi=words[0]).update(name_vi=words[1])

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('newsroom', '0008_agency_and_language'),
    ]

    operations = [
        migrations.RunPython(_say((OURS, NOW)), _say((NOW, OURS))),
    ]
