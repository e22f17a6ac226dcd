"""Anybody's HTML becomes blocks of ours: words and addresses pass, nothing else."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.desks.intake.drafts.markup import body_of, plain
from lantoa.desks.intake.drafts.shortcodes import without
from lantoa.desks.intake.models import Gap

BASE = "https://cu.example/bai/"


def blocks(html: str, **kwargs: Any) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in body_of(html, base=BASE, **kwargs).blocks]


def test_paragraphs_headings_lists_and_quotations_become_blocks() -> None:
    html = """<h2>Mở hội</h2><p>Sáng <strong>mùng ba</strong>, <em>đông</em>.</p><p>Vui.</p>
    <ul><li>Ghe</li><li>Bơi</li></ul>
    <blockquote><p>Chúng tôi chờ.</p><cite>— Lê Hoa</cite></blockquote><p>Hết.</p>"""
    assert blocks(html) == [
        ("heading", "Mở hội"),
        ("text", "<p>Sáng <b>mùng ba</b>, <i>đông</i>.</p><p>Vui.</p><ul><li>Ghe</li><li>Bơi</li></ul>"),
        ("quote", {"text": "Chúng tôi chờ.", "speaker": "Lê Hoa"}),
        ("text", "<p>Hết.</p>"),
    ]


def test_a_quotation_of_nobody_is_a_paragraph_and_listed() -> None:
    body = body_of("<blockquote>Rất vui.</blockquote>", base=BASE)
    assert body.blocks == [{"type": "text", "value": "<p>Rất vui.</p>"}]
    assert body.gaps == [(Gap.QUOTE, "Rất vui.")]


def test_links_are_kept_whole_and_listed_once() -> None:
    body = body_of(
        '<p><a href="../a">A</a>, <a href="https://b.example/?x=1&amp;y=2">B</a>, <a href="../a">A</a></p>', base=BASE
    )
    assert list(body.links) == ["https://cu.example/a", "https://b.example/?x=1&y=2"]
    assert '<a href="https://b.example/?x=1&amp;y=2">B</a>' in body.blocks[0]["value"]


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "java\tscript:x", "http://["],
)
def test_a_link_that_runs_is_taken_out_and_its_words_stay(href: str) -> None:
    body = body_of(f'<p>Xem <a href="{href}">đây</a>.</p>', base=BASE)
    assert body.blocks == [{"type": "text", "value": "<p>Xem đây.</p>"}]
    assert [what for what, _which in body.gaps] == [Gap.LINK]


def test_pictures_are_listed_and_no_text_is_invented_for_them() -> None:
    html = """<p>Trước <img src="/a.jpg" alt="Đua ghe"> sau</p>
    <figure><img src="/b.jpg"><figcaption>Ảnh: Hoa</figcaption></figure>"""
    body = body_of(html, base=BASE)
    assert body.gaps == [
        (Gap.PICTURE, "https://cu.example/a.jpg · Đua ghe"),
        (Gap.PICTURE_WITHOUT_TEXT, "https://cu.example/b.jpg"),
        (Gap.CAPTION, "Ảnh: Hoa"),
    ]
    assert body.blocks == [{"type": "text", "value": "<p>Trước sau</p>"}]


def test_tables_nested_lists_and_what_is_embedded_are_told_of() -> None:
    html = """<table><tr><th>Năm</th><th>Ghe</th></tr><tr><td>2016</td><td>40</td></tr></table>
    <ol><li>A<ul><li>B</li></ul></li></ol><iframe src="https://phim.example/1"></iframe>"""
    body = body_of(html, base=BASE)
    assert body.blocks == [{"type": "text", "value": "<p>Năm · Ghe</p><p>2016 · 40</p><ol><li>A</li><li>B</li></ol>"}]
    assert body.gaps == [(Gap.TABLE, ""), (Gap.NESTED_LIST, ""), (Gap.EMBEDDED, "https://phim.example/1")]


def test_blank_lines_part_paragraphs_where_wordpress_had_it_so() -> None:
    text = "Một.\nHai.\n\nBa <b>bốn</b>.\n\n<h2>Năm</h2>\nSáu."
    assert blocks(text, has_blank_lines=True) == [
        ("text", "<p>Một.<br/>Hai.</p><p>Ba <b>bốn</b>.</p>"), ("heading", "Năm"), ("text", "<p>Sáu.</p>"),
    ]  # fmt: skip
    assert blocks("Một.\n\nHai.") == [("text", "<p>Một. Hai.</p>")]


def test_letters_taken_apart_are_put_together() -> None:
    assert blocks("<p>Le\u0302\u0303 ho\u0323\u0302i</p>") == [("text", "<p>Lễ hội</p>")]
    assert plain("Le\u0302\u0303 <b>ho\u0323\u0302i</b>") == "Lễ hội"


HARM = """<script>alert(1)</script><style>p{}</style>
<p onclick="x()" style="color:red">A<svg><script>1</script></svg></p>
<img src=x onerror=alert(1)><form action="/x"><input value="y"><p>B</p></form>
&lt;script&gt;C&lt;/script&gt;<!-- wp:html -->"""
_ALLOWED = re.compile(r"</?(?:p|b|i|ul|ol|li)>|<br/>|</a>|<a href=\"(?:https?|mailto|tel):[^\"<>\s]*\">")


def is_clean(html: str) -> bool:
    return not re.search("[<>]", _ALLOWED.sub("", html))


def test_nothing_that_runs_or_paints_comes_through() -> None:
    found = blocks(HARM)
    assert found == [("text", "<p>A</p><p>B</p><p>&lt;script&gt;C&lt;/script&gt;</p>")]


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='/x'>", "<a href='javascript:1'>", "</a>",
     "<ul>", "</ul>", "<ol>", "<li>", "</li>",
     "<h2>", "</h2>", "<blockquote>", "</blockquote>", "<cite>", "</cite>",
     "<img src=a>", "<figcaption>", "</figcaption>", "<br>",
     "<script>", "</script>", "<svg>", "</svg>", "<td>", "<table>", "<iframe src=x>",
     "<!--", "-->", "]]>", "&lt;", "&#0;", "&#xD800;", "<",
     ">", '"', " ", "\n\n", "chữ", "e\u0302", "\u0338", "[caption]", "[/caption]", "[x a='1']"]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=40), st.booleans())
def test_whatever_comes_in_only_clean_blocks_come_out(pieces: list[str], has_blank_lines: bool) -> None:
    html, _codes = without("".join(pieces))
    body = body_of(html, base=BASE, has_blank_lines=has_blank_lines)
    for block in body.blocks:
        if block["type"] == "text":
            value = block["value"]
            assert is_clean(value), value
            for tag in ("p", "b", "i", "ul", "ol", "li", "a"):
                assert len(re.findall(rf"<{tag}[ >]", value)) == value.count(f"</{tag}>"), value
        elif block["type"] == "quote":
            assert all(block["value"].values())
        else:
            assert block["type"] == "heading"
            assert 0 < len(block["value"]) <= 200


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "<b>", "<ul><li>", "<blockquote>", "&", "[a", "[caption]", "<p>x", "<svg>"]
)
def test_a_text_built_to_take_long_does_not(piece: str) -> None:
    html = piece * (200_000 // len(piece))
    began = time.monotonic()
    body_of(without(html)[0], base=BASE, has_blank_lines=True)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("html", "left", "names"),
    [
        ("A [gallery ids='1,2'] B", "A   B", ["gallery"]),
        ("[su_box title='x']Trong[/su_box]", " Trong ", ["su_box"]),
        ("Lời [sic] của ông [1], [ảnh minh họa]", "Lời [sic] của ông [1], [ảnh minh họa]", []),
        (
            "[caption id='a']<img src='x'> Chú thích[/caption]",
            "<figure><img src='x'><figcaption>  Chú thích</figcaption></figure>",
            [],
        ),
        ('<!-- wp:latest-posts {"n":5} /-->', '<!-- wp:latest-posts {"n":5} /-->', ["latest-posts"]),
        ("<!-- wp:p --><p>A</p><!-- /wp:p -->", "<!-- wp:p --><p>A</p><!-- /wp:p -->", []),
    ],
)  # fmt: skip
def test_short_codes_go_and_brackets_of_people_stay(html: str, left: str, names: list[str]) -> None:
    assert without(html) == (left, names)
