"""Accounts: inviting, posts that end by themselves, disabling, deleting a person's data."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from lantoa.core.people import actions, queries, rules
from lantoa.core.people.models import Agency, Invitation, Post, Role, User
from tests.factories import Province
from tests.test_access import World
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)
PASSWORD = "bon tu khong thanh cau"


@pytest.fixture
def boss(province: Province) -> User:
    """An administrator who can sign in."""
    return actions.add_user(
        "boss", "Trịnh Công", password=PASSWORD, posts=[(province.committee, Role.ADMINISTRATOR)], is_superuser=True
    )


def invite(agency: Agency, by: User, *, role: Role = Role.FOCAL_POINT, at: datetime = AT) -> actions.Link:
    return actions.invite("babe", "Lê Văn Ba", agency, role, since=date(2026, 3, 1), by=by, at=at)


def acts(account: User) -> list[str]:
    return [line.action for line in queries.history_of(account)][::-1]


# -- links -----------------------------------------------------------------------------------------


def test_an_invited_person_sets_a_password_once(commune_a: Agency, lan: User) -> None:
    link = invite(commune_a, lan)
    assert queries.state_of(link.invitation.user or lan) == "waiting"

    account = actions.enter(link.token.upper().replace("-", " "), PASSWORD, at=AT)

    assert (account.check_password(PASSWORD), queries.state_of(account)) == (True, "active")
    assert [(post.role, post.agency_id) for post in account.current_posts] == [("focal_point", commune_a.code)]
    with pytest.raises(queries.DeadLink):
        actions.enter(link.token, "mot mat khau khac", at=AT)
    assert acts(account) == ["people.post", "people.invite", "people.enter"]


def test_the_secret_of_a_link_is_nowhere_in_the_database(commune_a: Agency, lan: User) -> None:
    link = invite(commune_a, lan)
    kept = " ".join(str(value) for row in Invitation.objects.values_list() for value in row)
    assert link.invitation.token_hash in kept
    assert link.token not in kept
    assert link.token.replace("-", "") not in kept


@pytest.mark.parametrize("dead", ["expired", "revoked", "replaced", "disabled", "erased", "mistyped"])
def test_a_dead_link_opens_nothing(dead: str, commune_a: Agency, lan: User, boss: User) -> None:
    link = invite(commune_a, lan)
    account = link.invitation.user
    assert account
    token, at = link.token, AT
    assert queries.invitation(token, at=at).user == account
    if dead == "expired":
        at = link.invitation.expires_at
    elif dead == "revoked":
        actions.revoke(account, by=lan, at=AT)
    elif dead == "replaced":
        actions.give_link(account, by=lan, at=AT)
    elif dead == "disabled":
        actions.disable(account, by=boss, at=AT)
    elif dead == "erased":
        actions.erase(account, today=AT.date(), by=boss, at=AT)
    else:
        token = token[:-1] + ("a" if token[-1] != "a" else "b")

    for use in (lambda: queries.invitation(token, at=at), lambda: actions.enter(token, PASSWORD, at=at)):
        with pytest.raises(queries.DeadLink):
            use()
    account.refresh_from_db()
    assert not account.has_usable_password()


def test_a_new_password_leaves_the_old_one_until_the_link_is_used(an: User, lan: User) -> None:
    with raw_writes("a password as of long ago"):
        an.set_password("mat khau cu ngay xua")
        an.save()
    link = actions.give_link(an, by=lan, at=AT)
    assert link.invitation.purpose == Invitation.Purpose.RECOVER
    an.refresh_from_db()
    assert an.check_password("mat khau cu ngay xua")
    actions.enter(link.token, PASSWORD, at=AT)
    an.refresh_from_db()
    assert an.check_password(PASSWORD)


def test_one_open_link_for_an_account_is_the_databases_word_too(commune_a: Agency, lan: User) -> None:
    link = invite(commune_a, lan)
    with pytest.raises(IntegrityError), transaction.atomic(), raw_writes("two links at once"):
        Invitation.objects.create(
            purpose="invite", token_hash="x", user=link.invitation.user, made_by=lan, made_at=AT, expires_at=AT
        )


# -- posts -----------------------------------------------------------------------------------------

TODAY = date(2026, 3, 1)
DAYS = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days))


@given(since=DAYS, length=st.none() | st.integers(0, 4))
def test_a_post_gives_rights_on_its_days_and_on_no_other(since: date, length: int | None) -> None:
    until = None if length is None else since + timedelta(length)
    held = [
        day for day in (TODAY + timedelta(n) for n in range(-5, 10)) if Post(since=since, until=until).is_held_on(day)
    ]
    expected = [TODAY + timedelta(n) for n in range(-5, 10) if TODAY + timedelta(n) >= since]
    assert held == (expected if length is None else expected[:length])


@pytest.mark.parametrize(("days", "works"), [((-1, None), True), ((0, 1), True), ((1, None), False), ((-9, 0), False)])
def test_a_post_that_is_not_held_today_opens_nothing(
    days: tuple[int, int | None], works: bool, province: Province, client_of: Any
) -> None:
    today = timezone.localdate()
    first, end = (None if day is None else today + timedelta(day) for day in days)
    account = actions.add_user("moi", "Người Mới", password=None, posts=[])
    assert first
    actions.give_post(
        account, province.commune_a, Role.FOCAL_POINT, since=first, until=end, by=province.administrator, at=AT
    )
    account = User.objects.get(pk=account.pk)
    assert rules.is_staff(account) is works
    assert client_of(account).get("/office/activities/").status_code == (200 if works else 403)


def test_the_same_post_is_given_once(an: User, commune_a: Agency, commune_b: Agency, boss: User) -> None:
    with pytest.raises(actions.NotNow, match=r"Trần Văn An"):
        actions.give_post(an, commune_a, Role.FOCAL_POINT, since=TODAY, by=boss, at=AT)
    actions.give_post(an, commune_b, Role.FOCAL_POINT, since=TODAY, by=boss, at=AT)
    old = an.posts.get(agency=commune_a)
    actions.end_post(old, until=TODAY, by=boss, at=AT)
    actions.give_post(an, commune_a, Role.FOCAL_POINT, since=TODAY, by=boss, at=AT)
    assert an.posts.count() == 3


def test_wagtails_flags_follow_the_administrators_post(an: User, commune_a: Agency, boss: User) -> None:
    post = actions.give_post(an, commune_a, Role.ADMINISTRATOR, since=TODAY, by=boss, at=AT)
    assert (an.is_superuser, an.is_staff) == (True, True)
    actions.end_post(post, until=TODAY, by=boss, at=AT)
    an.refresh_from_db()
    assert (an.is_superuser, an.is_staff) == (False, False)


# -- the last administrator ------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["disable", "erase", "end_post"])
def test_the_last_administrator_stays(act: str, province: Province, boss: User) -> None:
    """Others hold the role too, but without a password they could not act."""
    assert list(queries.administrators()) == [boss]

    def leave() -> None:
        if act == "disable":
            actions.disable(boss, by=boss, at=AT)
        elif act == "erase":
            actions.erase(boss, today=TODAY, by=boss, at=AT)
        else:
            actions.end_post(boss.posts.get(), until=TODAY, by=boss, at=AT)

    with pytest.raises(actions.NotNow, match="Trịnh Công"), transaction.atomic():
        leave()
    boss.refresh_from_db()
    assert list(queries.administrators()) == [boss]
    actions.enter(actions.give_link(province.administrator, by=boss, at=AT).token, PASSWORD, at=AT)
    leave()
    assert list(queries.administrators()) == [province.administrator]


# -- disabling, sessions, erasing ------------------------------------------------------------------


@pytest.mark.parametrize("act", [actions.disable, actions.end_sessions, actions.reset_second_step])
def test_sessions_end_at_once(act: Any, an: User, boss: User, client_of: Any) -> None:
    browser = client_of(an)
    assert browser.get("/office/").status_code == 200
    act(User.objects.get(pk=an.pk), by=boss, at=AT)
    assert browser.get("/office/").status_code == 302
    if act is actions.disable:
        actions.enable(User.objects.get(pk=an.pk), by=boss, at=AT)
        assert browser.get("/office/").status_code == 302, "an enabled account revives no session"


def test_deleting_a_persons_data_leaves_a_number(province: Province, boss: User, client_of: Any) -> None:
    accepted = World(province).accepted
    an = User.objects.get(pk=province.an.pk)
    Authenticator.objects.create(user=an, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = client_of(an)
    actions.give_link(an, by=boss, at=AT)

    actions.erase(an, today=TODAY, by=boss, at=timezone.now())

    an = User.objects.get(pk=an.pk)
    with override("en"):
        assert str(an) == f"Former colleague {an.pk}"
    assert browser.get("/office/").status_code == 302
    row = " ".join(str(getattr(an, field.attname)) for field in User._meta.concrete_fields)
    assert [word for word in ("An ", "Trần", "Văn") if word in row] == []
    assert not Authenticator.objects.filter(user=an).exists()
    assert not Invitation.objects.filter(user=an).exists()
    assert browser.session.session_key is None or not browser.session.load()
    assert accepted.entry
    assert accepted.entry.posted_by == province.lan
    assert accepted.created_by_id == an.pk
    log = " ".join(f"{line.label} {line.data}" for line in ModelLogEntry.objects.filter(action__startswith="people."))
    assert f"#{an.pk}" in log
    assert "Trần" not in log
    with pytest.raises(actions.NotNow):
        actions.enable(an, by=boss, at=AT)


def test_an_erased_person_may_be_invited_again_as_somebody_new(an: User, commune_a: Agency, boss: User) -> None:
    actions.erase(an, today=TODAY, by=boss, at=AT)
    assert queries.free_username("Trần Văn An") == "antv"
    assert not queries.is_taken("an")


def test_user_names_are_made_from_names(province: Province) -> None:
    names = ["Nguyễn Thị Lan", "Đỗ Đức", "H’Hen Niê", "  ", "李 明"]
    assert [queries.free_username(name) for name in names] == ["lannt", "ducd", "nieh", "user", "明李"]
    actions.add_user("lannt", "Nguyễn Thị Lan", password=None, posts=[])
    assert queries.free_username("Nguyễn Thị Lan") == "lannt2"
    assert queries.is_taken("LANNT")


# -- the first administrator -----------------------------------------------------------------------


def test_set_up_works_once_and_only_without_an_administrator() -> None:
    first, second = actions.open_set_up(at=AT), actions.open_set_up(at=AT)
    assert first
    assert second
    said = {
        "username": "quan", "full_name": "Đỗ Quân", "password": PASSWORD, "agency": "Sở Văn hóa", "province": "Tỉnh A",
        "today": TODAY, "at": AT,
    }  # fmt: skip
    with pytest.raises(queries.DeadLink):
        actions.set_up(first.token, **said)  # type: ignore[arg-type] # one dict for two calls

    account = actions.set_up(second.token, **said)  # type: ignore[arg-type] # as above

    assert (list(queries.administrators()), account.is_superuser) == ([account], True)
    assert actions.open_set_up(at=AT) is None
    with pytest.raises(queries.DeadLink):
        actions.set_up(second.token, **{**said, "username": "hai"})  # type: ignore[arg-type] # as above


def test_set_up_is_closed_once_an_administrator_came_another_way(province: Province, khach: Client) -> None:
    cache.clear()
    link = actions.open_set_up(at=timezone.now())
    assert link
    page = reverse("office:set_up", args=[link.token])
    assert khach.get(page).status_code == 200
    actions.enter(actions.give_link(province.administrator, by=province.lan, at=AT).token, PASSWORD, at=AT)
    assert khach.get(page).status_code == 404
