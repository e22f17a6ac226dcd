"""How often pages are read, as their readers are told: with its moment, and small numbers veiled."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lantoa.desks.channels.models import Channel, Minute, Tally, What
from lantoa.desks.newsroom.models import ContentPage
from tests.doors.items import publish
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db


def read(
    item: ContentPage, count: int, *, days_ago: int = 0, is_human: bool = True, channel: str = Channel.WEB
) -> None:
    """As the writer of counts would sum it up."""
    with raw_writes("stands for what was counted"):
        Tally.objects.create(
            day=timezone.localdate() - timedelta(days=days_ago), what=What.VIEW, item=item.pk, language=item.language,
            channel=channel, is_human=is_human, event_count=count,
        )  # fmt: skip


def told(khach: Client, item: ContentPage) -> str:
    """The line of an item about its readers, without markup; empty if there is none."""
    _, found, rest = khach.get(item.url_path).text.partition('<a href="/en/counting/">')
    line = rest.partition("</p>")[0] if found and "How we count" not in rest[:20] else ""
    return line.replace("</a>", "").replace("<span>", "").replace("</span>", "")


def test_item_tells_its_views_and_those_of_today_and_of_when_that_is(khach: Client) -> None:
    item = publish("Bridge", language="en")
    read(item, 1200, days_ago=3)
    read(item, 12)
    read(item, 900, is_human=False)
    read(item, 900, channel=Channel.FEED)

    assert told(khach, item) == f"1,212 views 12 today as of {timezone.localtime():%-d %b %Y %H:%M}"


def test_item_veils_small_numbers(khach: Client) -> None:
    few, often = publish("Few", language="en"), publish("Often", language="en")
    read(few, 4, days_ago=1)
    read(often, 40, days_ago=1)
    read(often, 1)

    assert told(khach, few).startswith("fewer than 5 views as of ")
    assert told(khach, often).startswith("41 views fewer than 5 today as of ")


def test_item_that_nobody_read_says_nothing(khach: Client) -> None:
    item, other = publish("Bridge", language="en"), publish("Other", language="en")
    read(other, 50)

    assert told(khach, other)
    assert told(khach, item) == ""


def test_page_on_counting_tells_readers_now_and_views(khach: Client) -> None:
    item = publish("Bridge", language="en")
    read(item, 300, days_ago=2)
    read(item, 3)
    with raw_writes("stands for what was counted"):
        Minute.objects.create(at=timezone.now().replace(second=0, microsecond=0), view_count=7)

    text = khach.get("/en/counting/").text
    for heading, said in (("Readers now", "7"), ("Views today", "fewer than 5"), ("All views", "303")):
        assert f"<dt>{heading}</dt><dd><strong>{said}</strong></dd>" in text
    assert "as of " in text
