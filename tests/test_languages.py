"""The interface speaks Vietnamese and English, whole: no message without a translation, no screen half in English."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from django.test import Client
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from lantoa.core.vocabulary.models import IndicatorVersion, Kind, Measure, Term
from tests.databases import PROJECT
from tests.english import PLACEHOLDER, catalogue, english_on, vietnamese
from tests.factories import Province
from tests.test_access import World
from tools import messages
from tools.messages import Key, Message

OF_VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
# They quote a word that stands in Vietnamese prose.
QUOTING = {
    "Lan Tỏa", "“ngày”", "“năm”", "“hơn 100”", "“gần 100”", "“khoảng 100”",
    # printed on a document's sheet
    "“TM. ỦY BAN NHÂN DÂN”", "“KT. CHỦ TỊCH”", "“PHÓ CHỦ TỊCH”", "“TỈNH SÔNG XANH”", "“Sông Xanh”", "“Nơi nhận”",
    "“Phụ lục”", "“Lưu: VT, …”", "“- Lưu: VT, …”", "“Số: 05/BC-UBND”", "“Sông Xanh, ngày 03 tháng 12 năm 2026”",
    "“BÁO CÁO”", "“DỰ THẢO”",
    # shows how one may search
    "“đối ngoại”",
}  # fmt: skip
# Pages of allauth, which have no row in the table of addresses.
OF_SIGN_IN = [
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
]
FOR_VISITORS = ["/vi/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nothing-here/"]


@cache
def said() -> dict[Key, Message]:
    return messages.collect()


# -- the catalogue ---------------------------------------------------------------------------------


def test_the_catalogue_holds_exactly_what_the_code_says() -> None:
    held = {(entry.msgctxt or "", entry.msgid): entry.msgid_plural or "" for entry in catalogue()}
    assert held == {key: message.plural for key, message in said().items()}, "Run `make messages` and translate."


def test_every_message_is_translated() -> None:
    assert [entry.msgid for entry in catalogue() if entry.fuzzy or entry.obsolete or not vietnamese(entry)] == []


def test_translations_keep_the_placeholders() -> None:
    wrong = [
        entry.msgid
        for entry in catalogue()
        if set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) != set(PLACEHOLDER.findall(vietnamese(entry)))
    ]
    assert wrong == []


def test_translations_end_as_the_message_ends() -> None:
    """A sentence stays a sentence, a label a label, and no blank is lost at the ends."""
    ends = re.compile(r"\A\s*|[.…:]?\s*\Z")
    wrong = [
        entry.msgid
        for entry in catalogue()
        if ends.findall(entry.msgid) != ends.findall(vietnamese(entry)) and entry.msgid != "No."  # an abbreviation
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    compiled = messages.catalogue_of("vi").with_suffix(".mo").read_bytes()
    assert compiled == catalogue().to_binary(), "Run `make messages`."


def test_messages_are_english() -> None:
    def plain(text: str) -> str:
        for quoted in QUOTING:
            text = text.replace(quoted, "")
        return text

    assert [text for _, text in said() if OF_VIETNAMESE.search(plain(text))] == []


def test_english_is_what_the_code_says_in_singular_and_plural() -> None:
    with override("en"):
        for (context, text), message in said().items():
            asked = (context, text, message.plural) if context else (text, message.plural)
            if message.plural:
                many: Callable[..., str] = npgettext if context else ngettext
                assert [many(*asked, 1), many(*asked, 2)] == [text, message.plural]
            else:
                assert (pgettext(context, text) if context else gettext(text)) == text


def test_vietnamese_has_one_form_for_any_number() -> None:
    with override("vi"):
        for number in (0, 1, 2, 181):
            assert ngettext("%(count)s file", "%(count)s files", number) == "%(count)s tệp"


# -- what is collected -----------------------------------------------------------------------------


def test_a_text_alone_is_no_singular_of_a_plural(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue has one entry for both: alone it would read as the plural, with its bare placeholder."""
    folder = tmp_path / "room" / "templates"
    folder.mkdir(parents=True)
    (folder / "one.html").write_text('{% load i18n %}{% translate "I have read it" %}')
    counted = "{% blocktranslate count n=n %}I have read it{% plural %}I have read {{ n }}{% endblocktranslate %}"
    (folder / "many.html").write_text("{% load i18n %}" + counted)
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    with pytest.raises(messages.OneAndMany, match="I have read it"):
        messages.collect()


CODE = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy as in_context, ngettext_lazy, npgettext
A = _("One") + gettext_lazy("Two " "lines")
B = in_context("menu", "Three"), ngettext_lazy("a day", "%d days", 3), npgettext("state", "x", "y", 1)
C = gettext_noop("Four")
D = _(C), other("Five")
"""
TEMPLATE = """{% load i18n %}{% translate "One" %} {% translate 'It’s two' context "menu" as word %}
{% blocktranslate trimmed count n=n %}
  {{ n }} day at 5%
{% plural %}
  {{ n }} days
{% endblocktranslate %}{% tag _("Three") %}{{ word|default:_("Four") }}{# _("not this") #}"""


def test_python_is_read_whatever_the_functions_are_called() -> None:
    assert list(messages.of_code(CODE, "sample.py")) == [
        Message("", "One"),
        Message("", "Two lines"),
        Message("menu", "Three"),
        Message("", "a day", "%d days"),
        Message("state", "x", "y"),
        Message("", "Four"),
    ]


def test_a_message_that_is_put_together_is_refused() -> None:
    with pytest.raises(messages.NotLiteral, match=r"sample\.py:2: "):
        list(messages.of_code('from django.utils.translation import gettext\ngettext(f"{1} day")', "sample.py"))


def test_templates_are_read_in_every_form() -> None:
    assert list(messages.of_template(TEMPLATE)) == [
        Message("", "One"),
        Message("menu", "It’s two"),
        Message("", "%(n)s day at 5%%", "%(n)s days"),
        Message("", "Three"),
        Message("", "Four"),
    ]


def test_a_translation_outlives_its_message() -> None:
    kept = polib.POFile()
    messages.merge(kept, {("", "Gone"): Message("", "Gone", files=["a.py"])})
    kept[0].msgstr = "Đã đi"

    messages.merge(kept, {("", "New"): Message("", "New", files=["a.py"])})
    assert [(entry.msgid, entry.msgstr, bool(entry.obsolete)) for entry in kept] == [
        ("New", "", False),
        ("Gone", "Đã đi", True),
    ]

    messages.merge(kept, {("", "Gone"): Message("", "Gone", files=["a.py"])})
    assert [(entry.msgid, entry.msgstr, bool(entry.obsolete)) for entry in kept] == [("Gone", "Đã đi", False)]


# -- screens: those of the table of addresses are asked in test_access.py ---------------------------


def test_english_on_a_screen_is_seen() -> None:
    page = '<h1>Đoàn khách</h1><p>3 records, as of entry 12</p><a title="Register">Sổ</a><code>Save</code>'
    page += '<div lang="en"><div>Save</div>Cancel</div>'
    assert english_on(page) == ["3 records, as of entry 12", "Register"]


@pytest.mark.django_db
def test_filled_screens_are_vietnamese_throughout(province: Province, client_of: Callable[..., Client]) -> None:
    """Figures with rows, a correction and a review beside it."""
    world = World(province)
    assert world.frozen
    world.__dict__.pop("review")
    assert world.review
    lan = client_of(province.lan)
    figure = "/office/figures/talk_attendances/?period=2026&as_of=1"
    for path in ("/office/", "/office/activities/", "/office/figures/?period=2026", figure, "/office/reports/"):
        assert english_on(lan.get(path).text) == []
    refused = lan.post("/office/activities/new/delegation/", {"members": "1,000", "occurred_on": "2126-01-01"})
    assert refused.status_code == 422
    assert english_on(refused.text) == []


@pytest.mark.django_db
def test_sign_in_is_vietnamese_throughout(province: Province, khach: Client, client_of: Callable[..., Client]) -> None:
    for path in FOR_VISITORS:
        assert english_on(khach.get(path).text) == []
    wrong = khach.post("/accounts/login/", {"login": "lan", "password": "sai"})
    assert english_on(wrong.text) == []
    an = client_of(province.an)
    for path in OF_SIGN_IN:
        assert english_on(an.get(path, follow=True).text) == []


# -- names that are rows ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Kind, ["name", "hint"]),
        (Measure, ["name", "unit"]),
        (Term, ["name"]),
        (IndicatorVersion, ["name", "definition", "unit"]),
    ],
)
def test_the_vocabulary_has_names_in_both_languages(model: Any, fields: list[str]) -> None:
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        for field in fields:
            assert getattr(row, f"{field}_vi").strip(), (row.pk, field)
            assert getattr(row, f"{field}_en").strip(), (row.pk, field)
            assert not OF_VIETNAMESE.search(getattr(row, f"{field}_en")), (row.pk, field)


def test_the_forms_of_reports_have_headings_in_both_languages() -> None:
    forms = yaml.safe_load((PROJECT / "lantoa/core/reports/seed/forms.yaml").read_text(encoding="utf-8"))
    rows = [row for form in forms for row in form["sections"]]
    assert [row for row in rows if not (row["heading_vi"].strip() and row["heading_en"].strip())] == []
    assert [row for row in rows if bool(row.get("body_vi")) != bool(row.get("body_en"))] == []


def test_scripts_say_nothing_of_their_own() -> None:
    """What a script shows it reads from the page, where it is translated."""
    shown = re.compile(r"""(?:textContent|innerText|title|placeholder|ariaLabel)\s*=\s*["'`]|\b(?:alert|confirm)\(""")
    scripts: list[Path] = sorted((PROJECT / "lantoa").glob("**/static/**/*.js"))
    assert scripts
    assert [script.name for script in scripts if shown.search(script.read_text(encoding="utf-8"))] == []
