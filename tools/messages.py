"""Keeps the catalogues in lantoa/locale: `make messages` collects what the code says, merges and compiles.

Written here rather than with GNU gettext, so that it runs wherever the development tools are installed and a test can
ask whether the catalogue is complete. A translation is never lost: a message that is gone waits at the end of the
file, marked as obsolete, and comes back with the message.
"""

import ast
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
import yaml
from django.utils.translation.template import templatize

from lantoa.base.folding import plain

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "lantoa"
# Language and how many forms it has for a number. English is what the code says.
TRANSLATED = {"vi": "nplurals=1; plural=0;"}
# The portal speaks these too: what its readers see, and no more. Named as Django names the folders of locales.
OF_READERS = {
    "zh_Hans": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
    "ja": "nplurals=1; plural=0;",
    "lo": "nplurals=1; plural=0;",
    "km": "nplurals=1; plural=0;",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
# What is said on public pages: all of these files, and these texts of others.
SEEN_BY_READERS = re.compile(
    r"doors/portal/(?!models|forms|cache/|chosen|notices|templates/portal/(?:misses|notice))"
    r"|core/reports/templates/reports/trace_(?:parts|sum)"
    r"|desks/channels/(?:templatetags/|templates/channels/official_public)"
    r"|desks/answers/(?:models|templates/answers/(?!remark_|remarks|row|times))"
)
SHARED_WITH_READERS = {
    "Article", "Event", "Publication", "Press release", "Landing page", "Province profile", "Partner or twinned place",
    "Investment project", "about", "what it is made of", "the year %(year)s", "%(first)s–%(last)s",
    "the first half of %(year)s", "the second half of %(year)s", "quarter %(roman)s of %(year)s", "%(month)s/%(year)s",
    "What is it?", "Your words",
    "Say what is wrong or what you would like to know. Please leave out personal data of others.", "Who replies",
    "For a reply only: the person or body that the page is about.", "Leave the last field empty.", "Say who replies.",
    "Only if you want an answer by e-mail. It is removed some weeks after the answer.",
    "This form was open for too long, or too briefly. Please send it once more.",
    "Portal or website", "Page or account on a social network", "Video channel", "App", "Telephone line", "Newsletter",
    "optional", "One answer needs another look.", "Nothing is lost: what you entered stands below.", "Previous", "Next",
    "%(first)s to %(last)s of %(all)s",
    "We are receiving many messages just now. Your text is still here: please send it in ten minutes.",
}  # fmt: skip
# Rows whose English names and units readers see; any other row keeps its English name, marked as English.
SEED = PACKAGE / "core" / "vocabulary" / "seed"
INDICATORS = {
    "delegations_in", "delegations_in_members", "delegation_countries", "delegations_out", "talk_attendances", "events",
    "event_attendances", "exchanges", "foreign_reporters", "international_conferences", "page_views",
    "panel_clusters", "training_classes", "international_visitors", "investment_projects", "investment_capital",
    "investment_jobs", "agreements_signed", "foreign_students", "foreign_press_items", "exhibitions",
    "exhibition_visits", "contests", "contest_entrants", "international_events", "videos",
}  # fmt: skip
KINDS = {
    "delegation", "event", "exchange", "international_conference", "panel_cluster", "talk", "training_class",
    "visitors", "investment_project", "agreement", "student_support", "foreign_press_item", "exhibition", "contest",
    "media_items",
}  # fmt: skip
DIMENSIONS = ("topic", "purpose", "pillar", "country", "language", "information_kind")
# Provinces, of the lists of `core/people` and of the sample; agencies as every province has them.
PLACES = PACKAGE / "core" / "people" / "seed" / "provinces.csv"
OF_THE_SAMPLE = {
    "Thuan Bien Province",
    "Thuan Bien Provincial People's Committee",
    "Border Gate Economic Zone Authority",
}
AGENCIES = {
    "Department of Agriculture and Environment", "Department of Construction",
    "Department of Culture, Sports and Tourism", "Department of Education and Training", "Department of Finance",
    "Department of Health", "Department of Home Affairs", "Department of Industry and Trade",
    "Department of Information and Communications", "Department of Justice", "Department of Planning and Investment",
    "Department of Science and Technology", "External Relations Department", "Provincial Border Guard",
    "Propaganda and Mass Mobilization Commission of the Provincial Party Committee",
    "Provincial Union of Friendship Organizations", "Steering Committee for External Information Work",
}  # fmt: skip
# What the forms of readers say through Django, which speaks neither Lao nor Khmer. With their plurals.
OF_DJANGO = {
    "This field is required.": "",
    "Enter a valid email address.": "",
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).":
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).":
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
}  # fmt: skip

# Where the context, the message and its plural stand among the arguments of each function.
_PLACES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_TEMPLATE_CALL = re.compile(rf"\b(?P<name>n?p?gettext|_)\((?P<strings>{_STRING}(?:, {_STRING})*)")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")

Key = tuple[str, str]  # context ("" for none) and message


@dataclass
class Message:
    """One message of the code. files: where it stands, as paths inside the package, in the order of reading."""

    context: str
    text: str
    plural: str = ""
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


class OneAndMany(ValueError):
    """One text stands alone and as the singular of a plural; catalogues hold one entry for both, with the plural's."""


class NotLiteral(ValueError):
    """A gettext function was given something that is put together only when the program runs."""


def collect() -> dict[Key, Message]:
    """Every message of our own code, in the order of the files and of the lines in them.

    raises: OneAndMany
    """
    found: dict[Key, Message] = {}
    for file in sorted(PACKAGE.rglob("*")):
        name = file.relative_to(PACKAGE).as_posix()
        if file.suffix == ".py" and "/migrations/" not in name:
            messages = of_code(file.read_text(encoding="utf-8"), name)
        elif file.suffix in {".html", ".txt"} and "/templates/" in name:
            messages = of_template(file.read_text(encoding="utf-8"))
        else:
            continue
        for message in messages:
            known = found.setdefault(message.key, message)
            if known.plural != message.plural:
                raise OneAndMany(f"{name}: “{message.text}” has another plural, or none, in {known.files[0]}.")
            if name not in known.files:
                known.files.append(name)
    return found


def for_readers() -> dict[Key, Message]:
    """What the readers of the portal see: of the code, and the names of rows."""
    said = {
        key: message
        for key, message in collect().items()
        if message.text in SHARED_WITH_READERS or any(SEEN_BY_READERS.match(file) for file in message.files)
    }
    terms, kinds, indicators = (
        yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("terms", "kinds", "indicators")
    )
    names = [row["name_en"] for dimension in DIMENSIONS for row in terms[dimension]]
    names += [row["name_en"] for row in kinds if row["code"] in KINDS]
    names += [row[word] for row in indicators if row["code"] in INDICATORS for word in ("name_en", "unit_en")]
    names += [*_provinces(), *sorted(OF_THE_SAMPLE | AGENCIES)]
    named = {("", name): Message("", name, files=["(vocabulary)"]) for name in names}
    return named | {("", text): Message("", text, plural, ["(Django)"]) for text, plural in OF_DJANGO.items()} | said


def _provinces() -> Iterator[str]:
    """As an installation that gives no English name is called (Installation.said_in)."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield f"{plain(row['name'])} {row['kind'].title()}"


def of_code(source: str, name: str) -> Iterator[Message]:
    """The messages of a Python file.

    raises: NotLiteral, if a message is not written out where it is translated
    """
    tree = ast.parse(source)
    functions = {"gettext_noop": "gettext"} | {
        alias.asname or alias.name: alias.name.removesuffix("_lazy").removesuffix("_noop")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        places = _PLACES.get(functions.get(call.func.id, ""))  # type: ignore[attr-defined]  # a Name, see above
        # A variable holds what gettext_noop marked somewhere else.
        if places and not isinstance(call.args[places[1]], ast.Name):
            texts = [None if place is None else _literal(call.args[place], name) for place in places]
            yield Message(texts[0] or "", texts[1] or "", texts[2] or "")


def _literal(node: ast.expr, name: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotLiteral(f"{name}:{node.lineno}: write the message itself, with placeholders for what changes.")


def of_template(source: str) -> Iterator[Message]:
    """The messages of a template, read from what Django makes of it for xgettext."""
    for match in _TEMPLATE_CALL.finditer(templatize(source)):
        strings = ast.literal_eval(f"({match['strings']},)")
        context, text, plural = _PLACES["gettext" if match["name"] == "_" else match["name"]]
        yield Message("" if context is None else strings[context], strings[text], strings[plural] if plural else "")


def merge(catalogue: polib.POFile, messages: dict[Key, Message], *, forms: int = 1) -> None:
    """Bring a catalogue to what the code says now, in the order of the code; translations stay.

    forms: how many the language has for a message with a plural
    """
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    current = [_entry(message, known.pop(key, None), forms) for key, message in messages.items()]
    left = [entry for entry in known.values() if entry.msgstr or any(entry.msgstr_plural.values())]
    for entry in left:
        entry.obsolete = True
        entry.occurrences = []
    catalogue.clear()
    catalogue.extend([*current, *sorted(left, key=lambda entry: entry.msgid)])


def _entry(message: Message, known: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = known or polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    before = entry.msgstr_plural or {0: entry.msgstr}
    plural = {form: before.get(form, "") for form in range(forms)} if message.plural else {}
    entry.obsolete = False
    entry.msgid_plural = message.plural
    entry.msgstr, entry.msgstr_plural = "" if plural else before[0], plural
    entry.occurrences = [(name, "") for name in message.files]
    entry.flags = ["python-format"] if _PLACEHOLDER.search(message.text) else []
    return entry


def catalogue_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def opened(file: Path, language: str) -> polib.POFile:
    """The catalogue as it is, or an empty one; lines are not wrapped, so that a changed word changes one line."""
    catalogue = polib.pofile(str(file), wrapwidth=0) if file.exists() else polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": "lantoa",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": (TRANSLATED | OF_READERS)[language],
    }
    return catalogue


def main() -> int:
    whole, for_some = collect(), for_readers()
    missing = [
        *(entry for language in TRANSLATED for entry in kept(language, whole)),
        *(entry for language in OF_READERS for entry in kept(language, for_some)),
    ]
    return 1 if missing else 0


def kept(language: str, messages: dict[Key, Message]) -> list[polib.POEntry]:
    """Bring the catalogue of a language up to date, compile it, say what is missing; what is."""
    file = catalogue_of(language)
    catalogue = opened(file, language)
    merge(catalogue, messages, forms=int((TRANSLATED | OF_READERS)[language][len("nplurals=")]))
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(file))
    catalogue.save_as_mofile(str(file.with_suffix(".mo")))
    open_ones = list(catalogue.untranslated_entries())
    gone = len(catalogue.obsolete_entries())
    print(f"{language}: {len(messages)} messages, {len(open_ones)} without a translation, {gone} obsolete")
    for entry in open_ones:
        print(f"  {entry.occurrences[0][0]}: {entry.msgid}")
    return open_ones


if __name__ == "__main__":
    sys.exit(main())
