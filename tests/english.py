"""What a person reads on a page that is English, though Vietnamese says it otherwise."""

import re
from functools import cache
from html.parser import HTMLParser

import polib
from django.http import HttpResponse

from tools import messages

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|</?\w+>")


@cache
def catalogue() -> polib.POFile:
    return polib.pofile(str(messages.catalogue_of("vi")), wrapwidth=0)


def vietnamese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def english_in(answer: HttpResponse) -> list[str]:
    """On a page; any other answer has none."""
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return english_on(answer.text) if is_page else []


def english_on(page: str) -> list[str]:
    reader = _Texts()
    reader.feed(page)
    assert reader.texts, "an empty page proves nothing"
    return sorted(filter(_is_english, reader.texts))


@cache
def _is_english(text: str) -> bool:
    """Kept, as most of what stands on a page stands on all pages."""
    return any(english.fullmatch(text) for english in _english())


class _Texts(HTMLParser):
    """The texts a person reads or hears on a page, code and scripts apart."""

    ASIDE = ("script", "style", "code", "kbd")
    SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-label", "data-show", "data-hide", "data-done")

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._aside = 0
        self._english: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._aside += tag in self.ASIDE
        # What is marked as English is meant to be: a name or a definition beside the Vietnamese one.
        if (tag != "html" and ("lang", "en") in attrs) or tag in self._english[:1]:
            self._english.append(tag)
        self.texts |= {value for name, value in attrs if name in self.SPOKEN and value}

    def handle_endtag(self, tag: str) -> None:
        self._aside -= tag in self.ASIDE
        if tag in self._english[:1]:
            self._english.pop()

    def handle_data(self, data: str) -> None:
        if not self._aside and not self._english and data.strip():
            self.texts.add(" ".join(data.split()))


@cache
def _english() -> list[re.Pattern[str]]:
    """Patterns of every message that Vietnamese says otherwise; a placeholder stands for anything."""
    spoken = [text for entry in catalogue() for text in (entry.msgid, entry.msgid_plural) if text]
    own = {vietnamese(entry) for entry in catalogue()}
    parts = [[re.escape(part) for part in PLACEHOLDER.split(text)] for text in spoken if text not in own]
    return [re.compile(".+".join(part)) for part in parts if any(re.search("[A-Za-z]", piece) for piece in part)]
