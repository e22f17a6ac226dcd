"""The register of official channels: kept by the secretariat, read by anybody, by machines too."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from lantoa.core.people.models import Agency, User
from lantoa.desks.channels import actions
from lantoa.desks.channels.models import OfficialChannel
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def _kept(province: Province, name: str = "Trang mạng xã hội của tỉnh", **facts: Any) -> OfficialChannel:
    known = {
        "kind": "social", "name": name, "address": f"https://social.example/{len(name)}", "agency": province.committee,
        "languages": ["vi", "lo"], "checked_on": date(2026, 2, 1), "since": None, "until": None, **facts,
    }  # fmt: skip
    return actions.keep_official(OfficialChannel(), known, by=province.lan, at=AT)


def _sent(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "portal", "name": "Cổng tiếng Lào", "address": "https://lao.example/", "agency": "ubnd-tinh",
        "languages": ["lo"], "checked_on": "2026-02-01", **changes,
    }  # fmt: skip


def test_secretariat_enters_a_channel_and_readers_see_it(
    province: Province, client_of: Callable[[User], Client], khach: Client
) -> None:
    client = client_of(province.lan)
    sent = _sent()

    assert client.post("/office/views/official/new/", sent).status_code == 302

    page = khach.get("/vi/channels/").content.decode()
    assert "Cổng tiếng Lào" in page
    assert "https://lao.example/" in page
    assert '<span lang="lo">ລາວ</span>' in page
    assert "Cổng tiếng Lào" in client.get("/office/views/official/").content.decode()
    assert khach.get("/vi/channels.json").json() == {
        "channels": [
            {
                "kind": "portal", "name": "Cổng tiếng Lào", "address": "https://lao.example/",
                "agency": "UBND tỉnh Sông Xanh", "languages": ["lo"], "checked_on": "2026-02-01", "since": None,
            }
        ]
    }  # fmt: skip
    english = khach.get("/en/channels.json").json()["channels"][0]["agency"]
    assert english == "Provincial People's Committee"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "lao.example"}, "address"),
        ({"since": "2026-02-02", "until": "2026-02-02"}, "until"),
        ({"languages": ["xx"]}, "languages"),
        ({"name": ""}, "name"),
        ({"checked_on": "2999-01-01"}, "checked_on"),
        ({"agency": "so-cu"}, "agency"),
    ],
)
def test_row_that_leads_nowhere_is_refused(
    wrong: dict[str, Any], field: str, province: Province, client_of: Callable[[User], Client]
) -> None:
    with raw_writes("an agency that ended long ago"):
        Agency.objects.create(
            code="so-cu", name_vi="Sở cũ", name_en="Old", level=province.committee.level, valid_until=date(2020, 1, 1)
        )
    answer = client_of(province.lan).post("/office/views/official/new/", _sent(**wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not OfficialChannel.objects.exists()


def test_channel_that_ended_leaves_the_public_list_and_stays_in_the_register(
    province: Province, client_of: Callable[[User], Client], khach: Client
) -> None:
    _kept(province, "Trang cũ", until=date(2026, 1, 1), since=date(2020, 1, 1))
    _kept(province)

    public, office = khach.get("/vi/channels/"), client_of(province.an).get("/office/views/official/")

    assert ("Trang cũ" in public.content.decode(), "Trang mạng xã hội" in public.content.decode()) == (False, True)
    assert "Trang cũ" in office.content.decode()


def test_telephone_number_is_a_channel_and_no_link(province: Province, khach: Client) -> None:
    _kept(province, "Đường dây nóng", kind="phone", address="0271 1022")

    page = khach.get("/en/channels/").content.decode()
    assert "0271 1022" in page
    assert 'href="0271 1022"' not in page


@pytest.mark.parametrize("path", ["/vi/channels/", "/office/views/official/"])
def test_lists_ask_as_often_for_three_as_for_one(
    path: str, province: Province, client_of: Callable[[User], Client], count_queries: Callable[[], Any]
) -> None:
    client = client_of(province.lan) if path.startswith("/office") else Client()
    counts = []
    for names in (["Một"], ["Hai ba", "Bốn năm sáu"]):
        for name in names:
            _kept(province, name)
        with count_queries() as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 15


def test_channels_stand_by_the_alphabet_of_vietnamese(province: Province, khach: Client) -> None:
    names = ["Ảnh đẹp", "Bản tin", "Cổng tỉnh", "Đài tỉnh", "Ủy ban", "Zalo"]
    for name in reversed(names):
        _kept(province, name, address=f"https://social.example/{name}")

    assert [row["name"] for row in khach.get("/vi/channels.json").json()["channels"]] == names


@pytest.mark.parametrize(
    ("kind", "address", "link"),
    [
        ("phone", "0260 3 123 456", "tel:02603123456"),
        ("phone", "+84 260 3123456 (7 đến 21 giờ)", "tel:+842603123456"),
        ("phone", "tại quầy", ""),
        ("social", "https://social.example/1", "https://social.example/1"),
    ],
)
def test_a_tap_opens_the_channel(kind: str, address: str, link: str, province: Province, khach: Client) -> None:
    channel = _kept(province, kind=kind, address=address)
    assert channel.link == link
    assert (f'href="{link}"' in khach.get("/vi/channels/").text) == bool(link)
