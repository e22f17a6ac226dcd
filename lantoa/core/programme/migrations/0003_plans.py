"""Plans with states, tasks with partners and products, targets that are only added to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_roles'),
        ('programme', '0002_periods'),
        ('vocabulary', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskCoordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinations', to='programme.task', to_field='code')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('task', 'agency'), name='task_coordination_once')],
            },
        ),
        migrations.AlterModelOptions(
            name='target',
            options={'ordering': ['id']},
        ),
        migrations.AlterModelOptions(
            name='task',
            options={'ordering': ['position', 'due_on', 'code']},
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='province_target_once',
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='agency_target_once',
        ),
        migrations.AddField(
            model_name='programme',
            name='copied_from',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_into', to='programme.programme'),
        ),
        migrations.AddField(
            model_name='programme',
            name='document_number',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='programme',
            name='lead_agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code'),
        ),
        migrations.AddField(
            model_name='programme',
            name='legal_basis',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='programme',
            name='legal_source',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='programme',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        # What was written down before there were states is in force; what is new begins as a draft.
        migrations.AddField(
            model_name='programme',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('signed', 'Signed'), ('ended', 'Ended')], default='signed', max_length=8),
        ),
        migrations.AlterField(
            model_name='programme',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('signed', 'Signed'), ('ended', 'Ended')], default='draft', max_length=8),
        ),
        migrations.AddField(
            model_name='target',
            name='reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='target',
            name='set_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='target',
            name='set_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='target',
            name='task',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='programme.task', to_field='code'),
        ),
        migrations.AddField(
            model_name='task',
            name='done_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='task',
            name='done_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='task',
            name='done_product',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='task',
            name='is_key',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='task',
            name='note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='task',
            name='number',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='task',
            name='position',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='product',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='task',
            name='repeats_yearly',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='target',
            name='value',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name='target',
            index=models.Index(fields=['indicator', 'since', 'until'], name='target_by_indicator'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['done_on', 'due_on'], name='task_by_due_day'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_on', None), ('done_product', '')), models.Q(('done_on__isnull', False), models.Q(('done_product', ''), _negated=True)), _connector='OR'), name='task_done_names_its_product'),
        ),
    ]
