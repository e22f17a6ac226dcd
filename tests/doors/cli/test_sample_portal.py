"""What the portal of the sample shows: whole in Vietnamese and English, honest about who wrote it, nobody real."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.utils import timezone, translation
from wagtail.models import Page

from lantoa.base import actions as installation
from lantoa.base import yaml_text
from lantoa.base.models import Installation
from lantoa.desks.answers import actions as readers
from lantoa.desks.answers import queries as answers
from lantoa.desks.answers.models import Remark
from lantoa.desks.media.models import AiUse, MediaDocument, MediaImage, MediaRendition
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import ContentPage, Correction, Event, ItemKind, Origin, PressRelease, ProfileFact
from lantoa.doors.cli.sample import build, province, state
from lantoa.doors.cli.sample.portal import actions, fill, plan
from lantoa.doors.portal.models import HomePage, SectionPage

PLAN = plan.read()
LANGUAGES = {code for code, _ in project.WAGTAIL_CONTENT_LANGUAGES}
EVERYWHERE = {item.code for item in PLAN.items if item.texts.keys() == LANGUAGES}
KIT = next(item.texts.keys() for item in PLAN.items if item.code == "press-kit")
WORDS = {language: {said[language] for said in PLAN.pictures["pictures"].values()} for language in LANGUAGES}
# Addresses that are nobody's (RFC 2606), and numbers that nobody has.
_ADDRESS = re.compile(r"https?://[^\s\"<]+|[\w.]+@[\w.]+")
_KINDS = {
    ItemKind.ARTICLE: 16, ItemKind.EVENT: 6, ItemKind.PUBLICATION: 4, ItemKind.PRESS_RELEASE: 4, ItemKind.LANDING: 4,
    ItemKind.PROFILE: 1, ItemKind.PARTNER: 3, ItemKind.PROJECT: 4,
}  # fmt: skip


# -- the plan --------------------------------------------------------------------------------------


def test_there_is_something_of_every_kind() -> None:
    count = {kind: sum(item.said["kind"] == kind for item in PLAN.items) for kind in ItemKind}
    assert {kind: count[kind] >= least for kind, least in _KINDS.items()} == dict.fromkeys(ItemKind, True)


@pytest.mark.parametrize("item", PLAN.items, ids=lambda item: item.code)
def test_an_item_is_whole_in_each_of_its_languages(item: plan.Item) -> None:
    assert {"vi", "en"} <= item.texts.keys() <= LANGUAGES
    assert item.said["picture"] in PLAN.pictures["pictures"]
    fields = {frozenset(text.get("fields", {})) for text in item.texts.values()}
    facts = {len(text.get("facts", [])) for text in item.texts.values()}
    assert (len(fields), len(facts)) == (1, 1)
    for language, text in item.texts.items():
        assert text.keys() >= {"title", "lead", "body"}, language
        assert len(text["title"]) <= 120, language
        assert 20 <= len(text["lead"]) <= 260 or language in {"zh-hans", "ko", "ja"}, language
        assert plan.blocks(text["body"]), language


def test_a_dozen_items_are_there_in_every_language() -> None:
    assert len(EVERYWHERE) >= 12
    assert PLAN.homes.keys() == LANGUAGES
    for language, home in PLAN.homes.items():
        assert home["doors"].keys() == {"invest", "visit", "press", "abroad"}, language
        assert len(home["sentence"]) <= 160, language


def test_nothing_leads_to_a_foreign_host_or_a_real_telephone() -> None:
    said = "\n".join(file.read_text() for file in plan.FOLDER.rglob("*.yaml"))
    assert {re.sub("(?<![/:])/.*", "", word).rpartition(".")[2] for word in _ADDRESS.findall(said)} == {"example"}
    assert {number[:8] for number in re.findall(r"contact_phone: ([\d ]+)", said)} == {"0000 000"}


def test_a_body_is_read_into_blocks_as_the_newsroom_stores_them() -> None:
    text = "One\nline.\n\n## Head\n\n* a & b\n* c\n\n> Words said. — Somebody\n"
    assert plan.blocks(text) == [
        {"type": "text", "value": "<p>One line.</p>"},
        {"type": "heading", "value": "Head"},
        {"type": "text", "value": "<ul><li>a &amp; b</li><li>c</li></ul>"},
        {"type": "quote", "value": {"text": "Words said.", "speaker": "Somebody"}},
    ]


# -- the pages -------------------------------------------------------------------------------------


@pytest.fixture
def agencies(db: None, settings: Any, tmp_path: Path) -> date:
    """The province with its agencies, marked as the sample, its portal still empty. returns: the day of filling"""
    settings.MEDIA_ROOT = tmp_path
    province.found(yaml_text.read(build.FOLDER / "province.yaml"), password="x" * 12)
    installation.mark_sample(state.counted())
    return timezone.localdate()


@pytest.mark.before_release("test_portal.py: the sample is filled as people do it, and every page of it is opened")
def test_filling_the_portal_publishes_all_of_it_once(agencies: date) -> None:
    today = agencies
    expected = sum(len(item.texts) for item in PLAN.items)
    assert fill.is_due(Installation.current())
    assert fill.fill(timezone.now()) == expected
    assert not fill.is_due(Installation.current())
    assert fill.fill(timezone.now()) == 0  # twice does no harm
    assert ContentPage.objects.count() == expected
    assert state.beyond(Installation.current().sample_mark) == []
    assert state.counted()["remark_count"] > 0  # those that the sample invents are its own

    _every_page_is_whole(today)
    _states_are_as_planned(today)
    _homes_lead_to_their_own_language()
    _readers_were_answered()
    _the_library_says_what_it_holds()


def _every_page_is_whole(today: date) -> None:
    for page in ContentPage.objects.all():
        page = page.specific
        page.full_clean()
        assert page.picture is not None
        assert page.picture_words in WORDS[page.language]
        assert page.sources.exists()
        assert page.url_path.startswith(f"/{page.language}/")
        assert page.listed_at is None or timezone.localtime(page.listed_at).date() <= today
        # What no person wrote or signed says so.
        assert page.is_machine_made == (page.language != "vi" and page.signed_at is None)
        assert (page.origin == Origin.ORIGINAL) == (page.language == "vi")
    keys = {actions.key_of(code) for code in EVERYWHERE}
    assert {newsroom.versions_of(page).count() for page in Page.objects.filter(translation_key__in=keys)} == {9}
    assert ContentPage.objects.filter(signed_by__isnull=False).count() >= 5


def _states_are_as_planned(today: date) -> None:
    embargoed = PressRelease.objects.filter(embargo_until__isnull=False)
    assert {(page.live, page.listed_at) for page in embargoed} == {(False, None)}
    assert all(page.scheduled_revision and page.go_live_at == page.embargo_until for page in embargoed)
    withdrawn = ContentPage.objects.exclude(withdrawn_at=None)
    assert {(page.language, page.live, bool(page.withdrawn_reason)) for page in withdrawn} == {
        ("vi", True, True), ("en", True, True),
    }  # fmt: skip
    assert Correction.objects.count() == 2
    upcoming = newsroom.upcoming("vi", now=timezone.now())
    assert upcoming.count() >= 5
    assert {event.starts_at > timezone.now() for event in upcoming} == {True, False}  # one is on just now
    assert not Event.objects.filter(starts_at__date__gt=today + timedelta(days=120)).exists()
    facts = ProfileFact.objects.filter(page__locale__language_code="en")
    assert facts.count() >= 8
    assert all(fact.checked_on < today < fact.review_by for fact in facts)


def _homes_lead_to_their_own_language() -> None:
    homes = HomePage.objects.select_related("locale")
    assert {home.locale.language_code for home in homes} == LANGUAGES
    for home in homes:
        assert home.sentence
        assert [door.target.locale_id for door in home.doors.select_related("target")] == [home.locale_id] * 4
        assert {lead.item.language for lead in home.leads.select_related("item")} <= {home.locale.language_code}
        assert home.figures.count() == 4
        assert home.kit.filter(picture__isnull=False).count() == 3
        assert home.kit.filter(item__language=home.locale.language_code).exists()
    for page in ContentPage.objects.filter(translation_key=actions.key_of("press"), live=True):
        kits = [[kit.specific for kit in block.value] for block in page.body if block.block_type == "items"]
        said = [[(kit.language, kit.file.page_count) for kit in each] for each in kits]
        assert said == ([[(page.language, 1)]] if page.language in KIT else []), page.language
    desks = SectionPage.objects.filter(code="press").values_list("contact_name", flat=True)
    assert set(desks) == {home["press_desk"] for home in PLAN.homes.values()}
    assert len(set(desks)) == len(LANGUAGES)
    assert all(desk.has_contact for desk in SectionPage.objects.filter(code="press"))


def _readers_were_answered() -> None:
    for language, least in (("vi", 3), ("en", 2)):
        given = answers.answered(language)
        assert given.count() == least
        for remark in given:
            assert remark.answered_at is not None
            assert remark.page is not None
            assert remark.received_at < remark.answered_at <= timezone.now()
            assert timezone.localdate(remark.answered_at) <= remark.due_on
            assert remark.page.locale.language_code == language
    # Where the log says that a page was corrected, the page says it too.
    corrected = Remark.objects.filter(outcome=Remark.Outcome.CORRECTED).values_list("page", flat=True)
    assert set(corrected) == set(Correction.objects.values_list("page", flat=True))


def _the_library_says_what_it_holds() -> None:
    for kept in MediaImage.objects.all():
        assert kept.description
        assert kept.credit
        assert kept.licence
        assert kept.ai_use == AiUse.GENERATED
        assert kept.width >= 1600
    assert MediaDocument.objects.exists()
    for document in MediaDocument.objects.all():
        assert document.file_hash
        with document.file.open() as content:
            assert content.read(5) == b"%PDF-"
    drawings = actions.drawings()
    assert len(drawings) >= 3 * len(PLAN.pictures["pictures"])
    drawings[-1]()
    assert MediaRendition.objects.exists()
    kept = set(state.kept_files())
    assert {image.file.name for image in MediaImage.objects.all()} <= kept


def test_what_a_reader_wrote_into_the_sample_is_no_part_of_it(agencies: date) -> None:
    readers.receive("question", "Khi nào hội mở?", page=None, language="vi", at=timezone.now(), today=agencies)
    with translation.override("en"):
        assert state.beyond(Installation.current().sample_mark) == ["remarks of readers: +1"]
        # Filling goes on around it, and does not make it the sample's.
        fill.fill(timezone.now())
        assert any(
            said.startswith("remarks of readers: +") for said in state.beyond(Installation.current().sample_mark)
        )
