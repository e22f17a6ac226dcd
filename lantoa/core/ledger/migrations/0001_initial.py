import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('programme', '0001_initial'),
        ('vocabulary', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('file_sha256', models.CharField(max_length=64)),
                ('rows_sha256', models.CharField(max_length=64)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.kind', to_field='code')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
                ('state', models.CharField(choices=[('submitted', 'Submitted'), ('undone', 'Undone')], default='submitted', max_length=10)),
                ('row_count', models.PositiveIntegerField()),
                ('imported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('imported_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-imported_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'undone'), _negated=True), fields=('agency', 'rows_sha256'), name='same_rows_imported_once')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('kind', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.kind', to_field='code')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
                ('occurred_from', models.DateField(verbose_name='from')),
                ('occurred_on', models.DateField(verbose_name='on')),
                ('place', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place', to_field='code')),
                ('programme', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programme', to_field='code')),
                ('task', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.task', to_field='code')),
                ('country', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('information_kind', models.CharField(blank=True, max_length=40)),
                ('pillar', models.CharField(blank=True, max_length=40)),
                ('direction', models.CharField(blank=True, max_length=40)),
                ('purpose', models.CharField(blank=True, max_length=40)),
                ('audience', models.CharField(blank=True, max_length=40)),
                ('is_subset', models.BooleanField(default=False)),
                ('is_public', models.BooleanField(default=True)),
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sign', models.SmallIntegerField(default=1)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.entry')),
                ('posted_at', models.DateTimeField()),
                ('posted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.BigIntegerField(db_index=True)),
                ('document_digest', models.CharField(max_length=64)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['seq'],
                'indexes': [models.Index(fields=['kind', 'occurred_on', 'seq'], name='entry_by_kind'), models.Index(fields=['agency', 'occurred_on'], name='entry_by_agency')],
                'constraints': [models.CheckConstraint(condition=models.Q(('occurred_on__gte', models.F('occurred_from'))), name='entry_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('reverses', None), ('sign', 1)), models.Q(('reverses__isnull', False), ('sign', -1)), _connector='OR'), name='entry_sign_tells_reversal')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.kind', to_field='code')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
                ('occurred_from', models.DateField(verbose_name='from')),
                ('occurred_on', models.DateField(verbose_name='on')),
                ('place', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place', to_field='code')),
                ('programme', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programme', to_field='code')),
                ('task', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.task', to_field='code')),
                ('country', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(blank=True, max_length=40)),
                ('channel', models.CharField(blank=True, max_length=40)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('information_kind', models.CharField(blank=True, max_length=40)),
                ('pillar', models.CharField(blank=True, max_length=40)),
                ('direction', models.CharField(blank=True, max_length=40)),
                ('purpose', models.CharField(blank=True, max_length=40)),
                ('audience', models.CharField(blank=True, max_length=40)),
                ('is_subset', models.BooleanField(default=False)),
                ('is_public', models.BooleanField(default=True)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='source')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('accepted', 'Accepted'), ('corrected', 'Corrected'), ('reversed', 'Reversed')], default='draft', max_length=10)),
                ('return_reason', models.TextField(blank=True)),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='ledger.importbatch')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('form_key', models.UUIDField(blank=True, null=True, unique=True)),
                ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activity', to='ledger.entry')),
            ],
            options={
                'verbose_name_plural': 'activities',
                'ordering': ['-occurred_on', '-id'],
                'indexes': [models.Index(fields=['state', 'occurred_on'], name='activity_by_state'), models.Index(fields=['agency', 'occurred_on'], name='activity_by_agency'), models.Index(fields=['-occurred_on', '-id'], name='activity_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('occurred_on__gte', models.F('occurred_from'))), name='activity_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ActivityMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quantities', to='ledger.activity')),
                ('measure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.measure', to_field='code')),
                ('quantity', models.BigIntegerField()),
                ('qualifier', models.CharField(blank=True, choices=[('', 'exactly'), ('over', 'over'), ('nearly', 'nearly'), ('about', 'about')], max_length=6)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'measure'), name='activity_measure_once')],
            },
        ),
        migrations.CreateModel(
            name='Coordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinations', to='ledger.activity')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'agency'), name='coordination_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='ledger.activity')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='evidence/%Y/%m')),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=80)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('redacted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'sha256'), name='evidence_once')],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('head_seq', models.BigIntegerField(default=0)),
                ('head_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ('posted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='head_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='ledger.entry')),
                ('measure', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vocabulary.measure', to_field='code')),
                ('quantity', models.BigIntegerField()),
                ('qualifier', models.CharField(blank=True, choices=[('', 'exactly'), ('over', 'over'), ('nearly', 'nearly'), ('about', 'about')], max_length=6)),
                ('kind', models.CharField(max_length=60)),
                ('occurred_from', models.DateField()),
                ('occurred_on', models.DateField()),
                ('sign', models.SmallIntegerField(default=1)),
                ('is_subset', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['entry', 'id'],
                'indexes': [models.Index(fields=['measure', 'kind', 'occurred_on', 'occurred_from', 'entry', 'quantity', 'sign', 'qualifier', 'is_subset'], name='line_sums')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'measure'), name='entry_measure_once')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='ledger.entry')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency', to_field='code')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'agency'), name='participation_once')],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reason', to='ledger.entry')),
                ('text', models.TextField()),
            ],
        ),
    ]

