"""A Word document of a Statement: a pure function, the same bytes for the same words."""

from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement


def render(statement: Statement, profile: Profile, *, template: bytes | None = None) -> bytes:
    """A .docx in the layout of the profile: head, text, charts and tables, signature, annexes of figures and rows.

    template: a clerk's file, whose own sheet stands around the text then
    raises:   template_check.BadTemplate
    """
    # slow: python-docx is loaded by the first Word document, so that no command and no server pays for it at its start
    from lantoa.core.documents.rendering.docx import annex, package, sheet
    from lantoa.core.documents.rendering.docx.template import filled
    from lantoa.core.documents.rendering.docx.text import Writer

    if template is None:
        document = package.blank(statement, profile)
        package.set_language(document, profile, statement.language)
    else:
        document = filled(template, statement, profile)
    package.add_styles(document, profile)
    writer = Writer(statement, profile, document)
    # Each in a section of its own, whose pages are counted from one.
    annexes = [package.break_before_annex(document) + each for each in annex.annexes(writer)]
    pieces = {"content": writer.content(), "annexes": "".join(annexes)}
    if template is None:
        pieces["content"] = sheet.head(statement, profile) + pieces["content"] + sheet.foot(statement, profile)
        for name in pieces:
            document.element.body.sectPr.addprevious(package.place_for(name))
    package.set_properties(document, statement, profile)
    return package.packed(document, pieces)
