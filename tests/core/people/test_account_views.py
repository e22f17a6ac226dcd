"""The screens of accounts, invitations, second steps and the audit log."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lantoa.core.people import actions, queries
from lantoa.core.people.models import Role, SecondStepRule, User
from tests.factories import Province

pytestmark = pytest.mark.django_db
PASSWORD = "bon tu khong thanh cau"


@pytest.fixture
def boss(province: Province) -> User:
    return actions.add_user(
        "boss", "Trịnh Công", password=PASSWORD, posts=[(province.committee, Role.ADMINISTRATOR)], is_superuser=True
    )


@pytest.fixture
def office(boss: User, client_of: Callable[[User], Client]) -> Client:
    client = client_of(boss)
    client.cookies["lantoa_language"] = "en"
    return client


def form(agency: str, **more: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"full_name": "Lê Văn Ba", "username": "", "agency": agency, "role": "focal_point", "since": today, **more}


def names_on(page: Any) -> set[str]:
    return set(re.findall(r'class="table-title"[^>]*>([^<]+)<', page.text))


# -- the list --------------------------------------------------------------------------------------


def test_the_list_shows_everybody_to_administrators_and_focal_points_to_the_secretariat(
    province: Province, office: Client, client_of: Callable[[User], Client]
) -> None:
    everybody = names_on(office.get(reverse("people:accounts")))
    assert {"Trần Văn An", "Nguyễn Thị Lan", "Phạm Thu Hà", "Trịnh Công"} <= everybody
    assert names_on(client_of(province.lan).get(reverse("people:accounts"))) == {"Trần Văn An", "Lê Thanh Bình"}


def test_who_holds_another_post_beside_is_not_the_secretariats(
    province: Province, boss: User, client_of: Callable[[User], Client]
) -> None:
    today = timezone.localdate()
    lan = client_of(province.lan)
    page = reverse("people:account", args=[province.an.pk])
    assert lan.get(page).status_code == 200
    post = actions.give_post(
        province.an, province.committee, Role.LEADER, since=today + timedelta(9), by=boss, at=timezone.now()
    )
    assert lan.get(page).status_code == 404
    assert lan.post(reverse("people:account_link", args=[province.an.pk])).status_code == 404
    actions.end_post(post, until=today, by=boss, at=timezone.now())
    assert lan.get(page).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=tran+an", {"Trần Văn An"}),
        ("q=BINH", {"Lê Thanh Bình"}),
        ("role=leader", {"Phạm Thu Hà"}),
        ("agency=xa-an-binh", {"Trần Văn An"}),
        ("agency=xa-an-binh&role=leader", set()),
        ("state=active", {"Trịnh Công"}),
        ("state=disabled", {"Hồ Phương Thảo"}),
        ("state=erased", {"Former colleague"}),
    ],
)
def test_the_list_is_narrowed(query: str, expected: set[str], province: Province, boss: User, office: Client) -> None:
    actions.disable(province.editor, by=boss, at=timezone.now())
    actions.erase(province.auditor, today=timezone.localdate(), by=boss, at=timezone.now())
    found = names_on(office.get(f"{reverse('people:accounts')}?{query}"))
    assert {re.sub(r" \d+$", "", name) for name in found} == expected


def test_the_list_asks_the_same_for_one_and_for_three(
    province: Province, client_of: Callable[[User], Client], count_queries: Any
) -> None:
    lan = client_of(province.lan)
    counts = []
    for query, shown in (("q=tran+an", 1), ("q=", 4)):
        if shown == 4:
            for name in ("Ba", "Tư"):
                actions.add_user(name, name, password=None, posts=[(province.commune_a, Role.FOCAL_POINT)])
        with count_queries() as asked:
            page = lan.get(f"{reverse('people:accounts')}?{query}&state=waiting")
        assert len(names_on(page)) == shown
        counts.append(len(asked) - ("q=tran" in query))  # words are compared here, once
    assert counts == [7, 7]


# -- inviting --------------------------------------------------------------------------------------


def test_inviting_answers_with_the_sheet_and_its_link(province: Province, office: Client, khach: Client) -> None:
    page = office.post(reverse("people:invite"), form("xa-an-binh"))

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    link = re.search(r'id="address">http://testserver(/join/[a-z0-9-]+/)<', page.text)
    assert link
    assert "data:image/svg+xml;base64," in page.text
    assert "balv" in page.text
    assert "Lê Văn Ba" in khach.get(link[1]).text
    account = User.objects.get(username="balv")
    assert link[1] not in office.get(reverse("people:account", args=[account.pk])).text


def test_the_secretariat_gives_no_other_role(province: Province, client_of: Callable[[User], Client]) -> None:
    lan = client_of(province.lan)
    for role, status in (("administrator", 422), ("leader", 422), ("focal_point", 200)):
        assert lan.post(reverse("people:invite"), form("xa-an-binh", role=role)).status_code == status
    assert [post.role for post in User.objects.get(username="balv").posts.all()] == ["focal_point"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"username": "LAN"}, "“LAN” is taken. Free is for example “balv”."),
        ({"username": "a b"}, "without blanks"),
        ({"since": "31/2/2026"}, "31/2/2026"),
        ({"since": "2026"}, "Write a single day"),
        ({"last_day": "2020-01-01"}, "The last day lies before the first."),
        ({"role": "administrator", "last_day": "2030-01-01"}, "An administrator begins at once"),
    ],
)
def test_inviting_says_what_is_wrong(more: dict[str, str], said: str, province: Province, office: Client) -> None:
    page = office.post(reverse("people:invite"), form("xa-an-binh", **more))
    assert (page.status_code, said in page.text) == (422, True)
    assert not User.objects.filter(full_name="Lê Văn Ba").exists()


def test_a_link_is_given_taken_back_and_given_again(province: Province, office: Client, khach: Client) -> None:
    page = reverse("people:account", args=[province.an.pk])
    given = office.post(reverse("people:account_link", args=[province.an.pk]))
    link = re.search(r"/join/[a-z0-9-]+/", given.text)
    assert link
    assert "A link was given" in office.get(page).text
    assert khach.get(link[0]).status_code == 200
    assert (
        "The link no longer works."
        in office.post(reverse("people:account_revoke", args=[province.an.pk]), follow=True).text
    )
    assert khach.get(link[0]).status_code == 404


# -- one account -----------------------------------------------------------------------------------


def test_posts_are_given_and_ended_on_the_page(province: Province, office: Client) -> None:
    an, page = province.an, reverse("people:account", args=[province.an.pk])
    given = {f"post-{name}": value for name, value in form("xa-binh-minh", last_day="2039-12-31").items()}
    assert "The post is given." in office.post(reverse("people:account_post", args=[an.pk]), given, follow=True).text
    post = an.posts.get(agency=province.commune_b)
    assert str(post.last_day) == "2039-12-31"
    assert "31 Dec 2039" in office.get(page).text
    again = office.post(reverse("people:account_post", args=[an.pk]), given, follow=True)
    assert "holds this post in that time already" in again.text
    wrong = office.post(reverse("people:account_end_post", args=[an.pk, post.pk]), {"last_day": "x"})
    assert wrong.status_code == 422
    office.post(reverse("people:account_end_post", args=[an.pk, post.pk]), {"last_day": ""})
    assert [held.agency_id for held in User.objects.get(pk=an.pk).current_posts] == ["xa-an-binh"]
    other = reverse("people:account_end_post", args=[province.binh.pk, post.pk])
    assert office.post(other).status_code == 404


def test_the_last_administrator_reads_why_not(boss: User, office: Client) -> None:
    page = office.post(reverse("people:account_disable", args=[boss.pk]), follow=True)
    assert "the last administrator who can sign in" in page.text
    assert User.objects.get(pk=boss.pk).is_active


def test_deleting_data_asks_for_the_user_name(province: Province, office: Client) -> None:
    erase = reverse("people:account_erase", args=[province.an.pk])
    refused = office.post(erase, {"erase-confirm": "binh"})
    assert (refused.status_code, "Nothing was deleted" in refused.text) == (422, True)
    assert "Trần Văn An" in office.get(reverse("people:account", args=[province.an.pk])).text
    page = office.post(erase, {"erase-confirm": "an"}, follow=True)
    assert f"Former colleague {province.an.pk}" in page.text
    assert "Trần Văn An" not in page.text
    assert office.get(reverse("people:account_name", args=[province.an.pk])).status_code == 404


# -- second steps ----------------------------------------------------------------------------------


def test_a_role_that_must_use_a_second_step_opens_nothing_else(
    province: Province, office: Client, client_of: Callable[[User], Client]
) -> None:
    today, rule = timezone.localdate(), reverse("people:account_second_steps")
    an = client_of(province.an)
    office.post(rule, {"focal_point": (today + timedelta(1)).isoformat()})
    assert an.get("/office/").status_code == 200
    assert "Saved." in office.post(rule, {"focal_point": today.isoformat()}, follow=True).text

    for path in ("/office/", reverse("ledger:register"), reverse("office:end_sessions"), "/admin/", "/documents/1/x/"):
        assert an.get(path).headers["Location"] == reverse("mfa_index")
    assert an.post(reverse("office:language"), {"language": "en"}).headers["Location"] == "/"
    assert "Your role asks for a second step" in an.get(reverse("mfa_index")).text
    assert office.get("/office/").status_code == 200

    office.post(rule, {"focal_point": ""})
    assert an.get("/office/").status_code == 200
    assert not SecondStepRule.objects.exists()


def test_sample_accounts_are_never_asked(province: Province, boss: User, client_of: Callable[[User], Client]) -> None:
    of_sample = actions.add_user(
        "mau", "Mẫu", password=None, posts=[(province.commune_a, Role.FOCAL_POINT)], is_sample=True
    )
    actions.ask_second_step({Role.FOCAL_POINT: timezone.localdate()}, by=boss, at=timezone.now())
    assert client_of(province.an).get("/office/").status_code == 302
    assert client_of(of_sample).get("/office/").status_code == 200


# -- what happened ---------------------------------------------------------------------------------


def test_the_log_tells_who_did_what_to_whom(province: Province, boss: User, office: Client) -> None:
    office.post(reverse("people:account_disable", args=[province.an.pk]))
    office.post(reverse("people:account_enable", args=[province.binh.pk]))
    page = reverse("people:audit")
    assert "Account disabled" in office.get(page).text
    of_an = office.get(f"{page}?person={province.an.pk}").text
    assert ("Account disabled</th>" in of_an, "Account enabled</th>" in of_an) == (True, False)
    assert "Account enabled</th>" in office.get(f"{page}?action=people.enable").text
    assert "Account disabled</th>" not in office.get(f"{page}?action=people.enable").text
    tomorrow = (timezone.localdate() + timedelta(1)).isoformat()
    assert "Nothing matches these filters" in office.get(f"{page}?since={tomorrow}").text
    assert "Account disabled</th>" in office.get(f"{page}?until={timezone.localdate()}").text


def test_the_file_holds_the_same_lines_and_runs_nothing(province: Province, boss: User, office: Client) -> None:
    actions.rename(province.an, username="an", full_name="=HYPERLINK(1)", by=boss, at=timezone.now())
    response = office.get(reverse("people:audit_file"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined] # streams
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:4] == ["When", "Who", "Act", "Code"]
    assert [[*row[1:4], row[5]] for row in rows[1:]] == [
        ["Trịnh Công", "Name changed", "people.rename", "'=HYPERLINK(1)"]
    ]


def test_a_file_taken_from_the_log_leaves_a_line_in_it(province: Province, boss: User, office: Client) -> None:
    actions.disable(province.an, by=boss, at=timezone.now())
    office.get(reverse("people:audit_file") + f"?action=people.disable&person={province.an.pk}")
    line = queries.told(queries.audit(action="people.take_away"))[0]
    assert (line.by, line.on) == (boss, str(boss))
    said = f"What happened · csv · 1 row · person={province.an.pk}, action=people.disable"
    assert said in office.get(reverse("people:audit")).text


def test_the_log_asks_the_same_for_one_and_for_three(
    province: Province, boss: User, office: Client, count_queries: Any
) -> None:
    counts = []
    for account in (province.an, province.binh, province.editor):
        actions.disable(account, by=boss, at=timezone.now())
        if account != province.binh:
            with count_queries() as asked:
                office.get(reverse("people:audit"))
            counts.append(len(asked))
    assert counts == [8, 8]
    assert len(queries.told(queries.audit())) == 3
