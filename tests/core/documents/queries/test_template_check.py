import time
from collections.abc import Callable

import pytest
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError

from lantoa.core.documents.queries import package, template_check
from lantoa.core.documents.queries.template_check import BadTemplate
from tests.core.documents.clerks import saved, template
from tests.core.documents.sheets import changed, packed, parts

pytestmark = pytest.mark.usefixtures("english")
CONTENT = "{{p content }}"


def _problems(content: bytes) -> list[str]:
    with pytest.raises(BadTemplate) as refused:
        template_check.check(content)
    return refused.value.problems


def test_a_template_of_known_places_is_taken() -> None:
    template_check.check(saved(template()))


def test_a_place_that_word_cut_into_runs_is_read_whole() -> None:
    document = template(CONTENT)
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ti", "tle", " }", "}"):
        paragraph.add_run(piece).bold = piece == "tle"
    template_check.check(saved(document))


def test_all_unknown_places_are_named_at_once() -> None:
    assert _problems(saved(template(CONTENT, "{{ tieu_de }} {{ title }} {{ nguoi_ky }}"))) == [
        "There is no place “tieu_de”.",
        "There is no place “nguoi_ky”.",
    ]


@pytest.mark.parametrize(
    ("paragraphs", "sentence"),
    [
        (["{{ title }}"], "needs its place once"),
        ([CONTENT, CONTENT], "needs its place once"),
        (["{{ content }}"], "stands alone in its paragraph, written {{p content }}"),
        (["Kết quả: {{p content }}"], "stands alone in its paragraph"),
        ([CONTENT, "{{p annexes }}", "{{p annexes }}"], "The place {{p annexes }} stands once."),
        ([CONTENT, "{{ title"], "begins and ends in the same paragraph"),
        ([CONTENT, "{{", "title }}"], "begins and ends in the same paragraph"),
        ([CONTENT, "{# note #}"], "begins and ends in the same paragraph"),
        ([CONTENT, "{%p if title %}"], "do not fit together"),
        ([CONTENT, "{%p endfor %}"], "do not fit together"),
        ([CONTENT, "{{ recipients }}"], "There is no place “recipients”."),
        ([CONTENT, "{% for title in recipients %}{% endfor %}"], "only addressees, recipients, signing"),
        ([CONTENT, "{{ title|e }}"], "is not understood"),
        ([CONTENT, *["{{ title }} " * 100] * 6], "more than 500 places"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_a_sentence(paragraphs: list[str], sentence: str) -> None:
    assert sentence in " ".join(_problems(saved(template(*paragraphs))))


# -- attacks: one test for each place and each kind --------------------------------------------------

ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title.__init__.__globals__['os'].popen('id').read() }}",
    "{{ title|attr('__class__') }}",
    "{{ title['__class__'] }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ title.format(title) }}",
    "{{ 7*7 }}",
    "{{ 'a' * 10**9 }}",
    "{{ range(10**9)|list }}",
    "{% set x = title %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for a in recipients recursive %}{{ loop(recipients) }}{% endfor %}",
    "{% for a in recipients if a %}{{ a }}{% endfor %}",
    "{% for a in 'ab' %}x{% endfor %}",
    "{% if title.__class__ %}x{% endif %}",
    "{% call f() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{%tr for i in range(9) %}{%tr endfor %}",
    "{% vm %}",
    "{% hm %}",
    "{% colspan 9 %}",
    "{% cellbg title %}",
    "{% raw %}x{% endraw %}",
    "{% debug %}",
]


@pytest.mark.parametrize("payload", ESCAPES)
def test_what_reaches_for_more_than_a_place_is_refused_in_the_text(payload: str) -> None:
    problems = _problems(saved(template(CONTENT, payload)))
    assert any(
        "not understood" in each or "There is no place" in each or "only addressees" in each for each in problems
    )


def test_loops_within_loops_are_refused_so_that_output_cannot_explode() -> None:
    nested = "{% for a in recipients %}{% for b in recipients %}{{ b }}{% endfor %}{% endfor %}"
    assert _problems(saved(template(CONTENT, nested))) == [
        "The template does more than fill in places (For), which is refused."
    ]
    apart = ["{%p for a in recipients %}", "{%p for b in signing %}", "{{ b }}", "{%p endfor %}", "{%p endfor %}"]
    assert "which is refused" in " ".join(_problems(saved(template(CONTENT, *apart))))


@pytest.mark.parametrize("payload", ["{{ ''.__class__ }}", "{% for i in range(10**9) %}x{% endfor %}"])
def test_headers_and_footers_are_held_to_the_same(payload: str) -> None:
    for name in ("header", "footer", "first_page_header", "even_page_footer"):
        document = template()
        getattr(document.sections[0], name).paragraphs[0].text = payload
        assert "not understood" in " ".join(_problems(saved(document))) or "only addressees" in " ".join(
            _problems(saved(document))
        )


def test_the_text_may_not_be_called_for_in_a_header() -> None:
    document = template()
    document.sections[0].header.paragraphs[0].text = CONTENT
    assert _problems(saved(document)) == ["The place {{p content }} stands in the text, never in a header or a footer."]


@pytest.mark.parametrize("name", ["author", "comments", "identifier", "language", "subject", "title", "keywords"])
def test_core_properties_may_hold_no_place(name: str) -> None:
    document = template()
    setattr(document.core_properties, name, "{{ ''.__class__ }}")
    assert _problems(saved(document)) == [
        "A place {{ … }} stands in “docProps/core.xml”. Places stand in the text, in headers and in footers."
    ]


@pytest.mark.parametrize(
    "part", ["docProps/custom.xml", "docProps/app.xml", "word/comments.xml", "word/footnotes.xml", "word/settings.xml",
             "word/glossary/document.xml", "customXml/item1.xml"],
)  # fmt: skip
def test_custom_properties_comments_and_notes_may_hold_no_place(part: str) -> None:
    members = parts(saved(template()))
    spoiled = packed({**members, part: b"<a>{{ ''.__class__ }}</a>"})
    assert f"stands in “{part}”" in " ".join(_problems(spoiled))
    hidden = packed({**members, part: b"<a>&#123;&#123; 7*7 }}</a>"})
    assert f"stands in “{part}”" in " ".join(_problems(hidden))


def test_a_place_hidden_in_an_attribute_is_held_to_the_grammar() -> None:
    hidden = changed(saved(template()), lambda xml: xml.replace("<w:p>", "<w:p w:rsidR=\"{{ ''.__class__ }}\">", 1))
    assert _problems(hidden) == ["The template does more than fill in places (Getattr), which is refused."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda members: {**members, "word/vbaProject.bin": b"x"}, "macros or embedded programs"),
        (lambda members: {**members, "word/embeddings/oleObject1.bin": b"x"}, "macros or embedded programs"),
        (lambda members: {**members, "word/activeX/activeX1.xml": b"<a/>"}, "macros or embedded programs"),
        (lambda members: {**members, "[Content_Types].xml": members["[Content_Types].xml"].replace(
            b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")}, "macros"),
    ],
)  # fmt: skip
def test_macros_and_embedded_programs_are_refused(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], sentence: str
) -> None:
    assert sentence in " ".join(_problems(packed(change(parts(saved(template()))))))


def _relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return changed(
        saved(template()), lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>"),
        "word/_rels/document.xml.rels",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "https://elsewhere.example/pixel.png"),
        ("attachedTemplate", "https://elsewhere.example/evil.dotm"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
        ("frame", "\\\\\\\\elsewhere\\\\share"),
    ],
)
def test_what_would_be_fetched_from_elsewhere_is_refused(kind: str, target: str) -> None:
    assert "would fetch" in " ".join(_problems(_relation(kind, target)))


def test_a_link_for_people_is_allowed() -> None:
    template_check.check(_relation("hyperlink", "https://songxanh.example/"))


def test_another_document_inside_is_refused() -> None:
    assert "points to another file" in " ".join(_problems(_relation("aFChunk", "chunk.html", "")))


@pytest.mark.parametrize("field", ['INCLUDEPICTURE "https://x"', "DDEAUTO c:\\\\x", 'INCLUDETEXT "c:/x"'])
def test_fields_that_read_other_files_are_refused(field: str) -> None:
    cut = (
        f"<w:p><w:r><w:instrText>{field[:4]}</w:instrText></w:r><w:r><w:instrText>{field[4:]}</w:instrText></w:r></w:p>"
    )
    spoiled = changed(saved(template()), lambda xml: xml.replace("<w:sectPr", f"{cut}<w:sectPr", 1))
    assert f"The field “{field.split()[0]}” is refused" in " ".join(_problems(spoiled))
    simple = f"<w:p><w:fldSimple w:instr='{field}'/></w:p>"
    spoiled = changed(saved(template()), lambda xml: xml.replace("<w:sectPr", f"{simple}<w:sectPr", 1))
    assert f"The field “{field.split()[0]}” is refused" in " ".join(_problems(spoiled))


def test_size_is_bounded_packed_and_unpacked() -> None:
    assert _problems(b"PK" + b"x" * template_check.MAX_TEMPLATE_BYTES) == [
        "A template has at most 2 MB. Make its pictures smaller."
    ]
    with pytest.raises(package.BadDocument, match="unreasonable size"):
        template_check.check(packed({**parts(saved(template())), "word/media/a.png": b"\0" * 60_000_000}))


@pytest.mark.parametrize(
    "declared",
    [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")],
)  # fmt: skip
def test_declarations_of_entities_are_refused_in_every_encoding(declared: bytes) -> None:
    with pytest.raises(package.BadDocument, match="type declaration"):
        template_check.check(packed({**parts(saved(template())), "word/header1.xml": declared}))


def test_checking_is_quick_for_what_was_made_to_be_slow() -> None:
    slow = template(CONTENT, *["{% " * 5_000, "{{" * 5_000 + "}}", "<w:tc " * 5_000])
    begun = time.perf_counter()
    assert _problems(saved(slow))
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__.__mro__ }}", "{{ title.__init__.__globals__ }}", "{{ title|attr('__class__') }}",
        "{{ cycler }}{{ cycler.x }}", "{{ lipsum.__globals__ }}", "{{ range(10**9) }}",
    ],
)  # fmt: skip
def test_the_sandbox_alone_would_hold_too(payload: str) -> None:
    """Should the first wall ever miss one."""
    with pytest.raises((SecurityError, UndefinedError, TemplateAssertionError)):
        template_check.environment().from_string(payload + "{{ nothing.at.all }}").render(title="x")
