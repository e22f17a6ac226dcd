"""A newer seed over a database that people have worked in: what is theirs stays, the rest follows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantoa.core.vocabulary import actions, queries
from lantoa.core.vocabulary.models import IndicatorVersion, Kind, KindMeasure, Measure, Seeded, Term
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db

MEASURES = [
    {"code": code, "name_vi": code, "name_en": code, "unit_vi": "cái", "unit_en": "things"}
    for code in ("kites", "strings", "tails")
]


def _kind(**more: Any) -> dict[str, Any]:
    return {
        "code": "kite_day", "name_vi": "Ngày thả diều", "name_en": "Kite day", "hint_vi": "Gợi ý", "hint_en": "Hint",
        "dimensions": [], "measures": [{"code": "kites", "is_main": True}], **more,
    }  # fmt: skip


def _indicator(**more: Any) -> dict[str, Any]:
    return {
        "code": "kites", "name_vi": "Diều", "name_en": "Kites", "definition_vi": "Số diều.", "definition_en": "Kites.",
        "unit_vi": "cái", "unit_en": "things", "spec": {"agg": "sum", "kind": "kite_day", "measure": "kites"}, **more,
    }  # fmt: skip


@pytest.fixture
def seeded(tmp_path: Path) -> Callable[..., None]:
    """`seeded(kind=..., indicator=..., terms=...)`: run a small seed."""

    def run(kind: dict[str, Any] | None = None, indicator: dict[str, Any] | None = None, terms: Any = None) -> None:
        rows = {
            "terms": {"topic": terms or [{"code": "kites", "name_vi": "Diều", "name_en": "Kites"}]},
            "measures": MEASURES,
            "groups": [{"code": "sky", "name_vi": "Trên trời", "name_en": "In the sky"}],
            "kinds": [kind or _kind()],
            "indicators": [indicator or _indicator()],
        }
        for name, content in rows.items():
            (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        actions.seed(tmp_path)

    return run


def _measures() -> list[tuple[str, bool, bool]]:
    return list(
        KindMeasure.objects.filter(kind="kite_day").values_list("measure", "is_main", "required").order_by("position")
    )


def test_a_newer_seed_changes_what_nobody_changed_and_adds_what_is_missing(seeded: Callable[..., None]) -> None:
    seeded()
    two = [{"code": "kites", "is_main": True}, {"code": "strings", "required": False}]
    terms = [{"code": "wind", "name_vi": "Gió", "name_en": "Wind"}, {"code": "kites", "name_vi": "D", "name_en": "K"}]

    seeded(_kind(hint_vi="Gợi ý mới", measures=two), terms=terms)

    assert Kind.objects.get(code="kite_day").hint_vi == "Gợi ý mới"
    assert _measures() == [("kites", True, True), ("strings", False, False)]
    topics = Term.objects.filter(dimension="topic", code__in=["kites", "wind"]).order_by("position")
    assert [(term.code, term.name_vi) for term in topics] == [("wind", "Gió"), ("kites", "D")]


def test_what_people_changed_stays(seeded: Callable[..., None]) -> None:
    seeded()
    with raw_writes("people's changes"):
        Kind.objects.filter(code="kite_day").update(name_vi="Hội diều", valid_until="2027-01-01")
        Measure.objects.filter(code="kites").update(unit_vi="chiếc")

    seeded(_kind(name_vi="Ngày hội diều", hint_en="Other hint"))

    kind = Kind.objects.get(code="kite_day")
    assert (kind.name_vi, kind.hint_en, str(kind.valid_until)) == ("Hội diều", "Other hint", "2027-01-01")
    assert Measure.objects.get(code="kites").unit_vi == "chiếc"


def test_what_people_took_away_is_not_brought_back(seeded: Callable[..., None]) -> None:
    two = [{"code": "kites", "is_main": True}, {"code": "strings", "required": False}]
    seeded(_kind(measures=two))
    with raw_writes("people's changes"):
        KindMeasure.objects.filter(kind="kite_day", measure="strings").delete()
        Term.objects.filter(dimension="topic", code="kites").delete()

    seeded(_kind(measures=[*two, {"code": "tails", "required": False}]))

    assert _measures() == [("kites", True, True), ("tails", False, False)]
    assert not Term.objects.filter(dimension="topic", code="kites").exists()


def test_a_measure_of_the_seed_does_not_push_away_the_main_one_that_people_chose(seeded: Callable[..., None]) -> None:
    seeded()
    with raw_writes("people's changes"):
        KindMeasure.objects.filter(kind="kite_day", measure="kites").update(measure="strings")

    seeded()

    assert _measures() == [("strings", True, True)]
    seeded(_kind(measures=[{"code": "tails", "is_main": True}, {"code": "kites", "required": False}]))
    assert sorted(_measures()) == [("strings", True, True), ("tails", False, True)]


def test_a_database_of_before_the_memory_keeps_all_that_is_filled(seeded: Callable[..., None]) -> None:
    seeded(_kind(hint_vi=""))
    with raw_writes("as the first version left it"):
        Seeded.objects.all().delete()
        Kind.objects.filter(code="kite_day").update(basis="", name_en="A name")

    seeded(_kind(hint_vi="Gợi ý", measures=[{"code": "kites", "is_main": True}, {"code": "tails"}]))

    kind = Kind.objects.get(code="kite_day")
    assert (kind.hint_vi, kind.basis, kind.name_en) == ("Gợi ý", "practice", "A name")
    assert _measures() == [("kites", True, True), ("tails", False, True)]
    seeded(_kind(name_en="Newer"))
    assert Kind.objects.get(code="kite_day").name_en == "A name"


def test_a_definition_that_no_review_used_follows_the_seed(seeded: Callable[..., None]) -> None:
    seeded()
    seeded(indicator=_indicator(unit_vi="con", name_vi="Con diều"))
    now = queries.definition("kites")
    assert (now.version, now.unit_vi, now.name_vi) == (1, "con", "Con diều")


def test_a_definition_that_a_review_used_gets_a_next_version(seeded: Callable[..., None]) -> None:
    seeded()
    actions.mark_used([queries.definition("kites")])

    seeded(indicator=_indicator(spec={"agg": "count", "kind": "kite_day"}, name_en="All kites"))

    first, second = IndicatorVersion.objects.filter(indicator="kites").order_by("version")
    assert (first.spec["agg"], first.name_en, first.is_used) == ("sum", "Kites", True)
    assert (second.spec["agg"], second.name_en, second.is_used, second.version) == ("count", "All kites", False, 2)
    seeded(indicator=_indicator(spec={"agg": "count", "kind": "kite_day"}, name_en="All kites"))
    assert IndicatorVersion.objects.filter(indicator="kites").count() == 2


def test_a_name_is_mended_without_a_new_version(seeded: Callable[..., None]) -> None:
    seeded()
    actions.mark_used([queries.definition("kites")])
    seeded(indicator=_indicator(name_en="Kites flown", source="Nghị định 1/2026"))
    now = queries.definition("kites")
    assert (now.version, now.name_en, now.source, now.basis) == (1, "Kites flown", "Nghị định 1/2026", "law")


@pytest.mark.parametrize(
    "change", [{"spec": {"agg": "count"}}, {"unit_vi": "con"}, {"definition_en": "x"}, {"is_used": False}]
)
def test_the_database_refuses_to_change_what_a_used_definition_means(change: dict[str, Any]) -> None:
    row = queries.definition("delegations_in")
    found = IndicatorVersion.objects.filter(pk=row.pk)
    with raw_writes("the database itself refuses"):
        assert found.update(**{**change, "is_used": False}) == 1  # not used yet: it may
        found.update(is_used=True)
        other: dict[str, Any] = {"spec": {"agg": "sum"}} if "spec" in change else dict.fromkeys(change, "!")
        other = {"is_used": False} if "is_used" in change else other
        with pytest.raises(DatabaseError), transaction.atomic():
            found.update(**other)
        with pytest.raises(DatabaseError), transaction.atomic():
            found.delete()
        assert found.update(name_en="Another name", source="x", is_verified=True) == 1


WORDS = st.sampled_from(["một", "hai", "ba"])
AGGREGATES = st.sampled_from(["sum", "count"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("seed"), st.fixed_dictionaries({"hint_vi": WORDS, "unit_vi": WORDS, "agg": AGGREGATES})),
        st.tuples(st.just("hint_vi"), WORDS),
        st.tuples(st.just("unit_vi"), WORDS),
        st.tuples(st.just("use"), st.none()),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_people_and_versions_do_nothing_of_theirs_is_lost(steps: Any, seeded: Callable[..., None]) -> None:
    """A plain model of the promise beside the real thing."""
    with transaction.atomic(), raw_writes("people's changes"):
        seeded()
        hint, said_hint = "Gợi ý", "Gợi ý"
        meanings, used, said = [("cái", "sum")], set[int](), ("cái", "sum")
        for step, value in steps:
            if step == "seed":
                wanted = (value["unit_vi"], value["agg"])
                seeded(_kind(hint_vi=value["hint_vi"]), _indicator(unit_vi=wanted[0], spec=_spec(wanted[1])))
                hint = value["hint_vi"] if hint == said_hint else hint
                if meanings[-1] == said and wanted != said:
                    meanings = [*meanings, wanted] if len(meanings) in used else [*meanings[:-1], wanted]
                said_hint, said = value["hint_vi"], wanted
            elif step == "hint_vi":
                Kind.objects.filter(code="kite_day").update(hint_vi=value)
                hint = value
            elif step == "unit_vi" and len(meanings) not in used:
                IndicatorVersion.objects.filter(indicator="kites", version=len(meanings)).update(unit_vi=value)
                meanings[-1] = (value, meanings[-1][1])
            elif step == "use":
                actions.mark_used([queries.definition("kites")])
                used.add(len(meanings))
        assert Kind.objects.get(code="kite_day").hint_vi == hint
        kept = IndicatorVersion.objects.filter(indicator="kites").order_by("version")
        assert [(row.unit_vi, row.spec["agg"]) for row in kept] == meanings
        assert {row.version for row in kept if row.is_used} == used
        transaction.set_rollback(True)


def _spec(agg: str) -> dict[str, str]:
    return {"agg": "sum", "kind": "kite_day", "measure": "kites"} if agg == "sum" else {"agg": agg, "kind": "kite_day"}


def test_a_kind_follows_the_seed_to_its_heading_until_somebody_puts_it_elsewhere(seeded: Callable[..., None]) -> None:
    seeded()
    assert Kind.objects.get(code="kite_day").group is None
    seeded(kind=_kind(group="sky"))
    assert Kind.objects.get(code="kite_day").group_id == "sky"
    with raw_writes("an administrator takes it out"):
        Kind.objects.filter(code="kite_day").update(group=None)
    seeded(kind=_kind(group="sky", name_en="Kites day"))
    assert (Kind.objects.get(code="kite_day").group, Kind.objects.get(code="kite_day").name_en) == (None, "Kites day")
