"""What stands around a hundred thousand activities: their entries, plans and tasks, periods, imports, the audit log.

The same rows on both databases.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

from benchmarks import fill_register

AT = datetime(2026, 11, 1, 2, tzinfo=UTC)
PLANS, TASKS = 20, 40  # of each plan
YEARS = range(2017, 2027)
IMPORTS = 120
PLAN, TASK = "ke-hoach-19", "nv-19-7"  # those of this year

# Every standing activity has its entry, its lines and who took part; the hashes are numbers, not a chain.
_POSTED = """
INSERT INTO ledger_entry (seq, sign, posted_at, posted_by_id, document, document_digest, previous_hash, hash, kind_id,
    agency_id, occurred_from, occurred_on, place_id, task_id, programme_id, country, language, channel, topic,
    information_kind, pillar, direction, purpose, audience, is_subset, is_public)
SELECT row_number() OVER (ORDER BY occurred_on, id), 1, submitted_at, submitted_by_id, id, '0', '0',
    CAST(id AS varchar(64)), kind_id, agency_id, occurred_from, occurred_on, place_id, task_id, programme_id, country,
    language, channel, topic, information_kind, pillar, direction, purpose, audience, is_subset, is_public
FROM ledger_activity WHERE state IN ('accepted', 'corrected');
UPDATE ledger_activity SET entry_id = (SELECT seq FROM ledger_entry WHERE document = ledger_activity.id)
WHERE state IN ('accepted', 'corrected');
INSERT INTO ledger_line (entry_id, measure_id, quantity, qualifier, kind, occurred_from, occurred_on, sign, is_subset,
    dimensions)
SELECT seq, measure_id, quantity, qualifier, kind_id, occurred_from, occurred_on, 1, is_subset,
    country || '|' || language || '|' || channel || '|' || topic || '|' || information_kind || '|' || pillar || '|' ||
    direction || '|' || purpose || '|' || audience
FROM ledger_entry JOIN ledger_activitymeasure ON activity_id = document;
INSERT INTO ledger_participation (entry_id, agency_id)
SELECT seq, ledger_coordination.agency_id FROM ledger_entry JOIN ledger_coordination ON activity_id = document;
INSERT INTO ledger_head (id, head_seq, head_hash, posted_at)
SELECT 1, max(seq), '0', max(posted_at) FROM ledger_entry;
"""
_OF_TASKS = """
UPDATE ledger_activity SET task_id = 'nv-' || (id % 20) || '-' || (id % 40), programme_id = 'ke-hoach-' || (id % 20)
WHERE id % 7 = 0;
"""
_TOLD = """
INSERT INTO wagtailcore_modellogentry (content_type_id, object_id, label, action, data, timestamp, user_id, uuid,
    content_changed, deleted)
SELECT {type}, CAST(id AS varchar(255)), title, '{action}', '{{}}', created_at, created_by_id, {uuid}, {no}, {no}
FROM ledger_activity WHERE {which};
"""
_STEPS = {"lantoa.create": "1 = 1", "lantoa.submit": "state <> 'draft'", "lantoa.accept": "entry_id IS NOT NULL"}


def fill_once(count: int) -> None:
    """Fill the migrated database of the settings, unless it was filled before."""
    django.setup()
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from lantoa.base import database
    from lantoa.core.ledger.models import Activity, ImportBatch

    if Activity.objects.exists():
        return
    with transaction.atomic():
        fill_register.fill(count)
        _plans()
        _periods()
        _imports()
        _run(_OF_TASKS + _POSTED + _audit_log())
        _run(";".join(connection.ops.sequence_reset_sql(no_style(), [Activity, ImportBatch])))
    database.keep_statistics()
    if connection.vendor == "postgresql":
        _run("VACUUM ANALYZE")  # what its own housekeeping does within a minute of such a load


def _run(statements: str) -> None:
    from django.db import connection  # leaf: after django.setup()

    with connection.cursor() as cursor:
        for statement in statements.strip().split(";"):
            if statement.strip():
                cursor.execute(statement)


def _audit_log() -> str:
    from django.contrib.contenttypes.models import ContentType  # leaf: after django.setup()
    from django.db import connection

    from lantoa.core.ledger.models import Activity

    on_postgres = connection.vendor == "postgresql"
    how: dict[str, Any] = {
        "type": ContentType.objects.get_for_model(Activity).pk,
        "uuid": "gen_random_uuid()" if on_postgres else "lower(hex(randomblob(16)))",
        "no": "false" if on_postgres else "0",
    }
    return "".join(_TOLD.format(action=action, which=which, **how) for action, which in _STEPS.items())


def _plans() -> None:
    """Plans of ten years, two in each, their tasks led by all agencies, and targets of the first indicators."""
    from lantoa.core.people.models import Agency  # leaf: after django.setup()
    from lantoa.core.programme.models import Programme, Target, Task
    from lantoa.core.vocabulary.models import Indicator

    agencies = list(Agency.objects.order_by("code").values_list("code", flat=True))
    indicators = list(Indicator.objects.order_by("position").values_list("code", flat=True)[:20])
    plans, tasks, targets = [], [], []
    for number in range(PLANS):
        since, until = date(YEARS[number // 2], 1, 1), date(YEARS[number // 2] + 1, 1, 1)
        code = f"ke-hoach-{number}"
        plans.append(Programme(
            code=code, name_vi=f"Kế hoạch {number}", type="plan", starts_on=since, ends_on=until - timedelta(days=1),
            state="signed", lead_agency_id=fill_register.COMMUNE if code == PLAN else "ubnd-tinh",
        ))  # fmt: skip
        for place in range(TASKS):
            lead = fill_register.COMMUNE if f"nv-{number}-{place}" == TASK else agencies[(number + place) % 140]
            tasks.append(Task(
                code=f"nv-{number}-{place}", name_vi=f"Nhiệm vụ {place} của kế hoạch {number}", programme_id=code,
                number=f"II.{place}", lead_agency_id=lead, position=place, product="Báo cáo kết quả",
                due_on=since + timedelta(days=9 * place), done_on=until if number < PLANS - 2 else None,
                done_product="Đã có báo cáo" if number < PLANS - 2 else "",
            ))  # fmt: skip
        targets += [
            Target(indicator_id=indicator, programme_id=code, since=since, until=until, value=50_000, agency_id=agency)
            for indicator in indicators
            for agency in (None, fill_register.COMMUNE)
        ]
    for rows in (plans, tasks, targets):
        type(rows[0])._default_manager.bulk_create(rows)


def _periods() -> None:
    """Every quarter of ten years, closed, with a report of each agency below the province."""
    from lantoa.core.people.models import Agency, User  # leaf: after django.setup()
    from lantoa.core.programme.models import ReportingPeriod, Submission

    by = User.objects.get(username="lan").pk
    below = list(Agency.objects.exclude(level="province").values_list("code", flat=True))
    for year in YEARS:
        for quarter in range(3 if year == YEARS[-1] else 4):
            since = date(year, quarter * 3 + 1, 1)
            until = date(year + quarter // 3, (quarter * 3 + 3) % 12 + 1, 1)
            period = ReportingPeriod.objects.create(
                name=f"Quý {quarter + 1}/{year}", since=since, until=until, cutoff_at=AT, state="closed",
                created_by_id=by, created_at=AT, opened_by_id=by, opened_at=AT, closed_by_id=by, closed_at=AT,
            )  # fmt: skip
            Submission.objects.bulk_create(
                Submission(
                    period=period, agency_id=code, state="accepted", due_on=until, reported_at=AT, submitted_by_id=by,
                    submitted_at=AT, accepted_by_id=by, accepted_at=AT,
                )
                for code in below
            )  # fmt: skip


def _imports() -> None:
    from lantoa.core.ledger.models import ImportBatch  # leaf: after django.setup()
    from lantoa.core.people.models import User

    by = User.objects.get(username="an").pk
    ImportBatch.objects.bulk_create(
        ImportBatch(
            id=number + 1, file_name=f"so-{number}.xlsx", file_sha256=f"{number:064x}", rows_sha256=f"{number:064x}",
            kind_id="talk", agency_id=fill_register.COMMUNE, row_count=200, imported_by_id=by, imported_at=AT,
        )
        for number in range(IMPORTS)
    )  # fmt: skip
    _run("UPDATE ledger_activity SET batch_id = id / 200 + 1 WHERE kind_id = 'talk' AND id < 23000")
