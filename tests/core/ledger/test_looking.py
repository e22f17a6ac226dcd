"""Who looks through what other agencies send, before the secretariat does."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lantoa.core.ledger import actions, queries
from lantoa.core.ledger.drafts import Draft
from lantoa.core.ledger.models import Activity, Precheck
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, Role, User
from tests.factories import Province

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
Browser = Callable[[User], Client]
REGISTER = "/office/activities/"


@pytest.fixture
def department(province: Province) -> User:
    """The focal point of a department that no agency stands below; of a commune beside it the officer is `thanh`."""
    made = people.add_agency("so", "Sở Ngoại vụ", "", level=Agency.Level.DEPARTMENT, parent=province.committee)
    below = people.add_agency("xa-duoi", "UBND xã Dưới", "", level=Agency.Level.COMMUNE, parent=province.committee)
    people.add_user("thanh", "Lý Thanh", password=None, posts=[(below, Role.FOCAL_POINT)])
    return people.add_user("hoa", "Vũ Thị Hoa", password=None, posts=[(made, Role.FOCAL_POINT)])


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of the form that confirms."""
    return dict(re.findall(r'type="hidden" name="(act|picked|key|seen_at|look)" value="([^"]*)"', text))


def standing() -> dict[str, str]:
    return dict(Precheck.objects.filter(until=None).values_list("of", "agency"))


def name_precheck(*codes: str, looker: str | None, by: User) -> int:
    agency = Agency.objects.get(code=looker) if looker else None
    found = Agency.objects.filter(code__in=codes)
    return actions.name_precheck(found, looker=agency, by=by, at=AT, today=date(2026, 3, 1))


def record(agency: str, title: str, *, by: User) -> Activity:
    draft = Draft(
        kind="talk", agency=agency, title=title, occurred_from=date(2026, 2, 3), occurred_on=date(2026, 2, 3),
        quantities={"talks": (1000, ""), "attendances": (40000, "")},
    )  # fmt: skip
    return actions.submit(actions.save_draft(draft, by=by, at=AT), by=by, at=AT)


def from_below(title: str = "Của xã dưới") -> Activity:
    return record("xa-duoi", title, by=User.objects.get(username="thanh"))


def test_a_department_looks_through_what_its_communes_send_and_nobody_else_does(
    province: Province, department: User, client_of: Browser
) -> None:
    made, secretary = from_below(), client_of(province.lan)
    page, mark = reverse("ledger:activity", args=[made.pk]), reverse("ledger:look_through", args=[made.pk])
    assert client_of(department).get(page).status_code == 404
    assert secretary.get(reverse("ledger:prechecks")).status_code == 200
    secretary.post(reverse("ledger:prechecks"), {"looker": "so", "agencies": ["xa-duoi"]})
    assert standing() == {"xa-duoi": "so"}

    reader = client_of(department)
    assert [act for act, _ in reader.get(REGISTER).context["acts"]] == ["return", "look", "submit", "withdraw"]
    assert reader.post(mark, {"note": "Đúng số liệu"}).status_code == 302
    assert client_of(province.an).post(mark).status_code == 404
    assert secretary.post(mark).status_code == 403
    assert reader.post(reverse("ledger:accept", args=[made.pk])).status_code == 403
    shown = secretary.get(page).text
    assert "Vũ Thị Hoa" in shown
    assert "Đúng số liệu" in shown
    titles = [
        [row.title for row in secretary.get(f"{REGISTER}?looked={word}").context["page"]] for word in ("yes", "no")
    ]
    assert titles == [["Của xã dưới"], []]

    # Sent anew, it is to be looked through anew.
    actions.submit(actions.withdraw(made, by=made.created_by, at=AT), by=made.created_by, at=AT)
    assert Activity.objects.get().looked_at is None
    reader.post(reverse("ledger:return", args=[made.pk]), {"return-reason": "Thiếu danh sách"})
    assert Activity.objects.get().state == "returned"
    officer = client_of(made.created_by)
    for name in ("ledger:activity", "ledger:edit"):
        shown = officer.get(reverse(name, args=[made.pk])).text
        assert "Vũ Thị Hoa trả lại" in shown
        assert "Ban thư ký trả lại" not in shown
        assert "Ban thư ký đã trả lại" not in shown

    secretary.post(reverse("ledger:prechecks"), {"looker": "", "agencies": ["xa-duoi"]})
    assert client_of(User.objects.get(pk=department.pk)).get(page).status_code == 404


def test_looking_through_by_the_dozen_leaves_accepting_to_the_secretariat(
    province: Province, department: User, client_of: Browser
) -> None:
    rows = [from_below(f"Buổi {number}") for number in range(2)]
    mine = record(province.commune_a.code, "Của xã khác", by=province.an)
    name_precheck("xa-duoi", looker="so", by=province.lan)
    reader = client_of(department)
    ids = [row.pk for row in (*rows, mine)]
    assert reader.post(reverse("ledger:bulk"), {"act": "accept", "pick": ids}).headers["Location"] == REGISTER
    shown = reader.post(reverse("ledger:bulk"), {"act": "look", "pick": ids})
    assert ([row.pk for row in shown.context["taken"]], shown.context["refused"]) == ([row.pk for row in rows], [])
    reader.post(reverse("ledger:bulk_confirm"), {**hidden(shown.text), "reason": "Đã đối chiếu"})
    assert {(row.looked_by, row.looked_note, row.state) for row in Activity.objects.filter(agency="xa-duoi")} == {
        (department, "Đã đối chiếu", "submitted")
    }
    assert Activity.objects.get(pk=mine.pk).looked_at is None


def test_an_agency_is_looked_through_by_one_wherever_both_stand(
    province: Province, department: User, client_of: Browser
) -> None:
    other = people.add_agency("so-khac", "Sở Khác", "", level=Agency.Level.DEPARTMENT, parent=province.committee)
    people.add_user("hai", "Trần Hải", password=None, posts=[(other, Role.FOCAL_POINT)])
    figures = queries.figure_scope(department)
    assert name_precheck("xa-duoi", "so", looker="so", by=province.lan) == 1  # never what it sends itself
    assert name_precheck("xa-duoi", looker="so", by=province.lan) == 0
    assert standing() == {"xa-duoi": "so"}
    assert queries.figure_scope(User.objects.get(pk=department.pk)) == figures
    assert name_precheck("xa-duoi", looker="so-khac", by=province.lan) == 1
    assert standing() == {"xa-duoi": "so-khac"}
    assert [(row.agency_id, row.until) for row in Precheck.objects.exclude(until=None)] == [("so", date(2026, 3, 1))]
    made = from_below()
    page = reverse("ledger:activity", args=[made.pk])
    assert client_of(User.objects.get(pk=department.pk)).get(page).status_code == 404
    seen = client_of(User.objects.get(username="hai"))
    assert seen.get(page).status_code == 200
    for name in ("accept", "withdraw", "correct", "reverse"):
        assert seen.post(reverse(f"ledger:{name}", args=[made.pk])).status_code in {403, 404}, name


def test_all_communes_are_named_at_once_and_all_of_it_is_taken_back(
    province: Province, department: User, client_of: Browser
) -> None:
    secretary, path = client_of(province.lan), reverse("ledger:prechecks")
    secretary.post(path, {"looker": "so", "whole": "level:commune"})
    communes = [province.commune_a.code, province.commune_b.code, "xa-duoi"]
    assert standing() == dict.fromkeys(communes, "so")
    shown = secretary.get(path)
    assert [(looker.code, [row.code for row in rows]) for looker, rows in shown.context["prechecks"]] == [
        ("so", communes)
    ]
    secretary.post(path, {"looker": "", "whole": "looker:so"})
    assert standing() == {}


@pytest.mark.parametrize(
    "given",
    [
        {"looker": ""},
        {"looker": "so"},
        {"looker": "so", "agencies": ["so", "xa-duoi"]},
        {"looker": "xa-duoi", "agencies": ["so"]},  # a commune looks through nobody
        {"looker": "so-trong", "agencies": ["xa-duoi"]},  # and nobody is there to do it
        {"looker": "so", "whole": "level:press"},
    ],
)
def test_what_cannot_be_named_comes_back(
    given: dict[str, Any], province: Province, department: User, client_of: Browser
) -> None:
    people.add_agency("so-trong", "Sở Trống", "", level=Agency.Level.DEPARTMENT, parent=province.committee)
    assert client_of(province.lan).post(reverse("ledger:prechecks"), given).status_code == 422
    assert standing() == {}


def test_the_list_asks_as_often_for_one_as_for_three(
    province: Province, department: User, client_of: Browser, count_queries: Any
) -> None:
    client, counts = client_of(province.lan), []
    for codes in (["xa-duoi"], ["xa-duoi", province.commune_a.code, province.commune_b.code]):
        name_precheck(*codes, looker="so", by=province.lan)
        with count_queries() as captured:
            assert client.get(reverse("ledger:prechecks")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


def test_two_records_that_the_department_made_one_are_one_for_the_secretariat(
    province: Province, department: User, client_of: Browser
) -> None:
    kept, other = from_below("Nói chuyện biên giới ở ấp Một"), from_below("Nói chuyện biên giới ở ấp Một.")
    own = record("so", "Nói chuyện biên giới ở ấp Một", by=department)
    foreign = record("xa-an-binh", "Nói chuyện biên giới ở ấp Một", by=province.an)
    merge, page = (reverse(f"ledger:{name}", args=[kept.pk]) for name in ("merge", "activity"))
    assert client_of(department).post(merge, {"other": other.pk}).status_code == 403  # not named yet
    name_precheck("xa-duoi", looker="so", by=province.lan)

    reader = client_of(department)
    assert reader.get(page).context["mergeable"] == {other.pk}
    assert reader.post(merge, {"other": own.pk}).status_code == 403
    assert reader.post(merge, {"other": foreign.pk}).status_code == 404
    assert reader.post(merge, {"other": other.pk}).status_code == 302
    other.refresh_from_db()
    assert (other.state, other.merged_into_id) == ("merged", kept.pk)

    secretary = client_of(province.lan)
    shown = secretary.get(page)
    assert shown.context["merged"] == [other]
    assert other.pk not in {one.pk for one in shown.context["alike"]}
    assert "Vũ Thị Hoa" in shown.text
    secretary.post(reverse("ledger:accept", args=[kept.pk]))
    assert Activity.objects.get(pk=kept.pk).state == "accepted"
    assert reader.post(reverse("ledger:separate", args=[other.pk])).status_code == 302
    other.refresh_from_db()
    assert other.state == "merged"  # a fact by now
    assert reader.get(page).context["may_separate"] is False


def test_a_department_takes_its_merging_back_and_says_that_two_are_two(
    province: Province, department: User, client_of: Browser
) -> None:
    name_precheck("xa-duoi", looker="so", by=province.lan)
    kept, other = from_below("Nói chuyện biên giới ở ấp Một"), from_below("Nói chuyện biên giới ở ấp Một.")
    reader, page = client_of(department), reverse("ledger:activity", args=[kept.pk])
    reader.post(reverse("ledger:merge", args=[kept.pk]), {"other": other.pk})
    assert reader.get(page).context["may_separate"] is True
    reader.post(reverse("ledger:separate", args=[other.pk]))
    other.refresh_from_db()
    assert other.state == "submitted"
    reader.post(reverse("ledger:different", args=[kept.pk]), {"other": other.pk})
    assert reader.get(page).context["alike"] == []
    shown = client_of(province.lan).get(page)
    assert (shown.context["alike"], shown.context["different"]) == ([], [other])


def test_a_fact_is_merged_by_the_secretariat_alone(province: Province, department: User, client_of: Browser) -> None:
    name_precheck("xa-duoi", looker="so", by=province.lan)
    fact = actions.accept(from_below("Nói chuyện biên giới ở ấp Một"), by=province.lan, at=AT)
    sent = from_below("Nói chuyện biên giới ở ấp Một.")
    reader = client_of(department)
    assert reader.get(reverse("ledger:activity", args=[sent.pk])).context["mergeable"] == set()
    assert reader.post(reverse("ledger:merge", args=[fact.pk]), {"other": sent.pk}).status_code == 403
