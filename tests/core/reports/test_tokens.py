"""Tokens in prose: cut out exactly, read back exactly, and refused with a sentence that helps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.base.periods import Period
from lantoa.core.reports.rules import prose, tokens
from lantoa.core.reports.rules.tokens import BadToken, Broken, Text, Token

YEAR_2026 = Period(date(2026, 1, 1), date(2027, 1, 1))

codes = st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)
whens = st.sampled_from(["", "previous", "last_year", "2019", "2026-H1", "2014..2018", "2025-12-15..2026-12-14"])
agencies = st.one_of(st.just(""), codes)
plain = st.text(alphabet=st.characters(blacklist_characters="[]", blacklist_categories=["Cs"]), max_size=30)


@given(st.lists(st.one_of(plain, st.tuples(codes, whens, agencies)), max_size=8))
def test_every_token_that_is_written_is_read_back_where_it_stands(parts: list[str | tuple[str, str, str]]) -> None:
    texts = [part if isinstance(part, str) else tokens.written(part[0], when=part[1], agency=part[2]) for part in parts]
    pieces = tokens.parse("".join(texts))
    found = [(piece.code, piece.when, piece.agency) for piece in pieces if isinstance(piece, Token)]
    assert found == [part for part in parts if not isinstance(part, str)]
    assert not any(isinstance(piece, Broken) for piece in pieces)


@given(st.text(alphabet="[]@#a2_\n đ", max_size=60), st.integers(0, 5))
def test_any_text_is_cut_without_loss(text: str, start: int) -> None:
    pieces = tokens.parse(text, start=start)
    assert "".join(piece.text for piece in pieces) == text
    assert all(text[piece.start - start :].startswith(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[[delegations in]]", "no figure"),
        ("[[]]", "no figure"),
        ("[[delegations_in@]]", "After @"),
        ("[[delegations_in@ 2019]]", "After @"),
        ("[[delegations_in#]]", "After #"),
        ("[[delegations_in#xã]]", "After #"),
        ("[[đoàn]]", "no figure"),
        ("[[delegations_in", "closed on the same line"),
        ("delegations_in]]", "closed on the same line"),
        ("[[a\nb]]", "closed on the same line"),
    ],
)
def test_what_is_no_token_says_what_to_write(text: str, part: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        broken = [piece for piece in tokens.parse(text) if isinstance(piece, Broken)]
    assert broken
    assert part in broken[0].message


@pytest.mark.parametrize(
    ("when", "period"),
    [
        ("", YEAR_2026),
        ("previous", Period(date(2025, 1, 1), date(2026, 1, 1))),
        ("last_year", Period(date(2025, 1, 1), date(2026, 1, 1))),
        ("2014..2018", Period(date(2014, 1, 1), date(2019, 1, 1))),
        ("2026-Q3", Period(date(2026, 7, 1), date(2026, 10, 1))),
    ],
)
def test_the_window_of_a_token(when: str, period: Period) -> None:
    assert tokens.window(Token("delegations_in", when, "", 0), YEAR_2026) == period


def test_the_window_before_half_a_year_is_the_half_before_and_not_the_year_before() -> None:
    half = Period(date(2026, 1, 1), date(2026, 7, 1))
    assert tokens.window(Token("a", "previous", "", 0), half) == Period(date(2025, 7, 1), date(2026, 1, 1))
    assert tokens.window(Token("a", "last_year", "", 0), half) == Period(date(2025, 1, 1), date(2025, 7, 1))


def test_a_bad_period_names_examples() -> None:
    with pytest.raises(BadToken, match="last_year"):
        tokens.window(Token("delegations_in", "2026-13", "", 0), YEAR_2026)


def test_prose_is_paragraphs_and_lists_with_places_in_the_text() -> None:
    text = "Mở đầu.\n\n- một\n-  hai\n\n- ba\n1. như đã gõ\n  thụt vào"
    found = prose.blocks(text)
    assert [(block.is_list, [line.text for line in block.lines]) for block in found] == [
        (False, ["Mở đầu."]),
        (True, ["một", "hai"]),
        (True, ["ba"]),
        (False, ["1. như đã gõ"]),
        (False, ["thụt vào"]),
    ]
    assert all(text[line.start :].startswith(line.text) for block in found for line in block.lines)


@given(st.text(alphabet="ab- *\n\t1.", max_size=60))
def test_prose_loses_no_letter(text: str) -> None:
    kept = "".join(line.text for block in prose.blocks(text) for line in block.lines)
    assert sorted(kept.replace(" ", "").replace("\t", "").replace("-", "").replace("*", "")) == sorted(
        letter for letter in text if letter in "ab1."
    )


def test_text_pieces_know_where_they_begin() -> None:
    assert tokens.parse("a [[b]] c", start=10) == [Text("a ", 10), Token("b", "", "", 12), Text(" c", 17)]
