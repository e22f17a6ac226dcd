"""A figure in the body of an item is counted when it is read, and opens the public rows behind it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lantoa.core.ledger import actions as ledger
from lantoa.core.ledger.drafts import Draft
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import Indicator
from lantoa.desks.newsroom.blocks import FigureBlock
from lantoa.desks.newsroom.models import ContentPage
from tests.doors.items import publish, withdraw
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 5, tzinfo=UTC)


def block(indicator: str, period: str) -> dict[str, Any]:
    return {"type": "figure", "value": {"indicator": indicator, "period": period}}


@pytest.fixture
def item(province: Province) -> ContentPage:
    """An item that tells of one talk of 1,200 people."""
    draft = Draft(
        kind="talk", agency=province.commune_a.code, title="Nói chuyện", occurred_from=date(2026, 2, 3),
        occurred_on=date(2026, 2, 3), quantities={"talks": (1000, ""), "attendances": (1_200_000, "over")},
    )  # fmt: skip
    activity = ledger.submit(ledger.save_draft(draft, by=province.an, at=AT), by=province.an, at=AT)
    ledger.accept(activity, by=province.lan, at=AT)
    made: ContentPage = publish("Talks", language="en", body=[block("talk_attendances", "2026")])
    return made


def test_figure_says_its_unit_period_and_source_and_opens_its_rows(khach: Client, item: ContentPage) -> None:
    text = khach.get(item.url_path).text
    door = f"/en/figures/talk_attendances/2026/{item.pk}/"
    for said in (f'href="{door}"', "1,200</span>", "attendances</span>", "Attendances at talks, the year 2026",
                 "Source: the ledger of the province, as of entry 1", "about </span>"):  # fmt: skip
        assert said in text, said

    rows = khach.get(door).text
    assert "1,200" in rows
    assert rows.count("· accepted") == 1
    assert f'<a href="{item.url_path}">Talks</a>' in rows


def test_figure_of_an_item_opens_there_alone(khach: Client, item: ContentPage) -> None:
    other = publish("Other", language="en")
    assert khach.get(f"/en/figures/talk_attendances/2026/{item.pk}/").status_code == 200
    for address in (
        "/en/figures/talk_attendances/2026/", f"/en/figures/talk_attendances/2026/{other.pk}/",
        f"/vi/figures/talk_attendances/2026/{item.pk}/", f"/en/figures/talks/2026/{item.pk}/",
        f"/en/figures/talk_attendances/2026/{'9' * 30}/",
    ):  # fmt: skip
        assert khach.get(address).status_code == 404, address


def test_figure_of_a_withdrawn_item_stays_open_with_it_and_that_of_a_draft_is_closed(
    khach: Client, item: ContentPage
) -> None:
    draft = publish("Draft", language="en", live=False, body=[block("talk_attendances", "2026")])
    withdraw(item, "Wrong.")
    assert khach.get(f"/en/figures/talk_attendances/2026/{item.pk}/").status_code == 200
    assert khach.get(f"/en/figures/talk_attendances/2026/{draft.pk}/").status_code == 404


def test_figure_that_is_not_public_is_said_to_be_so(khach: Client, item: ContentPage) -> None:
    with raw_writes("an indicator made internal"):
        Indicator.objects.filter(code="talk_attendances").update(is_public=False)

    text = khach.get(item.url_path).text
    assert "The figure that belongs here is not open to the public." in text
    assert "1,200" not in text
    assert khach.get(f"/en/figures/talk_attendances/2026/{item.pk}/").status_code == 404


def test_preview_shows_a_figure_without_a_door(
    khach: Client, item: ContentPage, lan: User, client_of: Callable[[User], Client]
) -> None:
    revision = item.save_revision(user=lan)
    text = client_of(lan).get(f"/admin/pages/{item.pk}/revisions/{revision.pk}/view/").text
    assert "1,200</span>" in text
    assert "/en/figures/talk_attendances" not in text


def test_item_asks_as_often_for_three_figures_as_for_one(
    khach: Client, item: ContentPage, count_queries: Callable[[], Any]
) -> None:
    three = [block(code, "2026") for code in ("talk_attendances", "events", "training_classes")]
    several = publish("Several", language="en", body=three)
    counts = []
    for page in (item, several):
        khach.get(page.url_path)
        with count_queries() as queries:
            khach.get(page.url_path)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_editor_is_told_of_a_period_that_is_none() -> None:
    figure = FigureBlock()
    assert (
        figure.clean(figure.to_python({"indicator": "talk_attendances", "period": "2014..2018"}))["period"]
        == "2014..2018"
    )
    with pytest.raises(ValidationError) as told:
        figure.clean(figure.to_python({"indicator": "talk_attendances", "period": "bao giờ"}))
    assert "period" in str(told.value.as_json_data())  # type: ignore[attr-defined] # of a block
