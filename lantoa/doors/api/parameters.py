"""What may be asked for: each parameter once, read by the views and described in the OpenAPI document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from lantoa.core.people import queries as people
from lantoa.core.people.models import Agency
from lantoa.core.vocabulary import queries as vocabulary
from lantoa.core.vocabulary.models import Dimension
from lantoa.desks.channels.models import OfficialChannel
from lantoa.desks.newsroom.models import ItemKind
from lantoa.doors.api.problems import bad

LANGUAGES = [code for code, _ in settings.LANGUAGES]
_LONGEST_QUESTION = 200
_LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Parameter:
    """read: the value of the text that was sent; raises ValueError with a sentence"""

    name: str
    description: str
    schema: dict[str, Any]
    read: Callable[[str], Any]
    default: Any = None
    is_required: bool = False


def read(sent: Mapping[str, str], offered: Sequence[Parameter]) -> dict[str, Any]:
    """raises: Problem, if a parameter is unknown, missing or cannot be read"""
    names = [parameter.name for parameter in offered]
    for name in sent:
        if name not in names:
            there = f"There are: {', '.join(names)}." if names else "Nothing is asked here."
            raise bad(name[:40], f"There is no parameter of this name here. {there}")
    return {parameter.name: _value(parameter, sent.get(parameter.name)) for parameter in offered}


def _value(parameter: Parameter, text: str | None) -> Any:
    if not text:
        if parameter.is_required:
            raise bad(parameter.name, f"Say {parameter.name}: {parameter.description}")
        return parameter.default
    try:
        return parameter.read(text)
    except ValueError as error:
        raise bad(parameter.name, str(error)) from None


def _one_of(known: Callable[[], list[str]]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in (words := known()):
            raise ValueError(f"“{text[:40]}” is none of: {', '.join(words)}.")
        return text

    return read


def _page(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= _LAST_PAGE):
        raise ValueError(f"A page is a whole number from 1 to {_LAST_PAGE}.")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        # In an address a plus sign stands for a blank.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        # As the databases ask for it and as we tell it: the first and the last day of all are in some zone none.
        moment.astimezone(UTC).astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError):
        raise ValueError("A moment is written 2026-03-01 or 2026-03-01T08:30:00+07:00.") from None
    return moment


def _agency(text: str) -> list[Agency]:
    """With what it became part of since."""
    try:
        return people.line_of(people.agency(text[:60]), today=timezone.localdate())
    except people.UnknownAgency:
        raise ValueError(f"There is no agency with the code “{text[:60]}”.") from None


def _question(text: str) -> str:
    if len(text) > _LONGEST_QUESTION:
        raise ValueError(f"At most {_LONGEST_QUESTION} characters can be searched for.")
    return text


def _topics() -> list[str]:
    return [term.code for term in vocabulary.terms(Dimension.TOPIC)]


LANG = Parameter(
    "lang", "The language of the answers.", {"type": "string", "enum": LANGUAGES, "default": settings.LANGUAGE_CODE},
    _one_of(lambda: LANGUAGES), settings.LANGUAGE_CODE,
)  # fmt: skip
KIND = Parameter(
    "kind", "Only items of this kind.", {"type": "string", "enum": list(ItemKind.values)},
    _one_of(lambda: list(ItemKind.values)), "",
)  # fmt: skip
KIND_OF_CHANNEL = Parameter(
    "kind", "Only channels of this kind.", {"type": "string", "enum": list(OfficialChannel.Kind.values)},
    _one_of(lambda: list(OfficialChannel.Kind.values)), "",
)  # fmt: skip
TOPIC = Parameter(
    "topic", "Only items of this topic: its code, as items name it.", {"type": "string"}, _one_of(_topics), "",
)  # fmt: skip
AGENCY = Parameter(
    "agency", "Only items that this agency answers for: its code, as items name it; also what followed a merger.",
    {"type": "string"}, _agency, (),
)  # fmt: skip
SINCE = Parameter(
    "since",
    "Only items published from this day or moment on: 2026-03-01 or 2026-03-01T08:30:00+07:00; without a zone, local.",
    {"type": "string"}, _moment,
)  # fmt: skip
PAGE = Parameter(
    "page", "The piece of the list, from 1.",
    {"type": "integer", "minimum": 1, "maximum": _LAST_PAGE, "default": 1}, _page, 1,
)  # fmt: skip
QUESTION = Parameter(
    "q", "What is looked for; accents may be left out.",
    {"type": "string", "minLength": 1, "maxLength": _LONGEST_QUESTION}, _question, is_required=True,
)  # fmt: skip

OF_ITEMS = [LANG, KIND, TOPIC, AGENCY, SINCE, PAGE]
OF_SEARCH = [QUESTION, LANG, KIND, TOPIC, PAGE]
OF_CHANNELS = [LANG, KIND_OF_CHANNEL, PAGE]
