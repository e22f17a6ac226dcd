"""Who looks through first is named for each agency; before, it was all that stood below in the tree."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_them(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The nearest one above keeps an agency; an ended row is told by the audit log alone."""
    Agency, Precheck = apps.get_model("people", "Agency"), apps.get_model("ledger", "Precheck")
    Precheck.objects.exclude(until=None).delete()
    since = dict(Precheck.objects.values_list("agency", "since"))
    Precheck.objects.all().delete()
    rows = Agency.objects.values_list("code", "parent", "successor")
    above = {code: parent or successor for code, parent, successor in rows}
    for code in above:
        upper = above[code]
        while upper and upper not in since:
            upper = above[upper]
        if upper:
            Precheck.objects.create(agency_id=upper, of_id=code, since=since[upper])
    if schema_editor.connection.vendor == "postgresql":  # no table changes while keys wait to be checked
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_lapsed_proposals"), ("people", "0004_post_moved_from")]

    operations = [
        migrations.RemoveConstraint(model_name="precheck", name="agency_looks_through_once"),
        migrations.AddField(
            model_name="precheck",
            name="of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency",
                to_field="code",
            ),
        ),
        migrations.RunPython(name_them, migrations.RunPython.noop, elidable=False),
        migrations.AlterField(
            model_name="precheck",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency", to_field="code"
            ),
        ),
        migrations.AddConstraint(
            model_name="precheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("of",), name="looked_through_by_one"
            ),
        ),
    ]
