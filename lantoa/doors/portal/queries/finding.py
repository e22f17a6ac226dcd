"""From an address to its page.

A home is named as its language, so that a page's path in the tree is its address. It is asked for by its name and
its path at once: walking down from the root, as Wagtail does, takes a query for each step.
"""

from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from lantoa.base.statements import Statement, answers, slot
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.channels import queries as channels
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ITEM_TYPES, ContentPage, Correction, ItemKind, Source
from lantoa.desks.newsroom.queries import following
from lantoa.doors.portal.models import HomeKitPart, HomePage, SectionPage

_CLASS_OF = {item.KIND: item for item in ITEM_TYPES}


def open_languages() -> list[str]:
    """In which something can be read, in the order of the tree."""
    return list(HomePage.objects.live().order_by("path").values_list("locale__language_code", flat=True))


def contacts(language: str) -> "QuerySet[SectionPage]":
    """Sections that name whom to ask."""
    named = ~Q(contact_name="") | ~Q(contact_phone="") | ~Q(contact_email="")
    found: QuerySet[SectionPage] = SectionPage.objects.live().filter(named, locale__language_code=language)
    return found.order_by("path")


def page_at(address: str, *, today: date) -> Page | None:
    """The live page with this address, as its class, with everything that its template names; None: there is none.

    address: from its first slash to its last
    reads:   two queries for an item, one more if it was corrected in any language; one for the rest
    """
    steps = [step for step in address.split("/") if step]
    if not steps:
        return None
    here: dict[str, Any] = {"slug": steps[-1], "url_path": address, "live": True}
    if len(steps) == 1:
        kit = Exists(HomeKitPart.objects.filter(page=OuterRef("pk")))
        return HomePage.objects.select_related("picture").annotate(has_kit=kit).filter(**here).first()
    if len(steps) == 2:
        return SectionPage.objects.select_related("picture").filter(**here).first()
    for pk, kind in answers([(_item_here(), here)]):
        return _with_corrections(_whole(ItemKind(kind), today=today).get(pk=pk))
    return None


def item_read_in(language: str, pk: int) -> ContentPage | None:
    """The item with this number, if the public may open it and it is of this language."""
    found: ContentPage | None = newsroom.public().filter(language=language, pk=min(pk, 2**63 - 1)).first()
    return found


@cache
def _item_here() -> Statement:
    here = ContentPage.objects.filter(slug=slot("slug"), url_path=slot("url_path"), live=True)
    return Statement.of(here.order_by().values_list("pk", "kind"))


# Putting the question together takes as long as a tenth of the page; it is the same for all items of a kind on a day.
@lru_cache(maxsize=2 * len(ITEM_TYPES))
def _whole(kind: ItemKind, *, today: date) -> "QuerySet[Any]":
    """An item with who answers for it, its picture, its file, the name of its topic, whether it has sources.

    view_count, today_count: how often people read this version, ever and today
    is_corrected: whether any language version was
    """
    item = _CLASS_OF[kind]
    topic = Term.objects.filter(dimension=Dimension.TOPIC, code=OuterRef("topic"))
    with_file = ["file"] if any(field.name == "file" for field in item._meta.get_fields()) else []
    rows: QuerySet[Any] = item.objects.select_related("agency", "picture", "place", *with_file)
    whole: QuerySet[Any] = rows.annotate(
        topic_vi=Subquery(topic.values("name_vi")[:1]),
        topic_en=Subquery(topic.values("name_en")[:1]),
        view_count=channels.views_column(OuterRef("pk")),
        today_count=channels.views_column(OuterRef("pk"), on=today),
        has_sources=Exists(Source.objects.filter(page=OuterRef("pk"))),
        is_corrected=Exists(Correction.objects.filter(page__translation_key=OuterRef("translation_key"))),
    )
    return whole


def _with_corrections(item: Any) -> Any:
    """Sets corrected_at, and other_corrected_at, other_language: the last one that this version did not follow.

    The original leads: what is put right in a translation alone is none of its business.
    """
    item.corrected_at = item.other_corrected_at = None
    if item.is_corrected:
        told = following.corrections_told_to(item)
        item.corrected_at = max((each.corrected_at for each in told if each.page == item.pk), default=None)
        for each in following.left_open(item, told):
            if each.is_original and each.is_public:
                item.other_corrected_at, item.other_language = each.corrected_at, each.language
    return item
