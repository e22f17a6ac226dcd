"""A clerk's template as made in Word, and ways to spoil it."""

import io

import docx as python_docx
from docx.document import Document

GOOD = [
    "{{ body }}", "{{ number }}", "{{ place_and_date }}", "{{ type_name|upper }}", "{{ title }}",
    "{%p if addressees %}", "Kính gửi:", "{%p endif %}",
    "{{p content }}",
    "{%p for line in recipients %}", "{{ line }}", "{%p endfor %}",
    "{% for line in signing %}{{ line }} {% endfor %}", "{{ signer }}",
]  # fmt: skip


def template(*paragraphs: str) -> Document:
    document = python_docx.Document()
    for words in paragraphs or GOOD:
        document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = "Tệp mẫu của {{ body }}"
    return document


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
