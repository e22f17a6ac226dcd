"""Acts on many activities: what they do, what they refuse, and that each can be taken back as a whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.base.periods import year
from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Entry
from lantoa.core.ledger.queries import Ask
from lantoa.core.ledger.rules import bulk
from lantoa.core.people.models import User
from lantoa.core.vocabulary import queries as vocabulary
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def talk(province: Province, number: int = 0, **more: object) -> Draft:
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title=f"Buổi {number}", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (number * 1000, "")},
    )  # fmt: skip
    return replace(draft, **more)  # type: ignore[arg-type] # any field of it


def drafted(province: Province, number: int = 0, **more: object) -> Activity:
    return actions.save_draft(talk(province, number, **more), by=province.an, at=AT)


def sent(province: Province, number: int = 0, **more: object) -> Activity:
    return actions.submit(drafted(province, number, **more), by=province.an, at=AT)


def act(what: str, rows: list[Activity], by: User, *, key: UUID | None = None, reason: str = "") -> bulk.Sorted:
    ids = [row.pk for row in rows]
    return actions.act_on_many(what, ids, key=key or uuid4(), by=by, at=LATER, reason=reason)


def states(rows: list[Activity]) -> list[str]:
    return [Activity.objects.get(pk=row.pk).state for row in rows]


def figures() -> list[tuple[object, ...]]:
    asks = [Ask(definition, year(number)) for definition in vocabulary.current_definitions() for number in (2025, 2026)]
    return [(figure.value, figure.numerator, figure.row_count, figure.approximate) for figure in queries.figures(asks)]


# -- accepting -------------------------------------------------------------------------------------


def test_accepting_many_does_what_can_be_done_and_says_why_not_the_rest(province: Province) -> None:
    good = [sent(province, 10), sent(province, 20)]
    draft, accepted = drafted(province), actions.accept(sent(province), by=province.lan, at=AT)
    returned = actions.return_for_repair(sent(province), by=province.lan, at=AT, reason="x")
    found = act("accept", [*good, draft, accepted, returned], province.lan)
    assert {row.pk for row in found.fit} == {row.pk for row in good}
    assert {(row.pk, str(why)) for row, why in found.refused} == {
        (draft.pk, "Chưa gửi."), (accepted.pk, "Đã được chấp nhận."),
        (returned.pk, "Đã trả lại, đơn vị chưa gửi lại."),
    }  # fmt: skip
    assert states(good) == ["accepted", "accepted"]
    assert queries.verify().problems == []


def test_the_same_key_again_does_nothing(province: Province) -> None:
    rows, key = [sent(province, 1), sent(province, 2)], uuid4()
    act("accept", rows, province.lan, key=key)
    again = act("accept", rows, province.lan, key=key)
    assert (again.fit, again.refused) == ([], [])
    assert Entry.objects.count() == 2


def test_what_was_sent_anew_since_it_was_shown_is_refused(province: Province) -> None:
    made = sent(province)
    shown_at = AT + timedelta(minutes=1)
    actions.submit(actions.withdraw(made, by=province.an, at=LATER), by=province.an, at=LATER)
    found = actions.act_on_many("accept", [made.pk], key=uuid4(), by=province.lan, at=LATER, seen_at=shown_at)
    assert (found.fit, len(found.refused)) == ([], 1)
    assert states([made]) == ["submitted"]


def test_only_the_secretariat_accepts_and_only_its_own_agency_sends(province: Province) -> None:
    made, draft = sent(province), drafted(province)
    assert act("accept", [made], province.an).fit == []
    assert act("submit", [draft], province.binh) == bulk.Sorted()  # not even named to who may not see it
    assert act("submit", [draft], province.lan).fit == []  # the secretariat sends no drafts of others by the dozen
    assert act("submit", [draft], province.an).fit == [draft]
    assert act("withdraw", [draft], province.an).fit == [draft]
    assert states([made, draft]) == ["submitted", "draft"]


def test_too_many_at_once_are_refused(province: Province) -> None:
    with pytest.raises(actions.NotNow, match="3000"):
        actions.act_on_many("accept", range(bulk.MOST + 1), key=uuid4(), by=province.lan, at=AT)


@pytest.mark.parametrize("reason", ["", "  "])
def test_returning_many_needs_one_reason_that_all_get(province: Province, reason: str) -> None:
    rows = [sent(province, 1), sent(province, 2)]
    with pytest.raises(actions.NotNow):
        act("return", rows, province.lan, reason=reason)
    act("return", rows, province.lan, reason="Thiếu ảnh")
    assert {(row.state, row.return_reason, row.news) for row in Activity.objects.all()} == {
        ("returned", "Thiếu ảnh", "returned")
    }


# -- what it does to the figures -------------------------------------------------------------------


def test_the_effect_shown_is_what_accepting_then_does(province: Province) -> None:
    actions.accept(sent(province, 5), by=province.lan, at=AT)
    rows = [sent(province, 40), sent(province, 60, occurred_from=date(2025, 5, 1), occurred_on=date(2025, 5, 1))]
    changes = actions.effect_of_accepting(rows, by=province.lan, at=AT)
    told: dict[tuple[str, str], Any] = {
        (change.now.definition.indicator_id, change.now.period.code()): (change.now.value, change.then.value)
        for change in changes
    }
    assert told["talk_attendances", "2026"] == (5, 45)
    assert told["talk_attendances", "2025"] == (0, 60)
    assert (Entry.objects.count(), states(rows)) == (1, ["submitted", "submitted"])
    act("accept", rows, province.lan)
    for change in changes:
        assert queries.figure(change.then.definition, change.then.period).value == change.then.value
    assert queries.verify().problems == []


_activity = st.fixed_dictionaries(
    {
        "number": st.integers(0, 500), "day": st.integers(0, 700), "length": st.integers(0, 3),
        "qualifier": st.sampled_from(["", "", "over"]), "is_subset": st.booleans(),
        "topic": st.sampled_from(["border", "sea_islands", ""]),
    }
)  # fmt: skip


@given(st.lists(_activity, min_size=1, max_size=6))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_accepting_many_gives_the_figures_of_accepting_one_by_one(
    province: Province, wanted: list[dict[str, int | str | bool]]
) -> None:
    found = []
    for together in (True, False):
        with transaction.atomic():
            rows = []
            for item in wanted:
                on = date(2025, 1, 1) + timedelta(days=int(item["day"]))
                since = on - timedelta(days=int(item["length"]))
                quantities = {"talks": (1000, ""), "attendances": (int(item["number"]) * 1000, str(item["qualifier"]))}
                rows.append(
                    sent(province, occurred_from=since, occurred_on=on, quantities=quantities,
                         is_subset=bool(item["is_subset"]),
                         dimensions={"topic": item["topic"]} if item["topic"] else {})
                )  # fmt: skip
            if together:
                shown = actions.effect_of_accepting(rows, by=province.lan, at=AT)
                act("accept", rows, province.lan)
                asks = [queries.Ask(change.then.definition, change.then.period) for change in shown]
                assert [figure.value for figure in queries.figures(asks)] == [change.then.value for change in shown]
            else:
                for row in rows:
                    actions.accept(row, by=province.lan, at=LATER)
            assert queries.verify().problems == []
            found.append(figures())
            transaction.set_rollback(True)
    assert found[0] == found[1]


# -- taking back -----------------------------------------------------------------------------------


def test_an_acceptance_taken_back_leaves_the_figures_as_before_and_the_rows_to_be_judged(province: Province) -> None:
    before = figures()
    rows, key = [sent(province, 1), sent(province, 2), sent(province, 3)], uuid4()
    act("accept", rows, province.lan, key=key)
    corrected = Activity.objects.get(pk=rows[2].pk)
    actions.correct(corrected, talk(province, 30), by=province.lan, at=LATER, reason="Đếm lại")
    done = queries.done(province.lan, key)
    assert (done.act, sorted(done.ids)) == ("accept", sorted(row.pk for row in rows))
    with pytest.raises(actions.NotNow):
        actions.undo(done, by=province.lan, at=LATER, reason=" ")
    assert actions.undo(done, by=province.lan, at=LATER, reason="Nhầm bộ lọc") == 2
    assert actions.undo(done, by=province.lan, at=LATER, reason="Nhầm bộ lọc") == 0
    assert states(rows) == ["submitted", "submitted", "corrected"]
    actions.reverse(corrected, by=province.lan, at=LATER, reason="x")
    assert figures() == before
    assert queries.verify().problems == []
    assert {row.reason.text for row in Entry.objects.filter(sign=-1, document__in=[row.pk for row in rows[:2]])} == {
        "Nhầm bộ lọc"
    }


def test_what_was_taken_back_can_be_accepted_again_and_only_the_newer_act_undone(province: Province) -> None:
    made, first, second = sent(province, 7), uuid4(), uuid4()
    act("accept", [made], province.lan, key=first)
    actions.undo(queries.done(province.lan, first), by=province.lan, at=LATER, reason="Nhầm")
    act("accept", [made], province.lan, key=second)
    assert actions.undo(queries.done(province.lan, first), by=province.lan, at=LATER, reason="Nhầm") == 0
    assert states([made]) == ["accepted"]


def test_what_was_once_accepted_is_never_deleted(province: Province) -> None:
    made, key = sent(province, 7), uuid4()
    act("accept", [made], province.lan, key=key)
    actions.undo(queries.done(province.lan, key), by=province.lan, at=LATER, reason="Nhầm")
    draft = actions.withdraw(Activity.objects.get(pk=made.pk), by=province.an, at=LATER)
    with pytest.raises(actions.NotNow, match="sổ cái"):
        actions.delete_draft(draft, by=province.an, at=LATER)
    assert states([made]) == ["draft"]


def test_undoing_an_import_keeps_what_was_once_accepted(province: Province) -> None:
    origin = actions.Origin("a.xlsx", "a" * 64, "b" * 64, "talk", province.commune_a.code)
    batch = actions.import_drafts([talk(province, 1), talk(province, 2)], origin, by=province.an, at=AT)
    once, key = batch.activities.order_by("pk")[0], uuid4()
    act("accept", [once], province.lan, key=key)
    actions.undo(queries.done(province.lan, key), by=province.lan, at=LATER, reason="Nhầm")
    effect = actions.undo_import(batch, by=province.lan, at=LATER, reason="Sai tệp")
    assert (effect.deleted, effect.reversed) == (1, 0)
    assert [(row.pk, row.state) for row in batch.activities.all()] == [(once.pk, "reversed")]


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [("return", "submitted", "returned"), ("submit", "draft", "submitted"), ("withdraw", "submitted", "draft")],
)
def test_every_other_step_is_taken_back_by_its_opposite(what: str, before: str, after: str, province: Province) -> None:
    make: Callable[..., Activity] = drafted if before == "draft" else sent
    rows, key = [make(province, 1), make(province, 2)], uuid4()
    by = province.lan if what == "return" else province.an
    act(what, rows, by, key=key, reason="Thiếu ảnh" if what == "return" else "")
    assert states(rows) == [after, after]
    moved = Activity.objects.get(pk=rows[0].pk)
    assert actions.undo(queries.done(by, key), by=by, at=LATER, reason="") == 2
    assert states(rows) == [before, before]
    assert {(row.return_reason, row.news) for row in Activity.objects.all()} == {("", "")}
    if what == "return":
        assert Activity.objects.get(pk=moved.pk).submitted_at == AT


def test_an_act_of_somebody_else_is_not_found(province: Province) -> None:
    key = uuid4()
    act("accept", [sent(province)], province.lan, key=key)
    assert queries.done(province.lan, key).act == "accept"
    for other in (province.an, province.administrator):
        with pytest.raises(queries.NothingDone):
            queries.done(other, key)
