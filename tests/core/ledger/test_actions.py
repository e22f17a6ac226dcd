"""From a draft to a fact and back, and what is refused on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from lantoa.base import append_only
from lantoa.core.ledger import actions, drafts, queries
from lantoa.core.ledger.drafts import Draft, Words
from lantoa.core.ledger.models import APPEND_ONLY, Activity, Entry, Head, Line, Participation
from lantoa.core.people.models import User
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


@pytest.fixture
def talk(province: Province) -> Draft:
    return Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện về biển, đảo", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), dimensions={"topic": "sea_islands"}, coordinating=[province.commune_b.code],
        quantities={"talks": (1000, ""), "attendances": (120000, "over")}, note="Hội trường xã",
    )  # fmt: skip


def submitted(draft: Draft, by: User) -> Activity:
    return actions.submit(actions.save_draft(draft, by=by, at=AT), by=by, at=AT)


def test_accepting_posts_one_entry_with_its_lines_and_twice_does_no_harm(talk: Draft, lan: User, an: User) -> None:
    made = submitted(talk, an)
    assert Entry.objects.count() == 0
    for _ in range(2):
        made = actions.accept(made, by=lan, at=AT)
    entry = Entry.objects.get()
    assert (entry.seq, entry.sign, entry.kind_id, entry.topic, entry.document) == (1, 1, "talk", "sea_islands", made.pk)
    assert {(line.measure_id, line.quantity, line.qualifier) for line in entry.lines.all()} == {
        ("talks", 1000, ""), ("attendances", 120000, "over"),
    }  # fmt: skip
    assert [part.agency_id for part in entry.participations.all()] == ["xa-binh-minh"]
    assert (made.state, made.entry_id) == (Activity.State.ACCEPTED, 1)


def test_correcting_reverses_with_the_same_dates_and_posts_anew(talk: Draft, lan: User, an: User) -> None:
    made = actions.accept(submitted(talk, an), by=lan, at=AT)
    better = replace(drafts.draft_of(made), quantities={"talks": (1000, ""), "attendances": (95000, "")})
    made = actions.correct(made, better, by=lan, at=AT, reason="Đếm lại danh sách")
    first, reversal, new = Entry.objects.order_by("seq")
    assert (reversal.sign, reversal.reverses_id, reversal.occurred_on) == (-1, first.seq, first.occurred_on)
    assert sorted(reversal.lines.values_list("quantity", flat=True)) == [-120000, -1000]
    assert (new.sign, made.entry_id, made.state) == (1, new.seq, Activity.State.CORRECTED)
    assert {reversal.reason.text, new.reason.text} == {"Đếm lại danh sách"}
    assert drafts.draft_of(made) == better
    assert [line.action for line in queries.history(made)] == [
        "lantoa.create", "lantoa.submit", "lantoa.accept", "lantoa.correct",
    ]  # fmt: skip


def test_what_cannot_be_done_now_says_why_and_changes_nothing(talk: Draft, lan: User, an: User) -> None:
    draft = actions.save_draft(talk, by=an, at=AT)
    refused: list[Callable[[], object]] = [
        lambda: actions.accept(draft, by=lan, at=AT),
        lambda: actions.return_for_repair(draft, by=lan, at=AT, reason="x"),
        lambda: actions.reverse(draft, by=lan, at=AT, reason="x"),
        lambda: actions.correct(draft, talk, by=lan, at=AT, reason="x"),
    ]
    for act in refused:
        with pytest.raises(actions.NotNow, match=r"\w"):
            act()
    made = actions.accept(submitted(talk, an), by=lan, at=AT)
    late: list[Callable[[], object]] = [
        lambda: actions.withdraw(made, by=an, at=AT),
        lambda: actions.submit(made, by=an, at=AT),
        lambda: actions.delete_draft(made, by=an, at=AT),
        lambda: actions.save_draft(talk, by=an, at=AT, activity=made),
        lambda: actions.reverse(made, by=lan, at=AT, reason=" "),
        lambda: actions.correct(made, drafts.draft_of(made), by=lan, at=AT, reason="không đổi gì"),
    ]
    for act in late:
        with pytest.raises(actions.NotNow, match=r"\w"):
            act()
    assert (Entry.objects.count(), queries.head().head_seq) == (1, 1)


def test_returning_needs_a_reason_that_stays_until_it_is_sent_again(talk: Draft, lan: User, an: User) -> None:
    made = submitted(talk, an)
    with pytest.raises(actions.NotNow):
        actions.return_for_repair(made, by=lan, at=AT, reason="  ")
    made = actions.return_for_repair(made, by=lan, at=AT, reason="Thiếu danh sách")
    assert (made.state, made.return_reason) == (Activity.State.RETURNED, "Thiếu danh sách")
    made = actions.submit(made, by=an, at=AT)
    assert (made.state, made.return_reason) == (Activity.State.SUBMITTED, "")


def test_the_same_opened_form_makes_one_activity(talk: Draft, an: User) -> None:
    key = uuid4()
    first = actions.save_draft(talk, by=an, at=AT, form_key=key)
    assert actions.save_draft(talk, by=an, at=AT, form_key=key).pk == first.pk
    assert Activity.objects.count() == 1


def test_a_form_key_of_somebody_else_means_nothing(talk: Draft, an: User, lan: User) -> None:
    key = uuid4()
    first = actions.save_draft(talk, by=an, at=AT, form_key=key)
    other = actions.save_draft(talk, by=lan, at=AT, form_key=key)
    assert (other.pk == first.pk, first.form_key, other.form_key) == (False, key, None)


def test_accepting_many_posts_all_in_the_order_of_their_dates(talk: Draft, lan: User, an: User) -> None:
    days = [date(2026, 2, 9), date(2026, 2, 3), date(2026, 2, 5)]
    made = [submitted(replace(talk, occurred_from=day, occurred_on=day), an) for day in days]
    draft = actions.save_draft(talk, by=an, at=AT)
    assert actions.accept_many([*made, draft], by=lan, at=AT) == 3
    assert [entry.occurred_on.day for entry in Entry.objects.order_by("seq")] == [3, 5, 9]
    assert queries.verify().problems == []
    assert actions.accept_many(made, by=lan, at=AT) == 0


def test_evidence_keeps_its_digest_when_the_file_is_redacted(talk: Draft, lan: User, an: User) -> None:
    made = submitted(talk, an)
    file = ContentFile(b"%PDF-1.4 danh sach", name="ds.pdf")
    item = actions.attach(made, file, name="ds.pdf", media_type="application/pdf", by=an, at=AT)
    with pytest.raises(actions.AlreadyRecorded):
        actions.attach(made, file, name="khac.pdf", media_type="application/pdf", by=an, at=AT)
    digest = item.sha256
    item = actions.redact(item, by=lan, at=AT, reason="Có số điện thoại")
    assert (item.sha256, bool(item.file), item.redacted_at) == (digest, False, AT)
    made = actions.accept(made, by=lan, at=AT)
    assert queries.verify().problems == []


def test_a_changed_ledger_is_found_out(talk: Draft, lan: User, an: User) -> None:
    for _ in range(3):
        actions.accept(submitted(talk, an), by=lan, at=AT)
    assert queries.verify().holds
    forgeries = [
        "UPDATE ledger_line SET quantity = 999000 WHERE entry_id = 2 AND measure_id = 'attendances'",
        "UPDATE ledger_entry SET topic = 'border' WHERE seq = 2",
        "UPDATE ledger_head SET head_seq = 2",
        "DELETE FROM ledger_participation WHERE entry_id = 2",
    ]
    for forgery in forgeries:
        with transaction.atomic(), raw_writes("a forger has the database itself"), connection.cursor() as cursor:
            _without_triggers(cursor, forgery)
            assert not queries.verify().holds, forgery
            transaction.set_rollback(True)
    assert queries.verify().holds


@pytest.mark.parametrize("model", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE"])
def test_the_database_itself_refuses_to_change_a_posting(
    model: type[Model], verb: str, talk: Draft, lan: User, an: User
) -> None:
    actions.accept(submitted(talk, an), by=lan, at=AT)
    table, key = model._meta.db_table, model._meta.pk.column
    assert model._default_manager.count() > 0
    statement = {
        "UPDATE": f"UPDATE {table} SET {key} = {key}",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[verb]
    if verb == "REPLACE" and connection.vendor != "sqlite":
        # Checked at once, or the server refuses for another reason: foreign keys are looked at when a transaction ends.
        statement = f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        raw_writes("shows that the trigger refuses"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert append_only.missing(APPEND_ONLY, using="default") == []


def test_numbers_are_given_out_without_gaps(talk: Draft, lan: User, an: User) -> None:
    for _ in range(4):
        actions.accept(submitted(talk, an), by=lan, at=AT)
    assert list(Entry.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert Line.objects.count() == 8
    assert Participation.objects.count() == 4
    head = Head.objects.get()
    assert (head.head_seq, head.head_hash) == (4, Entry.objects.get(seq=4).hash)


def test_reading_finds_every_problem_at_once() -> None:
    raw = {"title": " ", "occurred_on": "31/02/2026", "purpose": "dau tuu", "members": "1,000", "coordinating": "Sở X"}
    draft, problems = drafts.read(raw, Words.load(), kind="delegation", agency="a", today=date(2026, 3, 1))
    assert draft is None
    assert {problem.field for problem in problems} == {
        "title", "occurred_on", "direction", "purpose", "members", "coordinating",
    }  # fmt: skip


def test_reading_takes_names_without_accents_and_words_before_numbers(province: Province) -> None:
    raw = {
        "title": "Đoàn Hàn  Quốc", "occurred": "15-17/01/2026", "direction": "doan vao",
        "purpose": "TÌM HIỂU CƠ HỘI ĐẦU TƯ",
        "country": "han quoc", "members": "hơn 1.000", "coordinating": "UBND xa Binh Minh",
    }  # fmt: skip
    draft, problems = drafts.read(raw, Words.load(), kind="delegation", agency="xa-an-binh", today=date(2026, 3, 1))
    assert problems == []
    assert draft == Draft(
        kind="delegation", agency="xa-an-binh", title="Đoàn Hàn Quốc", occurred_from=date(2026, 1, 15),
        occurred_on=date(2026, 1, 17), dimensions={"direction": "in", "purpose": "investment", "country": "kr"},
        quantities={"delegations": (1000, ""), "members": (1000000, "over")}, coordinating=["xa-binh-minh"],
    )  # fmt: skip


def test_reading_refuses_the_future_the_negative_and_the_divided(province: Province) -> None:
    raw = {"title": "Nói chuyện", "occurred_on": "2026-03-02", "attendances": "12,5"}
    problems = drafts.read(raw, Words.load(), kind="talk", agency="xa-an-binh", today=date(2026, 3, 1))[1]
    assert {problem.field for problem in problems} == {"occurred_on", "attendances"}
    raw = {"title": "Nói chuyện", "occurred_on": "2026-03-01", "attendances": "-4"}
    problems = drafts.read(raw, Words.load(), kind="talk", agency="xa-an-binh", today=date(2026, 3, 1))[1]
    assert {problem.field for problem in problems} == {"attendances"}


def _without_triggers(cursor: object, statement: str) -> None:
    models: list[type[Model]] = [*APPEND_ONLY, Head]
    table = next(model._meta.db_table for model in models if model._meta.db_table in statement)
    verb = statement.split()[0]
    execute = cursor.execute  # type: ignore[attr-defined]
    if table != Head._meta.db_table:
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        execute(f"DROP TRIGGER {table}_no_{verb}{on}")
    execute(statement)
    if table != Head._meta.db_table:
        append_only.install(APPEND_ONLY, using="default")
