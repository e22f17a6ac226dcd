"""What a PDF that comes back still says: signed, stamped, with scanned pages before or after, or altered.

A signature by an outside tool and added pages keep the attached JSON and the links of the numbers. So both are read,
and the text printed where a link lies, and all three are compared with the statement.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lantoa.base import children, pdfs
from lantoa.core.documents.queries.package import BadDocument
from lantoa.core.documents.queries.reading_docx import Altered, Printed
from lantoa.core.documents.rules.statement import FigureLine, Statement

MAX_BYTES = 40 * 1024 * 1024
MAX_MEMORY_BYTES = 700 * 1024 * 1024
MAX_SECONDS = 30
MAX_PRINTED_BYTES = 8 * 1024 * 1024
MAX_PAGES = 1000
MAX_LINKS = 20_000

_CHILD = Path(__file__).with_name("pdf_child.py")
_FIGURE = re.compile(r"/(F-[0-9A-Z]{3,12})/?$")
_ABOUT = re.compile("≈\\s*")
# Fields of an attached figure that say what it counted.
_EXACT = ("text", "value", "numerator", "denominator", "row_count", "as_of_seq", "rows_digest")


@dataclass(frozen=True)
class Returned:
    """printed: a figure each time its link is found, with the text there, "" where none could be read

    attached: the figures inside by their id, None where nothing is attached or it is not what we attach
    """

    page_count: int
    printed: tuple[Printed, ...]
    attached: dict[str, dict[str, Any]] | None


@dataclass(frozen=True)
class Comparison:
    """unchanged, unread (linked, but the text is no text any more), missing: ids; unknown: of no line

    attached: figures that differ in the attached JSON; has_attachment: whether it is still there
    """

    unchanged: tuple[str, ...]
    altered: tuple[Altered, ...]
    unread: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[Printed, ...]
    attached: tuple[Altered, ...]
    has_attachment: bool

    @property
    def is_as_issued(self) -> bool:
        return self.has_attachment and not (
            self.altered or self.unread or self.missing or self.unknown or self.attached
        )


def figures_in(content: bytes) -> Returned:
    """raises: BadDocument"""
    if len(content) > MAX_BYTES:
        raise BadDocument(_("The file is larger than 40 MB. Scan added pages at 200 dots an inch, in grey."))
    if b"%PDF-" not in content[:1024]:
        raise BadDocument(_("The file is no PDF."))
    limits = [MAX_MEMORY_BYTES, MAX_SECONDS, MAX_PRINTED_BYTES, MAX_PAGES, MAX_LINKS]
    try:
        told = children.answer(_CHILD, content, limits=limits, seconds=MAX_SECONDS).splitlines()
    except children.Refused as error:
        raise BadDocument(_refusal(error.code)) from error
    about, *links = map(json.loads, told)
    printed = tuple(
        Printed(figure[1], _ABOUT.sub("", text))
        for _page, url, text in links
        if (figure := _FIGURE.search(url)) and text != figure[1]
    )
    return Returned(about["pages"], printed, _attached(about["attached"]))


def compare(returned: Returned, statement: Statement) -> Comparison:
    """Each figure of the annex against what is printed at its links and what is attached."""
    wanted = {line.id: _wordings(line, statement) for line in statement.figures}
    found: dict[str, list[str]] = {}
    for each in returned.printed:
        found.setdefault(each.figure, []).append(each.text)
    altered = [
        Altered(figure, " | ".join(sorted(texts)), text)
        for figure, texts in wanted.items()
        for text in found.get(figure, [])
        if text and text not in texts
    ]
    changed = {each.figure for each in altered}
    unread = [figure for figure in wanted if figure in found and figure not in changed and "" in found[figure]]
    return Comparison(
        unchanged=tuple(figure for figure in wanted if figure in found and figure not in {*changed, *unread}),
        altered=tuple(altered),
        unread=tuple(unread),
        missing=tuple(figure for figure in wanted if figure not in found),
        unknown=tuple(each for each in returned.printed if each.figure not in wanted),
        attached=tuple(_differing(returned.attached or {}, statement)) if returned.attached is not None else (),
        has_attachment=returned.attached is not None,
    )


def _wordings(line: FigureLine, statement: Statement) -> set[str]:
    return {line.text, *(number.text for number in statement.numbers() if number.figure == line.id)}


def _differing(attached: dict[str, dict[str, Any]], statement: Statement) -> Iterator[Altered]:
    for line in statement.figures:
        inside = attached.get(line.id)
        if inside is None or any(inside.get(name) != getattr(line, name) for name in _EXACT):
            yield Altered(line.id, line.text, str((inside or {}).get("text", ""))[:200])
    for figure in attached.keys() - {line.id for line in statement.figures}:
        yield Altered(figure[:20], "", str(attached[figure].get("text", ""))[:200])


def _attached(text: str | None) -> dict[str, dict[str, Any]] | None:
    try:
        figures = json.loads(text or "")["figures"]
        return {str(each["id"]): dict(each) for each in figures}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _refusal(code: str) -> str:
    """What a person can do about a PDF that the child refused."""
    if code == "pages":
        return _("The PDF has more than %(most)s pages. Send the document without the rest of the file.") % {
            "most": MAX_PAGES
        }
    return pdfs.refusal(code)
