"""`lantoa admin`: the way in at the terminal."""

import json
from typing import Any

import pytest
from django.utils import timezone

from lantoa.core.people import actions, queries
from lantoa.core.people.models import OPERATOR, Agency, Role, User
from lantoa.doors.cli import up
from lantoa.doors.cli.main import main
from tests.factories import Province

pytestmark = pytest.mark.django_db
PASSWORD = "bon tu khong thanh cau"


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of this test stands already, in a transaction."""
    monkeypatch.setattr("lantoa.doors.cli.main.prepare_database", lambda: False)
    monkeypatch.setenv("LANTOA_LANG", "en")


def admin(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["admin", *words, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def entered(said: dict[str, Any]) -> User:
    token = said["link"].rstrip("/").rpartition("/")[2]
    return actions.enter(token, PASSWORD, at=timezone.now())


def test_admin_makes_the_first_administrator_of_an_empty_installation(capsys: pytest.CaptureFixture[str]) -> None:
    said = admin(capsys, "quan", "--full-name", "Đỗ Quân")

    assert (said["user"], said["created"]) == ("quan", True)
    account = entered(said)
    assert list(queries.administrators()) == [account]
    assert account.current_posts[0].agency == Agency.objects.get()
    assert up._set_up_link("http://localhost:8000") == ""


def test_admin_lets_a_locked_out_one_back_in(province: Province, capsys: pytest.CaptureFixture[str]) -> None:
    entered(admin(capsys, "quan"))
    other = entered(admin(capsys, "lan"))
    assert {post.role for post in other.current_posts} == {"secretariat", "administrator"}
    actions.disable(other, by=province.administrator, at=timezone.now())

    account = entered(admin(capsys, "lan", "--reset-second-step"))

    assert account.is_active
    assert User.objects.filter(username="lan").count() == 1


def test_admin_takes_the_agency_named_or_the_top_of_the_tree(
    province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    admin(capsys, "mot")
    admin(capsys, "hai", "--agency", "xa-an-binh")
    posts = [User.objects.get(username=name).current_posts[0] for name in ("mot", "hai")]
    assert [(post.agency_id, post.role) for post in posts] == [
        ("ubnd-tinh", Role.ADMINISTRATOR), ("xa-an-binh", Role.ADMINISTRATOR),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"), [(("a b",), "valid username"), (("ba", "--agency", "x"), "No agency has the code “x”.")]
)
def test_admin_says_what_cannot_be(
    words: tuple[str, ...], said: str, province: Province, capsys: pytest.CaptureFixture[str]
) -> None:
    before = User.objects.exclude(username=OPERATOR).count()
    assert main(["admin", *words]) == 2
    assert said in capsys.readouterr().err
    assert User.objects.exclude(username=OPERATOR).count() == before


def test_up_prints_a_set_up_link_until_there_is_an_administrator(province: Province) -> None:
    first = up._set_up_link("http://localhost:8000")
    assert first.startswith("http://localhost:8000/set-up/")
    assert up._set_up_link("http://localhost:8000") != first
