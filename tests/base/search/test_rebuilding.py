"""An index that another version of the analysis built answers until the next one, filled beside it, takes its place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from lantoa.base.search import actions, analysis, queries
from lantoa.base.search.documents import Document
from lantoa.base.search.models import SearchDocument, SearchState, SearchWord
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def put(key: int, title: str) -> None:
    at = NOON + timedelta(days=key)
    actions.put(Document(key=key, title=title, language="vi", kind="article", topic="", published_at=at))


def keys(text: str) -> list[int]:
    return [hit.key for hit in queries.search(text, "vi").hits]


def words() -> dict[str, int]:
    return dict(SearchWord.objects.filter(version=analysis.VERSION).values_list("written", "document_count"))


@pytest.fixture
def next_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every syllable is found by its last letter too; a step takes two documents."""
    terms_of = analysis.document_terms

    def more(*, title: str, **rest: Any) -> set[str]:
        return terms_of(title=title, **rest) | {f"last{word[-1:]}" for word in title.split()}

    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    monkeypatch.setattr(analysis, "document_terms", more)
    monkeypatch.setattr(actions, "_IN_A_STEP", 2)


def finish() -> int:
    steps = 0
    while actions.rebuild_step():
        steps += 1
    return steps


@pytest.fixture
def five(request: pytest.FixtureRequest) -> None:
    """Found by the old analysis, before there is a next one."""
    for key in range(1, 6):
        put(key, "Lễ hội")
    request.getfixturevalue("next_analysis")


@pytest.mark.usefixtures("five")
def test_while_it_is_built_the_old_one_answers_and_says_how_far_it_is() -> None:
    told = []
    while not queries.is_whole():
        told.append((queries.progress(), keys("le hoi"), keys("lasti")))
        assert actions.rebuild_step()
    everything = [5, 4, 3, 2, 1]
    assert told == [(done, everything, []) for done in (0, 40, 80, 99)]
    assert (queries.progress(), keys("le hoi"), keys("lasti")) == (100, everything, everything)
    assert not queries.is_current()
    finish()
    assert queries.is_current()
    assert not actions.rebuild_step()
    assert list(SearchWord.objects.values_list("version", flat=True).distinct()) == [analysis.VERSION]


@pytest.mark.usefixtures("five")
def test_what_is_published_meanwhile_is_found_at_once_and_what_is_withdrawn_no_more() -> None:
    actions.rebuild_step()  # holds 1 and 2
    put(2, "Hội nghị")
    put(4, "Hội nghị")
    put(6, "Hội nghị")
    actions.remove(1)
    actions.remove(5)
    assert keys("hoi nghi") == [6, 4, 2]
    assert not {1, 5} & set(keys("hoi"))
    finish()
    assert (keys("hoi nghi"), keys("le hoi"), keys("lasti")) == ([6, 4, 2], [3], [6, 4, 3, 2])
    assert words() == {"hội": 4, "nghị": 3, "hội nghị": 3, "lễ": 1, "lễ hội": 1}


@pytest.mark.usefixtures("five")
def test_what_an_earlier_attempt_of_another_version_left_is_not_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.rebuild_step()
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION + 1)
    actions.rebuild_step()
    assert queries.progress() == 40
    finish()
    assert (keys("lasti"), words()) == ([5, 4, 3, 2, 1], {"lễ": 5, "hội": 5, "lễ hội": 5})


@pytest.mark.usefixtures("five")
def test_a_version_that_is_taken_back_leaves_nothing_beside_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.rebuild_step()
    monkeypatch.setattr(analysis, "VERSION", analysis.VERSION - 1)
    actions.rebuild_what_is_little()
    assert "base_searchterms_next" not in connection.introspection.table_names()
    assert (SearchState.objects.get().next_version, keys("le hoi")) == (0, [5, 4, 3, 2, 1])


@pytest.mark.usefixtures("five")
def test_all_anew_at_once_ends_what_was_begun() -> None:
    actions.rebuild_step()
    rows = SearchDocument.objects.order_by("position")
    documents = [Document(row.key, row.language, row.kind, "", row.published_at, row.title) for row in rows]
    assert actions.replace_all(documents) == 5
    assert (queries.is_whole(), keys("lasti")) == (True, [5, 4, 3, 2, 1])
    assert "base_searchterms_next" not in connection.introspection.table_names()
    actions.rebuild_admin()
    assert queries.is_current()


def test_editors_find_their_pages_again_piece_by_piece(next_analysis: None) -> None:
    from wagtail.search.models import IndexEntry

    before = IndexEntry.objects.count()
    IndexEntry.objects.all()._raw_delete(using="default")
    assert finish() > Page.objects.count() // 2
    assert IndexEntry.objects.count() == before > 0


@pytest.mark.usefixtures("next_analysis")
def test_little_is_built_before_anybody_is_answered_and_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in range(1, 6):
        put(key, "Lễ hội")
    with raw_writes("as an older version left it"):
        SearchState.objects.update(version=0, admin_version=0)
    monkeypatch.setattr(actions, "_STEPS_AT_ONCE", 2)
    actions.rebuild_what_is_little()
    assert (queries.is_whole(), queries.progress()) == (False, 80)
    monkeypatch.setattr(actions, "_STEPS_AT_ONCE", 500)
    actions.rebuild_what_is_little()
    assert queries.is_current()


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "remove", "step"]),
        st.integers(1, 6),
        st.lists(st.sampled_from(["lễ", "hội", "hoa", "Đà", "Nẵng", "对外"]), max_size=4),
    ),
    max_size=14,
)


@pytest.mark.usefixtures("five")
@given(_STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_meanwhile_the_index_is_what_building_it_at_once_makes(
    steps: list[tuple[str, int, list[str]]],
) -> None:
    with transaction.atomic():
        for verb, key, said in steps:
            if verb == "put":
                put(key, " ".join(said))
            elif verb == "remove":
                actions.remove(key)
            else:
                actions.rebuild_step()
            assert set(keys("hội")) <= set(SearchDocument.objects.values_list("key", flat=True))
        while not queries.is_whole():
            actions.rebuild_step()
        built = _answers()
        rows = SearchDocument.objects.order_by("position")
        actions.replace_all(
            [Document(row.key, row.language, row.kind, "", row.published_at, row.title) for row in rows]
        )
        assert _answers() == built
        transaction.set_rollback(True)


def _answers() -> dict[str, Any]:
    asked = ["lễ", "le", "hội", "hoa", "da nang", "Đà Nẵng", "对外", "外", "lasti", "lasta"]
    return {**{word: keys(word) for word in asked}, "words": words()}
