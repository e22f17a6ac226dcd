"""Which spans and values have rows: as many looks, one question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base.search.models import SearchDocument
from lantoa.base.statements import spans_with_rows, values_with_rows
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db

_POSITIONS = st.integers(-60, 60)


def _documents(*positions: int, language: str = "vi") -> None:
    with raw_writes("positions of the test's own"):
        SearchDocument.objects.bulk_create(
            SearchDocument(position=place, key=100 + place, language=language, title="Tin", published_at=timezone.now())
            for place in positions
        )


@given(st.sets(_POSITIONS, max_size=8), st.lists(st.tuples(_POSITIONS, _POSITIONS), max_size=12))
def test_those_that_hold_a_row_in_the_order_asked(rows: set[int], spans: list[tuple[int, int]]) -> None:
    named = dict(enumerate(spans))
    held = [name for name, (since, until) in named.items() if any(since <= row < until for row in rows)]
    with transaction.atomic():
        _documents(*rows)
        assert spans_with_rows(SearchDocument.objects.order_by("-position"), "position", named) == held
        transaction.set_rollback(True)


def test_only_of_these_rows_and_in_one_question(count_queries: Callable[[], Any]) -> None:
    _documents(1)
    _documents(5, language="km")
    spans = {"low": (0, 3), "high": (3, 9)}
    with count_queries() as asked:
        assert spans_with_rows(SearchDocument.objects.filter(language="km"), "position", spans) == ["high"]
    assert len(asked) == 1
    assert spans_with_rows(SearchDocument.objects.none(), "position", spans) == []
    assert spans_with_rows(SearchDocument.objects.all(), "position", {}) == []


def test_values_of_several_fields_that_stand_in_a_row(count_queries: Callable[[], Any]) -> None:
    _documents(1)
    _documents(5, language="km")
    rows, fields = SearchDocument.objects.order_by("-position"), ["language", "position"]
    with count_queries() as asked:
        assert values_with_rows(rows, fields, [("km", 1), ("km", 5), ("lo", 5), ("vi", 1)]) == [("km", 5), ("vi", 1)]
    assert len(asked) == 1
    assert values_with_rows(rows.filter(key=101), ["language"], [("km",), ("vi",)]) == [("vi",)]
    assert values_with_rows(SearchDocument.objects.none(), ["language"], [("vi",)]) == []
    assert values_with_rows(rows, ["language"], []) == []
