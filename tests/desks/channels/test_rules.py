from pathlib import Path
from typing import Any

import pytest

from lantoa.desks.channels.models import Channel, What
from lantoa.desks.channels.rules import Countries, Event, counted, is_human, is_reading, told, without_small_cells


def test_an_event_is_written_and_read_back() -> None:
    text = counted(What.VIEW, 17, language="zh-hans", channel=Channel.QR)
    assert text == "view:17:zh-hans:qr"
    assert Event.of(text) == Event("view", 17, "zh-hans", "qr")
    assert Event.of(counted(What.DOWNLOAD, 3)) == Event("download", 3, "", "web")


@pytest.mark.parametrize("text", ["", "view", "look:1:vi:web", "view:x:vi:web", "view:1:vi:tv", "view:1:vi:web:more"])
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|invalid|valid"):
        Event.of(text)


PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 Version/16.3 Mobile Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36 Zalo android/23101",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/440.0]",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/118.0 Safari/537.36 CocCoc_Browser",
    "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
]
ROBOTS = [
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (Linux; Android 6.0.1) Chrome/120.0 Mobile Safari/537.36 (compatible; GoogleOther)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0 Safari/537.36",
    "curl/7.88.1",
    "python-requests/2.32",
    "Wget/1.21",
    "NotABrowser/1.0",
]


@pytest.mark.parametrize("agent", PEOPLE)
def test_browsers_are_people(agent: str) -> None:
    assert is_human(agent)


@pytest.mark.parametrize("agent", ROBOTS)
def test_programs_are_robots(agent: str) -> None:
    assert not is_human(agent)


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_COOKIE": "lantoa_language=en; sessionid=abc"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_RANGE": "bytes=65536-"},
        {"HTTP_RANGE": "bytes=100-199"},
    ],
)
def test_what_nobody_reads_is_no_reading(more: dict[str, str]) -> None:
    assert is_reading({"REQUEST_METHOD": "GET"})
    assert is_reading({"REQUEST_METHOD": "GET", "HTTP_COOKIE": "lantoa_language=en"})
    assert is_reading({"REQUEST_METHOD": "GET", "HTTP_COOKIE": "forum_sessionid=1; _ga=sessionid"})
    assert is_reading({"REQUEST_METHOD": "GET", "HTTP_RANGE": "bytes=0-65535"})
    assert not is_reading({"REQUEST_METHOD": "GET", **more})


def test_small_numbers_are_not_told() -> None:
    assert [told(count) for count in (0, 1, 4, 5, 6)] == [0, None, None, 5, 6]


TABLE = """
# made for this test
192.0.2.0,192.0.2.127,vn
2001:db8::,2001:db8::ffff, asean
198.51.100.7,198.51.100.7,china  # one address
"""


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.0", "vn"), ("192.0.2.127", "vn"), ("192.0.2.128", ""), ("192.0.1.255", ""),
        ("::ffff:192.0.2.5", "vn"),
        ("2001:db8::1", "asean"), ("2001:db8::1:0", ""), ("198.51.100.7", "china"), ("", ""), ("unknown", ""),
        ("0.0.0.0", ""), ("ffff::", ""),
    ],
)  # fmt: skip
def test_an_address_belongs_to_the_group_its_table_says(address: str, group: str) -> None:
    assert Countries(TABLE.splitlines()).group(address) == group
    assert Countries([]).group(address) == ""


@pytest.mark.parametrize(
    "line",
    ["192.0.2.0,vn", "192.0.2.9,192.0.2.1,vn", "192.0.2.0,2001:db8::,vn", "a,b,vn", "192.0.2.0,192.0.2.1,Việt Nam"],
)
def test_a_table_that_cannot_be_read_names_the_line(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        Countries(["# a table", line])


def test_a_bad_table_stops_the_start(settings: Any, tmp_path: Path) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from lantoa.desks.channels.actions import noting

    settings.COUNTRIES = tmp_path / "table.csv"
    settings.COUNTRIES.write_text("1.2.3.4,vn")
    noting.notebook.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="line 1"):
        noting.notebook()


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([9, 5], [9, 5]),
        ([9, 3, 2], [9, 5]),
        ([9, 7, 1], [9, 8]),  # alone, it could be had by subtraction
        ([3], [3]),
        ([9, 0], [9, 0]),
    ],
)
def test_small_groups_stand_together(counts: list[int], expected: list[int]) -> None:
    rows = [{"country_group": f"g{n}", "human_count": count, "robot_count": 1} for n, count in enumerate(counts)]
    found = without_small_cells(rows, "country_group")
    assert [row["human_count"] for row in found] == expected
    assert sum(row["human_count"] for row in found) == sum(counts)
    assert all(row["human_count"] >= 5 for row in found if row["country_group"] is not None)
