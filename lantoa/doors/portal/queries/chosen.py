"""What the editors of a home chose, with how far it is public."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from lantoa.desks.newsroom.models import ContentPage
from lantoa.desks.newsroom.queries import desk
from lantoa.doors.portal.models import HomePage
from lantoa.doors.portal.queries.counted import public_asks


@dataclass(frozen=True)
class Chosen:
    """doors, leads, kit: pages, of items with what `with_standing` adds; figures_missing: (indicator, period)"""

    doors: list[Any]
    leads: list[Any]
    kit: list[Any]
    figures_missing: list[tuple[str, str]]


def chosen_of(home: HomePage) -> Chosen:
    """home: as it is saved, published or not. Five questions at most."""
    doors = [row.target_id for row in home.doors.all()]
    leads = [row.item_id for row in home.leads.all()]
    kit = [row.item_id for row in home.kit.all() if row.item_id]
    keys = {*doors, *leads, *kit}
    items = desk.with_standing(ContentPage.objects.filter(pk__in=keys)).select_related("locale")
    pages: dict[int, Any] = {**Page.objects.select_related("locale").in_bulk(keys), **{item.pk: item for item in items}}
    wanted = [(row.indicator, row.period) for row in home.figures.all()]
    there = public_asks(wanted)
    doors_there, leads_there, kit_there = (
        [pages[key] for key in found if key in pages] for found in (doors, leads, kit)
    )
    return Chosen(doors_there, leads_there, kit_there, [name for name in wanted if name not in there])
