"""A Word document of a Statement: a pure function, the same bytes for the same words."""

from lantoa.core.documents.rendering.docx import package, sheet
from lantoa.core.documents.rendering.docx.annex import annexes
from lantoa.core.documents.rendering.docx.text import Writer
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement


def render(statement: Statement, profile: Profile) -> bytes:
    """A .docx in the layout of the profile: head, text, charts and tables, signature, annexes of figures and rows."""
    document = package.blank(statement, profile)
    package.set_language(document, profile, statement.language)
    package.add_styles(document, profile)
    writer = Writer(statement, profile, document)
    pieces = [sheet.head(statement, profile), writer.content(), sheet.foot(statement, profile)]
    for annex in annexes(writer):
        pieces += [package.break_before_annex(document), annex]
    document.element.body.sectPr.addprevious(package.place_for("all"))
    package.set_properties(document, statement)
    return package.packed(document, {"all": "".join(pieces)})
