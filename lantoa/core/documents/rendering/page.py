"""The head and the foot of a document as HTML, and the layout of its page as a style sheet.

On a screen with room the sheet is the paper in small: every length is a part of its width. On a phone the same words
stand one below the other. Sizes come from the profile by a style sheet, because our pages set no style themselves.
"""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from lantoa.core.documents.rules import places, wording
from lantoa.core.documents.rules.profiles import Look, Profile
from lantoa.core.documents.rules.statement import Statement

STYLESHEET = Path(__file__).parent.parent / "static" / "documents" / "page.css"

_ALIGN = {"left": "start", "center": "center", "both": "justify"}


def head(statement: Statement, profile: Profile) -> SafeString:
    """Bodies, national name and motto, number, place and date, name and title, to whom it goes."""
    return _written("documents/page_head.html", statement, profile)


def foot(statement: Statement, profile: Profile) -> SafeString:
    """Recipients on the left, authority and signature on the right."""
    return _written("documents/page_foot.html", statement, profile)


def stylesheet(profile: Profile) -> str:
    """What `page.css` leaves to the profile: paper, margins, and how each element is written."""
    margins = profile.margins
    lengths = {
        "width": profile.width,
        "height": profile.height,
        **{f"margin-{side}": span.used for side, span in margins.items()},
        "first-line": profile.first_line.used,
        "gap": profile.paragraph_gap.used,
        "lines": profile.line_spacing.used * 1.15,  # a line of Times is so much of its size
    }
    sides = " ".join(f"{margins[side].used:g}mm" for side in ("top", "right", "bottom", "left"))
    variables = " ".join(f"--a4-{name}: {value:g};" for name, value in lengths.items())
    looks = [f".a4 .a4-{name.replace('_', '-')} {{ {_look(look)} }}" for name, look in profile.looks.items()]
    paper = f"@page {{ size: {profile.width:g}mm {profile.height:g}mm; margin: {sides}; }}"
    return "\n".join(["@layer components {", f".a4 > .a4-page {{ {variables} }}", *looks, "}", paper, ""])


def _look(look: Look) -> str:
    written = [f"font-size: calc({look.size.used:g} * var(--pt))", f"text-align: {_ALIGN[look.align]}"]
    written.append(f"font-weight: {700 if look.bold else 400}")
    written.append(f"font-style: {'italic' if look.italic else 'normal'}")
    if look.underline:
        written.append("text-decoration: underline")
    return "; ".join(written) + ";"


def _written(template: str, statement: Statement, profile: Profile) -> SafeString:
    foreign = () if statement.language == "vi" else (profile.national_name[1], profile.motto[1])
    context: dict[str, Any] = {
        "sheet": places.filling(statement, profile),
        "letterhead": statement.letterhead,
        "profile": profile,
        "english": [each for each in foreign if each],
        "said": wording.words(statement.language),
        # Empty places are named while somebody can still fill them.
        "names_gaps": statement.is_draft,
    }
    with translation.override(statement.language):
        return render_to_string(template, context)
