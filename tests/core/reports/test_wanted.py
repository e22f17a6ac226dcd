"""What is typed into the search box, and every way in which it can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantoa.core.reports.rules import wanted
from lantoa.core.reports.rules.wanted import Wanted


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("F-4TB8K", Wanted(id="F-4TB8K")),
        ("f4tb8k", Wanted(id="F-4TB8K")),
        (" f 4tb8k. ", Wanted(id="F-4TB8K")),
        ("https://a.example/office/reports/figures/F-4TB8K/", Wanted(id="F-4TB8K")),
        ("4tb8k", Wanted(id="F-4TB8K")),
        ("[3]", Wanted(place=3)),
        ("số 3", Wanted(place=3)),
        ("3", Wanted(place=3, values=frozenset([3000]))),
        ("181", Wanted(place=181, values=frozenset([181_000]))),
        ("≈ 2.889", Wanted(values=frozenset([2_889_000]))),
        ("2,889", Wanted(values=frozenset([2_889_000]))),
        ("18,9", Wanted(values=frozenset([18_900]))),
        ("41/44", Wanted(pair=(41_000, 44_000))),
        ("05/BC-UBND", Wanted(document=("5", "BC-UBND"))),
        ("5-BC/TU", Wanted(document=("5", "BC/TU"))),
        ("3 05/bc-bcđ", Wanted(document=("5", "BC-BCĐ"), place=3)),
        ("05/BC-UBND, [3]", Wanted(document=("5", "BC-UBND"), place=3)),
        ("đoàn vào", Wanted()),
        ("", Wanted()),
        ("F-00000", Wanted()),
    ],
)
def test_a_text_is_read_as_it_stands_on_paper(text: str, meant: Wanted) -> None:
    assert wanted.read(text) == meant


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(text: str) -> None:
    assert isinstance(wanted.read(text), Wanted)
    assert len(wanted.slips(text)) < 400


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("F-4TB8X", True),  # one read as another
        ("F-4TBOK", True),  # a letter that no number has
        ("f 4tb0k", True),
        ("4TBBK", True),  # without the F
        ("F-4T8K", True),  # left out
        ("F-4TB88K", True),  # typed twice
        ("F-4BT8K", True),  # changed places
        ("https://a.example/office/reports/figures/F-4TB8/", True),
        ("F-4TBXX", False),
        ("F-4T", False),
        ("4738", False),
        ("Có 4TB8X", False),
        ("05/BC-UBND", False),
    ],
)
def test_one_wrong_sign_still_means_the_number(typed: str, found: bool) -> None:
    assert ("F-4TB8K" in wanted.slips(typed)) == found
