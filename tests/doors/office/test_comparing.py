"""Two versions of a page compared: every change is marked, in words where it has none of its own."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.admin.compare import comparison_class_registry
from wagtail.blocks.stream_block import StreamValue

from lantoa.desks.newsroom.models import Article
from tests.desks.content import add, section
from tests.factories import Province

_BODY = Article._meta.get_field("body")


def _text(key: str, html: str) -> dict[str, Any]:
    return {"type": "text", "value": html, "id": key}


def _compared(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    """The rows of a body, without what stands around them."""
    old, new = (Article(body=StreamValue(_BODY.stream_block, rows, is_lazy=True)) for rows in (before, after))
    compared = comparison_class_registry.get(_BODY)(_BODY, old, new)
    assert compared.has_changed()
    with override("en"):
        html = compared.htmldiff()
    words = re.sub(r'</?div[^>]*>|<p class="comparison-word"></p>', "", html)
    return words.replace('<p class="comparison-word">', "[").replace("</p>", "] ")


def _of_text(before: str, after: str) -> str:
    return _compared([_text("1", before)], [_text("1", after)])


def _was(text: str) -> str:
    return f'<span class="deletion">{text}</span>'


def _is(text: str) -> str:
    return f'<span class="addition">{text}</span>'


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("<p>một chợ</p>", "<p>hai chợ</p>", f"{_was('một')}{_is('hai')} chợ"),
        ("<p>một chợ</p>", "<p>một <b>chợ</b></p>", f"một {_was('chợ')}{_is('<b>chợ</b>')}"),
        ("<p>a</p><p>b</p>", "<p>a</p><ul><li>b</li></ul>", f"a{_was('<br> ')}{_is('<br>• ')}b"),
        (
            '<p><a href="https://a.vn">chợ</a></p>',
            '<p><a href="https://b.vn">chợ</a></p>',
            f"<u>chợ</u>{_was(' (→ https://a.vn)')}{_is(' (→ https://b.vn)')}",
        ),
        ("<p>chợ</p>", "<p>chợ &lt;b&gt;</p>", f"chợ{_is(' &lt;b&gt;')}"),
        ("<p>chợ</p>", "", _was("chợ")),
    ],
    ids=["word", "bold", "list", "link", "escaped", "emptied"],
)
def test_a_paragraph_says_what_changed_in_it(before: str, after: str, said: str) -> None:
    assert _of_text(before, after) == said


@pytest.mark.django_db
def test_a_link_to_a_page_is_told_by_its_title(province: Province) -> None:
    section("vi")
    old, new = (add(Article, province.commune_a, title=title) for title in ("Chợ cũ", "Chợ mới"))
    links = [f'<p><a linktype="page" id="{page.pk}">ở đây</a></p>' for page in (old, new)]
    assert _of_text(*links) == f"<u>ở đây</u>{_was(' (→ Chợ cũ)')}{_is(' (→ Chợ mới)')}"
    gone = '<p><a linktype="document" id="999999">ở đây</a></p>'
    assert _of_text(links[0], gone) == f"<u>ở đây</u>{_was(' (→ Chợ cũ)')}{_is(' (→ ?)')}"


def test_parts_say_in_words_what_became_of_them() -> None:
    one, two, three = _text("1", "<p>một</p>"), _text("2", "<p>hai</p>"), _text("3", "<p>ba</p>")
    assert _compared([one, two], [one]).split("\n") == ["một", "[Taken out] hai"]
    assert _compared([one], [one, two]).split("\n") == ["một", "[Added] hai"]
    assert sorted(_compared([one, two, three], [three, one, two]).split("\n")) == ["[Moved] ba", "hai", "một"]


def test_a_body_of_before_its_parts_had_numbers_is_compared_as_a_whole() -> None:
    old, new = [{"type": "text", "value": f"<p>{word} chợ</p>"} for word in ("một", "hai")]
    assert _compared([old], [new]) == f"{_was('một chợ')}{_is('hai chợ')}"


def test_moments_are_said_as_people_do() -> None:
    field = Article._meta.get_field("event_at")
    late = Article(event_at=datetime(2026, 11, 28, 7, 45, tzinfo=UTC))
    early, none = Article(event_at=datetime(2026, 11, 28, 1, tzinfo=UTC)), Article()
    compared = comparison_class_registry.get(field)
    with override("vi"):
        assert compared(field, none, late).htmldiff() == '<span class="addition">28/11/2026 14:45</span>'
        assert compared(field, early, none).htmldiff() == '<span class="deletion">28/11/2026 08:00</span>'
        both = '<span class="deletion">28/11/2026 08:00</span> <span class="addition">28/11/2026 14:45</span>'
        assert compared(field, early, late).htmldiff() == both
        assert compared(field, late, late).htmldiff() == "28/11/2026 14:45"
