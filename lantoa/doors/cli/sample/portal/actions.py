"""Publishing the content of the sample, item by item, as editors would have done in the weeks before."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page

from lantoa.base.folding import fold
from lantoa.core.people import queries as people
from lantoa.core.people.models import User
from lantoa.core.vocabulary.models import Dimension, Term
from lantoa.desks.answers import actions as answers
from lantoa.desks.channels import actions as register
from lantoa.desks.channels import queries as channels
from lantoa.desks.channels.models import OfficialChannel
from lantoa.desks.media.models import MediaDocument, MediaImage
from lantoa.desks.newsroom import actions as newsroom
from lantoa.desks.newsroom.models import ITEM_TYPES, ContentPage, ItemKind, Origin, ProfileFact, Source
from lantoa.desks.newsroom.queries import following
from lantoa.doors.cli.sample import files
from lantoa.doors.cli.sample.portal.plan import PICTURES, Item, Plan, blocks
from lantoa.doors.portal import actions as portal
from lantoa.doors.portal import pictures
from lantoa.doors.portal.models import HomeDoor, HomeFigure, HomeKitPart, HomeLead, HomePage, SectionPage

# The same item has the same key on every machine.
_NAMESPACE = uuid.UUID("8a1d6a1e-52f7-4a53-9a0e-3c1b6f0f2d55")
_TYPES = {kind.KIND: kind for kind in ITEM_TYPES}
# Where the items of a kind stand, unless the item says otherwise.
_SECTIONS = {
    ItemKind.ARTICLE: "news", ItemKind.EVENT: "events", ItemKind.PUBLICATION: "publications",
    ItemKind.PRESS_RELEASE: "press", ItemKind.LANDING: "visit", ItemKind.PROFILE: "about",
    ItemKind.PARTNER: "partners", ItemKind.PROJECT: "invest",
}  # fmt: skip


# What the first page offers to take along.
_KIT_ITEMS = ("province", "press-kit", "pocket-guide", "investor-handbook")
_KIT_PICTURES = ("river-dawn", "tea-hills", "border-gate")


def key_of(code: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, code)


@transaction.atomic
def keep_picture(name: str, plan: Plan) -> MediaImage:
    """The picture of this name in the library; twice does no harm."""
    said = plan.pictures
    title = said["pictures"][name]["title"]
    kept: MediaImage | None = MediaImage.objects.filter(title=title).first()
    if kept is None:
        content = ContentFile((PICTURES / f"{name}.avif").read_bytes(), name=f"{name}.avif")
        kept = MediaImage(
            title=title, description=said["pictures"][name]["vi"], credit=said["credit"], licence=said["licence"],
            ai_use=said["ai_use"], file=content, file_size=content.size,
        )  # fmt: skip
        kept.save()
    return kept


def drawings() -> list[Callable[[], object]]:
    """The sizes in which pages show the pictures of the sample, each to be drawn ahead of its first reader."""
    pages: list[Page] = [*HomePage.objects.all(), *ContentPage.objects.all().select_related("picture").specific()]
    shown = {shown for page in pages for shown in pictures.shown_by(page)}
    order = [*pictures.USES, pictures.TO_TAKE]
    ordered = sorted(shown, key=lambda each: (order.index(each[1]), each[0].pk))
    return [partial(pictures.draw, image, use) for image, use in ordered]


@transaction.atomic
def publish(item: Item, language: str, plan: Plan, *, today: date, at: datetime) -> ContentPage | None:
    """Put a version of an item where it belongs, and count it. returns: None, if it stands there already

    at: now, when it is counted; its place in the lists is that of its day
    """
    if ContentPage.objects.filter(translation_key=key_of(item.code), language=language).exists():
        return None
    page = _drafted(item, language, plan, today=today)
    listed_at = _listed_at(item, language, today=today)
    section = _section(language, item)
    if item.said["days"] < 0:
        page.live, page.go_live_at = False, listed_at
        section.add_child(instance=page)
        page.save_revision(user=page.owner).publish(user=page.owner, skip_permission_checks=True)
        return page
    # Saved once, as it stands in the end: by way of a draft each page would be indexed four times.
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = page.listed_at = listed_at
    section.add_child(instance=page)
    newsroom.published(page, revision=None, at=at)
    _settle(page, item.texts[language], listed_at=listed_at, at=at)
    return page


def open_homes(plan: Plan) -> None:
    """The first page of every language, with its sections; twice does no harm."""
    for language in plan.homes:
        portal.open_language(language)


@transaction.atomic
def arrange_home(language: str, plan: Plan, *, period: str, today: date) -> None:
    """What the first page of a language leads to, and what its readers were told; left alone where somebody arranged it
    already.
    """
    home, said = _home(language), plan.homes[language]
    if home.sentence:
        return
    home.sentence, home.picture = said["sentence"], keep_picture("river-dawn", plan)
    versions = {page.translation_key: page for page in ContentPage.objects.filter(language=language)}
    home.doors = [
        HomeDoor(title=title, note=note, target=versions[key_of(code)]) for code, (title, note) in said["doors"].items()
    ]
    leads = [item.code for item in plan.items if item.said.get("lead") and key_of(item.code) in versions]
    home.leads = [HomeLead(item=versions[key_of(code)]) for code in leads[:3]]
    home.figures = [
        HomeFigure(indicator=indicator, period=period)
        for indicator in ("delegations_in", "training_classes", "talk_attendances", "panel_clusters")
    ]
    home.kit = [
        *(HomeKitPart(item=versions[key_of(code)]) for code in _KIT_ITEMS if key_of(code) in versions),
        *(
            HomeKitPart(picture=keep_picture(name, plan), picture_text=plan.pictures["pictures"][name][language])
            for name in _KIT_PICTURES
        ),
    ]
    home.shows_answers = True
    home.save()
    _name_the_press_desk(home, plan, name=said["press_desk"])
    _answer_readers(language, said.get("remarks", []), versions, today=today)
    for code, intro in said.get("sections", {}).items():
        section = SectionPage.objects.child_of(home).get(code=code)
        section.intro = intro
        section.save()


def _name_the_press_desk(home: HomePage, plan: Plan, *, name: str) -> None:
    desk = next(item.said["fields"] for item in plan.items if item.code == "accreditation")
    room = SectionPage.objects.child_of(home).get(code="press")
    room.contact_name, room.contact_phone, room.contact_email = name, desk["contact_phone"], desk["contact_email"]
    room.save()


def _answer_readers(
    language: str, remarks: list[dict[str, Any]], versions: dict[uuid.UUID, ContentPage], *, today: date
) -> None:
    """What readers wrote about items of this language, so many days ago, and the answer some days after."""
    by = _person("so-ngoai-vu")
    for said in remarks:
        received_at = _moment(today, -said["days"], 11)
        remark = answers.receive(
            said["kind"], said["text"], page=versions[key_of(said["about"])], language=language,
            at=received_at, today=received_at.date(),
        )  # fmt: skip
        answered_at = _moment(today, said["after"] - said["days"], 17)
        answers.answer(remark, said["outcome"], summary=said["summary"], text=said["answer"], by=by, at=answered_at)


@transaction.atomic
def keep_channels(plan: Plan, *, today: date, at: datetime) -> None:
    """The register of official channels; those that stand in it already stay as they are."""
    known = {channel.address for channel in channels.official_channels()}
    for said in plan.channels:
        if said["address"] not in known:
            facts = {name: said[name] for name in ("kind", "name", "address", "languages")}
            facts |= {
                "agency": people.agency(said["agency"]), "since": None,
                "checked_on": today - timedelta(days=said["days"]),
                "until": today - timedelta(days=said["ended"]) if "ended" in said else None,
            }  # fmt: skip
            register.keep_official(OfficialChannel(), facts, by=_person("so-ngoai-vu"), at=at)


def _drafted(item: Item, language: str, plan: Plan, *, today: date) -> ContentPage:
    said, text = item.said, item.texts[language]
    kind = _TYPES[ItemKind(said["kind"])]
    slug = slugify(fold(text["title"])) if language == "vi" else item.code
    page = kind(
        title=text["title"], slug=slug[:80].strip("-"), standfirst=text["lead"], translation_key=key_of(item.code),
        locale=Locale.objects.get(language_code=language), agency_id=said["agency"],
        picture=keep_picture(said["picture"], plan),
        picture_text=plan.pictures["pictures"][said["picture"]][language], topic=said.get("topic", ""),
        information_kind=said.get("information", "promotion"), place_id=said.get("place"),
        event_at=_moment(today, -said["event"], 9) if "event" in said else None,
        origin=Origin.ORIGINAL if language == "vi" else Origin.MACHINE_ASSISTED,
        body=json.dumps(_body(item, language, plan)), **_of_its_kind(item, language, plan, today=today),
    )  # fmt: skip
    page.owner = _person(said["agency"])
    page.audiences = list(Term.objects.filter(dimension=Dimension.AUDIENCE, code__in=said.get("audiences", [])))
    if language in said.get("signed", []):
        # A person read it against the original and answers for it.
        page.signed_by, page.signed_at = _person("so-ngoai-vu"), _listed_at(item, language, today=today)
    page.sources = [Source(text=plan.homes[language]["source"], seen_on=today)]
    if "facts" in text:
        page.facts = [
            ProfileFact(
                label=label, value=value, source=plan.homes[language]["source"],
                checked_on=today - timedelta(days=20 + 9 * position),
                review_by=today + timedelta(days=340 - 31 * position),
            )
            for position, (label, value) in enumerate(text["facts"])
        ]  # fmt: skip
    return page


def _body(item: Item, language: str, plan: Plan) -> list[dict[str, Any]]:
    """The text; a second picture stands in its middle, told in the language of the page. Under its first list stand
    the items that it leads to.
    """
    found = blocks(item.texts[language]["body"])
    if name := item.said.get("second"):
        value = {
            "picture": keep_picture(name, plan).pk, "caption": "",
            "alternative_text": plan.pictures["pictures"][name][language],
        }  # fmt: skip
        found.insert(len(found) // 2 + 1, {"type": "picture", "value": value})
    if codes := item.said.get("leads_to"):
        keys = [key_of(code) for code in codes]
        there = ContentPage.objects.filter(translation_key__in=keys, language=language).values_list("pk", flat=True)
        place = next((at + 1 for at, block in enumerate(found) if "<li>" in str(block["value"])), len(found))
        if there:
            found.insert(place, {"type": "items", "value": list(there)})
    return found


def _of_its_kind(item: Item, language: str, plan: Plan, *, today: date) -> dict[str, Any]:
    """The fields that this kind alone has: those of the item, then those of the language."""
    fields = {**item.said.get("fields", {}), **item.texts[language].get("fields", {})}
    for name, (days, hour) in item.said.get("moments", {}).items():
        fields[name] = _moment(today, days, hour)
    if item.said.get("pdf"):
        fields["file"] = _document(item, language)
    return fields


def _document(item: Item, language: str) -> MediaDocument:
    title = item.texts[language]["title"]
    kept: MediaDocument | None = MediaDocument.objects.filter(title=title).first()
    if kept is None:
        content = files.page(
            "LAN TOA (SAMPLE)", item.texts["en"]["title"], "An invented publication, of which this page is all."
        )
        kept = MediaDocument(
            title=title, file=ContentFile(content, name=f"{item.code}-{language}.pdf"), licence="CC0 1.0",
            ai_use="generated", file_size=len(content), page_count=1,
        )  # fmt: skip
        kept.save()
        kept.get_file_hash()  # is kept with it: a browser asks by it whether its copy is still the file
    return kept


def _settle(page: ContentPage, text: dict[str, Any], *, listed_at: datetime, at: datetime) -> None:
    """What became of it after it was out: a correction, or a withdrawal under its reason."""
    by = _person("ban-chi-dao")
    if "correction" in text:
        of_others = [told.pk for told in following.left_open(page, following.corrections_told_to(page))]
        moment = listed_at + timedelta(hours=4)
        newsroom.announce_correction(page, text=text["correction"], carries=of_others, by=by, at=moment)
        newsroom.published(page, revision=None, at=listed_at + timedelta(hours=5))
    if "withdrawn" in text:
        newsroom.withdraw(page, by=by, at=at, reason=text["withdrawn"])


def _section(language: str, item: Item) -> SectionPage:
    code = item.said.get("section") or _SECTIONS[ItemKind(item.said["kind"])]
    section: SectionPage = SectionPage.objects.child_of(_home(language)).get(code=code)
    return section


def _home(language: str) -> HomePage:
    home: HomePage = HomePage.objects.get(locale__language_code=language)
    return home


def _listed_at(item: Item, language: str, *, today: date) -> datetime:
    """Vietnamese first; the other languages follow within the hours that translating takes."""
    later = timedelta(minutes=95 if language != "vi" and item.said["days"] >= 0 else 0)
    return _moment(today, -item.said["days"], item.said.get("hour", 9)) + later


def _moment(today: date, days: int, hour: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(hour), tzinfo=timezone.get_default_timezone())


def _person(agency: str) -> User:
    """Who writes for an agency in the sample."""
    found: User = User.objects.filter(posts__agency=agency, is_sample=True).order_by("pk")[0]
    return found
