"""Every column that decides a figure is covered: whoever changes one in the database itself is found out."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.models import Model

from lantoa.base import append_only
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import APPEND_ONLY, DIMENSIONS, Entry, Line, Participation
from lantoa.core.ledger.rules import chain
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 16, 30, 0, 1999, tzinfo=UTC)

# (table, column) -> what a forger writes; what has no row here fails.
FORGED = {
    ("entry", "seq"): "7", ("entry", "sign"): "-1", ("entry", "reverses_id"): "1", ("entry", "document"): "99",
    ("entry", "posted_at"): "'2026-03-01 16:30:00.002+00:00'",
    ("entry", "posted_by_id"): "(SELECT MAX(id) FROM people_user)",
    ("entry", "document_digest"): "'x'", ("entry", "previous_hash"): "'x'", ("entry", "hash"): "'x'",
    ("entry", "kind_id"): "'delegation'", ("entry", "agency_id"): "'ubnd-tinh'",
    ("entry", "occurred_from"): "'2026-02-01'", ("entry", "occurred_on"): "'2026-02-28'",
    ("entry", "place_id"): "'song-xanh'", ("entry", "programme_id"): "'x'", ("entry", "task_id"): "'x'",
    ("entry", "is_subset"): "true", ("entry", "is_public"): "false",
    **{("entry", name): "'x'" for name in DIMENSIONS},
    ("line", "entry_id"): "1", ("line", "measure_id"): "'members'", ("line", "quantity"): "999",
    ("line", "qualifier"): "'over'", ("line", "kind"): "'delegation'", ("line", "occurred_from"): "'2026-02-01'",
    ("line", "occurred_on"): "'2026-02-28'", ("line", "sign"): "-1", ("line", "is_subset"): "true",
    ("line", "dimensions"): "'x'",
    ("participation", "entry_id"): "1", ("participation", "agency_id"): "'ubnd-tinh'",
}  # fmt: skip
# Numbers of rows say nothing about a fact.
MEANINGLESS = {("line", "id"), ("participation", "id")}


def post(province: Province) -> None:
    draft = Draft(
        kind="talk", agency="xa-an-binh", title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (120000, "")},
        coordinating=["xa-binh-minh"],
    )  # fmt: skip
    _accept(draft, province)


def post_less(province: Province) -> None:
    """So little that a line or a participation of another entry could be moved to it."""
    day = date(2026, 2, 3)
    _accept(Draft("talk", "xa-an-binh", "Nói chuyện", day, day, quantities={"talks": (1000, "")}), province)


def _accept(draft: Draft, province: Province) -> None:
    made = actions.submit(actions.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    actions.accept(made, by=province.lan, at=AT)


def test_every_column_of_the_ledger_has_a_forgery() -> None:
    models: list[type[Model]] = [Entry, Line, Participation]
    columns = {
        (model._meta.db_table.removeprefix("ledger_"), field.column)
        for model in models
        for field in model._meta.concrete_fields
    }
    assert columns == {*FORGED, *MEANINGLESS}


@pytest.mark.parametrize(("table", "column"), FORGED)
def test_a_forged_column_is_found(table: str, column: str, province: Province) -> None:
    post_less(province)
    post(province)
    key = "seq" if table == "entry" else "entry_id"
    which = " AND measure_id = 'attendances'" if table == "line" else ""
    statement = f"UPDATE ledger_{table} SET {column} = {FORGED[table, column]} WHERE {key} = 2{which}"
    assert queries.verify().holds
    with transaction.atomic(), raw_writes("a forger has the database itself"):
        with connection.cursor() as cursor:
            _loosen(cursor)
            cursor.execute(statement)
            if connection.vendor == "sqlite":
                append_only.install(APPEND_ONLY, using="default")
        assert not queries.verify().holds, statement
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")  # no rollback does


def test_the_hash_of_a_posting_is_the_same_on_every_database_and_for_ever(province: Province) -> None:
    post(province)
    entry = Entry.objects.get()
    entry.document, entry.posted_by_id = 41, 42
    lines, participants = entry.lines.all(), [part.agency_id for part in entry.participations.all()]
    assert entry.posted_at == AT.replace(microsecond=1000)
    assert chain.entry_hash(entry, lines=lines, participants=participants) == GOLDEN


GOLDEN = "4d26ea053f8dc97bef5cfd5bd8d66a8bf4b5ee310ee45b11ff6e396b17243ba8"


def _loosen(cursor: object) -> None:
    """What whoever owns the database can do: no triggers, no constraints."""
    execute = cursor.execute  # type: ignore[attr-defined]
    if connection.vendor == "postgresql":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("ALTER TABLE ledger_entry DROP CONSTRAINT entry_sign_tells_reversal")
        execute("SET LOCAL session_replication_role = replica")
        return
    execute("PRAGMA ignore_check_constraints = ON")
    for model in APPEND_ONLY:
        execute(f"DROP TRIGGER {model._meta.db_table}_no_UPDATE")
