"""A Word document of a Statement: a pure function, the same bytes for the same words."""

from lantoa.core.documents.rendering.docx import package, sheet
from lantoa.core.documents.rendering.docx.annex import annexes
from lantoa.core.documents.rendering.docx.template import filled, first_template
from lantoa.core.documents.rendering.docx.text import Writer
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement

__all__ = ["first_template", "render"]


def render(statement: Statement, profile: Profile, *, template: bytes | None = None) -> bytes:
    """A .docx in the layout of the profile: head, text, charts and tables, signature, annexes of figures and rows.

    template: a clerk's file, whose own sheet stands around the text then
    raises:   template_check.BadTemplate
    """
    if template is None:
        document = package.blank(statement, profile)
        package.set_language(document, profile, statement.language)
    else:
        document = filled(template, statement, profile)
    package.add_styles(document, profile)
    writer = Writer(statement, profile, document)
    pieces = {"content": writer.content(), "annexes": _annexes(writer)}
    if template is None:
        pieces["content"] = sheet.head(statement, profile) + pieces["content"] + sheet.foot(statement, profile)
        for name in pieces:
            document.element.body.sectPr.addprevious(package.place_for(name))
    package.set_properties(document, statement)
    return package.packed(document, pieces)


def _annexes(writer: Writer) -> str:
    """Each in a section of its own, whose pages are counted from one."""
    return "".join(package.break_before_annex(writer.document) + annex for annex in annexes(writer))
