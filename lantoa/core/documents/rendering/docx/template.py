"""A clerk's Word file filled in: its own head and foot, our text, tables, charts and annexes in their places."""

from dataclasses import replace
from io import BytesIO

from docx.document import Document
from docxtpl import DocxTemplate
from markupsafe import Markup

from lantoa.core.documents.queries import template_check
from lantoa.core.documents.rendering.docx import package, xml
from lantoa.core.documents.rules import example, places
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


def first_template(profile: Profile) -> bytes:
    """Our own sheet with a place for everything, where a clerk begins."""
    statement = replace(example.statement("vi"), is_sample=False)
    document = package.blank(statement, profile)
    package.set_language(document, profile, "vi")
    package.add_styles(document, profile)
    widths = [profile.text_width * 0.4, profile.text_width * 0.6]
    head = [
        [("parent_body", "{{ parent_body }}"), ("body", "{{ body }}")],
        [("national_name", profile.national_name[0]), ("motto", profile.motto[0])],
        [("number", "{{ number }}"), ("draft", "{{ draft }}")],
        [("place_and_date", "{{ place_and_date }}")],
    ]
    foot = [
        [("recipients_label", "Nơi nhận:"), *_each("recipients", "recipients")],
        [*_each("signing", "signing"), ("signer", "{{ signer }}")],
    ]
    cells = ["".join(xml.paragraph(style, xml.run(words)) for style, words in cell) for cell in head]
    below = ["".join(xml.paragraph(style, xml.run(words)) for style, words in cell) for cell in foot]
    middle = [
        ("type_name", "{{ type_name }}"), ("title", "{{ title }}"),
        *_each("addressees", "addressees"), ("text", "{{p content }}"), ("gap", ""),
    ]  # fmt: skip
    pieces = [
        xml.table([xml.row(cells[:2], widths), xml.row(cells[2:], widths)], widths, bordered=False),
        *(xml.paragraph(style, xml.run(words)) for style, words in middle),
        xml.table([xml.row(below, widths)], widths, bordered=False),
        xml.paragraph("text", xml.run("{{p annexes }}")),
    ]
    document.element.body.sectPr.addprevious(package.place_for("sheet"))
    package.set_properties(document, statement, profile)
    return package.packed(document, {"sheet": "".join(pieces)})


def _each(name: str, style: str) -> list[tuple[str, str]]:
    """A list, a line each: three paragraphs, of which the middle one is repeated."""
    return [(style, f"{{%p for line in {name} %}}"), (style, "{{ line }}"), (style, "{%p endfor %}")]
