"""Agencies are edited, ended, merged and, only if nothing refers to them, deleted."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

import pytest
from django.db.models import PROTECT
from django.forms import Form
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger import queries as ledger_queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity
from lantoa.core.people import actions, queries
from lantoa.core.people.actions import NotPossible
from lantoa.core.people.forms.accounts import PostForm
from lantoa.core.people.forms.committee import MemberForm
from lantoa.core.people.models import Agency, Post, Role, User
from lantoa.core.programme import queries as programme
from lantoa.core.programme.forms.findings import FindingForm
from lantoa.core.reports.forms import AboutForm
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
TODAY = date(2026, 3, 1)


def agency(code: str, *, parent: Agency | None = None) -> Agency:
    return actions.add_agency(code, code.capitalize(), "", level=Agency.Level.DEPARTMENT, parent=parent)


def content(found: Agency) -> dict[str, object]:
    """What `edit_agency` takes, as it is now."""
    return {
        "name_vi": found.name_vi, "name_en": found.name_en, "level": found.level, "parent": found.parent,
        "place": found.place, "valid_from": found.valid_from, "valid_until": found.valid_until,
    }  # fmt: skip


def edit(found: Agency, province: Province, **changes: object) -> Agency:
    given = {**content(found), **changes}
    return actions.edit_agency(found, **given, by=province.administrator, at=AT)  # type: ignore[arg-type]


def logged() -> list[tuple[str, object]]:
    lines = ModelLogEntry.objects.filter(action__startswith="people.agency").order_by("pk")
    return list(lines.values_list("action", "data"))


def test_edit_changes_what_was_given_and_says_so_in_the_log(province: Province) -> None:
    edit(province.commune_a, province, name_en="An Binh", valid_from=date(2025, 7, 1))

    kept = Agency.objects.get(code="xa-an-binh")
    assert (kept.name_vi, kept.name_en, kept.valid_from, kept.parent_id) == (
        "UBND xã An Bình", "An Binh", date(2025, 7, 1), "ubnd-tinh",
    )  # fmt: skip
    assert logged() == [("people.agency_edit", {"code": "xa-an-binh", "changed": ["name_en", "valid_from"]})]


def test_edit_that_would_close_a_circle_is_refused(province: Province) -> None:
    for upper in (province.committee, province.commune_a):
        with pytest.raises(NotPossible):
            edit(province.committee, province, parent=upper)
    assert Agency.objects.get(code="ubnd-tinh").parent is None
    assert logged() == []


def test_merge_keeps_day_and_successor_and_twice_does_no_harm(province: Province) -> None:
    day = date(2026, 7, 1)
    for _ in range(2):
        actions.merge_agency(province.commune_a, into=province.commune_b, on=day, by=province.administrator, at=AT)

    merged = Agency.objects.get(code="xa-an-binh")
    assert (merged.successor_id, merged.valid_until) == ("xa-binh-minh", day)
    expected = {"code": "xa-an-binh", "into": "xa-binh-minh", "on": "2026-07-01"}
    assert logged() == [("people.agency_merge", expected)]
    assert queries.Reach().merged_into(["xa-binh-minh"]) == [merged]


def test_merge_is_refused_where_it_makes_no_sense(province: Province) -> None:
    day = date(2026, 7, 1)
    other = agency("other")
    actions.merge_agency(province.commune_a, into=province.commune_b, on=day)

    for one, into in (
        (province.commune_b, province.commune_b),  # itself
        (province.commune_b, province.commune_a),  # a circle of successors
        (province.committee, province.commune_b),  # into one that stands below
        (province.commune_a, other),  # a second time
        (other, province.commune_a),  # into one that has ended
    ):
        with pytest.raises(NotPossible):
            actions.merge_agency(one, into=into, on=day)
    assert list(Agency.objects.exclude(successor=None).values_list("code", "successor")) == [
        ("xa-an-binh", "xa-binh-minh")
    ]


def test_an_agency_cannot_end_before_it_began(province: Province) -> None:
    began = date(2025, 7, 1)
    edit(province.commune_a, province, valid_from=began)
    with pytest.raises(NotPossible):
        actions.end_agency(province.commune_a, on=began, by=province.administrator, at=AT)
    with pytest.raises(NotPossible):
        actions.merge_agency(province.commune_a, into=province.commune_b, on=began)
    assert content(Agency.objects.get(code="xa-an-binh"))["valid_until"] is None


def test_undo_of_a_merger_lets_the_agency_go_on(province: Province) -> None:
    actions.merge_agency(province.commune_a, into=province.commune_b, on=date(2026, 7, 1))
    for _ in range(2):
        actions.undo_merger(province.commune_a, by=province.administrator, at=AT)

    assert content(Agency.objects.get(code="xa-an-binh"))["valid_until"] is None
    assert queries.Reach().merged_into(["xa-binh-minh"]) == []
    assert logged() == [("people.agency_unmerge", {"code": "xa-an-binh", "into": "xa-binh-minh", "on": "2026-07-01"})]


@pytest.mark.parametrize("reference", ["record", "person", "below", "merged", "nothing"])
def test_only_an_agency_that_nothing_refers_to_is_deleted(reference: str, province: Province) -> None:
    made = agency("to-moi", parent=province.committee)
    if reference == "record":
        draft = Draft("talk", "to-moi", "Nói chuyện", TODAY, TODAY, quantities={"attendances": (1000, "")})
        ledger.save_draft(draft, by=province.lan, at=AT)
    elif reference == "person":
        actions.add_user("moi", "Người Mới", password=None, posts=[(made, "focal_point")])  # type: ignore[list-item]
    elif reference == "below":
        agency("to-con", parent=made)
    elif reference == "merged":
        actions.merge_agency(agency("to-cu"), into=made, on=TODAY)

    assert queries.is_referred_to(made) == (reference != "nothing")
    if reference == "nothing":
        actions.delete_agency(made, by=province.administrator, at=AT)
        assert logged() == [("people.agency_delete", {"code": "to-moi"})]
    else:
        with pytest.raises(NotPossible, match="To-moi"):
            actions.delete_agency(made, by=province.administrator, at=AT)
    assert Agency.objects.filter(code="to-moi").exists() == (reference != "nothing")


def test_every_key_to_agencies_protects_them() -> None:
    """The question whether anything refers to an agency, and the database, must look at the same keys."""
    keys = {f"{key.model.__name__}.{key.name}" for key in queries.offices.keys_to_agencies()}
    assert {"Entry.agency", "Activity.agency", "Post.agency", "Agency.parent", "Agency.successor"} <= keys
    assert [key for key in queries.offices.keys_to_agencies() if key.remote_field.on_delete is not PROTECT] == []


def test_the_tree_puts_everybody_below_their_upper(province: Province) -> None:
    actions.end_agency(province.commune_b, on=TODAY, by=province.administrator, at=AT)
    branches = queries.agency_tree(TODAY)
    shape = [(branch.agency.code, branch.depth, branch.people, branch.below) for branch in branches]
    assert shape == [("ubnd-tinh", 0, 5, 2), ("xa-an-binh", 1, 1, 0), ("xa-binh-minh", 1, 1, 0)]

    def found(**asked: object) -> list[str]:
        return [row.agency.code for row in queries.agencies_searched(branches, today=TODAY, **asked)]  # type: ignore[arg-type]

    assert found() == ["ubnd-tinh", "xa-an-binh"]
    assert found(with_ended=True) == ["ubnd-tinh", "xa-an-binh", "xa-binh-minh"]
    assert found(q="an binh") == ["xa-an-binh"]
    assert found(level="province") == ["ubnd-tinh"]


Moves = st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=12)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=Moves)
def test_no_order_of_moves_and_mergers_closes_a_circle(moves: list[tuple[bool, int, int]], province: Province) -> None:
    key = Agency.objects.count()  # each example has agencies of its own
    made = [agency(f"o-{key}-{n}") for n in range(5)]
    with_user = {"by": province.administrator, "at": AT}
    for merges, one, other in moves:
        mover, target = (Agency.objects.get(pk=made[n].pk) for n in (one, other))
        try:
            if merges:
                actions.merge_agency(mover, into=target, on=TODAY, **with_user)  # type: ignore[arg-type]
            else:
                edit(mover, province, parent=target)
        except NotPossible:
            continue
    above = {
        code: {up for up in (parent, successor) if up}
        for code, parent, successor in Agency.objects.values_list("code", "parent_id", "successor_id")
    }
    for code in above:
        seen: set[str] = set()
        open_ = set(above[code])
        while open_:
            seen |= open_
            open_ = {up for low in open_ for up in above[low]} - seen
        assert code not in seen


# -- posts follow a merger -------------------------------------------------------------------------


def held(person: User) -> list[tuple[str, str, date, date | None]]:
    posts = Post.objects.filter(user=person).order_by("since", "pk")
    return [(post.agency_id, post.role, post.since, post.until) for post in posts]


def test_posts_move_with_a_merger_and_come_back_when_it_is_undone(province: Province) -> None:
    boss, first = province.administrator, date(2000, 1, 1)
    actions.give_post(province.leader, province.commune_a, Role.LEADER, since=first, by=boss, at=AT)
    actions.give_post(province.binh, province.commune_a, Role.FOCAL_POINT, since=first, by=boss, at=AT)
    before = {person: held(person) for person in (province.an, province.binh, province.leader)}
    for _ in range(2):
        actions.merge_agency(province.commune_a, into=province.commune_b, on=TODAY, by=boss, at=AT)

    assert held(province.an) == [
        ("xa-an-binh", "focal_point", first, None), ("xa-binh-minh", "focal_point", TODAY, None),
    ]  # fmt: skip
    # Held there already: nothing moves.
    assert held(province.binh) == before[province.binh]
    assert held(province.leader)[1:] == [
        ("xa-an-binh", "leader", first, TODAY), ("xa-binh-minh", "leader", TODAY, None),
    ]  # fmt: skip

    for _ in range(2):
        actions.undo_merger(Agency.objects.get(code="xa-an-binh"), by=boss, at=AT)

    assert {person: held(person) for person in before} == before
    moves = ModelLogEntry.objects.filter(action="people.move_post").order_by("pk").values_list("object_id", "data")
    assert sorted((int(pk), data["agency"]) for pk, data in moves) == sorted(
        (person.pk, code) for code in ("xa-binh-minh", "xa-an-binh") for person in (province.an, province.leader)
    )


def test_a_post_that_is_over_before_the_merger_stays_where_it_was(province: Province) -> None:
    post = Post.objects.get(user=province.an)
    actions.end_post(post, until=TODAY, by=province.administrator, at=AT)
    actions.merge_agency(province.commune_a, into=province.commune_b, on=TODAY)
    assert [agency for agency, *_rest in held(province.an)] == ["xa-an-binh"]


def test_what_took_place_after_the_end_is_recorded_for_the_successor(
    province: Province, client_of: Callable[[User], Client]
) -> None:
    actions.merge_agency(province.commune_a, into=province.commune_b, on=TODAY)
    browser, address = client_of(province.an), reverse("ledger:record", args=["talk"])
    given = {"title": "Nói chuyện", "attendances": "40", "agency": "xa-an-binh", "submit": "1"}

    refused = browser.post(address, {**given, "occurred_on": "2026-03-01"})
    said = " ".join(refused.context["form"].errors["occurred_on"])
    assert "UBND xã Bình Minh" in said
    assert "01/03/2026" in said
    assert Activity.objects.count() == 0

    browser.post(address, {**given, "occurred_on": "2026-02-28"})
    browser.post(address, {**given, "agency": "xa-binh-minh", "occurred_on": "2026-03-01"})
    assert [(made.agency_id, made.occurred_on) for made in Activity.objects.order_by("pk")] == [
        ("xa-an-binh", date(2026, 2, 28)), ("xa-binh-minh", TODAY),
    ]  # fmt: skip


def test_agencies_are_offered_by_the_alphabet(province: Province) -> None:
    for code, name in (("xa-z", "UBND xã Yên Lập"), ("xa-d", "UBND xã Đồng Tâm"), ("xa-e", "UBND xã Ea Súp")):
        actions.add_agency(code, name, "", level=Agency.Level.COMMUNE, parent=province.committee)
    told = ["UBND xã Đồng Tâm", "UBND xã Ea Súp", "UBND xã Yên Lập"]

    def order(names: Iterable[object]) -> list[str]:
        return [str(name) for name in names if str(name) in told]

    forms: list[Form] = [
        AboutForm(),
        PostForm(roles=[Role.FOCAL_POINT], today=TODAY),
        FindingForm(agencies=list(Agency.objects.all()), windows=[], for_province=True),
        MemberForm(today=TODAY),
    ]
    for form in forms:
        assert order(name for _code, name in form.fields["agency"].choices) == told, type(form)  # type: ignore[attr-defined]
    assert forms[0].fields["agency"].choices[0][0] == ""  # type: ignore[attr-defined] # list of the field
    assert order(ledger_queries.agencies_to_record_for(province.lan, today=TODAY)) == told
    assert order(programme.agencies_to_plan_for(None)) == told
