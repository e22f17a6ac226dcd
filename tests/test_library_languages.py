"""The packages we stand on speak our Vietnamese, whole: each message of every installed package, scripts too."""

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import polib
import pytest
from django.test import Client
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from lantoa.desks.newsroom.rules.standing import Standing
from tests.factories import Province
from tools import library_messages as libraries
from tools import messages
from tools.messages import Key, Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+(?:\s[^<>]*)?/?>")
# Words that no Vietnamese sentence holds unless somebody forgot to translate it.
ENGLISH = re.compile(
    r"\b(?:about|add|all|and|are|been|can|click|delete|document|edit|error|file|for|from|has|have|image|is|new|not|of"
    r"|page|please|save|search|select|sorry|task|that|the|there|these|this|title|upload|use|user|was|with|yes|you|your)\b",
    re.IGNORECASE,
)
# Names, signs and sentences of placeholders alone.
ALIKE = {"WebAuthn", "IPv4", "IPv6", "…"}
# What a machine reads, and words that are quoted.
LITERALLY = re.compile(r"\w+\(ENTER\)\S*|\w+ token\(ENTER\)|<code>\w+</code>|“[\w-]+”")


@cache
def catalogue(domain: str) -> dict[Key, polib.POEntry]:
    entries = polib.pofile(str(libraries.catalogue_of("vi", domain)), wrapwidth=0)
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries}


@cache
def own() -> dict[Key, polib.POEntry]:
    """What our own code says."""
    entries = polib.pofile(str(messages.catalogue_of("vi")), wrapwidth=0)
    return {(entry.msgctxt or "", entry.msgid): entry for entry in entries if not entry.obsolete}


@cache
def said(domain: str) -> dict[Key, Message]:
    return libraries.collect(domain)


def _vietnamese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def _answer(message: Message, number: int) -> str:
    if message.plural and message.context:
        return npgettext(message.context, message.text, message.plural, number)
    if message.plural:
        return ngettext(message.text, message.plural, number)
    return pgettext(message.context, message.text) if message.context else gettext(message.text)


# -- whole -----------------------------------------------------------------------------------------


def test_what_packages_say_is_found() -> None:
    """A collector that finds nothing would find everything translated."""
    by_package = Counter(package for message in said("django").values() for package in message.files)
    least = {
        "wagtail.admin": 850,
        "wagtail": 270,
        "wagtail.images": 150,
        "wagtail.documents": 85,
        "wagtail.users": 120,
    }
    least |= {"wagtail.contrib.redirects": 50, "taggit": 16, "allauth": 370, "django": 340, "django.contrib.auth": 80}
    assert {package: by_package[package] >= number for package, number in least.items()} == dict.fromkeys(least, True)
    assert len(said("djangojs")) >= 85
    assert said("django")["", "Move 1 page"].plural == "Move %(counter)s pages"
    assert ("A tag name", "name") in said("django")


def test_the_catalogue_holds_every_message_that_django_does_not_say() -> None:
    left_to_django = libraries.said_by_django("vi") - set(catalogue("django"))
    assert set(catalogue("django")) == set(said("django")) - left_to_django, "Run `make messages` and translate."
    assert set(catalogue("djangojs")) == set(said("djangojs"))


@pytest.mark.parametrize("domain", libraries.DOMAINS)
def test_every_message_has_a_translation(domain: str) -> None:
    entries = catalogue(domain).values()
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete or not _vietnamese(entry)] == []


def test_python_answers_in_our_words() -> None:
    """For each message as for one and as for many, whichever package says it."""
    with override("vi"):
        for key, message in said("django").items():
            if key in catalogue("django"):
                expected = _vietnamese(own().get(key, catalogue("django")[key]))
                assert [_answer(message, number) for number in (1, 7)] == [expected, expected]


def test_no_message_stays_as_it_is_in_english() -> None:
    def letters(text: str) -> str:
        return re.sub(r"[^a-z]", "", PLACEHOLDER.sub("", text).lower())

    alike = [one for one, other in _pairs() if one == other and letters(one) and one not in ALIKE]
    assert alike == []


def test_our_texts_and_those_of_packages_agree() -> None:
    """One English message has one Vietnamese; two meanings are kept apart by a context in our code."""
    shared = own().keys() & catalogue("django").keys()
    assert len(shared) > 50
    differing = {key for key in shared if _vietnamese(own()[key]) != _vietnamese(catalogue("django")[key])}
    assert differing == set(), "Give ours a context."


@pytest.mark.django_db
def test_the_browser_is_given_our_words(province: Province, client_of: Callable[..., Client]) -> None:
    script = client_of(province.administrator).get("/admin/jsi18n/").text
    given = json.loads(script.split("const newcatalog = ")[1].split(";\n")[0])
    for (context, text), entry in catalogue("djangojs").items():
        answer = given[f"{context}\x04{text}" if context else text]
        assert answer == ([_vietnamese(entry)] if entry.msgid_plural else _vietnamese(entry))


# -- right -----------------------------------------------------------------------------------------


def _pairs() -> list[tuple[str, str]]:
    entries = [entry for domain in libraries.DOMAINS for entry in catalogue(domain).values()]
    return [(entry.msgid_plural or entry.msgid, _vietnamese(entry)) for entry in entries]


def test_placeholders_and_tags_are_kept() -> None:
    def parts(text: str) -> tuple[list[str], list[str]]:
        return sorted(set(PLACEHOLDER.findall(text))), sorted(TAG.findall(text))

    # Wagtail's plural asks for the number of child pages, its singular does not: only one of them can be kept.
    odd = "This will also delete %(descendant_count)s more child pages. "
    assert [one for one, other in _pairs() if parts(one) != parts(other) and not one.startswith(odd)] == []


def test_blanks_at_the_ends_are_kept() -> None:
    ends = re.compile(r"\A\s*|\s*\Z")
    assert [one for one, other in _pairs() if ends.findall(one) != ends.findall(other)] == []


def test_no_english_is_left_in_the_sentences() -> None:
    def words(text: str) -> str:
        return TAG.sub("", LITERALLY.sub("", PLACEHOLDER.sub("", text)))

    assert ENGLISH.search("Xóa this ảnh") is not None
    assert [other for _, other in _pairs() if ENGLISH.search(words(other))] == []


def test_quotation_marks_are_vietnamese() -> None:
    straight = re.compile(r"""'|"(?!\))""")
    assert [other for _, other in _pairs() if straight.search(TAG.sub("", PLACEHOLDER.sub("", other)))] == []


# One word per idea: where the English says the one, the Vietnamese says the other.
WORDS = {
    r"\bimages?\b(?! alt)": "ảnh",
    r"\bdocuments?\b": "tài liệu",
    r"\bcollections?\b": "thư mục",
    r"\b(?<!heading )(?<!title )tags?\b": "thẻ",
    r"\bunpublish(?!ed (?:subpage|changes))": "gỡ",
    r"\brevision": "phiên bản",
    r"\bredirects?\b": "chuyển hướng",
    r"\bslug\b": "địa chỉ",
    r"\balias\b": "đồng bộ",
    r"\bpasswords?\b": "mật khẩu",
    r"\bpasskey": "khóa truy cập",
    r"\brecovery codes?\b": "mã dự phòng",
    r"\bemails?\b(?!\()": "thư",
}


# The state of an item: in the editor, and in the office.
STATES = {
    "live": Standing.PUBLIC,
    "draft": Standing.DRAFT,
    "in moderation": Standing.REVIEW,
    "In progress": Standing.REVIEW,
    "Needs changes": Standing.RETURNED,
    "scheduled": Standing.SCHEDULED,
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_editor_and_office_call_a_state_the_same(language: str) -> None:
    with override(language):
        assert {text: gettext(text).lower() for text in STATES} == {
            text: str(state.label).lower() for text, state in STATES.items()
        }


def test_editor_and_office_say_one_word_for_publishing_drafts_and_sections() -> None:
    """Whatever is shown: both catalogues and the rows that an installation begins with (docs/words.md)."""
    texts = [other for _, other in _pairs()] + [_vietnamese(entry) for entry in own().values()]
    texts += [
        file.read_text(encoding="utf-8")
        for file in [*messages.PACKAGE.glob("desks/*/seed/*.yaml"), *messages.PACKAGE.glob("base/seed/*.yaml")]
    ]
    # A publishing house, what it makes, and the field of work of the authorities.
    other_words = re.compile(r"(?<!nhà )(?<!đơn vị )(?<!báo chí, )xuất bản(?! phẩm)|bản thảo", re.IGNORECASE)
    assert other_words.search("Xuất bản trang")
    assert [text for text in texts if other_words.search(text)] == []
    sections = [entry for (context, text), entry in own().items() if re.search(r"\bsections?\b", text, re.IGNORECASE)]
    on_the_portal = [
        each for each in sections if any("desks/" in file or "portal/" in file for file, _ in each.occurrences)
    ]
    assert len(on_the_portal) > 8
    other_word = re.compile(r"(?<!chuyên )(?<!danh )(?<!thư )(?<!đề )\bmục\b", re.IGNORECASE)
    assert [each.msgid for each in on_the_portal if other_word.search(_vietnamese(each))] == []


@pytest.mark.parametrize("english", WORDS)
def test_one_word_says_one_idea(english: str) -> None:
    spoken = [
        (one, other)
        for one, other in _pairs()
        if re.search(english, PLACEHOLDER.sub("", TAG.sub("", one)), re.IGNORECASE)
    ]
    assert spoken
    assert [pair for pair in spoken if WORDS[english] not in pair[1].lower()] == []


def test_what_the_office_calls_otherwise_in_english_is_still_said_by_a_package() -> None:
    entries = polib.pofile(str(libraries.catalogue_of("en", "django")), wrapwidth=0)
    assert len(entries) > 40
    assert [entry.msgid for entry in entries if ("", entry.msgid) not in said("django")] == []
    assert [entry.msgid for entry in entries if ("", entry.msgid) in own()] == []  # ours would change with it
    assert [entry.msgid for entry in entries if _blanks(entry.msgid) != _blanks(entry.msgstr)] == []


def _blanks(text: str) -> tuple[list[str], str]:
    return sorted(PLACEHOLDER.findall(text)), text[len(text.rstrip()) :]


def test_the_compiled_catalogues_are_those_of_the_text() -> None:
    for language, domain in [*(("vi", domain) for domain in libraries.DOMAINS), ("en", "django")]:
        file = libraries.catalogue_of(language, domain)
        assert file.with_suffix(".mo").read_bytes() == polib.pofile(str(file), wrapwidth=0).to_binary()
