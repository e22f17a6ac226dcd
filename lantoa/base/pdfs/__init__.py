"""A PDF that a person brings is opened and written anew before anybody else gets it (`child.py`)."""

from pathlib import Path

from django.utils.translation import gettext as _

from lantoa.base import children

_CHILD = Path(__file__).with_name("child.py")
_MOST_MEMORY_BYTES = 700 * 1024 * 1024
_MOST_SECONDS = 10


class BadPdf(ValueError):
    """The message says what a person can do."""


def clean(content: bytes) -> bytes:
    """Without scripts, actions, metadata and what cameras told; as it came where it is signed.

    raises: BadPdf for what is damaged, locked or unreasonable
    """
    limits = [_MOST_MEMORY_BYTES, _MOST_SECONDS]
    try:
        return children.answer(_CHILD, content, limits=limits, seconds=_MOST_SECONDS) or content
    except children.Refused as error:
        raise BadPdf(refusal(error.code)) from error


def refusal(code: str) -> str:
    """What a person can do about a PDF that a child process refused."""
    if code == "password":
        return _("The PDF is protected by a password. Save it without one and send that file.")
    if code == "damaged":
        return _("The PDF is damaged and cannot be read. Ask for it again, or print it to a new PDF.")
    return _("The PDF would take too much memory or time to read. It is refused for safety.")
