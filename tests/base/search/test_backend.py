"""Wagtail's own search with our folding: what modelsearch does not promise is asked here."""

from typing import Any

import pytest
from django.urls import reverse
from modelsearch import index
from modelsearch.backends import get_search_backend
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from wagtail.models import Page

from lantoa.base.search import backend
from lantoa.desks.media.models import MediaDocument

pytestmark = pytest.mark.django_db

TITLES = [
    "Hội nghị đối ngoại tại Đà Nẵng", "Đoàn Bình Dương", "加强对外信息工作", "対外情報の強化", "다낭시에서 열린 회의",
    "ວຽກງານຂໍ້ມູນຕ່າງປະເທດ", "ការងារព័ត៌មានការបរទេស",
]  # fmt: skip


@pytest.fixture
def pages() -> None:
    root = Page.objects.get(depth=1)
    for title in TITLES:
        index.insert_or_update_object(root.add_child(instance=Page(title=title)))


def _found(query: Any, **options: Any) -> list[str]:
    return [page.title for page in Page.objects.filter(depth=2, title__in=TITLES).search(query, **options)]


def _completed(text: str) -> list[str]:
    return [page.title for page in Page.objects.filter(depth=2, title__in=TITLES).autocomplete(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("doi ngoai", 0), ("Đối ngoại", 0), ("da nang", 0), ("binh duong", 1), ("对外", 2), ("外", 2), ("対外情報", 3),
        ("다낭", 4), ("ຂໍ້ມູນ", 5), ("ព័ត៌មាន", 6),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("pages")
def test_a_page_is_found_without_accents_whole_or_begun(text: str, number: int) -> None:
    assert TITLES[number] in _found(text)
    assert TITLES[number] in _found(text, fields=["title"])
    assert TITLES[number] in _completed(text)


@pytest.mark.usefixtures("pages")
def test_the_last_word_may_be_begun() -> None:
    assert _completed("doi ngo") == [TITLES[0]]
    assert _completed("加强对") == [TITLES[2]]
    assert _found("doi ngo") == []


@pytest.mark.usefixtures("pages")
def test_queries_are_folded_inside_each_other() -> None:
    assert _found(Phrase("đoi ngoai")) == [TITLES[0]]
    assert _found(And([PlainText("đối"), PlainText("…"), PlainText("nẵng")])) == [TITLES[0]]
    assert set(_found(Or([PlainText("doi"), PlainText("duong")]))) == set(TITLES[:2])
    assert TITLES[0] not in _found(Not(PlainText("doi")))
    assert set(_found("doi duong", operator="or")) == set(TITLES[:2])
    assert set(_found(MatchAll())) == set(TITLES)
    assert isinstance(backend.folded(Boost(PlainText("Đối"), 2)), PlainText)
    assert isinstance(backend.folded(Fuzzy("Đối")), PlainText)


@pytest.mark.parametrize("text", ["…", '"', "*", "a:b", "' OR", "😀", "(", "x" * 10_000, "\\", "-"])
@pytest.mark.usefixtures("pages")
def test_odd_input_is_answered(text: str) -> None:
    assert (_found(text), _completed(text)) == ([], [])


def test_the_admin_finds_documents_without_accents(province: Any, client_of: Any) -> None:
    document = MediaDocument.objects.create(title="Kế hoạch đối ngoại Bình Dương", file="documents/a.pdf")
    document.tags.add("Đà Nẵng")
    index.insert_or_update_object(document)
    found = get_search_backend().search("doi ngoai binh duong", MediaDocument)
    assert list(found) == [document]
    client = client_of(province.administrator)
    page = client.get(reverse("wagtaildocs:index"), {"q": "doi ngoai"})
    assert document.title in page.content.decode()
    assert document.title not in client.get(reverse("wagtaildocs:index"), {"q": "hoi nghi"}).content.decode()
