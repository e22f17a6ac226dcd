"""A clerk's Word file filled in: its own head and foot, our text, tables, charts and annexes in their places."""

from io import BytesIO

from docx.document import Document
from docxtpl import DocxTemplate
from markupsafe import Markup

from lantoa.core.documents.queries import template_check
from lantoa.core.documents.rendering.docx import package, xml
from lantoa.core.documents.rules import places
from lantoa.core.documents.rules.profiles import Profile
from lantoa.core.documents.rules.statement import Statement

_SIGN = "\ue000"  # no text of a statement keeps it


def filled(content: bytes, statement: Statement, profile: Profile) -> Document:
    """The document with an instruction of `package.place_for` where its content and its annexes go.

    raises: template_check.BadTemplate, also for a file that was checked before: rules may have become stricter
    """
    template_check.check(content)
    template = DocxTemplate(BytesIO(content))
    paragraph = f"<w:p><w:r><w:t>{_SIGN}{{}}{_SIGN}</w:t></w:r></w:p>"
    parts = {name: Markup(paragraph.format(name)) for name in places.PARTS}  # noqa: S704 made of our own names
    texts = {name: _cleaned(value) for name, value in places.filling(statement, profile).items()}
    template.render({**texts, **parts}, template_check.environment(), autoescape=True)
    document: Document = template.docx
    found = set()
    for paragraph in list(document.element.body.iter(f"{xml.W}p")):
        name = template_check.paragraph_text(paragraph).strip(_SIGN)
        if name in places.PARTS and template_check.paragraph_text(paragraph).startswith(_SIGN):
            paragraph.getparent().replace(paragraph, package.place_for(name))
            found.add(name)
    if "annexes" not in found:
        document.element.body.sectPr.addprevious(package.place_for("annexes"))
    return document


def _cleaned(value: str | list[str]) -> str | list[str]:
    """Jinja2 escapes what is markup; what XML cannot carry at all goes here."""
    return xml.writable(value) if isinstance(value, str) else [xml.writable(line) for line in value]
