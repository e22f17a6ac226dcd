"""Keeps the catalogues in lantoa/locale_libraries: what the packages we stand on say, in our Vietnamese.

`make messages` collects what the packages in INSTALLED_APPS say, from their own English catalogues and from their
code and templates, for Python (`django`) and for scripts (`djangojs`). Django speaks Vietnamese for the most part:
what it says stays where this catalogue says nothing. Our own texts are apart, in lantoa/locale, and come first.
"""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import django
import polib

from lantoa.settings import INSTALLED_APPS
from tools.messages import PACKAGE, TRANSLATED, Key, Message, merge, of_code, of_template, opened

DOMAINS = ("django", "djangojs")
# Packages speak to those who work here, in an office's language.
LANGUAGE = "vi"
# Their English is left to them, apart from what the office calls otherwise: this catalogue holds those few alone.
OTHERWISE = "en"
_DJANGO = Path(django.__path__[0])
# Wagtail's search stands on it and shows what it says, installed as an app or not.
_BENEATH = ("modelsearch",)
_NOT_ON_SCREENS = {"tests", "test", "migrations", "management", "node_modules", "static"}


def catalogue_of(language: str, domain: str) -> Path:
    return PACKAGE / "locale_libraries" / language / "LC_MESSAGES" / f"{domain}.po"


def folders() -> dict[str, Path]:
    """The folder of each installed package that is not ours, and of Django's core."""
    found = {"django": _DJANGO / "conf"}
    for name in dict.fromkeys([*INSTALLED_APPS, *_BENEATH]):
        if not name.startswith("lantoa."):
            spec = find_spec(name)
            assert spec is not None
            assert spec.submodule_search_locations
            found[name] = Path(next(iter(spec.submodule_search_locations)))
    return found


def collect(domain: str) -> dict[Key, Message]:
    """Every message of the packages, in the order of INSTALLED_APPS; files: the packages that say it."""
    found: dict[Key, Message] = {}
    for package, folder in folders().items():
        for message in [*_catalogued(folder, domain, "en"), *(_written(folder) if domain == "django" else [])]:
            known = found.setdefault(message.key, Message(message.context, message.text))
            known.plural = known.plural or message.plural
            if package not in known.files:
                known.files.append(package)
    return found


def _catalogued(folder: Path, domain: str, language: str) -> Iterator[Message]:
    file = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if file.exists():
        for entry in polib.pofile(str(file)):
            if not entry.obsolete and (language == "en" or entry.translated()):
                yield Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _written(folder: Path) -> Iterator[Message]:
    """What code and templates say: the English catalogues of some packages are late, others have none."""
    for file in sorted(folder.iterdir()):
        if file.is_dir() and file.name not in _NOT_ON_SCREENS and not _is_another_app(file):
            yield from _written(file)
        elif file.suffix == ".py":
            yield from of_code(file.read_text(encoding="utf-8"), str(file))
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            yield from of_template(file.read_text(encoding="utf-8"))


def _is_another_app(folder: Path) -> bool:
    return (folder / "apps.py").exists() or (folder / "locale").exists()


def said_by_django(language: str) -> set[Key]:
    """What Django translates itself."""
    its = [folder for folder in folders().values() if folder.is_relative_to(_DJANGO)]
    return {message.key for folder in its for message in _catalogued(folder, "django", language)}


def main() -> int:
    plurals = TRANSLATED[LANGUAGE]
    missing = 0
    for domain in DOMAINS:
        file = catalogue_of(LANGUAGE, domain)
        catalogue = opened(file, LANGUAGE)
        left_to_django = said_by_django(LANGUAGE) - {(entry.msgctxt or "", entry.msgid) for entry in catalogue}
        messages = {key: message for key, message in collect(domain).items() if key not in left_to_django}
        merge(catalogue, messages, forms=int(plurals[len("nplurals=")]))
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))
        catalogue.save_as_mofile(str(file.with_suffix(".mo")))
        open_ones = catalogue.untranslated_entries()
        missing += len(open_ones)
        print(f"{LANGUAGE}, {domain} of packages: {len(messages)} messages, {len(open_ones)} without a translation")
        for entry in open_ones:
            print(f"  {entry.occurrences[0][0]}: {entry.msgid}")
    few = catalogue_of(OTHERWISE, "django")
    polib.pofile(str(few)).save_as_mofile(str(few.with_suffix(".mo")))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
