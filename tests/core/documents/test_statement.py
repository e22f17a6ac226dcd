"""A statement comes back from JSON as it went in."""

import json

import pytest

from lantoa.core.documents.rules import statement
from lantoa.core.documents.rules.statement import Number, Paragraph, Words
from tests.core.documents import statements


@pytest.mark.parametrize("given", [statements.small(), statements.large(figures=6, charts=1, rows=12)])
def test_a_statement_comes_back_from_json_as_it_was(given: statement.Statement) -> None:
    assert statement.read(json.loads(json.dumps(statement.written(given)))) == given


def test_every_printed_number_is_found_in_its_order() -> None:
    small = statements.small()
    found = [(number.text, number.figure) for number in small.numbers()]
    first, second = small.figures
    assert found == [("181", first.id), ("2.889", second.id), ("181", first.id), ("165", ""), ("181", first.id)]


def test_an_approximate_number_says_so() -> None:
    text = Paragraph((Words("khoảng "), Number("40", approximate=True)))
    assert statement.text_of(text.runs) == "khoảng ≈\u00a040"


def test_a_figure_takes_room_for_its_small_number_too() -> None:
    runs = (Words("khoảng "), Number("40", "F-00001"))
    assert (len(statement.text_of(runs)), statement.letters_of(runs)) == (9, 12)
    assert statement.letters_of((Number("40"),)) == 2
